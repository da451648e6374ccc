//! Where the log of each account ends, and the append that moves it. May not commit.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension};

use super::key;
use super::writer::Append;
use crate::{AccountId, AppendError, Position};

/// The ends of the logs, as the connection that is asked sees them.
///
/// They are remembered for as long as no other connection has written. Whoever rolls a transaction back has to
/// [`Heads::forget`] them.
#[derive(Debug, Default)]
pub(super) struct Heads {
    known: HashMap<AccountId, Head>,
    /// SQLite's mark of the last write by another connection.
    data_version: i64,
}

#[derive(Clone, Copy, Debug)]
struct Head {
    account_no: i64,
    last: Position,
}

impl Heads {
    pub(super) fn forget(&mut self) {
        self.known.clear();
    }

    /// Forgets what may be wrong because another has written. Belongs at the beginning of each transaction.
    pub(super) fn refresh(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        let mut statement = connection.prepare_cached("PRAGMA data_version")?;
        let data_version = statement.query_row((), |row| row.get(0))?;
        if self.data_version != data_version {
            self.data_version = data_version;
            self.forget();
        }
        Ok(())
    }

    /// Adds one append behind the end of its log, unless that lies elsewhere than its caller believes.
    pub(super) fn append(
        &mut self,
        connection: &Connection,
        append: &Append,
    ) -> rusqlite::Result<Result<Position, AppendError>> {
        let head = match self.known.get(&append.account) {
            Some(head) => Some(*head),
            None => find(connection, &append.account)?,
        };
        if append.after != head.map_or(Position::START, |head| head.last) {
            let (account, after) = (append.account.clone(), append.after);
            return Ok(Err(AppendError::Fenced { account, after }));
        }
        if append.facts == 0 {
            return Ok(Ok(append.after));
        }
        let account_no = match head {
            Some(head) => head.account_no,
            None => add_account(connection, &append.account)?,
        };
        let last = Position::from_raw(append.after.raw() + 1);
        connection
            .prepare_cached("INSERT INTO append (key, facts) VALUES (?1, ?2)")?
            .execute((key::of_append(account_no, last)?, &append.body))?;
        self.known.insert(append.account.clone(), Head { account_no, last });
        Ok(Ok(last))
    }
}

fn find(connection: &Connection, account: &AccountId) -> rusqlite::Result<Option<Head>> {
    let mut statement =
        connection.prepare_cached("SELECT account_no, truncated FROM account WHERE name = ?1")?;
    let found = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, from_column(row.get(1)?)));
    let Some((account_no, truncated)) = statement.query_row((account.as_str(),), found).optional()? else {
        return Ok(None);
    };
    let mut statement = connection
        .prepare_cached("SELECT key FROM append WHERE key BETWEEN ?1 AND ?2 ORDER BY key DESC LIMIT 1")?;
    let keys = key::of_appends(account_no, Position::START)?;
    let last = statement.query_row(keys, |row| row.get(0)).optional()?.map_or(Position::START, key::position);
    Ok(Some(Head { account_no, last: last.max(Position::from_raw(truncated)) }))
}

/// The last position of an account, straight from the tables.
pub(super) fn last(connection: &Connection, account: &AccountId) -> rusqlite::Result<Position> {
    Ok(find(connection, account)?.map_or(Position::START, |head| head.last))
}

/// Adds the account when it is missing; gives its number.
pub(super) fn add_account(connection: &Connection, account: &AccountId) -> rusqlite::Result<i64> {
    connection
        .prepare_cached("INSERT INTO account (name) VALUES (?1) ON CONFLICT (name) DO NOTHING")?
        .execute((account.as_str(),))?;
    connection
        .prepare_cached("SELECT account_no FROM account WHERE name = ?1")?
        .query_row((account.as_str(),), |row| row.get(0))
}

/// A position as SQLite stores it.
pub(super) fn to_column(position: Position) -> rusqlite::Result<i64> {
    i64::try_from(position.raw()).map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
}

/// A position that SQLite stored; none is negative.
pub(super) fn from_column(column: i64) -> u64 {
    u64::try_from(column).unwrap_or(0)
}
