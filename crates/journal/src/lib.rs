//! The durable, ordered log of facts of each account.
//!
//! [`Journal`] is the trait with its promises, [`conformance`] the suite that checks every one of them,
//! [`MemoryJournal`] and [`SqliteJournal`] are the implementations, and [`DataFolder`] is where the files lie.
//!
//! This crate may not read the clock, may not decide anything about a chat, and does not know the archive.

pub mod codec;
pub mod conformance;
mod error;
mod folder;
mod journal;
pub mod limits;
mod memory;
mod position;
mod sqlite;
mod tail;

pub use error::{AppendError, CopyError, OpenError, ReadError, ScrubError, SnapshotError, TruncateError};
pub use folder::{DataFolder, FORMAT_VERSION, FolderError, NewFolder};
pub use handover_desk::{AccountId, Fact};
pub use journal::{Appended, BoxFuture, Journal, Outcome, Snapshot, Tail};
pub use memory::{Fault, MemoryJournal};
pub use position::Position;
pub use sqlite::{
    Options, SqliteJournal, SqliteObserver, TABLES, TABLES_BEFORE, copy_journal, damage, sqlite_version,
    tables_of, upgrade_tables, write_tables_back,
};
