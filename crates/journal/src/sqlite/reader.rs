//! The reader threads: answers from connections of their own, beside the writer. May not write.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, OptionalExtension, Transaction};
use tokio::sync::{mpsc, oneshot};

use super::database::Trouble;
use super::heads::from_column;
use super::key;
use crate::tail::TailBuilder;
use crate::{AccountId, Position, ReadError, Snapshot, Tail};

/// What a reader is asked for.
#[derive(Debug)]
pub(super) enum Query {
    /// The appends behind a position.
    Tail {
        account: AccountId,
        after: Position,
        limit: usize,
        answer: oneshot::Sender<Result<Tail, ReadError>>,
    },
    /// The latest snapshot of an account.
    LatestSnapshot { account: AccountId, answer: oneshot::Sender<Result<Option<Snapshot>, ReadError>> },
    /// Every account.
    Accounts { answer: oneshot::Sender<Result<Vec<AccountId>, ReadError>> },
}

/// How a reader comes to its connection.
pub(super) type Connect = fn(&Path) -> rusqlite::Result<Connection>;

/// The state of one reader thread.
#[derive(Debug)]
pub(super) struct Reader {
    path: PathBuf,
    connect: Connect,
    connection: Option<Connection>,
    queries: Arc<Mutex<mpsc::Receiver<Query>>>,
}

impl From<rusqlite::Error> for ReadError {
    fn from(error: rusqlite::Error) -> Self {
        Trouble::from(error).into()
    }
}

impl Reader {
    /// Readers that share the queries.
    pub(super) fn several(
        path: &Path,
        connect: Connect,
        queries: mpsc::Receiver<Query>,
        count: usize,
    ) -> Vec<Self> {
        let queries = Arc::new(Mutex::new(queries));
        let reader =
            || Self { path: path.to_owned(), connect, connection: None, queries: Arc::clone(&queries) };
        (0..count).map(|_| reader()).collect()
    }

    /// Answers queries until the last asker is gone.
    pub(super) fn run(mut self) {
        while let Some(query) = self.next() {
            // Whoever stopped waiting does not want the answer.
            let _gone = match query {
                Query::Tail { account, after, limit, answer } => {
                    answer.send(self.read(|transaction| tail(transaction, &account, after, limit))).is_err()
                }
                Query::LatestSnapshot { account, answer } => {
                    answer.send(self.read(|transaction| latest_snapshot(transaction, &account))).is_err()
                }
                Query::Accounts { answer } => answer.send(self.read(accounts)).is_err(),
            };
        }
    }

    fn next(&self) -> Option<Query> {
        self.queries.lock().unwrap_or_else(PoisonError::into_inner).blocking_recv()
    }

    /// Runs `work` on one state of the file. After a failure the connection is made anew.
    fn read<T>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>) -> Result<T, ReadError>,
    ) -> Result<T, ReadError> {
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => (self.connect)(&self.path)?,
        };
        let transaction = connection.transaction()?;
        let outcome = work(&transaction);
        drop(transaction);
        match &outcome {
            Err(ReadError::Failed { .. }) => {}
            Ok(_) | Err(ReadError::Truncated { .. } | ReadError::Damaged { .. } | ReadError::Closed) => {
                self.connection = Some(connection);
            }
        }
        outcome
    }
}

fn tail(
    transaction: &Transaction<'_>,
    account: &AccountId,
    after: Position,
    limit: usize,
) -> Result<Tail, ReadError> {
    let mut tail = TailBuilder::new(account, limit);
    let found: Option<(i64, i64)> = transaction
        .prepare_cached("SELECT account_no, truncated FROM account WHERE name = ?1")?
        .query_row((account.as_str(),), |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((account_no, truncated)) = found else { return Ok(tail.finish()) };
    let truncated = Position::from_raw(from_column(truncated));
    if after < truncated {
        return Err(ReadError::Truncated { through: truncated });
    }
    let mut statement = transaction
        .prepare_cached("SELECT key, facts FROM append WHERE key BETWEEN ?1 AND ?2 ORDER BY key")?;
    let mut rows = statement.query(key::of_appends(account_no, after)?)?;
    while let Some(row) = rows.next()? {
        let position = key::position(row.get(0)?);
        if !tail.take(position, row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?)? {
            break;
        }
    }
    Ok(tail.finish())
}

fn latest_snapshot(
    transaction: &Transaction<'_>,
    account: &AccountId,
) -> Result<Option<Snapshot>, ReadError> {
    let found: Option<(i64, i64, i64)> = transaction
        .prepare_cached(
            "SELECT snapshot_no, snapshot_at, snapshot_bytes FROM account
             WHERE name = ?1 AND snapshot_no IS NOT NULL",
        )?
        .query_row((account.as_str(),), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    let Some((snapshot_no, at, length)) = found else { return Ok(None) };
    let at = Position::from_raw(from_column(at));
    let length = usize::try_from(length).unwrap_or(0);
    let mut bytes = Vec::with_capacity(length);
    let mut statement = transaction
        .prepare_cached("SELECT bytes FROM snapshot_chunk WHERE key BETWEEN ?1 AND ?2 ORDER BY key")?;
    let mut rows = statement.query(key::of_chunks(snapshot_no)?)?;
    while let Some(row) = rows.next()? {
        bytes.extend_from_slice(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?);
    }
    if bytes.len() != length {
        let reason = format!("its snapshot has {} of {length} bytes", bytes.len());
        return Err(ReadError::Damaged { account: account.clone(), at, reason });
    }
    Ok(Some(Snapshot { at, bytes }))
}

fn accounts(transaction: &Transaction<'_>) -> Result<Vec<AccountId>, ReadError> {
    let mut statement = transaction.prepare_cached("SELECT name FROM account ORDER BY name")?;
    let names = statement.query_map((), |row| row.get::<_, String>(0))?;
    Ok(names.map(|name| name.map(AccountId::new)).collect::<Result<_, _>>()?)
}
