//! The time of the world: the paused clock of the runtime, shifted to where the world stands. May not ask the machine.

use super::faults::Fault;
use super::host::Host;
use handover_desk::Timestamp;
use handover_server::engine::clock::{Clock, Sleep};
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use tokio::time::Instant;

/// The longest sleep without a look at the clock, as the server's own clock has it.
const LONGEST_NAP: Duration = Duration::from_secs(10);

/// The clock of one life of the server. It stands still while anybody has something to do.
#[derive(Debug)]
pub(super) struct SimClock {
    began: Instant,
    began_at: Timestamp,
    /// By how much it was set since, in milliseconds.
    set_by_ms: AtomicI64,
}

impl SimClock {
    /// A clock that shows `now`. To be made inside the runtime whose time it follows.
    pub(super) fn showing(now: Timestamp) -> Self {
        Self { began: Instant::now(), began_at: now, set_by_ms: AtomicI64::new(0) }
    }

    /// Somebody sets the clock.
    fn set(&self, by_ms: i64) {
        self.set_by_ms.fetch_add(by_ms, Ordering::SeqCst);
    }
}

impl Clock for SimClock {
    fn now(&self) -> Timestamp {
        let passed_ms = i64::try_from(self.began.elapsed().as_millis()).unwrap_or(i64::MAX);
        let shown_ms = passed_ms.saturating_add(self.set_by_ms.load(Ordering::SeqCst));
        Timestamp(self.began_at.0.saturating_add(shown_ms))
    }

    fn sleep_until(&self, at: Timestamp) -> Sleep<'_> {
        Box::pin(async move {
            // As the server's own does: a clock may be set while somebody sleeps.
            loop {
                let left = Duration::from_millis(at.since(self.now()));
                if left.is_zero() {
                    return;
                }
                tokio::time::sleep(left.min(LONGEST_NAP)).await;
            }
        })
    }
}

/// Sets the clock now and then as long as the server lives: by hours, by minutes, or by the second that is repeated.
pub(super) async fn be_set(host: Host) {
    loop {
        let rest_ms = u64::from(1 + host.below(4_000));
        host.wait(rest_ms).await;
        if !host.chance(|weather| weather.clock) {
            continue;
        }
        let (by_ms, fault) = match host.below(6) {
            0 => (i64::from(host.below(3 * 3_600_000)), Fault::ClockForward),
            1 | 2 => (i64::from(host.below(120_000)), Fault::ClockForward),
            3 => (-i64::from(host.below(3_600_000)), Fault::ClockBack),
            4 => (-i64::from(host.below(20_000)), Fault::ClockBack),
            _ => (-1_000, Fault::LeapSecond),
        };
        host.count(fault);
        host.clock.set(by_ms);
        host.note(format_args!("the clock is set by {by_ms} ms"));
    }
}
