//! A copy of the journal of a server that may be running, and what SQLite finds wrong with one. May not write to the
//! journal.

use std::path::Path;

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use super::schema;
use crate::error::is_damage;
use crate::{CopyError, OpenError};

/// Copies the journal in the file `from` into the file `to`, which must not be there: everything that was durable when
/// the copy began. The caller makes the file durable.
///
/// It is done in one read of one state of the file: what the server appends meanwhile is not in it, and does not wait for
/// it, unless that is more than the write-ahead log may hold ([`crate::limits`], `WAL_BYTES_MAX`).
pub fn copy_journal(from: &Path, to: &Path) -> Result<(), CopyError> {
    schema::check_file(from).map_err(CopyError::Open)?;
    let source = schema::connect_to_read(from)
        .map_err(|source| CopyError::Source { path: from.to_owned(), source })?;
    write_copy(&source, to).map_err(|error| CopyError::target(to, error))
}

fn write_copy(source: &Connection, to: &Path) -> rusqlite::Result<()> {
    let mut target = Connection::open(to)?;
    // Nobody reads it before it is whole, so that it needs no log.
    target.pragma_update(None, "synchronous", "OFF")?;
    if Backup::new(source, &mut target)?.step(-1)? != StepResult::Done {
        let busy = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY);
        return Err(rusqlite::Error::SqliteFailure(busy, None));
    }
    target.close().map_err(|(_, error)| error)?;
    // The copy says of itself that it has a log. Without one it is a single file that can be read where nothing may be
    // written; the server gives it a log again.
    let target = Connection::open(to)?;
    target.pragma_update(None, "synchronous", "OFF")?;
    target.pragma_update_and_check(None, "journal_mode", "DELETE", |_row| Ok(()))?;
    target.close().map_err(|(_, error)| error)
}

/// What SQLite finds wrong with the journal in the file `path`, a sentence each. Reads all of it.
pub fn damage(path: &Path) -> Result<Vec<String>, OpenError> {
    let found = || -> rusqlite::Result<Vec<String>> {
        let connection = schema::connect_to_read(path)?;
        let mut statement = connection.prepare("PRAGMA integrity_check")?;
        let lines = statement.query_map((), |row| row.get::<_, String>(0))?;
        lines.filter(|line| line.as_ref().map_or(true, |line| line != "ok")).collect()
    };
    let storage = |source| OpenError::Storage { path: path.to_owned(), source };
    match schema::check_file(path).and_then(|()| found().map_err(storage)) {
        // What is not even to be opened is no less damaged.
        Err(OpenError::Storage { source, .. }) if is_damage(&source) => Ok(vec![source.to_string()]),
        outcome => outcome,
    }
}
