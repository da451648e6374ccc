//! Pieces of an archive: files with the entries of a range of numbers, from which an archive is put together again.
//!
//! Numbers are SQLite's row numbers. An entry gets one above all others when it is put, and a new one when another
//! document takes its place; so what a range holds is told by the numbers and names in it, without a look at bodies.

use std::ops::RangeInclusive;
use std::path::Path;

use rusqlite::{Connection, Row};
use xxhash_rust::xxh3::xxh3_128;

use super::database;
use crate::{Content, CopyError, Piece};

/// Marks the file as a piece (`PRAGMA application_id`): the letters `HOap`.
const APPLICATION_ID: i64 = 0x484f_6170;

/// As in the archive, without its indexes.
const SCHEMA: &str = "
    CREATE TABLE entry (
        account TEXT NOT NULL,
        key TEXT NOT NULL,
        ended_at_ms INTEGER NOT NULL,
        body BLOB NOT NULL
    ) STRICT;
";

/// Which side of a copy has failed.
#[derive(Debug)]
pub(super) enum Error {
    /// What is read.
    Source(rusqlite::Error),
    /// What is written.
    Target(rusqlite::Error),
}

impl Content {
    /// Counts an entry in. The order does not matter.
    pub(super) fn add(&mut self, number: i64, account: &str, key: &str, ended_at_ms: i64) {
        let mut name = Vec::with_capacity(account.len() + key.len() + 24);
        name.extend_from_slice(&number.to_le_bytes());
        name.extend_from_slice(&ended_at_ms.to_le_bytes());
        name.extend_from_slice(&account.len().to_le_bytes());
        name.extend_from_slice(account.as_bytes());
        name.extend_from_slice(key.as_bytes());
        self.entries += 1;
        self.print = self.print.wrapping_add(xxh3_128(&name));
    }
}

pub(super) fn write(
    source: &Connection,
    path: &Path,
    numbers: RangeInclusive<i64>,
    bytes_max: u64,
) -> Result<Piece, Error> {
    let mut target = Connection::open(path).and_then(fill_quickly).map_err(Error::Target)?;
    let transaction = target.transaction().map_err(Error::Target)?;
    transaction.execute_batch(SCHEMA).map_err(Error::Target)?;
    transaction.pragma_update(None, "application_id", APPLICATION_ID).map_err(Error::Target)?;
    let mut piece = Piece { last: *numbers.end(), content: Content::default() };
    let mut bytes = 0;
    {
        let mut insert = transaction.prepare(INSERT).map_err(Error::Target)?;
        let mut select = source
            .prepare_cached(
                "SELECT rowid, account, key, ended_at_ms, body FROM entry
                 WHERE rowid BETWEEN ?1 AND ?2 ORDER BY rowid",
            )
            .map_err(Error::Source)?;
        let mut rows = select.query((numbers.start(), numbers.end())).map_err(Error::Source)?;
        while let Some(row) = rows.next().map_err(Error::Source)? {
            let found = Found::of(row).map_err(Error::Source)?;
            insert.execute(found.as_row()).map_err(Error::Target)?;
            piece.content.add(found.number, found.account, found.key, found.ended_at_ms);
            bytes += u64::try_from(found.body.len()).unwrap_or(u64::MAX);
            if bytes >= bytes_max {
                piece.last = found.number;
                break;
            }
        }
    }
    transaction.commit().map_err(Error::Target)?;
    target.close().map_err(|(_, error)| Error::Target(error))?;
    Ok(piece)
}

/// Puts an archive together from pieces: in the file `path`, which must not be there. Gives the number of entries. The
/// caller makes the file durable.
pub fn join_pieces<'p>(pieces: impl IntoIterator<Item = &'p Path>, path: &Path) -> Result<u64, CopyError> {
    let target = |source| CopyError::target(path, source);
    let mut archive = database::open(path)
        .map_err(|fault| CopyError::Open(crate::OpenError { path: path.to_owned(), fault }))
        .and_then(|archive| fill_quickly(archive).map_err(target))?;
    let mut entries = 0;
    for piece in pieces {
        let transaction = archive.transaction().map_err(target)?;
        entries += add(&transaction, piece).map_err(|error| match error {
            Error::Source(source) => CopyError::Source { path: piece.to_owned(), source },
            Error::Target(source) => target(source),
        })?;
        transaction.commit().map_err(target)?;
    }
    archive.close().map_err(|(_, error)| target(error))?;
    Ok(entries)
}

fn add(archive: &Connection, piece: &Path) -> Result<u64, Error> {
    let mut entries = 0;
    let source = database::connect_to_read(piece).map_err(Error::Source)?;
    let mut select = source
        .prepare("SELECT rowid, account, key, ended_at_ms, body FROM entry ORDER BY rowid")
        .map_err(Error::Source)?;
    let mut insert = archive.prepare_cached(INSERT).map_err(Error::Target)?;
    let mut rows = select.query(()).map_err(Error::Source)?;
    while let Some(row) = rows.next().map_err(Error::Source)? {
        let found = Found::of(row).map_err(Error::Source)?;
        insert.execute(found.as_row()).map_err(Error::Target)?;
        entries += 1;
    }
    Ok(entries)
}

const INSERT: &str = "INSERT INTO entry (rowid, account, key, ended_at_ms, body) VALUES (?1, ?2, ?3, ?4, ?5)";

/// A file that nobody reads before it is whole needs no log; whoever asked for it makes it durable at the end.
fn fill_quickly(connection: Connection) -> rusqlite::Result<Connection> {
    connection.pragma_update_and_check(None, "journal_mode", "OFF", |_row| Ok(()))?;
    connection.pragma_update(None, "synchronous", "OFF")?;
    Ok(connection)
}

/// A row on its way from one file into another.
struct Found<'r> {
    number: i64,
    account: &'r str,
    key: &'r str,
    ended_at_ms: i64,
    body: &'r [u8],
}

impl<'r> Found<'r> {
    fn of(row: &'r Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            number: row.get(0)?,
            account: row.get_ref(1)?.as_str()?,
            key: row.get_ref(2)?.as_str()?,
            ended_at_ms: row.get(3)?,
            body: row.get_ref(4)?.as_blob()?,
        })
    }

    fn as_row(&self) -> (i64, &str, &str, i64, &[u8]) {
        (self.number, self.account, self.key, self.ended_at_ms, self.body)
    }
}
