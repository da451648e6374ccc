//! Logins for which too many wrong passwords came: each is locked for a while, twice as long every time.
//!
//! Logins that do not exist are treated alike, so that nobody learns which ones do.

use super::{Client, TooMuch};
use crate::limits;
use handover_desk::{Timestamp, limits::NAME_BYTES};
use std::collections::BTreeMap;

/// A login that is locked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockedLogin {
    /// Its account, as clients named it. There need be none.
    pub account: String,
    /// Its name, as clients named it. There need be no such login.
    pub login: String,
    /// When it lets go by itself.
    pub until: Timestamp,
    /// How often it was locked in a row.
    pub times: u32,
}

/// What is kept in mind of every login with wrong passwords.
#[derive(Debug, Default)]
pub(super) struct Locks(BTreeMap<Name, Entry>);

/// Account and login.
type Name = (Box<str>, Box<str>);

#[derive(Debug)]
struct Entry {
    /// The wrong passwords of late that have not led to a lock.
    wrong: Vec<(Timestamp, Client)>,
    /// How often the login was locked.
    times: u32,
    /// Until when it is locked.
    until: Timestamp,
    /// The last wrong password.
    last: Timestamp,
}

impl Locks {
    /// Whether a password may be tried.
    pub(super) fn may_try(&self, account: &str, login: &str, now: Timestamp) -> Result<(), TooMuch> {
        let entry = self.0.get(&name(account, login));
        entry
            .filter(|entry| entry.is_locked(now))
            .map_or(Ok(()), |entry| Err(TooMuch::until(entry.until, now)))
    }

    /// Counts a wrong password, and locks the login if that was one too many.
    pub(super) fn count(&mut self, account: &str, login: &str, client: Client, now: Timestamp) {
        if account.len() > NAME_BYTES || login.len() > NAME_BYTES {
            return; // No login is called that.
        }
        let name = name(account, login);
        if self.0.len() >= limits::GUARDED_LOGINS && !self.0.contains_key(&name) {
            self.make_room(now);
        }
        let entry = self.0.entry(name).or_insert_with(|| Entry::new(now));
        entry.count(client, now);
        if entry.is_locked(now) {
            // Not the name: some people type their password into that field.
            tracing::warn!(account, times = entry.times, "a login is locked: too many wrong passwords");
        }
    }

    /// Forgets the wrong passwords of a client who has now sent the right one. What others have sent still counts: one who
    /// guesses gains nothing by the agent signing in meanwhile.
    pub(super) fn forgive(&mut self, account: &str, login: &str, client: Client) {
        let name = name(account, login);
        let Some(entry) = self.0.get_mut(&name) else { return };
        entry.wrong.retain(|(_, origin)| *origin != client);
        if entry.wrong.is_empty() && entry.times == 0 {
            self.0.remove(&name);
        }
    }

    /// Lets a login go. Says whether it was locked.
    pub(super) fn release(&mut self, account: &str, login: &str, now: Timestamp) -> bool {
        self.0.remove(&name(account, login)).is_some_and(|entry| entry.is_locked(now))
    }

    /// The logins that are locked.
    pub(super) fn locked(&self, now: Timestamp) -> Vec<LockedLogin> {
        let locked = self.0.iter().filter(|(_, entry)| entry.is_locked(now));
        let told = locked.map(|((account, login), entry)| LockedLogin {
            account: account.to_string(),
            login: login.to_string(),
            until: entry.until,
            times: entry.times,
        });
        told.collect()
    }

    /// Forgets what is out of date, and if that is not enough the quarter that was quiet for longest, locked ones last.
    fn make_room(&mut self, now: Timestamp) {
        self.0.retain(|_, entry| !entry.is_out_of_date(now));
        if self.0.len() < limits::GUARDED_LOGINS {
            return;
        }
        let rank = |entry: &Entry| (entry.is_locked(now), entry.last);
        let mut ranks: Vec<(bool, Timestamp)> = self.0.values().map(rank).collect();
        let (_, bound, _) = ranks.select_nth_unstable(self.0.len() / 4);
        let bound = *bound;
        self.0.retain(|_, entry| rank(entry) > bound);
    }
}

impl Entry {
    fn new(now: Timestamp) -> Self {
        Self { wrong: Vec::new(), times: 0, until: now, last: now }
    }

    fn count(&mut self, client: Client, now: Timestamp) {
        if self.is_out_of_date(now) {
            *self = Self::new(now);
        }
        self.last = now;
        self.wrong.retain(|(at, _)| now.since(*at) < limits::WRONG_PASSWORDS_WINDOW.0);
        self.wrong.push((now, client));
        if self.wrong.len() >= limits::WRONG_PASSWORDS_PER_LOGIN {
            self.wrong.clear();
            self.times = self.times.saturating_add(1);
            let doubled = limits::LOGIN_LOCK.0.saturating_mul(1_u64 << self.times.saturating_sub(1).min(32));
            let ms = doubled.min(limits::LOGIN_LOCK_LONGEST.0);
            self.until = Timestamp(now.0.saturating_add_unsigned(ms));
        }
    }

    /// A clock that was set back does not make a lock longer than the longest.
    fn is_locked(&self, now: Timestamp) -> bool {
        self.until > now && self.until.since(now) <= limits::LOGIN_LOCK_LONGEST.0
    }

    fn is_out_of_date(&self, now: Timestamp) -> bool {
        !self.is_locked(now) && now.since(self.last) >= limits::LOGIN_LOCK_FORGOTTEN.0
    }
}

fn name(account: &str, login: &str) -> Name {
    (account.into(), login.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_764_000_000_000);

    fn client() -> Client {
        Client::of("198.51.100.7".parse().unwrap())
    }

    fn after(ms: u64) -> Timestamp {
        Timestamp(NOW.0.saturating_add_unsigned(ms))
    }

    fn guess(locks: &mut Locks, login: &str, times: usize, now: Timestamp) {
        for _ in 0..times {
            locks.may_try("1", login, now).unwrap();
            locks.count("1", login, client(), now);
        }
    }

    #[test]
    fn each_lock_is_twice_as_long_as_the_one_before_up_to_the_longest() {
        let (mut locks, mut now) = (Locks::default(), NOW);
        let minutes = [1, 2, 4, 8, 16, 32, 60, 60];
        for (times, minutes) in (1..).zip(minutes) {
            guess(&mut locks, "maya", limits::WRONG_PASSWORDS_PER_LOGIN, now);
            assert_eq!(locks.may_try("1", "maya", now), Err(TooMuch { wait_s: minutes * 60 }));
            assert_eq!(locks.locked(now)[0].times, times);
            now = locks.locked(now)[0].until;
        }
        guess(&mut locks, "maya", 1, now);
        let quiet = Timestamp(now.0.saturating_add_unsigned(limits::LOGIN_LOCK_FORGOTTEN.0));
        guess(&mut locks, "maya", limits::WRONG_PASSWORDS_PER_LOGIN, quiet);
        assert_eq!(locks.may_try("1", "maya", quiet), Err(TooMuch { wait_s: 60 }));
    }

    #[test]
    fn wrong_passwords_count_only_within_the_window() {
        let mut locks = Locks::default();
        guess(&mut locks, "maya", limits::WRONG_PASSWORDS_PER_LOGIN - 1, NOW);
        let last = after(limits::WRONG_PASSWORDS_WINDOW.0 - 1);
        let behind = after(limits::WRONG_PASSWORDS_WINDOW.0);
        guess(&mut locks, "maya", 1, behind);
        assert_eq!(locks.locked(behind), []);
        let mut locks = Locks::default();
        guess(&mut locks, "maya", limits::WRONG_PASSWORDS_PER_LOGIN - 1, NOW);
        guess(&mut locks, "maya", 1, last);
        assert_eq!(locks.locked(last).len(), 1);
    }

    #[test]
    fn the_table_never_grows_beyond_its_limit_and_keeps_what_is_locked() {
        let mut locks = Locks::default();
        guess(&mut locks, "maya", limits::WRONG_PASSWORDS_PER_LOGIN, NOW);
        for no in 0..limits::GUARDED_LOGINS + 10 {
            guess(&mut locks, &format!("nobody-{no}"), 1, after(no as u64 / 10_000));
            assert!(locks.0.len() <= limits::GUARDED_LOGINS);
        }
        assert_eq!(locks.locked(after(10)).len(), 1);
    }

    #[test]
    fn a_name_that_no_login_can_have_takes_no_place() {
        let mut locks = Locks::default();
        guess(&mut locks, &"n".repeat(NAME_BYTES), 1, NOW);
        assert_eq!(locks.0.len(), 1);
        guess(&mut locks, &"n".repeat(NAME_BYTES + 1), limits::WRONG_PASSWORDS_PER_LOGIN + 1, NOW);
        assert_eq!(locks.0.len(), 1);
    }
}
