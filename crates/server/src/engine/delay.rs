//! What is told to the operator when things take too long: an append, which everybody who wrote waits for, and a deadline
//! that was dealt with late, as an offer that rang on. Decides nothing.

use crate::limits;
use handover_desk::{AccountId, Timestamp};

/// Tells of an append that took too long.
pub(super) fn appended(account: &AccountId, begun: Timestamp, now: Timestamp, facts: usize) {
    let append_ms = now.since(begun);
    if append_ms > limits::SLOW_APPEND_MS {
        tracing::warn!(
            %account, append_ms, facts,
            "the journal took long to make facts durable; whoever wrote them waited"
        );
    }
}

/// Tells of deadlines that were dealt with too late.
pub(super) struct Lateness {
    /// Nothing was dealt with before: the server was not there.
    opened_at: Timestamp,
    /// Nothing is told before, so that a machine that is behind all the time does not fill the log.
    silent_until: Timestamp,
}

impl Lateness {
    pub(super) fn from(opened_at: Timestamp) -> Self {
        Self { opened_at, silent_until: opened_at }
    }

    /// A deadline is dealt with, the earliest of those that are due.
    pub(super) fn met(&mut self, account: &AccountId, deadline: Timestamp, now: Timestamp) {
        let late_ms = now.since(deadline.max(self.opened_at));
        if late_ms > limits::LATE_DEADLINE_MS && now >= self.silent_until {
            self.silent_until = Timestamp(now.0.saturating_add(limits::LATE_REPORT_SPACING_MS));
            tracing::warn!(%account, late_ms, "a deadline was dealt with late; the machine or the disk is too slow");
        }
    }
}
