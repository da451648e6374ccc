//! The trait and its promises. May not name an implementation.

use std::ops::Range;
use std::pin::Pin;

use crate::{AccountId, ArchiveError, Cursor, Entry, Page};

/// A future that may be sent to another thread; what the methods of an object-safe trait return.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What a request to an archive comes to. Nothing happens before the future is polled; it borrows only the archive.
pub type Outcome<'a, T> = BoxFuture<'a, Result<T, ArchiveError>>;

/// Which ended chats a list holds, and which part of them one page is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// Whose chats.
    pub account: AccountId,
    /// When they ended, in milliseconds since 1970-01-01T00:00:00Z; the end is not included.
    pub ended_at_ms: Range<i64>,
    /// How many entries the page may hold.
    pub limit: usize,
    /// Where the page begins: the former page's `next`, or none for the first.
    pub cursor: Option<Cursor>,
}

/// Keeps ended chats.
///
/// Every implementation keeps these promises; [`crate::conformance`] checks each of them under its number.
///
/// 1. **Durable.** When `put` answers `Ok`, every entry of it is on stable storage and is read back after a
///    crash, and by every read that begins after the answer.
/// 2. **Byte for byte.** What `get` and `list` return is what was put, whatever bytes the body holds.
/// 3. **Repeatable.** Putting an entry again changes nothing. Putting another document under the same account
///    and key replaces the former one whole, in the list too.
/// 4. **All or nothing.** The entries of one `put` are stored together or not at all. Of two entries of one put
///    with the same account and key the later one stays.
/// 5. **Separate accounts.** Nothing that is done to one account is seen in another, also where keys are equal.
/// 6. **Listed newest first.** `list` gives the entries whose `ended_at_ms` lies in the half-open range, latest
///    first, those of one millisecond by key, greatest first.
/// 7. **Pages join up.** Following `next` from page to page gives every entry that was there throughout exactly
///    once, however many are put meanwhile; the last page has no `next`.
/// 8. **Pages are bounded.** A page holds at most `limit` entries (at least one is always asked for), at most
///    [`crate::limits::PAGE_ENTRIES_MAX`], and ends early at [`crate::limits::PAGE_BYTES_MAX`].
/// 9. **Limits are refused whole.** A put with one entry that is too large stores nothing.
/// 10. **Recovers by itself.** After a failure of the disk has passed, the same open archive works again.
/// 11. **Closing is durable.** `close` answers when every put that was accepted before has been answered;
///     afterwards every method answers [`ArchiveError::Closed`]. Closing again is fine.
/// 12. **Scrubbing.** When `scrub` answers `Ok`, no byte of a document that was replaced before it was asked for is on the
///     storage, whatever stands there instead. Nothing that `get` and `list` give changes.
pub trait Archive: Send + Sync + 'static {
    /// Stores `entries`, all of them or none. No entries is fine and does nothing.
    fn put(&self, entries: Vec<Entry>) -> Outcome<'_, ()>;

    /// The entry of one chat.
    fn get(&self, account: &AccountId, key: &str) -> Outcome<'_, Option<Entry>>;

    /// One page of a list.
    fn list(&self, list: List) -> Outcome<'_, Page>;

    /// Cleans the storage of documents that were replaced, of every account. Costs as much as everything that is stored;
    /// puts wait meanwhile.
    fn scrub(&self) -> Outcome<'_, ()>;

    /// Takes no more requests and waits until those that were accepted are answered.
    fn close(&self) -> BoxFuture<'_, ()>;
}
