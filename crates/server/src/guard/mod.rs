//! Who may try to sign in, and how much visitors may write: everything that is refused because there was too much of it.
//!
//! All of it is kept in memory, in tables that cannot grow beyond a limit (`docs/adr/0011-what-guards-the-door.md`). Nothing here
//! knows HTTP, and nothing here checks a password.

mod bucket;
mod client;
mod locks;

pub use client::Client;
pub use locks::LockedLogin;

use crate::limits;
use crate::settings::ServerConfig;
use bucket::{Buckets, Rate};
use handover_desk::{Digest, Span, Timestamp};
use ipnet::IpNet;
use locks::Locks;
use parking_lot::Mutex;
use std::net::IpAddr;

/// It was too much; it may be tried again after so many seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooMuch {
    pub(crate) wait_s: u32,
}

/// What one server keeps in mind about those who knock.
pub struct Guard {
    locks: Mutex<Locks>,
    wrong_passwords: Buckets<Client>,
    sign_ins: Buckets<Client>,
    writes: Writes,
    /// Addresses that stand for many clients, and are not counted.
    trusted: Vec<IpNet>,
}

/// The buckets of what visitors write; those that the operator does not want are not there.
struct Writes {
    chats: Option<Buckets<Digest>>,
    clients: Option<Buckets<Client>>,
    keys: Option<Buckets<Digest>>,
}

/// One try to sign in.
pub(crate) struct Attempt<'a> {
    /// The account, as it stands in the address. It need not exist.
    pub(crate) account: &'a str,
    /// The login name, as it was sent. It need not exist.
    pub(crate) login: &'a str,
    /// Where it comes from.
    pub(crate) address: IpAddr,
}

/// What a try came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All of it was right.
    Right,
    /// The password was right, and the code of the second factor is to come: nothing is counted, nothing forgiven.
    Halfway,
    /// The password or the code was wrong.
    Wrong,
}

/// One write of a visitor.
pub(crate) struct VisitorWrite {
    /// The application key and its account.
    pub(crate) key: Digest,
    /// Where it comes from.
    pub(crate) address: IpAddr,
}

impl Guard {
    /// A guard who has seen nobody yet.
    #[must_use]
    pub fn new(config: &ServerConfig) -> Self {
        Self {
            locks: Mutex::default(),
            wrong_passwords: Buckets::new(
                Rate { burst: limits::WRONG_PASSWORDS_PER_ADDRESS, refill: limits::WRONG_PASSWORDS_REFILL },
                limits::GUARDED_ADDRESSES,
            ),
            sign_ins: Buckets::new(
                Rate { burst: limits::SIGN_INS_PER_ADDRESS, refill: limits::SIGN_INS_REFILL },
                limits::GUARDED_ADDRESSES,
            ),
            writes: Writes {
                chats: writes(config.writes_per_chat, limits::GUARDED_CHATS),
                clients: writes(config.writes_per_address, limits::GUARDED_ADDRESSES),
                keys: writes(config.writes_per_key, limits::GUARDED_KEYS),
            },
            trusted: config.trusted_proxies.clone(),
        }
    }

    /// Whether a password may be tried. Nobody can tell by it whether there is such a login.
    pub(crate) fn admit(&self, attempt: &Attempt<'_>, now: Timestamp) -> Result<(), TooMuch> {
        self.locks.lock().may_try(attempt.account, attempt.login, now)?;
        self.client(attempt.address).map_or(Ok(()), |client| self.wrong_passwords.has(&client, now))
    }

    /// Takes in what a try came to. When the limit was reached while the password was being checked, the outcome is not told:
    /// who sends many at once learns no more than who sends them one by one.
    pub(crate) fn judge(
        &self,
        attempt: &Attempt<'_>,
        outcome: Outcome,
        now: Timestamp,
    ) -> Result<(), TooMuch> {
        let (origin, counted) = (Client::of(attempt.address), self.client(attempt.address));
        let mut locks = self.locks.lock();
        locks.may_try(attempt.account, attempt.login, now)?;
        if outcome == Outcome::Wrong {
            locks.count(attempt.account, attempt.login, origin, now);
            return counted.map_or(Ok(()), |client| self.wrong_passwords.take(&client, now));
        }
        counted.map_or(Ok(()), |client| self.wrong_passwords.has(&client, now))?;
        if outcome == Outcome::Right {
            locks.forgive(attempt.account, attempt.login, origin);
        }
        Ok(())
    }

    /// Whether a sign-in at the identity provider may be begun.
    pub(crate) fn admit_sign_in(&self, address: IpAddr, now: Timestamp) -> Result<(), TooMuch> {
        self.client(address).map_or(Ok(()), |client| self.sign_ins.take(&client, now))
    }

    /// Whether a visitor may write.
    pub(crate) fn admit_write(&self, write: &VisitorWrite, now: Timestamp) -> Result<(), TooMuch> {
        if let (Some(clients), Some(client)) = (&self.writes.clients, self.client(write.address)) {
            clients.take(&client, now)?;
        }
        self.writes.keys.as_ref().map_or(Ok(()), |keys| keys.take(&write.key, now))
    }

    /// Whether a visitor may write in this chat.
    pub(crate) fn admit_in_chat(&self, chat: &Digest, now: Timestamp) -> Result<(), TooMuch> {
        self.writes.chats.as_ref().map_or(Ok(()), |chats| chats.take(chat, now))
    }

    /// Lets a login go that is locked, and forgets what led to it. Says whether it was locked.
    pub fn release(&self, account: &str, login: &str, now: Timestamp) -> bool {
        self.locks.lock().release(account, login, now)
    }

    /// The logins that are locked, by account and name.
    #[must_use]
    pub fn locked(&self, now: Timestamp) -> Vec<LockedLogin> {
        self.locks.lock().locked(now)
    }

    /// Who is counted at an address. A proxy that says nothing of its client, or another program of this machine, stands for
    /// everybody: one who guesses would keep all others out.
    fn client(&self, address: IpAddr) -> Option<Client> {
        let stands_for_many =
            address.is_loopback() || self.trusted.iter().any(|network| network.contains(&address));
        (!stands_for_many).then(|| Client::of(address))
    }
}

/// Buckets that take so many writes a second; none when that is 0.
fn writes<K: Clone + Ord>(per_second: u32, capacity: usize) -> Option<Buckets<K>> {
    let burst = per_second.saturating_mul(limits::WRITE_BURST_S);
    let refill = Span::seconds(limits::WRITE_BURST_S.into());
    (per_second > 0).then(|| Buckets::new(Rate { burst, refill }, capacity))
}
