//! The data folder and the disk it lies on.

use super::Check;
use crate::load::Clock;
use anyhow::Context as _;
use handover_journal::{DataFolder, Journal as _, SqliteObserver};
use std::fs::{self, File};
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::time::{Duration, SystemTime};

/// Rights that others than the owner have.
const OF_OTHERS: u32 = 0o077;
/// Writes that are synced one by one to learn how quick the disk is, and the bytes of each.
const WRITES: usize = 200;
const WRITE_BYTES: usize = 4096;
/// A line is acknowledged when it is synced: with a disk slower than this most people notice, with one slower than the second
/// everybody waits.
const SLOW: Duration = Duration::from_millis(20);
const TOO_SLOW: Duration = Duration::from_millis(250);
/// Free bytes under which there is little room, and none.
const LITTLE_ROOM: u64 = 2 << 30;
const NO_ROOM: u64 = 128 << 20;
/// Files that were written so much later than now were written by another clock.
const CLOCK_SLACK: Duration = Duration::from_secs(2);

/// Everything about the place where the data lie.
pub(super) async fn look(data: &Path, is_served: bool) -> Vec<Check> {
    let mut checks = vec![folder(data, is_served).await];
    if data.is_dir() {
        checks.push(rights(data));
        checks.push(room(data));
        checks.push(disk(data));
        checks.push(clock(data));
    }
    checks
}

async fn folder(data: &Path, is_served: bool) -> Check {
    const NAME: &str = "data folder";
    match accounts(data).await {
        Ok(accounts) => {
            let served = if is_served { "a server runs on it" } else { "no server runs on it" };
            Check::ok(NAME, format!("{}: {accounts} accounts; {served}", data.display()))
        }
        Err(error) => Check::failure(NAME, format!("{error:#}")),
    }
}

async fn accounts(data: &Path) -> anyhow::Result<usize> {
    let journal = SqliteObserver::open(&DataFolder::journal_to_observe(data)?)?;
    Ok(journal
        .accounts()
        .await
        .context("the journal cannot be read; `handover verify --data` says more")?
        .len())
}

fn rights(data: &Path) -> Check {
    const NAME: &str = "rights";
    let mode = fs::metadata(data).map(|about| about.permissions().mode());
    match mode {
        Err(error) => Check::failure(NAME, format!("{}: {error}", data.display())),
        Ok(mode) if mode & OF_OTHERS == 0 => Check::ok(NAME, "only its owner may look into it"),
        Ok(mode) => Check::warning(
            NAME,
            format!(
                "others on this machine may look into it ({:o}): chmod 700 {}",
                mode & 0o777,
                data.display()
            ),
        ),
    }
}

fn room(data: &Path) -> Check {
    const NAME: &str = "room";
    let Ok(about) = rustix::fs::statvfs(data) else {
        return Check::warning(NAME, "the system does not say how much room is left");
    };
    let free = about.f_bavail.saturating_mul(about.f_frsize);
    let says = format!("{} MiB are free", free >> 20);
    if free < NO_ROOM {
        Check::failure(NAME, format!("{says}: make room, or nothing can be written any more"))
    } else if free < LITTLE_ROOM {
        Check::warning(NAME, format!("{says}: make room before it is full"))
    } else {
        Check::ok(NAME, says)
    }
}

fn disk(data: &Path) -> Check {
    const NAME: &str = "disk speed";
    let times = match syncs(data) {
        Ok(times) => times,
        Err(error) => {
            let whose = "run this as the user that the server runs as";
            return Check::failure(
                NAME,
                format!("nothing can be written to {}: {error}; {whose}", data.display()),
            );
        }
    };
    let at = |share: usize| times.get(times.len() * share / 100).copied().unwrap_or_default();
    let (half, most) = (at(50), at(99));
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    let says = format!("a write is synced in {:.2} ms (99 of 100 in {:.2} ms)", ms(half), ms(most));
    if half > TOO_SLOW {
        Check::failure(NAME, format!("{says}: every line waits for it; move the data folder to another disk"))
    } else if most > SLOW {
        Check::warning(
            NAME,
            format!(
                "{says}: lines are acknowledged when they are synced; a disk with a cache that outlives a power cut is quicker"
            ),
        )
    } else {
        Check::ok(NAME, says)
    }
}

/// How long each sync took, shortest first.
fn syncs(data: &Path) -> std::io::Result<Vec<Duration>> {
    let mut file = tempfile::tempfile_in(data)?;
    let mut times = Vec::with_capacity(WRITES);
    for _ in 0..WRITES {
        let begun = Clock::start();
        file.write_all(&[0; WRITE_BYTES])?;
        file.sync_data()?;
        times.push(Duration::from_micros(begun.now_us()));
    }
    times.sort_unstable();
    Ok(times)
}

/// The clock, as the disk shows it: what was written there before was not written later than now.
fn clock(data: &Path) -> Check {
    const NAME: &str = "clock";
    let Ok(now) = tempfile::tempfile_in(data).and_then(|file| written_at(&file)) else {
        return Check::warning(NAME, "cannot be compared with what was written before");
    };
    let names = ["journal.db", "journal.db-wal", "archive.db", "archive.db-wal"];
    let files = names.iter().filter_map(|name| File::open(data.join(name)).ok());
    let latest = files.filter_map(|file| written_at(&file).ok()).max();
    match latest.and_then(|latest| latest.duration_since(now).ok()).filter(|ahead| *ahead > CLOCK_SLACK) {
        None => Check::ok(NAME, "stands behind everything that was written before"),
        Some(ahead) => Check::failure(
            NAME,
            format!(
                "was set back by {} s since the server wrote last: set it right (timedatectl set-ntp true)",
                ahead.as_secs()
            ),
        ),
    }
}

fn written_at(file: &File) -> std::io::Result<SystemTime> {
    file.metadata()?.modified()
}
