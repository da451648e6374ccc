//! The clock on the wall: what is measured here is durations on it.

use std::time::Instant;

#[expect(clippy::disallowed_methods, reason = "this measures durations on the wall")]
pub(crate) fn now() -> Instant {
    Instant::now()
}
