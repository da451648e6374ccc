//! Looks at the queue that are not more frequent than need be.

use crate::limits;
use handover_desk::Timestamp;

/// When the queue is looked at again.
#[derive(Clone, Copy, Debug)]
pub(super) struct Spacing {
    from: Timestamp,
    /// A look was put off: there may be something that no ring will tell of.
    is_due: bool,
}

/// What to wait for before the queue is looked at.
#[derive(Clone, Copy, Debug)]
pub(super) struct NextLook {
    pub(super) from: Timestamp,
    /// Whether it has to be rung for as well.
    pub(super) needs_ring: bool,
}

impl Default for Spacing {
    /// The first look is at once.
    fn default() -> Self {
        Self { from: Timestamp::MIN, is_due: false }
    }
}

impl Spacing {
    /// Whether it is time for a look, which counts as made; else it is put off. A look that finds nothing to tell counts as
    /// well: the queue of an account changes far more often than what one reader sees of it.
    pub(super) fn is_time(&mut self, now: Timestamp) -> bool {
        self.is_due = now < self.from;
        if !self.is_due {
            self.from = now.after(limits::QUEUE_SPACING);
        }
        !self.is_due
    }

    pub(super) const fn next_look(self) -> NextLook {
        NextLook { from: self.from, needs_ring: !self.is_due }
    }
}
