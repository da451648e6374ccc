//! What was answered survives the process that answered it.

#![expect(clippy::print_stdout, reason = "the process that is killed reports to its parent")]
#![expect(clippy::unwrap_used, reason = "what goes wrong in the helpers of a test fails the test")]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use handover_desk::{ChatNo, VisitorNamed};
use handover_journal::{AccountId, Fact, Journal, Position, SqliteJournal};

const FILE: &str = "HANDOVER_TEST_JOURNAL";
const ANSWERED: &str = "answered ";
const ACCOUNTS: u64 = 8;

fn name(account: u64) -> AccountId {
    AccountId::new(format!("shop {account}"))
}

/// The facts of append `number`: a few, of a length that crosses pages now and then.
fn facts(number: u64) -> Vec<Fact> {
    let name = "n".repeat(usize::try_from(number * 37 % 5_000).unwrap());
    vec![Fact::VisitorNamed(VisitorNamed { chat: ChatNo(number), name: name.into() }); 3]
}

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(work)
}

/// Appends without end to several accounts at once, and says of each append when it was answered.
async fn append_for_ever(path: &Path) {
    let journal = SqliteJournal::open(path).unwrap();
    let mut lasts = vec![Position::START; usize::try_from(ACCOUNTS).unwrap()];
    for number in 0.. {
        let names: Vec<_> = (0..ACCOUNTS).map(name).collect();
        let appends: Vec<_> =
            names.iter().zip(&lasts).map(|(name, last)| journal.append(name, *last, facts(number))).collect();
        for (account, append) in appends.into_iter().enumerate() {
            lasts[account] = append.await.unwrap();
            println!("{ANSWERED}{account} {number}");
        }
        if number % 40 == 39 {
            let bytes = vec![7; 1_500_000];
            journal.snapshot(&names[0], lasts[0], bytes).await.unwrap();
            journal.truncate(&names[0], lasts[0]).await.unwrap();
        }
    }
}

#[test]
#[ignore = "the test below starts this as a process and kills it"]
fn appends_until_it_is_killed() {
    if let Some(path) = std::env::var_os(FILE) {
        run(append_for_ever(Path::new(&path)));
    }
}

#[test]
fn a_process_that_is_killed_has_lost_nothing_that_it_answered() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.db");
    for answers in [1, 300, 1_000] {
        let _absent_at_first = std::fs::remove_file(&path).is_err();
        let _absent_at_first = std::fs::remove_file(folder.path().join("journal.db-wal")).is_err();
        let answered = answers_of_a_killed_process(&path, answers);
        run(check(&path, &answered));
    }
}

/// For each account the number of its last append that was answered, if any.
fn answers_of_a_killed_process(path: &Path, answers: usize) -> Vec<Option<u64>> {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["appends_until_it_is_killed", "--exact", "--ignored", "--nocapture"])
        .env(FILE, path)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let mut answered = vec![None; usize::try_from(ACCOUNTS).unwrap()];
    // The name of the child's test may stand in front of its first line.
    let said = lines.filter_map(|line| line.split_once(ANSWERED).map(|(_, rest)| rest.to_owned()));
    for line in said.take(answers) {
        let (account, number) = line.split_once(' ').unwrap();
        answered[account.parse::<usize>().unwrap()] = Some(number.parse().unwrap());
    }
    child.kill().unwrap();
    child.wait().unwrap();
    answered
}

async fn check(path: &Path, answered: &[Option<u64>]) {
    let journal = SqliteJournal::open(path).unwrap();
    for (account, answered) in (0..).zip(answered) {
        let name = name(account);
        let snapshot = journal.latest_snapshot(&name).await.unwrap();
        assert!(
            snapshot.as_ref().is_none_or(|snapshot| snapshot.bytes == vec![7; 1_500_000]),
            "half a snapshot"
        );
        let mut last = snapshot.map_or(Position::START, |snapshot| snapshot.at);
        // This journal counts an account's appends from 1, so its position tells the number of the append.
        loop {
            let tail = journal.read(&name, last, 100).await.unwrap();
            for appended in tail.appends {
                assert_eq!(
                    appended.position,
                    Position::from_raw(last.raw() + 1),
                    "account {account} has a gap"
                );
                assert_eq!(appended.facts, facts(last.raw()), "account {account}");
                last = appended.position;
            }
            if !tail.more {
                break;
            }
        }
        let kept = last.raw().checked_sub(1);
        assert!(kept >= *answered, "account {account}: {answered:?} was answered, {kept:?} is there");
        journal.append(&name, last, facts(0)).await.unwrap();
    }
    journal.close().await;
}
