//! Opens the archive's file and knows its tables. May not read or write an entry.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};

use crate::{ArchiveError, OpenFault, limits};

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
pub(super) fn open(path: &Path) -> Result<Connection, OpenFault> {
    let mut connection = Connection::open(path)?;
    connection.busy_timeout(Duration::from_millis(limits::BUSY_TIMEOUT_MS))?;
    make_tables(&mut connection)?;
    check_marks(&connection)?;
    connection.pragma_update_and_check(None, "journal_mode", "WAL", |_row| Ok(()))?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    Ok(connection)
}

/// Opens a file that another process may be writing, for reading only and as it is at this moment.
pub(super) fn open_to_read(path: &Path) -> Result<Connection, OpenFault> {
    let connection = connect_to_read(path)?;
    // The first read fixes what all others read.
    connection.execute_batch("BEGIN")?;
    check_marks(&connection)?;
    Ok(connection)
}

/// A connection that does not write. The file must be there.
pub(super) fn connect_to_read(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    connection.busy_timeout(Duration::from_millis(limits::BUSY_TIMEOUT_MS))?;
    Ok(connection)
}

fn check_marks(connection: &Connection) -> Result<(), OpenFault> {
    if mark(connection, "application_id")? != APPLICATION_ID {
        return Err(OpenFault::Foreign);
    }
    let found = mark(connection, "user_version")?;
    if found > SCHEMA_VERSION {
        return Err(OpenFault::Newer { found, known: SCHEMA_VERSION });
    }
    Ok(())
}

fn mark(connection: &Connection, name: &str) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, name, |row| row.get(0))
}

/// Makes the tables and their marks, unless the file holds something already.
fn make_tables(connection: &mut Connection) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if transaction.query_row("SELECT count(*) FROM sqlite_schema", (), |row| row.get::<_, i64>(0))? > 0 {
        return Ok(());
    }
    transaction.execute_batch(SCHEMA)?;
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", SCHEMA_VERSION)?;
    transaction.commit()
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
    fn only_files_of_this_release_or_an_earlier_one_are_opened() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name| folder.path().join(name);
        let connection = open(&file("own.db")).unwrap();
        connection.pragma_update(None, "user_version", SCHEMA_VERSION + 1).unwrap();
        assert!(matches!(open(&file("own.db")), Err(OpenFault::Newer { found: 2, known: 1 })));
        Connection::open(file("other.db")).unwrap().execute_batch("CREATE TABLE recipe (name)").unwrap();
        assert!(matches!(open(&file("other.db")), Err(OpenFault::Foreign)));
    }

    #[test]
    fn every_commit_of_the_write_ahead_log_is_synced() {
        let folder = tempfile::tempdir().unwrap();
        let connection = open(&folder.path().join("archive.db")).unwrap();
        let mode: String = connection.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
        assert_eq!((mode.as_str(), mark(&connection, "synchronous").unwrap()), ("wal", 2));
    }
}
