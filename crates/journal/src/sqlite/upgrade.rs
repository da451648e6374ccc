//! Carrying a journal from the tables of an earlier release to those of this one, and back by one release. Each way is one
//! transaction: whenever the process ends, the file has the one tables or the other. May not read a fact.

use std::path::Path;

use rusqlite::{Connection, TransactionBehavior};

use super::schema;
use crate::OpenError;

/// The version of the tables that the release before reads.
pub const TABLES_BEFORE: i64 = schema::SCHEMA_VERSION - 1;

/// The version of the tables that this release reads.
pub const TABLES: i64 = schema::SCHEMA_VERSION;

/// Turns the rows of version 2 back into those of version 1. `settle` and `account` are the same in both.
const FROM_2_TO_1: &str = "
    ALTER TABLE append RENAME TO append_2;
    ALTER TABLE snapshot_chunk RENAME TO snapshot_chunk_2;
    CREATE TABLE append (
        account_no INTEGER NOT NULL,
        position INTEGER NOT NULL,
        facts BLOB NOT NULL,
        PRIMARY KEY (account_no, position)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE snapshot_chunk (
        snapshot_no INTEGER NOT NULL,
        chunk_no INTEGER NOT NULL,
        bytes BLOB NOT NULL,
        PRIMARY KEY (snapshot_no, chunk_no)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO append SELECT key >> 44, key & ((1 << 44) - 1), facts FROM append_2 ORDER BY key;
    INSERT INTO snapshot_chunk SELECT key >> 16, key & ((1 << 16) - 1), bytes FROM snapshot_chunk_2 ORDER BY key;
    DROP TABLE append_2;
    DROP TABLE snapshot_chunk_2;
    PRAGMA user_version = 1;
";

/// The version of the tables in the journal `path`, and how many appends it holds. The file is opened for reading; SQLite may
/// put its own files beside it.
pub fn tables_of(path: &Path) -> Result<(i64, i64), OpenError> {
    let storage = |source| OpenError::Storage { path: path.to_owned(), source };
    let connection = schema::connect_to_read(path).map_err(storage)?;
    let mark = |name| connection.pragma_query_value(None, name, |row| row.get(0)).map_err(storage);
    let found = mark("user_version")?;
    schema::check_marks(path, (mark("application_id")?, found))?;
    let count = "SELECT count(*) FROM append";
    let appends = connection.query_row(count, (), |row| row.get(0)).map_err(storage)?;
    Ok((found, appends))
}

/// Carries the journal `path` to the tables of this release, as opening it for writing does. The caller holds the folder.
pub fn upgrade_tables(path: &Path) -> Result<(), OpenError> {
    schema::open_file(path).map(drop)
}

/// Carries the journal `path` back to the tables of the release before, whole as it is. Whether that release can read the facts
/// is for the caller to know, who holds the folder.
pub fn write_tables_back(path: &Path) -> Result<(), OpenError> {
    let storage = |source| OpenError::Storage { path: path.to_owned(), source };
    let connection = schema::open_file(path)?;
    back(connection).map_err(storage)
}

fn back(mut connection: Connection) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.execute_batch(FROM_2_TO_1)?;
    transaction.commit()
}
