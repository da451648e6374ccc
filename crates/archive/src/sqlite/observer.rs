//! A look at the archive of a server that may be running: one state of the file, for as long as the look lasts. May not
//! write to the archive.

use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, Row};

use super::{database, piece};
use crate::{AccountId, Content, CopyError, Entry, OpenError, Piece};

/// The archive in one SQLite file that another process may be writing: for reading only, as it was when it was opened.
#[derive(Debug)]
pub struct ArchiveObserver {
    path: PathBuf,
    connection: Connection,
}

impl ArchiveObserver {
    /// Opens the archive in the file `path`, which must be there.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        let connection =
            database::open_to_read(path).map_err(|fault| OpenError { path: path.to_owned(), fault })?;
        Ok(Self { path: path.to_owned(), connection })
    }

    /// What SQLite finds wrong with the file, a sentence each. Reads all of it.
    pub fn damage(&self) -> Result<Vec<String>, CopyError> {
        let found = || -> rusqlite::Result<Vec<String>> {
            let mut statement = self.connection.prepare("PRAGMA integrity_check")?;
            let lines = statement.query_map((), |row| row.get::<_, String>(0))?;
            lines.filter(|line| line.as_ref().map_or(true, |line| line != "ok")).collect()
        };
        found().map_err(|source| self.unreadable(source))
    }

    /// Hands every entry to `visit`, in the order of their numbers.
    pub fn each(&self, mut visit: impl FnMut(Entry)) -> Result<(), CopyError> {
        let mut walk = || -> rusqlite::Result<()> {
            let mut statement = self
                .connection
                .prepare("SELECT account, key, ended_at_ms, body FROM entry ORDER BY rowid")?;
            let mut rows = statement.query(())?;
            while let Some(row) = rows.next()? {
                visit(entry(row)?);
            }
            Ok(())
        };
        walk().map_err(|source| self.unreadable(source))
    }

    /// What there is in each of these ranges of numbers, which must be in order and apart, and what the greatest number is.
    /// Reads an index, not the bodies.
    pub fn contents(&self, ranges: &[RangeInclusive<i64>]) -> Result<(Vec<Content>, i64), CopyError> {
        let look = || -> rusqlite::Result<(Vec<Content>, i64)> {
            let mut contents = vec![Content::default(); ranges.len()];
            let mut greatest = 0;
            let mut statement = self
                .connection
                .prepare("SELECT rowid, account, key, ended_at_ms FROM entry INDEXED BY account_ended")?;
            let mut rows = statement.query(())?;
            while let Some(row) = rows.next()? {
                let number: i64 = row.get(0)?;
                greatest = number.max(greatest);
                let at = ranges.partition_point(|range| *range.end() < number);
                if ranges.get(at).is_some_and(|range| range.contains(&number)) {
                    let (account, key) = (row.get_ref(1)?.as_str()?, row.get_ref(2)?.as_str()?);
                    contents[at].add(number, account, key, row.get(3)?);
                }
            }
            Ok((contents, greatest))
        };
        look().map_err(|source| self.unreadable(source))
    }

    /// Writes the entries with numbers in `numbers` into the file `path`, which must not be there, until it holds
    /// `bytes_max` of bodies. Gives what is in it and up to which number; the caller makes the file durable.
    pub fn write_piece(
        &self,
        path: &Path,
        numbers: RangeInclusive<i64>,
        bytes_max: u64,
    ) -> Result<Piece, CopyError> {
        piece::write(&self.connection, path, numbers, bytes_max).map_err(|error| match error {
            piece::Error::Source(source) => self.unreadable(source),
            piece::Error::Target(source) => CopyError::target(path, source),
        })
    }

    fn unreadable(&self, source: rusqlite::Error) -> CopyError {
        CopyError::Source { path: self.path.clone(), source }
    }
}

fn entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    let account = AccountId::new(row.get::<_, String>(0)?);
    Ok(Entry { account, key: row.get(1)?, ended_at_ms: row.get(2)?, body: row.get(3)? })
}
