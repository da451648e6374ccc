//! The clock on the wall: what a load run measures is durations on it, in microseconds since its beginning.

use std::time::{Duration, Instant};

/// A second of this clock.
pub(super) const SECOND_US: u64 = 1_000_000;
/// A millisecond of this clock.
pub(super) const MILLI_US: u64 = 1_000;

/// The clock of one run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clock(Instant);

impl Clock {
    /// A clock that stands at nought.
    #[expect(clippy::disallowed_methods, reason = "this measures durations on the wall")]
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    /// Microseconds since it was started.
    #[expect(clippy::disallowed_methods, reason = "this measures durations on the wall")]
    pub(crate) fn now_us(self) -> u64 {
        micros(Instant::now().saturating_duration_since(self.0))
    }

    /// The instant of a time of this clock, to sleep until.
    pub(super) fn instant(self, at_us: u64) -> tokio::time::Instant {
        tokio::time::Instant::from_std(self.0) + Duration::from_micros(at_us)
    }
}

/// A duration in microseconds.
pub(super) fn micros(duration: Duration) -> u64 {
    u64::try_from(duration.as_micros()).unwrap_or(u64::MAX)
}

/// Microseconds as seconds.
pub(super) fn seconds(us: u64) -> f64 {
    as_f64(us) / 1e6
}

/// A count as a number to divide.
#[expect(clippy::cast_precision_loss, reason = "counts and microseconds of a run are far below 2^52")]
pub(super) fn as_f64(count: u64) -> f64 {
    count as f64
}

/// A count of things in memory as a number to divide.
pub(super) fn count_f64(count: usize) -> f64 {
    as_f64(u64::try_from(count).unwrap_or(u64::MAX))
}

/// A number that was calculated as a count: what is not one is 0, what is too large the largest.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "such a cast saturates")]
pub(super) fn as_u64(number: f64) -> u64 {
    number as u64
}
