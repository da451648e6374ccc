//! The writer's connection, and what becomes of a transaction. May not know what is written.
//!
//! A commit that fails leaves a question: when it was the sync that failed, the frames stand in the write-ahead log,
//! and a crash would bring them to life although their writers were told otherwise. The next commit overwrites them.
//! So after such a failure a commit of no meaning is made at once; where that fails too, the outcome is unknown, and
//! nothing is read or written until one succeeds.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rusqlite::{Connection, ErrorCode};

use super::faults::Faults;
use super::schema;
use crate::{AppendError, OpenError, ReadError, ScrubError, SnapshotError, TruncateError};

/// Whether the outcome of some commit is unknown; shared with those who want to read.
pub(super) type Doubt = Arc<AtomicBool>;

/// Why a transaction had no effect, or may have had none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// No room; no effect.
    Full,
    /// The storage failed; no effect.
    Failed(String),
    /// The commit failed, and it is not known how.
    Unknown(String),
}

impl Trouble {
    /// A thread ended without an answer, which only a defect can bring about.
    pub(super) fn gone(thread: &str) -> Self {
        Self::Failed(format!("the journal's {thread} ended without an answer"))
    }

    /// What it is called where the outcome does not matter.
    fn reason(self) -> String {
        match self {
            Self::Full => "the disk is full".to_owned(),
            Self::Failed(reason) | Self::Unknown(reason) => reason,
        }
    }
}

impl From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Self {
        if error.sqlite_error_code() == Some(ErrorCode::DiskFull) {
            return Self::Full;
        }
        Self::Failed(error.to_string())
    }
}

impl From<Trouble> for AppendError {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Full => Self::Full,
            Trouble::Failed(reason) => Self::Failed { reason },
            Trouble::Unknown(_) => Self::Unknown,
        }
    }
}

impl From<Trouble> for SnapshotError {
    fn from(trouble: Trouble) -> Self {
        match trouble {
            Trouble::Full => Self::Full,
            Trouble::Failed(reason) | Trouble::Unknown(reason) => Self::Failed { reason },
        }
    }
}

impl From<Trouble> for TruncateError {
    fn from(trouble: Trouble) -> Self {
        Self::Failed { reason: trouble.reason() }
    }
}

impl From<Trouble> for ScrubError {
    fn from(trouble: Trouble) -> Self {
        Self::Failed { reason: trouble.reason() }
    }
}

impl From<Trouble> for ReadError {
    fn from(trouble: Trouble) -> Self {
        Self::Failed { reason: trouble.reason() }
    }
}

/// The one connection that writes. It is made anew after a failure.
#[derive(Debug)]
pub(super) struct Database {
    path: PathBuf,
    connection: Option<Connection>,
    max_pages: u32,
    faults: Arc<Faults>,
    doubt: Doubt,
}

impl Database {
    pub(super) fn open(path: &Path, faults: Arc<Faults>, doubt: Doubt) -> Result<Self, OpenError> {
        let connection = schema::open_file(path)?;
        let mut database = Self { path: path.to_owned(), connection: None, max_pages: 0, faults, doubt };
        database.adopt(connection).map_err(|source| OpenError::Storage { path: path.to_owned(), source })?;
        Ok(database)
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    fn adopt(&mut self, mut connection: Connection) -> rusqlite::Result<()> {
        let faults = Arc::clone(&self.faults);
        connection.commit_hook(Some(move || faults.next_commit_fails()))?;
        self.max_pages = 0;
        self.connection = Some(connection);
        Ok(())
    }

    /// Runs `work` in a transaction of its own and makes it durable.
    pub(super) fn transaction<T>(
        &mut self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, Trouble> {
        self.settle()?;
        let done = self.begin().and_then(work);
        match done {
            Ok(value) => self.commit().map(|()| value),
            Err(error) => {
                self.roll_back();
                Err(error.into())
            }
        }
    }

    /// Runs a statement that has to stand outside of a transaction.
    pub(super) fn outside<T>(
        &mut self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, Trouble> {
        self.settle()?;
        Ok(self.connection().and_then(work)?)
    }

    /// Makes sure that the outcome of every former commit is known.
    pub(super) fn settle(&mut self) -> Result<(), Trouble> {
        if !self.doubt.load(Ordering::SeqCst) {
            return Ok(());
        }
        let settled = self
            .begin()
            .and_then(|connection| connection.execute_batch("UPDATE settle SET times = times + 1; COMMIT"));
        if let Err(error) = settled {
            self.connection = None;
            return Err(error.into());
        }
        self.doubt.store(false, Ordering::SeqCst);
        Ok(())
    }

    /// The connection, made anew if it was given up.
    pub(super) fn connection(&mut self) -> rusqlite::Result<&Connection> {
        if self.connection.is_none() {
            let connection = schema::connect(&self.path)?;
            self.adopt(connection)?;
        }
        let max_pages = self.faults.max_pages();
        let changed = self.max_pages != max_pages;
        self.max_pages = max_pages;
        let connection = self.connection.as_ref().ok_or(rusqlite::Error::InvalidQuery)?;
        if changed {
            connection.pragma_update_and_check(None, "max_page_count", max_pages, |_row| Ok(()))?;
        }
        Ok(connection)
    }

    fn begin(&mut self) -> rusqlite::Result<&Connection> {
        let connection = self.connection()?;
        connection.prepare_cached("BEGIN IMMEDIATE")?.execute(())?;
        Ok(connection)
    }

    fn commit(&mut self) -> Result<(), Trouble> {
        let committed =
            self.connection().and_then(|connection| connection.prepare_cached("COMMIT")?.execute(()));
        let Err(error) = committed else { return Ok(()) };
        self.roll_back();
        let trouble = Trouble::from(error);
        // The frame that makes a commit valid is written last, so there was no room for it, and nothing is in doubt.
        let Trouble::Failed(reason) = trouble else { return Err(trouble) };
        self.doubt.store(true, Ordering::SeqCst);
        // Only this very connection is sure to write over the frames; another one might take them for good.
        if self.connection.is_some() && self.settle().is_ok() {
            return Err(Trouble::Failed(reason));
        }
        Err(Trouble::Unknown(reason))
    }

    /// Leaves the transaction; a connection that cannot do that is given up.
    fn roll_back(&mut self) {
        let left = self.connection.as_ref().is_some_and(|connection| {
            connection.is_autocommit() || connection.execute_batch("ROLLBACK").is_ok()
        });
        if !left {
            self.connection = None;
        }
    }
}
