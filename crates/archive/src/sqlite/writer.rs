//! The writer thread: puts that wait together are stored in one transaction. May not answer before the commit.

use std::sync::atomic::{AtomicU32, Ordering};

use rusqlite::{Connection, TransactionBehavior};
use tokio::sync::{mpsc, oneshot};

use super::database::failure;
use crate::{ArchiveError, Entry, limits};

/// What the writer is asked for.
#[derive(Debug)]
pub(super) enum Request {
    /// Store these entries and answer when they are durable.
    Put { entries: Vec<Entry>, answer: oneshot::Sender<Result<(), ArchiveError>> },
    /// Clean the file of what was replaced.
    Scrub { answer: oneshot::Sender<Result<(), ArchiveError>> },
    /// Take nothing more.
    Close,
}

/// The puts that one transaction stores.
#[derive(Default)]
struct Group {
    entries: Vec<Entry>,
    bytes: usize,
    answers: Vec<oneshot::Sender<Result<(), ArchiveError>>>,
    /// Who waits for the file to be cleaned, once this group is stored.
    scrubs: Vec<oneshot::Sender<Result<(), ArchiveError>>>,
}

impl Group {
    fn has_room(&self) -> bool {
        self.entries.len() < limits::GROUP_ENTRIES_MAX && self.bytes < limits::GROUP_BYTES_MAX
    }

    fn take(&mut self, request: Request, requests: &mut mpsc::Receiver<Request>) {
        match request {
            Request::Put { entries, answer } => {
                self.bytes += entries.iter().map(|entry| entry.body.len()).sum::<usize>();
                self.entries.extend(entries);
                self.answers.push(answer);
            }
            Request::Scrub { answer } => self.scrubs.push(answer),
            Request::Close => requests.close(),
        }
    }
}

/// Serves requests until the last asker is gone, or until a request to close and all that were sent before it.
pub(super) fn run(mut connection: Connection, mut requests: mpsc::Receiver<Request>, max_pages: &AtomicU32) {
    let mut bound = 0;
    while let Some(first) = requests.blocking_recv() {
        let mut group = Group::default();
        group.take(first, &mut requests);
        while group.has_room()
            && let Ok(next) = requests.try_recv()
        {
            group.take(next, &mut requests);
        }
        let outcome = bound_pages(&connection, &mut bound, max_pages.load(Ordering::SeqCst))
            .and_then(|()| store(&mut connection, &group.entries))
            .map_err(|error| failure(&error));
        for answer in group.answers {
            // Whoever stopped waiting does not want the answer.
            let _gone = answer.send(outcome.clone());
        }
        if !group.scrubs.is_empty() {
            let outcome = write_anew(&connection).map_err(|error| failure(&error));
            for answer in group.scrubs {
                let _gone = answer.send(outcome.clone());
            }
        }
    }
}

/// Writes the file anew, so that nothing is left of what was replaced in it; then empties the write-ahead log, which still
/// has it all. Rows may get other numbers by it: a copy finds that ([`super::piece`]) and copies them again.
fn write_anew(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch("VACUUM")?;
    let busy = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", (), |row| row.get::<_, bool>(0))?;
    if busy {
        let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY);
        let reason = "somebody reads the archive, such as a backup; it is tried again".to_owned();
        return Err(rusqlite::Error::SqliteFailure(code, Some(reason)));
    }
    Ok(())
}

/// Applies a changed bound on the size of the file; 0 is none.
fn bound_pages(connection: &Connection, bound: &mut u32, wanted: u32) -> rusqlite::Result<()> {
    if *bound != wanted {
        let pages = if wanted == 0 { u32::MAX - 1 } else { wanted };
        connection.pragma_update_and_check(None, "max_page_count", pages, |_row| Ok(()))?;
        *bound = wanted;
    }
    Ok(())
}

fn store(connection: &mut Connection, entries: &[Entry]) -> rusqlite::Result<()> {
    if entries.is_empty() {
        return Ok(());
    }
    // A transaction that is dropped on the way rolls back.
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    {
        // A row that is replaced gets a number above all others, so that a copy finds it ([`super::piece`]).
        let mut put = transaction.prepare_cached(
            "INSERT OR REPLACE INTO entry (account, key, ended_at_ms, body) VALUES (?1, ?2, ?3, ?4)",
        )?;
        for entry in entries {
            put.execute((entry.account.as_str(), &entry.key, entry.ended_at_ms, &entry.body))?;
        }
    }
    transaction.commit()
}
