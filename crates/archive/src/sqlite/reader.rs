//! The reader thread: answers from a connection of its own, beside the writer. May not write.

use rusqlite::{Connection, OptionalExtension, Row, params};
use tokio::sync::{mpsc, oneshot};

use super::database::failure;
use crate::entry::PageBuilder;
use crate::{AccountId, ArchiveError, Entry, List, Page};

/// What the reader is asked for.
#[derive(Debug)]
pub(super) enum Query {
    /// The entry of one chat.
    Get { account: AccountId, key: String, answer: oneshot::Sender<Result<Option<Entry>, ArchiveError>> },
    /// One page of a list.
    List { list: List, answer: oneshot::Sender<Result<Page, ArchiveError>> },
}

/// Answers queries until the last asker is gone.
pub(super) fn run(connection: &Connection, mut queries: mpsc::Receiver<Query>) {
    while let Some(query) = queries.blocking_recv() {
        // Whoever stopped waiting does not want the answer.
        let _gone = match query {
            Query::Get { account, key, answer } => {
                answer.send(get(connection, &account, &key).map_err(|error| failure(&error))).is_err()
            }
            Query::List { list: wanted, answer } => {
                answer.send(list(connection, &wanted).map_err(|error| failure(&error))).is_err()
            }
        };
    }
}

fn get(connection: &Connection, account: &AccountId, key: &str) -> rusqlite::Result<Option<Entry>> {
    connection
        .prepare_cached("SELECT key, ended_at_ms, body FROM entry WHERE account = ?1 AND key = ?2")?
        .query_row((account.as_str(), key), |row| entry(account, row))
        .optional()
}

fn list(connection: &Connection, list: &List) -> rusqlite::Result<Page> {
    let mut page = PageBuilder::new(list.limit);
    // A cursor's place is a pair; comparing rows as pairs lets the index find it directly.
    let (before_ms, before_key) = match &list.cursor {
        Some(cursor) if cursor.ended_at_ms() < list.ended_at_ms.end => (cursor.ended_at_ms(), cursor.key()),
        Some(_) | None => (list.ended_at_ms.end, ""),
    };
    let mut statement = connection.prepare_cached(
        "SELECT key, ended_at_ms, body FROM entry
         WHERE account = ?1 AND ended_at_ms >= ?2 AND (ended_at_ms, key) < (?3, ?4)
         ORDER BY ended_at_ms DESC, key DESC",
    )?;
    let mut rows =
        statement.query(params![list.account.as_str(), list.ended_at_ms.start, before_ms, before_key])?;
    while let Some(row) = rows.next()? {
        let found = entry(&list.account, row)?;
        if !page.take(found.body.len(), || found) {
            break;
        }
    }
    Ok(page.finish())
}

fn entry(account: &AccountId, row: &Row<'_>) -> rusqlite::Result<Entry> {
    Ok(Entry { account: account.clone(), key: row.get(0)?, ended_at_ms: row.get(1)?, body: row.get(2)? })
}
