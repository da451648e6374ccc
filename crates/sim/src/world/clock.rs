//! The time of the world: the paused clock of the runtime, shifted to where the world stands. May not ask the machine.

use handover_desk::Timestamp;
use handover_server::engine::clock::{Clock, Sleep};
use std::time::Duration;
use tokio::time::Instant;

/// The clock of one life of the server. It stands still while anybody has something to do.
#[derive(Debug)]
pub(super) struct SimClock {
    began: Instant,
    began_at: Timestamp,
}

impl SimClock {
    /// A clock that shows `now`. To be made inside the runtime whose time it follows.
    pub(super) fn showing(now: Timestamp) -> Self {
        Self { began: Instant::now(), began_at: now }
    }
}

impl Clock for SimClock {
    fn now(&self) -> Timestamp {
        let passed_ms = i64::try_from(self.began.elapsed().as_millis()).unwrap_or(i64::MAX);
        Timestamp(self.began_at.0.saturating_add(passed_ms))
    }

    fn sleep_until(&self, at: Timestamp) -> Sleep<'_> {
        Box::pin(async move {
            let left_ms = at.since(self.now());
            if left_ms > 0 {
                tokio::time::sleep(Duration::from_millis(left_ms)).await;
            }
        })
    }
}
