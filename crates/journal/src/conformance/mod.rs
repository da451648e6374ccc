//! The suite that every journal passes: one check per promise of [`crate::Journal`], under its number.
//!
//! A check may use nothing but the trait and a [`Disk`]. It gives back what is broken instead of panicking, so that
//! it can run anywhere; [`crate::journal_conformance!`] makes a test of each.

mod appends;
mod closing;
mod failures;
mod reads;
mod scrubbing;
mod snapshots;
mod truncation;

use std::sync::Arc;

use handover_desk::{ChatNo, VisitorNamed};

use crate::{AccountId, Appended, BoxFuture, Fact, Journal, Position, ReadError};

pub use appends::*;
pub use closing::*;
pub use failures::*;
pub use reads::*;
pub use scrubbing::*;
pub use snapshots::*;
pub use truncation::*;

/// How the disk under a journal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weather {
    /// As it should be.
    Fine,
    /// Large writes find no room.
    Full,
    /// The next write fails; it is known that it did.
    Failing,
    /// The next write fails, and it is not known how; nor can anything be written.
    Unclear,
    /// The next write succeeds, but it is not known that it did.
    UnclearButStored,
}

/// What a journal stores on, for as long as a check lasts.
pub trait Disk: Send + Sync + 'static {
    /// Opens a journal on what is stored. The checks have let go of the one before, closed or as in a crash.
    fn open(&self) -> Arc<dyn Journal>;

    /// Changes the disk under the journal that was opened last. A disk that cannot imitate
    /// [`Weather::UnclearButStored`] takes it as [`Weather::Unclear`].
    fn set(&self, weather: Weather);

    /// Whether what is stored holds these bytes anywhere, also where nothing reads it.
    fn holds(&self, bytes: &[u8]) -> bool;
}

/// What an implementation does not keep of its promises.
#[derive(Debug)]
pub struct Broken(String);

impl<E: std::error::Error> From<E> for Broken {
    fn from(error: E) -> Self {
        Self(format!("an operation failed that must succeed: {error}"))
    }
}

/// The outcome of a check.
pub type Checked = Result<(), Broken>;

/// Runs one check.
///
/// # Panics
///
/// When the implementation does not keep the promise, or no runtime can be made.
pub fn run(disk: Arc<dyn Disk>, check: impl FnOnce(Arc<dyn Disk>) -> BoxFuture<'static, Checked>) {
    let checked = tokio::runtime::Builder::new_current_thread()
        .build()
        .map_err(Broken::from)
        .and_then(|runtime| runtime.block_on(check(disk)));
    if let Err(Broken(what)) = checked {
        panic!("{what}");
    }
}

/// Makes one test of each check, for the implementation whose `Arc<dyn Disk>` the expression makes anew.
#[macro_export]
macro_rules! journal_conformance {
    ($disk:expr) => {
        $crate::journal_conformance! { $disk;
            promise_1_what_was_answered_is_read_after_a_crash
            promise_1_what_was_answered_is_seen_by_the_next_read
            promise_2_the_facts_of_one_append_are_read_back_together
            promise_2_an_append_that_is_not_waited_for_is_stored_whole_or_not_at_all
            promise_3_appends_are_read_in_the_order_of_their_answers
            promise_4_an_append_after_a_position_that_is_not_the_last_is_fenced
            promise_4_of_many_appends_after_one_position_one_succeeds
            promise_4_a_fenced_append_does_not_disturb_those_beside_it
            promise_5_positions_increase_also_over_opening_again
            promise_6_an_empty_append_checks_the_fence_and_stores_nothing
            promise_7_an_append_that_fails_has_no_effect
            promise_7_an_append_that_failed_is_not_there_after_a_crash
            promise_8_an_unknown_outcome_is_settled_by_reading
            promise_9_a_full_disk_that_has_room_again_is_written_to
            promise_10_a_read_is_bounded_and_tells_whether_there_is_more
            promise_10_an_append_larger_than_the_limit_is_read_whole
            promise_11_a_read_behind_the_last_position_is_empty
            promise_11_a_read_from_before_what_was_removed_is_refused
            promise_12_accounts_do_not_touch_each_other
            promise_12_many_accounts_append_at_the_same_time
            promise_13_a_large_snapshot_is_read_back_after_a_crash
            promise_13_a_snapshot_replaces_the_former_one
            promise_13_a_snapshot_that_fails_leaves_the_former_one
            promise_13_a_snapshot_never_goes_back_nor_ahead
            promise_14_truncating_removes_exactly_what_was_asked
            promise_14_facts_that_no_snapshot_covers_are_not_removed
            promise_14_truncating_leaves_the_fence_and_the_positions
            promise_15_accounts_lists_each_account_once_and_in_order
            promise_16_what_is_too_large_is_refused_whole
            promise_17_closing_waits_for_what_was_accepted
            promise_17_a_closed_journal_refuses_everything
            promise_18_what_was_removed_is_scrubbed_from_the_storage
        }
    };
    ($disk:expr; $($check:ident)+) => {
        $(
            #[test]
            fn $check() {
                $crate::conformance::run($disk, |disk| Box::pin($crate::conformance::$check(disk)));
            }
        )+
    };
}

/// Fails a check, with the reason, unless a condition holds.
macro_rules! ensure {
    ($condition:expr, $($reason:tt)+) => {
        if !$condition {
            return Err($crate::conformance::Broken(format!($($reason)+)));
        }
    };
}
use ensure;

/// An account for a check.
fn account(name: &str) -> AccountId {
    AccountId::new(name)
}

/// A small fact that tells its number.
fn fact(number: u64) -> Fact {
    Fact::VisitorNamed(VisitorNamed { chat: ChatNo(number), name: "Zoë \"Z\"\n".into() })
}

/// Numbered facts.
fn facts(numbers: std::ops::Range<u64>) -> Vec<Fact> {
    numbers.map(fact).collect()
}

/// A fact of at least `bytes` bytes.
fn large_fact(number: u64, bytes: usize) -> Fact {
    Fact::VisitorNamed(VisitorNamed { chat: ChatNo(number), name: "n".repeat(bytes).into() })
}

/// Appends each of `batches` behind the other; gives the positions.
async fn append_all(
    journal: &dyn Journal,
    account: &AccountId,
    mut after: Position,
    batches: &[Vec<Fact>],
) -> Result<Vec<Position>, Broken> {
    let mut positions = Vec::new();
    for facts in batches {
        after = journal.append(account, after, facts.clone()).await?;
        positions.push(after);
    }
    Ok(positions)
}

/// Everything behind `after`, read in small steps.
async fn read_all(
    journal: &dyn Journal,
    account: &AccountId,
    mut after: Position,
) -> Result<Vec<Appended>, ReadError> {
    let mut all = Vec::new();
    loop {
        let tail = journal.read(account, after, 3).await?;
        let last = tail.last();
        all.extend(tail.appends);
        match last {
            Some(last) if tail.more => after = last,
            Some(_) | None => return Ok(all),
        }
    }
}

/// What [`read_all`] gives for these appends.
fn expected(positions: &[Position], batches: &[Vec<Fact>]) -> Vec<Appended> {
    let pairs = positions.iter().zip(batches);
    pairs.map(|(position, facts)| Appended { position: *position, facts: facts.clone() }).collect()
}
