//! The tables and how a connection is set up. May not read or write a fact.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use crate::{OpenError, limits};

/// The version of the tables below, kept in `PRAGMA user_version`. A change of the tables raises it and brings a
/// step that carries files of the version before along.
pub(super) const SCHEMA_VERSION: i64 = 2;

/// Marks the file as a journal of Handover (`PRAGMA application_id`): the letters `HOjl`.
const APPLICATION_ID: i64 = 0x484f_6a6c;

/// One row of `append` is one append: its facts as lines of JSON. The last position of an account is that of its
/// last row, or `truncated` when all rows are gone. Rows up to `truncated` count as removed already. What a `key` holds,
/// [`super::key`] says. `settle` is written only to find out whether the disk takes a commit.
const SCHEMA: &str = "
    CREATE TABLE account (
        account_no INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        truncated INTEGER NOT NULL DEFAULT 0,
        snapshot_no INTEGER,
        snapshot_at INTEGER,
        snapshot_bytes INTEGER
    ) STRICT;
    CREATE TABLE append (key INTEGER PRIMARY KEY, facts BLOB NOT NULL) STRICT;
    CREATE TABLE snapshot_chunk (key INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
    CREATE TABLE settle (one INTEGER PRIMARY KEY CHECK (one = 1), times INTEGER NOT NULL) STRICT;
    INSERT INTO settle (one, times) VALUES (1, 0);
";

/// Carries a file of version 1 along, whose rows had keys of two numbers.
const FROM_1_TO_2: &str = "
    ALTER TABLE append RENAME TO append_1;
    ALTER TABLE snapshot_chunk RENAME TO snapshot_chunk_1;
    CREATE TABLE append (key INTEGER PRIMARY KEY, facts BLOB NOT NULL) STRICT;
    CREATE TABLE snapshot_chunk (key INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
    INSERT INTO append SELECT (account_no << 44) | position, facts FROM append_1 ORDER BY 1;
    INSERT INTO snapshot_chunk SELECT (snapshot_no << 16) | chunk_no, bytes FROM snapshot_chunk_1 ORDER BY 1;
    DROP TABLE append_1;
    DROP TABLE snapshot_chunk_1;
";

/// Opens the file, makes its tables when it is empty, carries an older one along, and refuses what this release cannot read.
pub(super) fn open_file(path: &Path) -> Result<Connection, OpenError> {
    let storage = |source| OpenError::Storage { path: path.to_owned(), source };
    let mut connection = Connection::open(path).map_err(storage)?;
    let marks = make_tables(&mut connection).map_err(storage)?;
    check_marks(path, marks)?;
    drop(connection);
    connect(path).map_err(storage)
}

/// Refuses a file that this release cannot read; one that is missing as well. Writes nothing.
pub(super) fn check_file(path: &Path) -> Result<(), OpenError> {
    let storage = |source| OpenError::Storage { path: path.to_owned(), source };
    let connection = connect_to_read(path).map_err(storage)?;
    let mark = |name| connection.pragma_query_value(None, name, |row| row.get(0)).map_err(storage);
    let version = mark("user_version")?;
    check_marks(path, (mark("application_id")?, version))?;
    if version < SCHEMA_VERSION {
        return Err(OpenError::Older { path: path.to_owned(), found: version });
    }
    Ok(())
}

pub(super) fn check_marks(path: &Path, (application, version): (i64, i64)) -> Result<(), OpenError> {
    if application != APPLICATION_ID {
        return Err(OpenError::Foreign { path: path.to_owned() });
    }
    if version > SCHEMA_VERSION {
        return Err(OpenError::Newer { path: path.to_owned(), found: version, known: SCHEMA_VERSION });
    }
    Ok(())
}

/// Makes the tables in an empty file, and those of this release in one of an earlier; gives the marks that the file has
/// then.
fn make_tables(connection: &mut Connection) -> rusqlite::Result<(i64, i64)> {
    connection.busy_timeout(Duration::from_millis(limits::BUSY_TIMEOUT_MS))?;
    // Counts only in an empty file, and has to stand before its first page is written.
    connection.pragma_update(None, "auto_vacuum", "INCREMENTAL")?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let tables: i64 = transaction.query_row("SELECT count(*) FROM sqlite_schema", (), |row| row.get(0))?;
    if tables == 0 {
        transaction.execute_batch(SCHEMA)?;
        transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
        transaction.pragma_update(None, "user_version", SCHEMA_VERSION)?;
    }
    let application = transaction.pragma_query_value(None, "application_id", |row| row.get(0))?;
    if (application, transaction.pragma_query_value(None, "user_version", |row| row.get(0))?)
        == (APPLICATION_ID, 1)
    {
        transaction.execute_batch(FROM_1_TO_2)?;
        transaction.pragma_update(None, "user_version", 2)?;
    }
    let version = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    transaction.commit()?;
    Ok((application, version))
}

/// A connection to a file that [`open_file`] has accepted.
pub(super) fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(Duration::from_millis(limits::BUSY_TIMEOUT_MS))?;
    connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get::<_, String>(0))?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    for (name, value) in [
        ("wal_autocheckpoint", limits::CHECKPOINT_PAGES),
        ("journal_size_limit", i64::try_from(limits::WAL_BYTES_MAX).unwrap_or(i64::MAX)),
    ] {
        connection.pragma_update_and_check(None, name, value, |_row| Ok(()))?;
    }
    Ok(connection)
}

/// A connection that reads a file which another process may be writing.
pub(super) fn connect_to_read(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    connection.busy_timeout(Duration::from_millis(limits::BUSY_TIMEOUT_MS))?;
    Ok(connection)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_a_newer_release_is_refused_with_both_versions() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.db");
        open_file(&path).unwrap().pragma_update(None, "user_version", SCHEMA_VERSION + 1).unwrap();
        let refusal = open_file(&path).unwrap_err().to_string();
        assert!(refusal.contains("has schema version 3, this release knows versions up to 2"), "{refusal}");
    }

    #[test]
    fn a_database_of_something_else_is_refused_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.db");
        let other = Connection::open(&path).unwrap();
        other.execute_batch("CREATE TABLE recipe (name TEXT)").unwrap();
        assert!(matches!(open_file(&path), Err(OpenError::Foreign { .. })));
        let mode: String = other.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
        assert_eq!(mode, "delete");
    }

    #[test]
    fn an_open_file_syncs_every_commit_and_gives_pages_back_in_steps() {
        let folder = tempfile::tempdir().unwrap();
        let connection = open_file(&folder.path().join("journal.db")).unwrap();
        let mode: String = connection.pragma_query_value(None, "journal_mode", |row| row.get(0)).unwrap();
        let number = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).unwrap();
        assert_eq!((mode.as_str(), number("synchronous"), number("auto_vacuum")), ("wal", 2, 2));
    }
}
