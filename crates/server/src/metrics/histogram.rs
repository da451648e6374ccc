//! Counting values in buckets, from any thread, with two additions and no lock.

use std::sync::atomic::{AtomicU64, Ordering};

/// The buckets of a histogram.
#[derive(Debug)]
pub(crate) struct Scale {
    /// The largest value of each bucket but the last, ascending. The last one takes the rest.
    pub(crate) bounds: &'static [u64],
    /// How many of what is counted make one of what is shown: a million, for microseconds that are shown as seconds.
    pub(crate) per_unit: u64,
}

/// From a tenth of a millisecond to five seconds, counted in microseconds.
pub(crate) const MICROS: Scale = Scale {
    bounds: &[
        100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000,
        5_000_000,
    ],
    per_unit: 1_000_000,
};
/// From a hundredth of a second to five minutes, counted in microseconds.
pub(crate) const LONG_MICROS: Scale = Scale {
    bounds: &[
        10_000,
        50_000,
        100_000,
        250_000,
        500_000,
        1_000_000,
        2_500_000,
        5_000_000,
        10_000_000,
        30_000_000,
        60_000_000,
        300_000_000,
    ],
    per_unit: 1_000_000,
};
/// What people wait for: from one second to one hour, counted in milliseconds.
pub(crate) const WAIT_MS: Scale = Scale {
    bounds: &[1_000, 5_000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000],
    per_unit: 1_000,
};
/// How long an offer rings: from one second to one minute, counted in milliseconds.
pub(crate) const RING_MS: Scale =
    Scale { bounds: &[1_000, 2_000, 3_000, 5_000, 10_000, 15_000, 20_000, 30_000, 60_000], per_unit: 1_000 };
/// How many facts go into one append.
pub(crate) const FACTS: Scale =
    Scale { bounds: &[1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1_024, 2_048, 4_096], per_unit: 1 };

/// Values by bucket, and their sum.
#[derive(Debug)]
pub(crate) struct Histogram {
    scale: &'static Scale,
    buckets: Box<[AtomicU64]>,
    sum: AtomicU64,
}

/// What a histogram held when it was looked at.
#[derive(Clone, Debug)]
pub(crate) struct Observed {
    /// The buckets.
    pub(crate) scale: &'static Scale,
    /// How many values fell into each of them.
    pub(crate) buckets: Vec<u64>,
    /// All values together.
    pub(crate) sum: u64,
}

impl Histogram {
    /// Nothing was counted.
    pub(crate) fn of(scale: &'static Scale) -> Self {
        let buckets = (0..=scale.bounds.len()).map(|_| AtomicU64::default()).collect();
        Self { scale, buckets, sum: AtomicU64::default() }
    }

    /// Counts a value.
    pub(crate) fn observe(&self, value: u64) {
        if let Some(bucket) = self.buckets.get(bucket_of(self.scale, value)) {
            bucket.fetch_add(1, Ordering::Relaxed);
        }
        self.sum.fetch_add(value, Ordering::Relaxed);
    }

    /// What it holds. While others count, the sum may be a value ahead of the buckets.
    pub(crate) fn observed(&self) -> Observed {
        let buckets = self.buckets.iter().map(|bucket| bucket.load(Ordering::Relaxed)).collect();
        Observed { scale: self.scale, buckets, sum: self.sum.load(Ordering::Relaxed) }
    }
}

/// The bucket that a value falls into.
pub(crate) fn bucket_of(scale: &Scale, value: u64) -> usize {
    scale.bounds.partition_point(|bound| *bound < value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_falls_into_the_first_bucket_that_is_not_below_it() {
        let histogram = Histogram::of(&FACTS);
        for value in [0, 1, 2, 3, 4_096, 4_097] {
            histogram.observe(value);
        }
        let observed = histogram.observed();
        assert_eq!(observed.buckets, [2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1]);
        assert_eq!(observed.sum, 8_199);
    }

    #[test]
    fn the_bounds_of_every_scale_ascend() {
        for scale in [&MICROS, &LONG_MICROS, &WAIT_MS, &RING_MS, &FACTS] {
            assert!(scale.bounds.is_sorted_by(|a, b| a < b), "{scale:?}");
        }
    }
}
