//! What a power cut leaves of the files of the journal: everything up to the last sync, and of what was written after it some
//! part, cut off anywhere or with rubbish in the place of its end. Everything that was answered is there, and no half of an
//! append.
//!
//! `HANDOVER_SEED` sets what is random. `HANDOVER_CUTS` says how many cuts are tried (150).

#![expect(clippy::unwrap_used, reason = "what goes wrong in the helpers of a test fails the test")]

use std::path::{Path, PathBuf};

use handover_desk::{ChatNo, VisitorNamed};
use handover_journal::{AccountId, Fact, Journal, Position, SqliteJournal};
use rand::rngs::StdRng;
use rand::{Rng as _, RngExt as _, SeedableRng as _};

/// Appends that are answered before the cut.
const APPENDS: u64 = 60;

fn account() -> AccountId {
    AccountId::new("shop")
}

/// The facts of append `number`, of a length that crosses pages now and then.
fn facts(number: u64) -> Vec<Fact> {
    let name = "n".repeat(usize::try_from(number * 911 % 9_000).unwrap());
    vec![Fact::VisitorNamed(VisitorNamed { chat: ChatNo(number), name: name.into() }); 3]
}

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(work)
}

fn log_of(path: &Path) -> PathBuf {
    path.with_file_name("journal.db-wal")
}

/// The files as they lay on the disk at the end of the last append, and how long the log was when each was answered.
struct Written {
    file: Vec<u8>,
    log: Vec<u8>,
    synced: Vec<usize>,
}

fn write(folder: &Path) -> Written {
    let path = folder.join("journal.db");
    let synced = run(async {
        let journal = SqliteJournal::open(&path).unwrap();
        let (mut last, mut synced) = (Position::START, Vec::new());
        for number in 0..APPENDS {
            last = journal.append(&account(), last, facts(number)).await.unwrap();
            synced.push(std::fs::metadata(log_of(&path)).unwrap().len().try_into().unwrap());
        }
        // Before the journal is closed, which carries the log over: this is what a process leaves that is no more.
        let written = (std::fs::read(&path).unwrap(), std::fs::read(log_of(&path)).unwrap());
        journal.close().await;
        (written, synced)
    });
    let ((file, log), synced) = synced;
    assert!(synced.is_sorted() && synced.last() == Some(&log.len()), "the log was used anew: {synced:?}");
    Written { file, log, synced }
}

/// How many appends are there, each of them whole.
async fn kept(path: &Path) -> u64 {
    let journal = SqliteJournal::open(path).unwrap();
    let mut last = Position::START;
    loop {
        let tail = journal.read(&account(), last, 100).await.unwrap();
        for appended in tail.appends {
            assert_eq!(appended.facts, facts(last.raw()), "append {} is not whole", last.raw());
            last = appended.position;
        }
        if !tail.more {
            break;
        }
    }
    // It goes on from there.
    let count = last.raw();
    journal.append(&account(), last, facts(count)).await.unwrap();
    journal.close().await;
    count
}

#[test]
fn a_log_that_is_torn_anywhere_behind_the_last_sync_has_all_that_was_answered_and_no_half_append() {
    let number = |name: &str| std::env::var(name).ok().map(|text| text.parse::<u64>().unwrap());
    let seed = number("HANDOVER_SEED").unwrap_or_else(rand::random);
    let cuts = number("HANDOVER_CUTS").unwrap_or(150);
    eprintln!("HANDOVER_SEED={seed} HANDOVER_CUTS={cuts}");
    let mut random = StdRng::seed_from_u64(seed);
    let folder = tempfile::tempdir().unwrap();
    let written = write(folder.path());
    let mut half = 0;
    for cut in 0..cuts {
        let at = random.random_range(0..=written.log.len());
        let mut log = written.log[..at].to_vec();
        if random.random_bool(0.5) {
            // The rest of what was being written: blocks that never reached the disk hold whatever was there before.
            let mut rubbish = vec![0; random.random_range(0..20_000)];
            random.fill_bytes(&mut rubbish);
            log.extend(rubbish);
        }
        let torn = tempfile::tempdir().unwrap();
        let path = torn.path().join("journal.db");
        std::fs::write(&path, &written.file).unwrap();
        std::fs::write(log_of(&path), log).unwrap();
        // All whose answer came when the log was no longer than this were synced.
        let answered = written.synced.partition_point(|synced| *synced <= at);
        half += u64::from(answered == 0 || written.synced[answered - 1] != at);
        let kept = run(kept(&path));
        assert_eq!(kept, u64::try_from(answered).unwrap(), "cut {cut} at byte {at}");
    }
    assert!(half * 2 > cuts, "{half} of {cuts} cuts went through an append");
    println!(
        "{cuts} torn logs, {half} of them within an append: nothing answered was lost, nothing half was there"
    );
}
