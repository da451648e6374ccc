//! Tidying: rows that count as removed are deleted, and their room is given back, in bounded steps between appends.
//!
//! May not remove what a read could still ask for. Nothing depends on it being done: what is left over by a crash is
//! found again at the next start.

use std::collections::BTreeSet;
use std::fs;

use rusqlite::Connection;

use super::database::{Database, Trouble};
use super::key;
use crate::{Position, limits};

/// What is to be tidied away.
#[derive(Debug, Default)]
pub(super) struct Sweep {
    /// Accounts with rows up to their truncation.
    accounts: BTreeSet<i64>,
    /// Snapshots that no account names.
    snapshots: BTreeSet<i64>,
    /// Whether there may be more free pages than are worth keeping.
    slack: bool,
    /// A step failed: wait for a request before the next, so that a broken disk is not hammered.
    resting: bool,
}

impl Sweep {
    /// Finds what an earlier process left over.
    pub(super) fn find(connection: &Connection) -> rusqlite::Result<Self> {
        let numbers = |sql: &str, divisor: i64| -> rusqlite::Result<BTreeSet<i64>> {
            connection.prepare(sql)?.query_map((divisor,), |row| row.get(0))?.collect()
        };
        let accounts = numbers(
            "SELECT account_no FROM account WHERE EXISTS (SELECT 1 FROM append
                 WHERE key BETWEEN account_no * ?1 AND account_no * ?1 + truncated)",
            limits::POSITION_MAX + 1,
        )?;
        let snapshots = numbers(
            "SELECT DISTINCT key / ?1 FROM snapshot_chunk
             EXCEPT SELECT snapshot_no FROM account WHERE snapshot_no IS NOT NULL",
            limits::CHUNK_NO_MAX + 1,
        )?;
        Ok(Self { accounts, snapshots, slack: true, resting: false })
    }

    pub(super) fn add_account(&mut self, account_no: i64) {
        self.accounts.insert(account_no);
    }

    pub(super) fn add_snapshot(&mut self, snapshot_no: i64) {
        self.snapshots.insert(snapshot_no);
    }

    pub(super) fn wake(&mut self) {
        self.resting = false;
    }

    pub(super) fn has_work(&self) -> bool {
        !self.resting && (self.slack || !self.accounts.is_empty() || !self.snapshots.is_empty())
    }

    /// Does one bounded step.
    pub(super) fn step(&mut self, database: &mut Database) {
        if self.try_step(database).is_err() {
            self.resting = true;
        }
    }

    /// Deletes everything that is to be deleted, however many steps it takes.
    pub(super) fn finish(&mut self, database: &mut Database) -> Result<(), Trouble> {
        while !self.accounts.is_empty() || !self.snapshots.is_empty() {
            self.try_step(database)?;
        }
        Ok(())
    }

    fn try_step(&mut self, database: &mut Database) -> Result<(), Trouble> {
        if let Some(account_no) = self.accounts.first().copied() {
            if database.transaction(|connection| delete_appends(connection, account_no))?
                < limits::SWEEP_APPENDS
            {
                self.accounts.remove(&account_no);
            }
            self.slack = true;
        } else if let Some(snapshot_no) = self.snapshots.first().copied() {
            if database.transaction(|connection| delete_chunks(connection, snapshot_no))?
                < limits::SWEEP_CHUNKS
            {
                self.snapshots.remove(&snapshot_no);
            }
            self.slack = true;
        } else if self.slack {
            self.slack = database.outside(give_pages_back)?;
        }
        Ok(())
    }
}

fn delete_appends(connection: &Connection, account_no: i64) -> rusqlite::Result<usize> {
    connection
        .prepare_cached(
            "DELETE FROM append WHERE key IN (SELECT key FROM append
                 WHERE key BETWEEN ?1 AND ?1 + (SELECT truncated FROM account WHERE account_no = ?2)
                 ORDER BY key LIMIT ?3)",
        )?
        .execute((
            key::of_append(account_no, Position::START)?,
            account_no,
            i64::try_from(limits::SWEEP_APPENDS).unwrap_or(1),
        ))
}

fn delete_chunks(connection: &Connection, snapshot_no: i64) -> rusqlite::Result<usize> {
    let (first, last) = key::of_chunks(snapshot_no)?;
    connection
        .prepare_cached(
            "DELETE FROM snapshot_chunk WHERE key IN (
                 SELECT key FROM snapshot_chunk WHERE key BETWEEN ?1 AND ?2 ORDER BY key LIMIT ?3)",
        )?
        .execute((first, last, i64::try_from(limits::SWEEP_CHUNKS).unwrap_or(1)))
}

/// Gives some free pages back to the file system; `true` when there are more to give.
///
/// A quarter of the file may stay free: what is written next takes free pages first, and moving pages around
/// for every truncation would cost more than it saves.
fn give_pages_back(connection: &Connection) -> rusqlite::Result<bool> {
    let number = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let spare = limits::SPARE_PAGES.max(number("page_count")? / 4);
    if number("freelist_count")? <= spare {
        return Ok(false);
    }
    let mut statement =
        connection.prepare(&format!("PRAGMA incremental_vacuum({})", limits::VACUUM_PAGES))?;
    let mut rows = statement.query(())?;
    while rows.next()?.is_some() {}
    Ok(true)
}

/// Empties the write-ahead log when it has outgrown its bound because some reader was always in the way.
pub(super) fn bound_wal(database: &mut Database) {
    let mut wal = database.path().as_os_str().to_owned();
    wal.push("-wal");
    if fs::metadata(wal).is_ok_and(|wal| wal.len() > limits::WAL_BYTES_MAX) {
        // Nothing is lost when it fails, and it is tried again.
        let _failed = database.outside(empty_wal).is_err();
    }
}

/// Writes the file anew, so that nothing is left of what was deleted in it, neither in free pages nor between the rows of
/// others; then empties the write-ahead log, which still has it all.
pub(super) fn write_anew(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch("VACUUM")?;
    let busy = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", (), |row| row.get::<_, bool>(0))?;
    if busy {
        let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY);
        let reason = "somebody reads the journal, such as a backup; it is tried again".to_owned();
        return Err(rusqlite::Error::SqliteFailure(code, Some(reason)));
    }
    Ok(())
}

/// Carries the write-ahead log over into the file and empties it.
pub(super) fn empty_wal(connection: &Connection) -> rusqlite::Result<()> {
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", (), |_row| Ok(()))
}
