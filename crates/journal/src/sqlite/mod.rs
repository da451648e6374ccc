//! The journal in one SQLite file: one thread writes in groups, a few read.
//!
//! May not block an async thread: every statement runs on a thread of the journal's own. Only encoding is done by
//! the caller, so that the writer has nothing to do but to write.

mod checkpoint;
mod copy;
mod database;
mod faults;
mod heads;
mod jobs;
mod key;
mod observer;
mod reader;
mod schema;
mod sweep;
mod upgrade;
mod writer;

pub use self::copy::{copy_journal, damage};
pub use self::observer::SqliteObserver;
pub use self::upgrade::{TABLES, TABLES_BEFORE, tables_of, upgrade_tables, write_tables_back};

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread;

use tokio::sync::{mpsc, oneshot, watch};

use self::checkpoint::Checkpointer;
use self::database::{Database, Doubt, Trouble};
use self::faults::Faults;
use self::jobs::Staging;
use self::reader::{Query, Reader};
use self::writer::{Append, Job, Request, Writer};
use crate::{
    AccountId, AppendError, BoxFuture, Fact, Journal, OpenError, Outcome, Position, ReadError, ScrubError,
    Snapshot, SnapshotError, Tail, TruncateError, codec, limits,
};

/// The version of the SQLite that is built in, such as `3.50.4`.
#[must_use]
pub fn sqlite_version() -> &'static str {
    rusqlite::version()
}

/// How a [`SqliteJournal`] is opened.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Most pages of 4 KiB that the file may have; none for as many as the disk holds.
    pub max_pages: Option<u32>,
}

/// The journal in one SQLite file (write-ahead log, `synchronous=FULL`).
///
/// Dropping it without [`Journal::close`] is fine: what was answered is durable.
#[derive(Debug)]
pub struct SqliteJournal {
    writer: mpsc::Sender<Request>,
    readers: mpsc::Sender<Query>,
    ended: watch::Receiver<()>,
    doubt: Doubt,
    faults: Arc<Faults>,
}

impl SqliteJournal {
    /// Opens the journal in the file `path`, which is made when it is missing. Its folder must exist, and no other
    /// process may write the file: [`crate::DataFolder`] sees to that. Others may look at it with [`SqliteObserver`].
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        Self::open_with(path, Options::default())
    }

    /// Opens the journal with `options`.
    pub fn open_with(path: &Path, options: Options) -> Result<Self, OpenError> {
        let faults = Arc::new(Faults::new(options.max_pages));
        let doubt = Doubt::default();
        let database = Database::open(path, Arc::clone(&faults), doubt.clone())?;
        let (writer, requests) = mpsc::channel(limits::WAITING_WRITES_MAX);
        let (readers, queries) = mpsc::channel(limits::WAITING_READS_MAX);
        let (end, ended) = watch::channel(());
        let storage = |source| OpenError::Storage { path: path.to_owned(), source };
        let checkpointer = Checkpointer::start(path)?;
        let writer_thread = Writer::new(database, requests, checkpointer).map_err(storage)?;
        thread::Builder::new().name("journal-writer".to_owned()).spawn(move || {
            writer_thread.run();
            drop(end);
        })?;
        for reader in Reader::several(path, schema::connect, queries, limits::READERS) {
            thread::Builder::new().name("journal-reader".to_owned()).spawn(move || reader.run())?;
        }
        Ok(Self { writer, readers, ended, doubt, faults })
    }

    /// Bounds the file to `pages` from the next write on, so that a test can fill the disk and empty it.
    #[doc(hidden)]
    pub fn limit_pages(&self, pages: Option<u32>) {
        self.faults.limit_pages(pages);
    }

    /// Lets the next `commits` commits fail, so that a test can break the disk and mend it.
    #[doc(hidden)]
    pub fn fail_commits(&self, commits: u32) {
        self.faults.fail_commits(commits);
    }

    async fn job<E>(
        &self,
        closed: E,
        job: impl FnOnce(oneshot::Sender<Result<(), E>>) -> Job,
    ) -> Result<(), E>
    where
        E: From<Trouble>,
    {
        let (answer, answered) = oneshot::channel();
        if self.writer.send(Request::Job(job(answer))).await.is_err() {
            return Err(closed);
        }
        answered.await.unwrap_or_else(|_| Err(Trouble::gone("writer").into()))
    }

    async fn query<T>(
        &self,
        query: impl FnOnce(oneshot::Sender<Result<T, ReadError>>) -> Query,
    ) -> Result<T, ReadError> {
        if self.writer.is_closed() {
            return Err(ReadError::Closed);
        }
        if self.doubt.load(Ordering::SeqCst) {
            self.settle().await?;
        }
        let (answer, answered) = oneshot::channel();
        self.readers.send(query(answer)).await.map_err(|_| ReadError::Closed)?;
        answered.await.unwrap_or_else(|_| Err(Trouble::gone("reader").into()))
    }

    /// Lets the writer find out what became of a commit whose outcome is unknown. Until then nobody may read: what
    /// is not there could come back with the next start.
    async fn settle(&self) -> Result<(), ReadError> {
        let (answer, answered) = oneshot::channel();
        self.writer.send(Request::Settle(answer)).await.map_err(|_| ReadError::Closed)?;
        Ok(answered.await.unwrap_or_else(|_| Err(Trouble::gone("writer")))?)
    }
}

impl Journal for SqliteJournal {
    fn append(
        &self,
        account: &AccountId,
        after: Position,
        facts: Vec<Fact>,
    ) -> Outcome<'_, Position, AppendError> {
        let account = account.clone();
        Box::pin(async move {
            let body = codec::encode_all(&facts)
                .map_err(|error| AppendError::Failed { reason: error.to_string() })?;
            if body.len() > limits::APPEND_BYTES_MAX {
                return Err(AppendError::TooLarge { bytes: body.len(), limit: limits::APPEND_BYTES_MAX });
            }
            let (answer, answered) = oneshot::channel();
            let append = Append { account, after, facts: facts.len(), body, answer };
            self.writer.send(Request::Append(append)).await.map_err(|_| AppendError::Closed)?;
            answered.await.unwrap_or(Err(AppendError::Unknown))
        })
    }

    fn read(&self, account: &AccountId, after: Position, limit: usize) -> Outcome<'_, Tail, ReadError> {
        let account = account.clone();
        Box::pin(self.query(move |answer| Query::Tail { account, after, limit, answer }))
    }

    fn snapshot(&self, account: &AccountId, at: Position, bytes: Vec<u8>) -> Outcome<'_, (), SnapshotError> {
        let account = account.clone();
        Box::pin(async move {
            if bytes.len() > limits::SNAPSHOT_BYTES_MAX {
                return Err(SnapshotError::TooLarge {
                    bytes: bytes.len(),
                    limit: limits::SNAPSHOT_BYTES_MAX,
                });
            }
            let job = |answer| Job::Snapshot(Staging::new(account, at, bytes, answer));
            self.job(SnapshotError::Closed, job).await
        })
    }

    fn latest_snapshot(&self, account: &AccountId) -> Outcome<'_, Option<Snapshot>, ReadError> {
        let account = account.clone();
        Box::pin(self.query(move |answer| Query::LatestSnapshot { account, answer }))
    }

    fn truncate(&self, account: &AccountId, through: Position) -> Outcome<'_, (), TruncateError> {
        let account = account.clone();
        Box::pin(self.job(TruncateError::Closed, move |answer| Job::Truncate { account, through, answer }))
    }

    fn scrub(&self) -> Outcome<'_, (), ScrubError> {
        Box::pin(self.job(ScrubError::Closed, |answer| Job::Scrub { answer }))
    }

    fn accounts(&self) -> Outcome<'_, Vec<AccountId>, ReadError> {
        Box::pin(self.query(|answer| Query::Accounts { answer }))
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            // The send may find the writer gone, and the wait ends when it is: both mean "closed".
            let _already_closed = self.writer.send(Request::Close).await.is_err();
            let _writer_ended = self.ended.clone().changed().await.is_err();
        })
    }
}
