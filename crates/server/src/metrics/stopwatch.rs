//! How long something took, for figures alone: nothing is decided by it, so it need not be the engine's clock, which
//! counts in milliseconds and stands still in tests.

use std::time::Instant;

/// Runs from its making on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stopwatch(Instant);

impl Stopwatch {
    /// Begins.
    pub(crate) fn start() -> Self {
        #[expect(clippy::disallowed_methods, reason = "measures for the figures; nothing is decided by it")]
        let now = Instant::now();
        Self(now)
    }

    /// Microseconds since it began.
    pub(crate) fn micros(self) -> u64 {
        u64::try_from(self.0.elapsed().as_micros()).unwrap_or(u64::MAX)
    }
}
