//! Ended chats, one document each.
//!
//! The desk keeps an ended chat for a few minutes, then its whole document is put here, and only when that is
//! durable is the chat taken off the desk. What the document says is not this crate's business: a body is bytes.
//!
//! This crate may not read the clock, may not look into a document, and does not know the journal.

mod archive;
pub mod conformance;
mod cursor;
mod entry;
mod error;
pub mod limits;
mod memory;
mod piece;
mod sqlite;

pub use archive::{Archive, BoxFuture, List, Outcome};
pub use cursor::{BadCursor, Cursor};
pub use entry::{Entry, Page};
pub use error::{ArchiveError, CopyError, OpenError, OpenFault};
pub use handover_desk::AccountId;
pub use memory::MemoryArchive;
pub use piece::{Content, Piece};
pub use sqlite::{ArchiveObserver, SqliteArchive, join_pieces};
