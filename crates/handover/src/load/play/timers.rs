//! What is due when. One heap for all players: a timer for each would cost more than what it is for.

use super::arena::ChatId;
use crate::load::plan::Who;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Something that is to be done.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Due {
    /// The next visitor of the plan asks for a chat.
    Arrival,
    /// A side asks what is new in its chat.
    Poll(ChatId, Who),
    /// An agent asks what rings.
    Incoming(usize),
    /// An agent asks for its own availability.
    Availability(usize),
    /// A side has something to say.
    Line(ChatId, Who),
    /// A chat is to be ended.
    End(ChatId),
    /// A chat that waits is looked at.
    Waiting(ChatId),
    /// What is measured from here on counts.
    Count,
    /// The run closes.
    Close,
}

/// Everything that is due some time.
#[derive(Debug, Default)]
pub(super) struct Timers(BinaryHeap<Reverse<(u64, Due)>>);

impl Timers {
    pub(super) fn at(&mut self, us: u64, due: Due) {
        self.0.push(Reverse((us, due)));
    }

    /// What is due first, if it is due by this time, and when it was.
    pub(super) fn pop(&mut self, now_us: u64) -> Option<(u64, Due)> {
        if self.0.peek().is_none_or(|Reverse((us, _))| *us > now_us) {
            return None;
        }
        self.0.pop().map(|Reverse(first)| first)
    }
}
