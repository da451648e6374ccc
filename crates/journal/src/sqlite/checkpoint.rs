//! The thread that carries the write-ahead log over into the file beside the writer, so that no append waits for it. May
//! not write to the log.
//!
//! The log is used from its beginning again only when all of it was carried over and nobody writes meanwhile. So the
//! writer carries over the little that came during the work of this thread: [`Checkpointer::is_nearly_done`]. SQLite syncs
//! the file only then, and the writer would wait for all of it; so this thread syncs it first.

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};

use rusqlite::Connection;

use super::schema;
use crate::limits;

/// The writer's hand on the thread.
#[derive(Debug)]
pub(super) struct Checkpointer {
    wake: SyncSender<()>,
    thread: JoinHandle<()>,
    nearly_done: Arc<AtomicBool>,
    /// Bytes written since the thread was woken, more or less.
    bytes: usize,
}

impl Checkpointer {
    pub(super) fn start(path: &Path) -> io::Result<Self> {
        let (wake, woken) = sync_channel(1);
        let nearly_done = Arc::<AtomicBool>::default();
        let (file, path, told) = (File::open(path)?, path.to_owned(), Arc::clone(&nearly_done));
        let thread = thread::Builder::new()
            .name("journal-checkpoint".to_owned())
            .spawn(move || run(&path, &file, &woken, &told))?;
        Ok(Self { wake, thread, nearly_done, bytes: 0 })
    }

    /// So many bytes were written by some transaction, beside the pages that every transaction writes.
    pub(super) fn wrote(&mut self, bytes: usize) {
        self.bytes += bytes + limits::COMMIT_BYTES;
        // A thread that is at work is woken once more when it is done.
        if self.bytes >= limits::CHECKPOINT_BYTES && self.wake.try_send(()).is_ok() {
            self.bytes = 0;
        }
    }

    /// Waits until the thread has ended. Belongs behind the end of the writer's connection: the thread then closes a file,
    /// and with it this process lets go of all locks on the file.
    pub(super) fn end(self) {
        drop(self.wake);
        // What it has carried over, it has carried over; the log has the rest.
        let _panicked = self.thread.join().is_err();
    }

    /// Whether the log was carried over but for the little that came meanwhile. Says so once.
    pub(super) fn is_nearly_done(&self) -> bool {
        self.nearly_done.load(Ordering::Relaxed) && self.nearly_done.swap(false, Ordering::AcqRel)
    }
}

/// What fails here is left to the writer: a commit carries over when the log has grown too long, and SQLite has a handle of
/// its own, which learns of a failed sync by itself.
fn run(path: &Path, file: &File, woken: &Receiver<()>, nearly_done: &AtomicBool) {
    let mut connection = None;
    while woken.recv().is_ok() {
        let opened = connection.take().map_or_else(|| schema::connect(path), Ok);
        if let Ok(open) = opened
            && carry_over(&open).is_ok()
            && file.sync_data().is_ok()
        {
            nearly_done.store(true, Ordering::Release);
            connection = Some(open);
        }
    }
}

/// Carries over what nobody reads from the log any more, without waiting for anybody.
pub(super) fn carry_over(connection: &Connection) -> rusqlite::Result<()> {
    connection.prepare_cached("PRAGMA wal_checkpoint(PASSIVE)")?.query_row((), |_row| Ok(()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_thread_carries_the_log_over_when_enough_was_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("journal.db");
        let connection = schema::open_file(&path).unwrap();
        let mut checkpointer = Checkpointer::start(&path).unwrap();
        let bytes = vec![7_u8; limits::CHUNK_BYTES];
        connection.execute("INSERT INTO append VALUES (1, ?1)", (bytes,)).unwrap();
        let length = || std::fs::metadata(&path).unwrap().len();
        checkpointer.wrote(limits::CHECKPOINT_BYTES - limits::COMMIT_BYTES - 1);
        assert!(length() < 100_000, "one byte is missing");
        checkpointer.wrote(0);
        checkpointer.end();
        assert!(length() > 1_000_000);
    }
}
