//! How an operation of the archive fails. A message may not carry a body or any of its words.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// Why the archive did not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ArchiveError {
    /// The disk has no room; nothing of the request was stored.
    #[error("the archive's disk is full; free some space, the archive then carries on by itself")]
    Full,
    /// An entry is larger than [`crate::limits`] allows; nothing of the request was stored.
    #[error("the archive entry of chat {key} has {part} of {bytes} bytes; at most {limit} are allowed")]
    TooLarge {
        /// Which chat, shortened when it is the key that is too long.
        key: String,
        /// `"a key"` or `"a body"`.
        part: &'static str,
        /// How many bytes it has.
        bytes: usize,
        /// How many it may have.
        limit: usize,
    },
    /// The storage failed. A put may or may not have been stored whole; putting it again is right in both cases.
    #[error("the archive failed: {reason}")]
    Failed {
        /// What the storage said.
        reason: String,
    },
    /// The archive was closed.
    #[error("the archive is closed")]
    Closed,
}

/// An archive that could not be opened.
#[derive(Debug, thiserror::Error)]
#[error("the archive {path} cannot be opened: {fault}")]
pub struct OpenError {
    /// The file.
    pub path: PathBuf,
    /// Why not.
    pub fault: OpenFault,
}

/// Why an archive could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenFault {
    /// A newer release wrote the file.
    #[error(
        "its schema version is {found}, this release knows {known}; run the release that wrote it, or a later one"
    )]
    Newer {
        /// The version the file has.
        found: i64,
        /// The newest version this release reads.
        known: i64,
    },
    /// The file is a database of something else.
    #[error("it is a database of something else; name another file")]
    Foreign,
    /// The storage refused.
    #[error("{0}")]
    Storage(#[from] rusqlite::Error),
    /// The system gave no thread to work on.
    #[error("its threads cannot be started: {0}")]
    Threads(#[from] std::io::Error),
}

impl OpenError {
    /// Whether the file is there and is not as it was written.
    #[must_use]
    pub fn is_damage(&self) -> bool {
        match &self.fault {
            OpenFault::Storage(error) => is_damage(error),
            OpenFault::Newer { .. } | OpenFault::Foreign | OpenFault::Threads(_) => false,
        }
    }
}

/// Whether SQLite says that a file is not as it was written.
fn is_damage(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase))
}

/// Why an archive was not copied.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// What is to be read cannot be read.
    #[error("{path} cannot be read: {source}")]
    Source {
        /// The file.
        path: PathBuf,
        /// What SQLite said.
        source: rusqlite::Error,
    },
    /// The disk of the copy has no room.
    #[error("{path} cannot be written: the disk is full; free some space and try again")]
    Full {
        /// The file.
        path: PathBuf,
    },
    /// The copy cannot be written.
    #[error("{path} cannot be written: {source}")]
    Target {
        /// The file.
        path: PathBuf,
        /// What SQLite said.
        source: rusqlite::Error,
    },
    /// The archive that is to be made cannot be opened.
    #[error(transparent)]
    Open(OpenError),
}

impl CopyError {
    /// Whether what was read is not as it was written.
    #[must_use]
    pub fn is_damage(&self) -> bool {
        match self {
            Self::Source { source, .. } => is_damage(source),
            Self::Open(error) => error.is_damage(),
            Self::Full { .. } | Self::Target { .. } => false,
        }
    }

    /// What it means that a file could not be written.
    pub(crate) fn target(path: &Path, source: rusqlite::Error) -> Self {
        if source.sqlite_error_code() == Some(ErrorCode::DiskFull) {
            return Self::Full { path: path.to_owned() };
        }
        Self::Target { path: path.to_owned(), source }
    }
}
