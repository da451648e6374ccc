//! A look at the journal of a server that may be running. May not write.

use std::path::Path;
use std::thread;

use tokio::sync::{mpsc, oneshot};

use super::database::Trouble;
use super::reader::{Query, Reader};
use super::schema;
use crate::{
    AccountId, AppendError, BoxFuture, Fact, Journal, OpenError, Outcome, Position, ReadError, ScrubError,
    Snapshot, SnapshotError, Tail, TruncateError, limits,
};

/// The journal in one SQLite file that another process may be writing: for reading only.
///
/// It keeps the promises of [`Journal`] about reading, but for one: while the process that writes does not know what
/// became of a commit, facts may be read here that are not there in the end. Whatever writes is answered `Closed`.
#[derive(Debug)]
pub struct SqliteObserver {
    queries: mpsc::Sender<Query>,
}

impl SqliteObserver {
    /// Opens the journal in the file `path`, which must be there.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        schema::check_file(path)?;
        let (queries, asked) = mpsc::channel(limits::WAITING_READS_MAX);
        for reader in Reader::several(path, schema::connect_to_read, asked, 1) {
            thread::Builder::new().name("journal-observer".to_owned()).spawn(move || reader.run())?;
        }
        Ok(Self { queries })
    }

    async fn query<T>(
        &self,
        query: impl FnOnce(oneshot::Sender<Result<T, ReadError>>) -> Query,
    ) -> Result<T, ReadError> {
        let (answer, answered) = oneshot::channel();
        self.queries.send(query(answer)).await.map_err(|_| ReadError::Closed)?;
        answered.await.unwrap_or_else(|_| Err(Trouble::gone("reader").into()))
    }
}

impl Journal for SqliteObserver {
    fn append(&self, _: &AccountId, _: Position, _: Vec<Fact>) -> Outcome<'_, Position, AppendError> {
        Box::pin(async { Err(AppendError::Closed) })
    }

    fn read(&self, account: &AccountId, after: Position, limit: usize) -> Outcome<'_, Tail, ReadError> {
        let account = account.clone();
        Box::pin(self.query(move |answer| Query::Tail { account, after, limit, answer }))
    }

    fn snapshot(&self, _: &AccountId, _: Position, _: Vec<u8>) -> Outcome<'_, (), SnapshotError> {
        Box::pin(async { Err(SnapshotError::Closed) })
    }

    fn latest_snapshot(&self, account: &AccountId) -> Outcome<'_, Option<Snapshot>, ReadError> {
        let account = account.clone();
        Box::pin(self.query(move |answer| Query::LatestSnapshot { account, answer }))
    }

    fn truncate(&self, _: &AccountId, _: Position) -> Outcome<'_, (), TruncateError> {
        Box::pin(async { Err(TruncateError::Closed) })
    }

    fn scrub(&self) -> Outcome<'_, (), ScrubError> {
        Box::pin(async { Err(ScrubError::Closed) })
    }

    fn accounts(&self) -> Outcome<'_, Vec<AccountId>, ReadError> {
        Box::pin(self.query(|answer| Query::Accounts { answer }))
    }

    /// Nothing waits to be stored, so there is nothing to wait for.
    fn close(&self) -> BoxFuture<'_, ()> {
        Box::pin(async {})
    }
}
