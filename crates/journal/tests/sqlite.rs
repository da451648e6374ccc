//! The journal in SQLite keeps the promises of the trait, and its file does not grow with history.

#![expect(clippy::unwrap_used, reason = "what goes wrong in the helpers of a test fails the test")]

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use handover_desk::{ChatNo, VisitorNamed};
use handover_journal::conformance::{Disk, Weather};
use handover_journal::{
    AccountId, AppendError, Fact, Journal, OpenError, Options, Position, ReadError, SqliteJournal,
    SqliteObserver, TABLES, TABLES_BEFORE, tables_of, upgrade_tables, write_tables_back,
};

/// A file in a folder of its own, and the journal that was opened on it last.
struct File {
    folder: tempfile::TempDir,
    opened: Mutex<Option<Arc<SqliteJournal>>>,
}

impl File {
    fn new() -> Arc<Self> {
        Arc::new(Self { folder: tempfile::tempdir().unwrap(), opened: Mutex::new(None) })
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("journal.db")
    }
}

impl Disk for File {
    fn open(&self) -> Arc<dyn Journal> {
        let journal = Arc::new(SqliteJournal::open(&self.path()).unwrap());
        *self.opened.lock().unwrap() = Some(Arc::clone(&journal));
        journal
    }

    fn set(&self, weather: Weather) {
        let opened = self.opened.lock().unwrap();
        let journal = opened.as_ref().unwrap();
        journal.limit_pages((weather == Weather::Full).then_some(1));
        journal.fail_commits(match weather {
            Weather::Fine | Weather::Full => 0,
            Weather::Failing => 1,
            Weather::Unclear | Weather::UnclearButStored => u32::MAX,
        });
    }

    fn holds(&self, bytes: &[u8]) -> bool {
        let files = std::fs::read_dir(self.folder.path()).unwrap();
        let mut files = files.map(|file| std::fs::read(file.unwrap().path()).unwrap());
        files.any(|file| file.windows(bytes.len()).any(|part| part == bytes))
    }
}

handover_journal::journal_conformance!(File::new());

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(work)
}

const MIB: u64 = 1024 * 1024;

/// Appends about `mib` MiB to the account, behind `last`.
async fn append_much(journal: &SqliteJournal, account: &AccountId, mut last: Position, mib: u64) -> Position {
    for number in 0..mib * 8 {
        let name = "n".repeat(128 * 1024).into();
        let fact = Fact::VisitorNamed(VisitorNamed { chat: ChatNo(number), name });
        last = journal.append(account, last, vec![fact]).await.unwrap();
    }
    last
}

/// Removes everything up to `last`, and lets the journal tidy up: it does a step with each request.
async fn remove_all(journal: &SqliteJournal, account: &AccountId, last: Position) {
    journal.snapshot(account, last, vec![1; 3_000_000]).await.unwrap();
    journal.truncate(account, last).await.unwrap();
    for _ in 0..100 {
        journal.append(account, last, Vec::new()).await.unwrap();
    }
}

#[test]
fn the_file_does_not_grow_with_history() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.db");
    run(async {
        let (journal, shop) = (SqliteJournal::open(&path).unwrap(), AccountId::new("shop"));
        let mut last = Position::START;
        for _ in 0..12 {
            last = append_much(&journal, &shop, last, 4).await;
            remove_all(&journal, &shop, last).await;
            let wal = std::fs::metadata(folder.path().join("journal.db-wal")).unwrap().len();
            assert!(wal < 40 * MIB, "the write-ahead log has {wal} bytes");
        }
        journal.close().await;
        let bytes = std::fs::metadata(&path).unwrap().len();
        assert!(bytes < 24 * MIB, "after 84 MiB of history the file has {bytes} bytes");
    });
}

#[test]
fn room_that_was_needed_once_is_given_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.db");
    run(async {
        let (journal, shop) = (SqliteJournal::open(&path).unwrap(), AccountId::new("shop"));
        let last = append_much(&journal, &shop, Position::START, 48).await;
        remove_all(&journal, &shop, last).await;
        journal.close().await;
        let bytes = std::fs::metadata(&path).unwrap().len();
        assert!(bytes < 16 * MIB, "with 3 MB of content the file has {bytes} bytes");
    });
}

#[test]
fn what_a_crash_left_to_tidy_is_tidied_by_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.db");
    run(async {
        let (journal, shop) = (SqliteJournal::open(&path).unwrap(), AccountId::new("shop"));
        let last = append_much(&journal, &shop, Position::START, 4).await;
        journal.snapshot(&shop, last, vec![1; 3_000_000]).await.unwrap();
        journal.close().await;
        // As it is when a truncation, and the second chunk of a later snapshot, were the last that was durable.
        let file = rusqlite::Connection::open(&path).unwrap();
        file.execute("UPDATE account SET truncated = snapshot_at", ()).unwrap();
        file.execute(
            "INSERT INTO snapshot_chunk SELECT (9 << 16) | (key & 65535), bytes FROM snapshot_chunk LIMIT 2",
            (),
        )
        .unwrap();
        let journal = SqliteJournal::open(&path).unwrap();
        for _ in 0..100 {
            journal.append(&shop, last, Vec::new()).await.unwrap();
        }
        journal.close().await;
        let count =
            |table| file.query_row(&format!("SELECT count(*) FROM {table}"), (), |row| row.get::<_, i64>(0));
        assert_eq!((count("append").unwrap(), count("snapshot_chunk").unwrap()), (0, 3));
    });
}

/// The tables of version 1, as the release before wrote them.
const VERSION_1: &str = "
    PRAGMA auto_vacuum = INCREMENTAL;
    PRAGMA journal_mode = WAL;
    CREATE TABLE account (account_no INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,
        truncated INTEGER NOT NULL DEFAULT 0, snapshot_no INTEGER, snapshot_at INTEGER, snapshot_bytes INTEGER) STRICT;
    CREATE TABLE append (account_no INTEGER NOT NULL, position INTEGER NOT NULL, facts BLOB NOT NULL,
        PRIMARY KEY (account_no, position)) STRICT, WITHOUT ROWID;
    CREATE TABLE snapshot_chunk (snapshot_no INTEGER NOT NULL, chunk_no INTEGER NOT NULL, bytes BLOB NOT NULL,
        PRIMARY KEY (snapshot_no, chunk_no)) STRICT, WITHOUT ROWID;
    CREATE TABLE settle (one INTEGER PRIMARY KEY CHECK (one = 1), times INTEGER NOT NULL) STRICT;
    INSERT INTO settle (one, times) VALUES (1, 0);
    PRAGMA application_id = 0x484f6a6c;
    PRAGMA user_version = 1;
    INSERT INTO account VALUES (1, 'shop', 5, 7, 5, 9), (2, 'bank', 0, NULL, NULL, NULL);
    INSERT INTO snapshot_chunk VALUES (7, 0, CAST('first' AS BLOB)), (7, 1, CAST('last' AS BLOB)), (6, 0, x'00');";

#[test]
fn a_file_of_version_1_is_carried_along_with_everything_in_it() {
    let file = File::new();
    let fact = |number| Fact::VisitorNamed(VisitorNamed { chat: ChatNo(number), name: "Ada".into() });
    let old = rusqlite::Connection::open(file.path()).unwrap();
    old.execute_batch(VERSION_1).unwrap();
    for (account_no, position) in [(1, 5_u32), (1, 6), (1, 7), (2, 1), (2, 3)] {
        let facts = handover_journal::codec::encode_all(&[fact(u64::from(position))]).unwrap();
        old.execute("INSERT INTO append VALUES (?1, ?2, ?3)", (account_no, i64::from(position), facts))
            .unwrap();
    }
    drop(old);
    let refusal = SqliteObserver::open(&file.path()).unwrap_err();
    assert!(matches!(refusal, OpenError::Older { found: 1, .. }), "{refusal}");
    run(async {
        let (shop, bank) = (AccountId::new("shop"), AccountId::new("bank"));
        for _ in 0..2 {
            let journal = SqliteJournal::open(&file.path()).unwrap();
            let snapshot = journal.latest_snapshot(&shop).await.unwrap().unwrap();
            assert_eq!((snapshot.at, snapshot.bytes.as_slice()), (Position::from_raw(5), &b"firstlast"[..]));
            let tail = journal.read(&shop, snapshot.at, 10).await.unwrap();
            assert_eq!(tail.last(), Some(Position::from_raw(7)));
            assert_eq!(tail.into_facts().collect::<Vec<_>>(), [fact(6), fact(7)]);
            let tail = journal.read(&bank, Position::START, 10).await.unwrap();
            assert_eq!(tail.into_facts().collect::<Vec<_>>(), [fact(1), fact(3)]);
            journal.close().await;
        }
        let journal = SqliteJournal::open(&file.path()).unwrap();
        let at = Position::from_raw(7);
        let after = journal.append(&shop, at, vec![fact(8)]).await.unwrap();
        assert!(after > at);
        for _ in 0..20 {
            journal.append(&shop, after, Vec::new()).await.unwrap();
        }
        journal.close().await;
        let file = rusqlite::Connection::open(file.path()).unwrap();
        let count =
            |table| file.query_row(&format!("SELECT count(*) FROM {table}"), (), |row| row.get::<_, i64>(0));
        assert_eq!(
            (count("append").unwrap(), count("snapshot_chunk").unwrap()),
            (5, 2),
            "waste is tidied away"
        );
    });
}

#[test]
fn a_file_that_was_carried_along_and_back_has_the_rows_it_had() {
    let file = File::new();
    let old = rusqlite::Connection::open(file.path()).unwrap();
    old.execute_batch(VERSION_1).unwrap();
    let most = [(1_i64, 5_i64), (2, (1 << 44) - 1), (524_287, 1)];
    for (account_no, position) in most {
        old.execute("INSERT INTO append VALUES (?1, ?2, x'0a')", (account_no, position)).unwrap();
    }
    drop(old);
    let rows = || -> Vec<(i64, i64, Vec<u8>)> {
        let file = rusqlite::Connection::open(file.path()).unwrap();
        let both = "SELECT account_no, position, facts FROM append UNION ALL \
                    SELECT snapshot_no, chunk_no, bytes FROM snapshot_chunk ORDER BY 1, 2";
        let mut statement = file.prepare(both).unwrap();
        let rows = statement.query_map((), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
        rows.map(Result::unwrap).collect()
    };
    let before = rows();
    assert_eq!(before.len(), 6);
    upgrade_tables(&file.path()).unwrap();
    assert_eq!(tables_of(&file.path()).unwrap(), (TABLES, 3));
    write_tables_back(&file.path()).unwrap();
    assert_eq!((tables_of(&file.path()).unwrap(), rows()), ((TABLES_BEFORE, 3), before));
}

#[test]
fn the_bound_on_pages_given_at_opening_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let options = Options { max_pages: Some(64) };
    run(async {
        let journal = SqliteJournal::open_with(&folder.path().join("journal.db"), options).unwrap();
        let shop = AccountId::new("shop");
        let name = "n".repeat(300_000).into();
        let fact = Fact::VisitorNamed(VisitorNamed { chat: ChatNo(1), name });
        assert_eq!(journal.append(&shop, Position::START, vec![fact]).await, Err(AppendError::Full));
    });
}

#[test]
fn nothing_is_read_while_the_outcome_of_a_commit_is_unknown() {
    let folder = tempfile::tempdir().unwrap();
    run(async {
        let journal = SqliteJournal::open(&folder.path().join("journal.db")).unwrap();
        let shop = AccountId::new("shop");
        let fact = || vec![Fact::VisitorNamed(VisitorNamed { chat: ChatNo(1), name: "Ada".into() })];
        journal.fail_commits(u32::MAX);
        assert_eq!(journal.append(&shop, Position::START, fact()).await, Err(AppendError::Unknown));
        assert!(matches!(journal.read(&shop, Position::START, 1).await, Err(ReadError::Failed { .. })));
        assert!(matches!(journal.accounts().await, Err(ReadError::Failed { .. })));
        journal.fail_commits(0);
        assert!(journal.read(&shop, Position::START, 1).await.unwrap().appends.is_empty());
        journal.append(&shop, Position::START, fact()).await.unwrap();
    });
}

#[test]
fn an_observer_reads_what_is_there_beside_the_writer_and_after_it_and_writes_nothing() {
    let file = File::new();
    let account = AccountId::new("shop");
    assert!(matches!(SqliteObserver::open(&file.path()), Err(OpenError::Storage { .. })));
    assert!(!file.path().exists());
    run(async {
        let journal = SqliteJournal::open(&file.path()).unwrap();
        let observer = SqliteObserver::open(&file.path()).unwrap();
        assert_eq!(observer.accounts().await.unwrap(), []);
        let fact = Fact::VisitorNamed(VisitorNamed { chat: ChatNo(1), name: "Nora".into() });
        let at = journal.append(&account, Position::START, vec![fact.clone()]).await.unwrap();
        journal.snapshot(&account, at, b"state".to_vec()).await.unwrap();
        let after = journal.append(&account, at, vec![fact]).await.unwrap();
        for observer in [observer, SqliteObserver::open(&file.path()).unwrap()] {
            assert_eq!(observer.accounts().await.unwrap(), std::slice::from_ref(&account));
            assert_eq!(observer.latest_snapshot(&account).await.unwrap().unwrap().bytes, b"state");
            assert_eq!(observer.read(&account, at, 10).await.unwrap().last(), Some(after));
            assert_eq!(observer.append(&account, after, vec![]).await, Err(AppendError::Closed));
            assert!(observer.snapshot(&account, after, vec![]).await.is_err());
            assert!(observer.truncate(&account, at).await.is_err());
        }
        journal.close().await;
        drop(journal);
        let observer = SqliteObserver::open(&file.path()).unwrap();
        assert_eq!(observer.read(&account, at, 10).await.unwrap().last(), Some(after));
        assert!(matches!(
            SqliteJournal::open(&file.path()).unwrap().append(&account, at, vec![]).await,
            Err(AppendError::Fenced { .. })
        ));
    });
}
