//! Snapshots and truncation, in steps that leave room for appends. May not touch facts behind a truncation.
//!
//! A snapshot is written under a number of its own, a chunk a transaction, and becomes the latest one by a single
//! update. Chunks of a number that no account names are waste.

use rusqlite::{Connection, OptionalExtension};
use tokio::sync::oneshot;

use super::heads::{add_account, from_column, last, to_column};
use super::key;
use crate::{AccountId, Position, SnapshotError, TruncateError, limits};

/// A snapshot on its way into the file.
#[derive(Debug)]
pub(super) struct Staging {
    account: AccountId,
    at: Position,
    bytes: Vec<u8>,
    /// How many chunks are stored.
    chunks: usize,
    answer: oneshot::Sender<Result<(), SnapshotError>>,
}

/// What one step of a snapshot brought.
pub(super) enum Step {
    /// There is more to store.
    More,
    /// The snapshot is the latest one; the one it replaced, if any, is waste.
    Done { replaced: Option<i64> },
}

impl Staging {
    pub(super) fn new(
        account: AccountId,
        at: Position,
        bytes: Vec<u8>,
        answer: oneshot::Sender<Result<(), SnapshotError>>,
    ) -> Self {
        Self { account, at, bytes, chunks: 0, answer }
    }

    pub(super) fn answer(self, answer: Result<(), SnapshotError>) {
        // Whoever stopped waiting does not want the answer.
        let _gone = self.answer.send(answer);
    }

    /// Counts the chunk that was just made durable.
    pub(super) fn advance(&mut self) {
        self.chunks += 1;
    }

    /// Stores the next chunk under `snapshot_no`; with the last one the snapshot becomes the latest.
    pub(super) fn step(
        &self,
        connection: &Connection,
        snapshot_no: i64,
    ) -> rusqlite::Result<Result<Step, SnapshotError>> {
        if let Err(refusal) = self.check(connection)? {
            return Ok(Err(refusal));
        }
        let begin = self.chunks * limits::CHUNK_BYTES;
        let end = self.bytes.len().min(begin + limits::CHUNK_BYTES);
        let chunk_no = i64::try_from(self.chunks).unwrap_or(i64::MAX);
        connection
            .prepare_cached("INSERT INTO snapshot_chunk (key, bytes) VALUES (?1, ?2)")?
            .execute((key::of_chunk(snapshot_no, chunk_no)?, &self.bytes[begin..end]))?;
        if end < self.bytes.len() {
            return Ok(Ok(Step::More));
        }
        let account_no = add_account(connection, &self.account)?;
        let replaced = connection
            .prepare_cached("SELECT snapshot_no FROM account WHERE account_no = ?1")?
            .query_row((account_no,), |row| row.get(0))?;
        let bytes = i64::try_from(self.bytes.len()).unwrap_or(i64::MAX);
        connection
            .prepare_cached(
                "UPDATE account SET snapshot_no = ?2, snapshot_at = ?3, snapshot_bytes = ?4 WHERE account_no = ?1",
            )?
            .execute((account_no, snapshot_no, to_column(self.at)?, bytes))?;
        Ok(Ok(Step::Done { replaced }))
    }

    fn check(&self, connection: &Connection) -> rusqlite::Result<Result<(), SnapshotError>> {
        let last = last(connection, &self.account)?;
        if self.at > last {
            return Ok(Err(SnapshotError::Ahead { at: self.at, last }));
        }
        let latest = covered(connection, &self.account)?;
        if self.at < latest {
            return Ok(Err(SnapshotError::Outdated { at: self.at, latest }));
        }
        Ok(Ok(()))
    }
}

/// Up to where the latest snapshot stands for the facts.
fn covered(connection: &Connection, account: &AccountId) -> rusqlite::Result<Position> {
    let at = connection
        .prepare_cached("SELECT coalesce(snapshot_at, 0) FROM account WHERE name = ?1")?
        .query_row((account.as_str(),), |row| row.get(0))
        .optional()?;
    Ok(Position::from_raw(at.map_or(0, from_column)))
}

/// Declares the facts up to `through` removed; gives the account's number, by which they are tidied away.
pub(super) fn truncate(
    connection: &Connection,
    account: &AccountId,
    through: Position,
) -> rusqlite::Result<Result<Option<i64>, TruncateError>> {
    let covered = covered(connection, account)?;
    if through > covered {
        return Ok(Err(TruncateError::NotCovered { through, covered }));
    }
    let account_no = connection
        .prepare_cached(
            "UPDATE account SET truncated = ?2 WHERE name = ?1 AND truncated < ?2 RETURNING account_no",
        )?
        .query_row((account.as_str(), to_column(through)?), |row| row.get(0))
        .optional()?;
    Ok(Ok(account_no))
}
