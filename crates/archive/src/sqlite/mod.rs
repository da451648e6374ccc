//! The archive in one SQLite file: one thread writes in groups, one thread reads.
//!
//! May not block an async thread: every statement runs on one of the two threads of its own.

mod database;
mod observer;
mod piece;
mod reader;
mod writer;

pub use self::observer::ArchiveObserver;
pub use self::piece::join_pieces;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread;

use tokio::sync::{mpsc, oneshot, watch};

use self::reader::Query;
use self::writer::Request;
use crate::entry::check;
use crate::{
    AccountId, Archive, ArchiveError, BoxFuture, Entry, List, OpenError, OpenFault, Outcome, Page, limits,
};

/// The archive in one SQLite file (write-ahead log, `synchronous=FULL`).
///
/// Dropping it without [`Archive::close`] is fine: what was answered is durable.
#[derive(Debug)]
pub struct SqliteArchive {
    writer: mpsc::Sender<Request>,
    reader: mpsc::Sender<Query>,
    ended: watch::Receiver<()>,
    max_pages: Arc<AtomicU32>,
}

impl SqliteArchive {
    /// Opens the archive in the file `path`, which is made when it is missing. Its folder must exist.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        Self::start(path).map_err(|fault| OpenError { path: path.to_owned(), fault })
    }

    fn start(path: &Path) -> Result<Self, OpenFault> {
        let writing = database::open(path)?;
        let reading = database::open(path)?;
        let (writer, requests) = mpsc::channel(limits::WAITING_MAX);
        let (reader, queries) = mpsc::channel(limits::WAITING_MAX);
        let (end, ended) = watch::channel(());
        let max_pages = Arc::new(AtomicU32::new(0));
        let pages = Arc::clone(&max_pages);
        thread::Builder::new().name("archive-writer".to_owned()).spawn(move || {
            writer::run(writing, requests, &pages);
            drop(end);
        })?;
        thread::Builder::new()
            .name("archive-reader".to_owned())
            .spawn(move || reader::run(&reading, queries))?;
        Ok(Self { writer, reader, ended, max_pages })
    }

    /// Bounds the file to `pages` of 4 KiB, so that a test can fill the disk; 0 takes the bound away.
    #[doc(hidden)]
    pub fn limit_pages(&self, pages: u32) {
        self.max_pages.store(pages, Ordering::SeqCst);
    }

    async fn ask<T>(
        &self,
        query: impl FnOnce(oneshot::Sender<Result<T, ArchiveError>>) -> Query,
    ) -> Result<T, ArchiveError> {
        if self.writer.is_closed() {
            return Err(ArchiveError::Closed);
        }
        let (answer, answered) = oneshot::channel();
        self.reader.send(query(answer)).await.map_err(|_| ArchiveError::Closed)?;
        answered.await.unwrap_or_else(|_| Err(gone("reader")))
    }
}

/// A thread ended without an answer, which only a defect can bring about.
fn gone(thread: &str) -> ArchiveError {
    ArchiveError::Failed { reason: format!("the archive's {thread} ended without an answer") }
}

impl Archive for SqliteArchive {
    fn put(&self, entries: Vec<Entry>) -> Outcome<'_, ()> {
        Box::pin(async move {
            entries.iter().try_for_each(check)?;
            let (answer, answered) = oneshot::channel();
            let request = Request::Put { entries, answer };
            self.writer.send(request).await.map_err(|_| ArchiveError::Closed)?;
            answered.await.unwrap_or_else(|_| Err(gone("writer")))
        })
    }

    fn get(&self, account: &AccountId, key: &str) -> Outcome<'_, Option<Entry>> {
        let (account, key) = (account.clone(), key.to_owned());
        Box::pin(self.ask(move |answer| Query::Get { account, key, answer }))
    }

    fn list(&self, list: List) -> Outcome<'_, Page> {
        Box::pin(self.ask(move |answer| Query::List { list, answer }))
    }

    fn scrub(&self) -> Outcome<'_, ()> {
        Box::pin(async move {
            let (answer, answered) = oneshot::channel();
            self.writer.send(Request::Scrub { answer }).await.map_err(|_| ArchiveError::Closed)?;
            answered.await.unwrap_or_else(|_| Err(gone("writer")))
        })
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            // Either finds the writer gone when it is closed already.
            let _already_closed = self.writer.send(Request::Close).await.is_err();
            let _writer_ended = self.ended.clone().changed().await.is_err();
        })
    }
}
