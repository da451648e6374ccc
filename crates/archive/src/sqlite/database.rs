//! Opens the archive's file and knows its tables. May not read or write an entry.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode};

use crate::{ArchiveError, OpenError, limits};

/// The version of the tables below, kept in `PRAGMA user_version`. A change of the tables raises it and brings a
/// step that carries files of the version before along.
const SCHEMA_VERSION: i64 = 1;

/// Marks the file as an archive of Handover (`PRAGMA application_id`): the letters `HOar`.
const APPLICATION_ID: i64 = 0x484f_6172;

/// `account_key` cannot be the clustered key: bodies are large, and such rows belong into a table with a rowid.
const SCHEMA: &str = "
    CREATE TABLE entry (
        account TEXT NOT NULL,
        key TEXT NOT NULL,
        ended_at_ms INTEGER NOT NULL,
        body BLOB NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX account_key ON entry (account, key);
    CREATE INDEX account_ended ON entry (account, ended_at_ms, key);
";

/// Opens the file, makes its tables when it is empty, and refuses what this release cannot read.
pub(super) fn open(path: &Path) -> Result<Connection, OpenError> {
    let storage = |source| OpenError::Storage { path: path.to_owned(), source };
    let mut connection = Connection::open(path).map_err(storage)?;
    let (application, version) = prepare(&mut connection).map_err(storage)?;
    if application != APPLICATION_ID {
        return Err(OpenError::Foreign { path: path.to_owned() });
    }
    if version > SCHEMA_VERSION {
        return Err(OpenError::Newer { path: path.to_owned(), found: version, known: SCHEMA_VERSION });
    }
    Ok(connection)
}

/// Sets the connection up; gives the marks that the file has now.
fn prepare(connection: &mut Connection) -> rusqlite::Result<(i64, i64)> {
    connection.busy_timeout(Duration::from_millis(limits::BUSY_TIMEOUT_MS))?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let tables: i64 = transaction.query_row("SELECT count(*) FROM sqlite_schema", (), |row| row.get(0))?;
    if tables == 0 {
        transaction.execute_batch(SCHEMA)?;
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.pragma_update(None, "user_version", SCHEMA_VERSION)?;
    }
    let application = transaction.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let version = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    transaction.commit()?;
    if application == APPLICATION_ID {
        connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get::<_, String>(0))?;
    }
    Ok((application, version))
}

/// What a failure of SQLite means to a caller.
pub(super) fn failure(error: &rusqlite::Error) -> ArchiveError {
    if error.sqlite_error_code() == Some(ErrorCode::DiskFull) {
        return ArchiveError::Full;
    }
    ArchiveError::Failed { reason: error.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_a_newer_release_is_refused_with_both_versions() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("archive.db");
        open(&path).unwrap().pragma_update(None, "user_version", SCHEMA_VERSION + 1).unwrap();
        let refusal = open(&path).unwrap_err().to_string();
        assert!(refusal.contains("has schema version 2, this release knows versions up to 1"), "{refusal}");
    }

    #[test]
    fn a_database_of_something_else_is_refused_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("archive.db");
        let other = Connection::open(&path).unwrap();
        other.execute_batch("CREATE TABLE recipe (name TEXT)").unwrap();
        assert!(matches!(open(&path), Err(OpenError::Foreign { .. })));
        let mode: String = other.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
        assert_eq!(mode, "delete");
    }

    #[test]
    fn an_open_file_syncs_every_commit_of_its_write_ahead_log() {
        let folder = tempfile::tempdir().unwrap();
        let connection = open(&folder.path().join("archive.db")).unwrap();
        let mode: String = connection.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
        let synchronous: i64 = connection.pragma_query_value(None, "synchronous", |row| row.get(0)).unwrap();
        assert_eq!((mode.as_str(), synchronous), ("wal", 2));
    }
}
