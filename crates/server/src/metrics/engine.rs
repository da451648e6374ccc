//! What is counted of the engine as a whole: appends, what became visible when, snapshots, and whether the journal takes
//! facts. Counted on the way of writes alone.

use super::histogram::{FACTS, Histogram, LONG_MICROS, MICROS};
use handover_desk::Timestamp;
use handover_journal::AppendError;
use parking_lot::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

/// What was counted since the process was started, over all accounts.
#[derive(Debug)]
pub struct EngineFigures {
    pub(crate) append_micros: Histogram,
    pub(crate) append_facts: Histogram,
    pub(crate) publish_lag_micros: Histogram,
    pub(crate) snapshot_micros: Histogram,
    snapshot_bytes: AtomicU64,
    append_failures: AtomicU64,
    /// When the journal last refused facts; nothing once it has taken some since.
    failed_at: Mutex<Option<Timestamp>>,
}

impl Default for EngineFigures {
    fn default() -> Self {
        Self {
            append_micros: Histogram::of(&MICROS),
            append_facts: Histogram::of(&FACTS),
            publish_lag_micros: Histogram::of(&MICROS),
            snapshot_micros: Histogram::of(&LONG_MICROS),
            snapshot_bytes: AtomicU64::default(),
            append_failures: AtomicU64::default(),
            failed_at: Mutex::default(),
        }
    }
}

impl EngineFigures {
    /// The journal took facts.
    pub(crate) fn appended(&self, facts: usize, micros: u64) {
        self.append_micros.observe(micros);
        self.append_facts.observe(u64::try_from(facts).unwrap_or(u64::MAX));
        *self.failed_at.lock() = None;
    }

    /// The journal did not take facts. Two refusals say nothing about the next facts: another process has taken over the
    /// desk, and the facts of one append were too large.
    pub(crate) fn append_failed(&self, error: &AppendError, now: Timestamp) {
        self.append_failures.fetch_add(1, Ordering::Relaxed);
        match error {
            AppendError::Full | AppendError::Failed { .. } | AppendError::Unknown | AppendError::Closed => {
                *self.failed_at.lock() = Some(now);
            }
            AppendError::Fenced { .. } | AppendError::TooLarge { .. } => {}
        }
    }

    /// A snapshot was stored.
    pub(crate) fn snapshot_stored(&self, bytes: usize, micros: u64) {
        self.snapshot_micros.observe(micros);
        self.snapshot_bytes.store(u64::try_from(bytes).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    /// When the journal last refused facts, if it has taken none since.
    pub(crate) fn failed_at(&self) -> Option<Timestamp> {
        *self.failed_at.lock()
    }

    pub(crate) fn append_failures(&self) -> u64 {
        self.append_failures.load(Ordering::Relaxed)
    }

    pub(crate) fn snapshot_bytes(&self) -> u64 {
        self.snapshot_bytes.load(Ordering::Relaxed)
    }
}
