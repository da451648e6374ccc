//! A journal that is copied while it is written.

#![expect(clippy::unwrap_used, reason = "what goes wrong in the helpers of a test fails the test")]

use handover_desk::{BarLifted, ChatNo, Fact};
use handover_journal::{
    AccountId, CopyError, Journal, Position, SqliteJournal, SqliteObserver, copy_journal, damage,
};
use std::path::Path;

fn fact(no: u64) -> Fact {
    Fact::BarLifted(BarLifted { chat: ChatNo(no) })
}

/// The last position of an account and how many facts it has.
async fn told(path: &Path, account: &AccountId) -> (Option<Position>, usize) {
    let tail = SqliteObserver::open(path).unwrap().read(account, Position::START, 10_000).await.unwrap();
    (tail.last(), tail.into_facts().count())
}

#[tokio::test]
async fn a_copy_has_what_was_appended_before_it_began_and_reads_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let (path, account) = (folder.path().join("journal.db"), AccountId::new("a"));
    let journal = SqliteJournal::open(&path).unwrap();
    let mut at = Position::START;
    for round in 1..=3 {
        at = journal.append(&account, at, vec![fact(round), fact(round)]).await.unwrap();
        // The journal is open and has a log that nobody carried over.
        let copy = folder.path().join(format!("copy-{round}.db"));
        copy_journal(&path, &copy).unwrap();
        let facts = usize::try_from(2 * round).unwrap();
        assert_eq!(told(&copy, &account).await, (Some(at), facts));
        assert_eq!(damage(&copy).unwrap(), Vec::<String>::new());
        let beside = |suffix| folder.path().join(format!("copy-{round}.db{suffix}"));
        assert!(!beside("-wal").exists() && !beside("-shm").exists());
    }
    // A server that is given the copy goes on with it.
    let again = SqliteJournal::open(&folder.path().join("copy-2.db")).unwrap();
    again.append(&account, Position::from_raw(at.raw() - 1), vec![fact(9)]).await.unwrap();
}

#[tokio::test]
async fn appends_go_on_while_copies_are_made_and_each_copy_ends_between_two() {
    let folder = tempfile::tempdir().unwrap();
    let (path, account) = (folder.path().join("journal.db"), AccountId::new("a"));
    let journal = SqliteJournal::open(&path).unwrap();
    let mut at = journal.append(&account, Position::START, vec![fact(1); 10]).await.unwrap();
    let (from, to) = (path.clone(), folder.path().to_owned());
    let copies = std::thread::spawn(move || {
        for number in 0..5 {
            copy_journal(&from, &to.join(format!("{number}.db"))).unwrap();
        }
    });
    while !copies.is_finished() {
        at = journal.append(&account, at, vec![fact(1); 10]).await.unwrap();
    }
    copies.join().unwrap();
    for number in 0..5 {
        let (_, facts) = told(&folder.path().join(format!("{number}.db")), &account).await;
        assert!(facts >= 10 && facts % 10 == 0, "{facts}");
    }
}

#[test]
fn a_copy_goes_nowhere_but_to_a_new_file_and_comes_from_nothing_but_a_journal() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.db");
    let missing = copy_journal(&path, &folder.path().join("copy.db")).unwrap_err();
    assert!(matches!(missing, CopyError::Open(_)), "{missing}");
    assert!(!path.exists() && !folder.path().join("copy.db").exists());
    drop(SqliteJournal::open(&path).unwrap());
    let nowhere = copy_journal(&path, &folder.path().join("no/such/copy.db")).unwrap_err();
    assert!(matches!(nowhere, CopyError::Target { .. }), "{nowhere}");
}
