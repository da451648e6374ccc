//! The trait, its promises, and what it hands out. May not name an implementation.

use std::pin::Pin;

use crate::{AccountId, AppendError, Fact, Position, ReadError, ScrubError, SnapshotError, TruncateError};

/// A future that may be sent to another thread; what the methods of an object-safe trait return.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What a request to a journal comes to.
///
/// Nothing happens before the future is polled. It borrows nothing but the journal.
pub type Outcome<'a, T, E> = BoxFuture<'a, Result<T, E>>;

/// The facts of one append, as they were appended.
#[derive(Clone, Debug, PartialEq)]
pub struct Appended {
    /// The position that the append was given.
    pub position: Position,
    /// Its facts, in their order; never empty.
    pub facts: Vec<Fact>,
}

/// A part of the log of one account, oldest first.
#[derive(Clone, Debug, PartialEq)]
pub struct Tail {
    /// Whole appends, in their order.
    pub appends: Vec<Appended>,
    /// Whether there are more behind the last one.
    pub more: bool,
}

impl Tail {
    /// The position of the last append, from which the next read goes on.
    #[must_use]
    pub fn last(&self) -> Option<Position> {
        self.appends.last().map(|appended| appended.position)
    }

    /// The facts of all appends, in their order.
    pub fn into_facts(self) -> impl Iterator<Item = Fact> {
        self.appends.into_iter().flat_map(|appended| appended.facts)
    }
}

/// The state of an account up to a position, opaque to the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// The last append that the state contains.
    pub at: Position,
    /// The state.
    pub bytes: Vec<u8>,
}

/// The durable, ordered log of facts of each account.
///
/// Every implementation keeps these promises; [`crate::conformance`] checks each of them under its number.
///
/// 1. **Durable.** When `append` answers `Ok`, its facts are on stable storage: they are read back after a crash,
///    and by every read that begins after the answer.
/// 2. **Whole.** The facts of one append are stored together and in their order, or not at all. That is so too
///    when the caller stops waiting for the answer.
/// 3. **Ordered.** A read returns the appends of an account in the order in which they were answered.
/// 4. **Fenced.** An append whose `after` is not the last position of the account is refused with
///    [`AppendError::Fenced`], without effect on it or on others. Of two appends after the same position at most
///    one succeeds.
/// 5. **Increasing.** Every position is greater than all that the account was given before and than
///    [`Position::START`], also after opening again and after truncating.
/// 6. **Empty appends.** An append without facts stores nothing; it answers `after` if that is the last position,
///    else it is fenced.
/// 7. **No effect on failure.** After every error of `append` except [`AppendError::Unknown`] the journal is as it
///    was, for good, and the same append may be tried again with the same `after`.
/// 8. **Unknown is settled by reading.** After [`AppendError::Unknown`] a read that succeeds tells whether the facts
///    were stored, and that does not change afterwards.
/// 9. **Recovers by itself.** After a failure of the disk has passed, the same open journal works again.
/// 10. **Bounded reads.** A read returns whole appends with at most `limit` facts (0 counts as 1, and at most
///     [`crate::limits::READ_FACTS_MAX`]), unless its first append alone holds more; it ends early at
///     [`crate::limits::READ_BYTES_MAX`]. `more` tells whether appends follow.
/// 11. **No gaps.** A read from before a position up to which facts were removed fails with
///     [`ReadError::Truncated`]; it never leaves facts out. A read from behind the last position is empty.
/// 12. **Separate accounts.** Nothing that is done to one account changes what is read of another or its fence.
/// 13. **Snapshots.** A snapshot of any size up to [`crate::limits::SNAPSHOT_BYTES_MAX`] is durable when answered
///     and read back byte for byte. It replaces the former one at once and whole: at every moment, and after every
///     failure, the latest snapshot is one that was handed in. It never goes back to an earlier position and never
///     lies ahead of the log.
/// 14. **Truncating.** `truncate` removes exactly the appends up to and including `through`, which must not lie
///     behind the latest snapshot's position: else it is refused without effect. What is behind `through` stays.
///     Doing it again, or for an earlier position, changes nothing. The fence is not touched.
/// 15. **Accounts.** `accounts` gives every account that was appended to or has a snapshot, once, in order, also
///     when all its facts have been removed.
/// 16. **Limits are refused whole.** An append or a snapshot that is too large has no effect.
/// 17. **Closing is durable.** `close` answers when everything that was accepted before has been answered; then
///     every method answers `Closed`. Closing again is fine.
/// 18. **Scrubbing.** When `scrub` answers `Ok`, no byte of a fact that was truncated, or of a snapshot that was
///     replaced, before it was asked for is on the storage, whatever was put there instead. Nothing that is read changes.
pub trait Journal: Send + Sync + 'static {
    /// Adds `facts` behind position `after`; gives the position to hand in with the next append.
    fn append(
        &self,
        account: &AccountId,
        after: Position,
        facts: Vec<Fact>,
    ) -> Outcome<'_, Position, AppendError>;

    /// The appends behind position `after`, oldest first, about `limit` facts of them.
    fn read(&self, account: &AccountId, after: Position, limit: usize) -> Outcome<'_, Tail, ReadError>;

    /// Stores the state of the account up to and including the append at position `at`.
    fn snapshot(&self, account: &AccountId, at: Position, bytes: Vec<u8>) -> Outcome<'_, (), SnapshotError>;

    /// The snapshot that was stored last.
    fn latest_snapshot(&self, account: &AccountId) -> Outcome<'_, Option<Snapshot>, ReadError>;

    /// Removes the appends up to and including position `through`, which the latest snapshot must cover.
    fn truncate(&self, account: &AccountId, through: Position) -> Outcome<'_, (), TruncateError>;

    /// Cleans the storage of what was truncated and replaced, of every account. Costs as much as everything that is stored;
    /// appends wait meanwhile.
    fn scrub(&self) -> Outcome<'_, (), ScrubError>;

    /// Every account there is.
    fn accounts(&self) -> Outcome<'_, Vec<AccountId>, ReadError>;

    /// Takes no more requests and waits until those that were accepted are answered.
    fn close(&self) -> BoxFuture<'_, ()>;
}
