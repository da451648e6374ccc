//! The books of a world: what outlives every crash because it is no part of the server. The trace, the ledger, what
//! people know, and the first promise that was broken.

use super::faults::Faults;
use super::history::History;
use super::ledger::Ledger;
use super::office::START;
use handover_desk::Timestamp;
use std::fmt::Display;

/// What a run has seen, so that a test can tell that it was not an idle one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Crashes at a step of a write.
    pub crashes_at_steps: u64,
    /// Crashes at any other moment.
    pub crashes: u64,
    /// Servers that were stopped in order.
    pub stops: u64,
    /// Servers that could not be started because the journal could not be read.
    pub failed_starts: u64,
    /// Appends that were answered.
    pub appends: u64,
    /// Appends that failed.
    pub failed_appends: u64,
    /// Appends whose outcome was unknown.
    pub unknown_appends: u64,
    /// Snapshots that were stored.
    pub snapshots: u64,
    /// Truncations that were done.
    pub truncations: u64,
    /// Chats in the archive.
    pub archived: u64,
    /// Requests that were answered.
    pub answers: u64,
    /// Of those, with 503.
    pub turned_away: u64,
    /// Requests whose answer was lost.
    pub lost: u64,
    /// Lines that were acknowledged.
    pub lines: u64,
    /// Writes that were repeated under their key and acknowledged.
    pub repeated: u64,
    /// Events that were read.
    pub events: u64,
    /// Changes of device with chats on hand.
    pub moves: u64,
    /// Transfers that were acknowledged.
    pub transfers: u64,
    /// What went wrong, by kind.
    pub faults: Faults,
}

impl Report {
    /// Adds what another run has seen.
    pub fn add(&mut self, other: &Self) {
        let pairs = self.counters_mut().into_iter().zip(other.counters());
        pairs.for_each(|(sum, count)| *sum += count);
        self.faults.add(&other.faults);
    }

    fn counters(&self) -> [u64; 18] {
        let mut copy = *self;
        copy.counters_mut().map(|count| *count)
    }

    fn counters_mut(&mut self) -> [&mut u64; 18] {
        let Self {
            crashes_at_steps,
            crashes,
            stops,
            failed_starts,
            appends,
            failed_appends,
            unknown_appends,
            snapshots,
            truncations,
            archived,
            answers,
            turned_away,
            lost,
            lines,
            repeated,
            events,
            moves,
            transfers,
            faults: _,
        } = self;
        [
            crashes_at_steps,
            crashes,
            stops,
            failed_starts,
            appends,
            failed_appends,
            unknown_appends,
            snapshots,
            truncations,
            archived,
            answers,
            turned_away,
            lost,
            lines,
            repeated,
            events,
            moves,
            transfers,
        ]
    }
}

/// What is written down beside the server.
#[derive(Default)]
pub(super) struct Books {
    pub(super) trace: Vec<String>,
    pub(super) ledger: Ledger,
    pub(super) history: History,
    pub(super) report: Report,
    /// The first promise that was broken.
    pub(super) broken: Option<String>,
}

impl Books {
    pub(super) fn note(&mut self, now: Timestamp, text: impl Display) {
        let ms = now.0.saturating_sub(START.0);
        self.trace.push(format!("{:>6}.{:03} {text}", ms.div_euclid(1_000), ms.rem_euclid(1_000)));
    }

    pub(super) fn break_off(&mut self, now: Timestamp, why: String) {
        self.note(now, format_args!("BROKEN: {why}"));
        self.broken.get_or_insert(why);
    }
}
