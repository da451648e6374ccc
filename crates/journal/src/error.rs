//! How the operations of a journal fail, one type each. A message may not carry a fact or any of its words.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use crate::{AccountId, Position};

/// Why an append was not done, or may not have been done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AppendError {
    /// Another has appended since: whoever asked no longer owns the desk. No effect.
    #[error(
        "account {account} has facts behind position {after} that this process did not append; give the desk up"
    )]
    Fenced {
        /// Which account.
        account: AccountId,
        /// The position that was handed in.
        after: Position,
    },
    /// The disk has no room. No effect.
    #[error("the journal's disk is full; free some space, the journal then carries on by itself")]
    Full,
    /// The storage failed. No effect.
    #[error("the journal failed: {reason}")]
    Failed {
        /// What the storage said.
        reason: String,
    },
    /// The facts may or may not be stored: read the tail before anything else is done.
    #[error("it is unknown whether the journal stored the facts; read the account's tail before going on")]
    Unknown,
    /// The facts are larger than [`crate::limits::APPEND_BYTES_MAX`]. No effect.
    #[error("the facts of one append have {bytes} bytes; at most {limit} are allowed, append them in parts")]
    TooLarge {
        /// How many bytes they have, encoded.
        bytes: usize,
        /// How many they may have.
        limit: usize,
    },
    /// The journal was closed. No effect.
    #[error("the journal is closed")]
    Closed,
}

/// Why something could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// Facts behind the given position were removed: begin with the latest snapshot.
    #[error("the facts up to position {through} were removed; begin with the latest snapshot")]
    Truncated {
        /// The position up to which facts were removed, itself included.
        through: Position,
    },
    /// What is stored is not what was written.
    #[error(
        "the journal of account {account} is damaged at position {at}: {reason}; restore it from a backup"
    )]
    Damaged {
        /// Which account.
        account: AccountId,
        /// Where.
        at: Position,
        /// What is wrong there, without the content.
        reason: String,
    },
    /// The storage failed; try again.
    #[error("the journal could not be read: {reason}")]
    Failed {
        /// What the storage said.
        reason: String,
    },
    /// The journal was closed.
    #[error("the journal is closed")]
    Closed,
}

/// Why a snapshot was not stored. The former one is still there.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SnapshotError {
    /// The journal was closed.
    #[error("the journal is closed")]
    Closed,
    /// The account has no append at that position.
    #[error("a snapshot at position {at} was handed in, but the journal of the account ends at {last}")]
    Ahead {
        /// The position that was handed in.
        at: Position,
        /// The last position of the account.
        last: Position,
    },
    /// A snapshot of a later position is stored.
    #[error("a snapshot at position {at} was handed in, but one at {latest} is stored")]
    Outdated {
        /// The position that was handed in.
        at: Position,
        /// The position of the stored snapshot.
        latest: Position,
    },
    /// It is larger than [`crate::limits::SNAPSHOT_BYTES_MAX`].
    #[error("a snapshot has {bytes} bytes; at most {limit} are allowed")]
    TooLarge {
        /// How many bytes it has.
        bytes: usize,
        /// How many it may have.
        limit: usize,
    },
    /// The disk has no room.
    #[error("the journal's disk is full; free some space, the journal then carries on by itself")]
    Full,
    /// The storage failed.
    #[error("the snapshot was not stored: {reason}")]
    Failed {
        /// What the storage said.
        reason: String,
    },
}

/// Why facts were not removed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TruncateError {
    /// The storage failed; doing it again is right.
    #[error("the facts were not removed: {reason}")]
    Failed {
        /// What the storage said.
        reason: String,
    },
    /// No snapshot stands for the facts that would be lost. No effect.
    #[error(
        "facts up to position {through} cannot be removed: the latest snapshot covers them up to {covered}"
    )]
    NotCovered {
        /// The position that was handed in.
        through: Position,
        /// The position of the latest snapshot; the start when there is none.
        covered: Position,
    },
    /// The journal was closed.
    #[error("the journal is closed")]
    Closed,
}

/// Why storage was not cleaned of what is removed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScrubError {
    /// The storage failed, or somebody else is reading it; doing it again is right.
    #[error("what is removed was not cleaned away: {reason}")]
    Failed {
        /// What the storage said.
        reason: String,
    },
    /// The journal was closed.
    #[error("the journal is closed")]
    Closed,
}

/// Why a journal could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// A newer release wrote the file.
    #[error(
        "the journal {path} has schema version {found}, this release knows versions up to {known}; \
         run the release that wrote it, or a later one"
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// The version the file has.
        found: i64,
        /// The newest version this release reads.
        known: i64,
    },
    /// An earlier release wrote the file, and whoever may not write cannot carry it along.
    #[error(
        "the journal {path} has schema version {found} of an earlier release; `handover upgrade` carries it along, or start the server on it once"
    )]
    Older {
        /// The file.
        path: PathBuf,
        /// The version the file has.
        found: i64,
    },
    /// The file is a database of something else.
    #[error("{path} is a database, but not a journal of Handover; name another file")]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// The storage refused.
    #[error("the journal {path} cannot be opened: {source}")]
    Storage {
        /// The file.
        path: PathBuf,
        /// What the storage said.
        source: rusqlite::Error,
    },
    /// The system gave no thread to work on.
    #[error("the journal's threads cannot be started: {0}")]
    Threads(#[from] std::io::Error),
}

impl OpenError {
    /// Whether the file is there and is not as it was written.
    #[must_use]
    pub fn is_damage(&self) -> bool {
        match self {
            Self::Storage { source, .. } => is_damage(source),
            Self::Newer { .. } | Self::Older { .. } | Self::Foreign { .. } | Self::Threads(_) => false,
        }
    }
}

/// Whether SQLite says that a file is not as it was written.
pub(crate) fn is_damage(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase))
}

/// Why a journal was not copied.
#[derive(Debug, thiserror::Error)]
pub enum CopyError {
    /// It cannot be opened.
    #[error(transparent)]
    Open(OpenError),
    /// It cannot be read.
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
    /// The copy cannot be made.
    #[error("{path} cannot be written: {source}")]
    Target {
        /// The file.
        path: PathBuf,
        /// What SQLite said.
        source: rusqlite::Error,
    },
}

impl CopyError {
    /// Whether the journal is there and is not as it was written.
    #[must_use]
    pub fn is_damage(&self) -> bool {
        match self {
            Self::Open(error) => error.is_damage(),
            Self::Source { source, .. } => is_damage(source),
            Self::Full { .. } | Self::Target { .. } => false,
        }
    }

    /// What it means that a copy could not be made.
    pub(crate) fn target(path: &Path, source: rusqlite::Error) -> Self {
        if source.sqlite_error_code() == Some(ErrorCode::DiskFull) {
            return Self::Full { path: path.to_owned() };
        }
        Self::Target { path: path.to_owned(), source }
    }
}
