//! Buckets of tokens, one for each key: each thing that is done takes a token, and tokens come back evenly.
//!
//! Of a bucket only the time is kept at which it will be full again. One that is full is as good as one that is not there, so
//! that a table which has become too large loses those first, and then those that are nearly full.

use super::TooMuch;
use handover_desk::{Span, Timestamp};
use parking_lot::Mutex;
use std::collections::BTreeMap;

/// How many tokens a bucket holds, and in which time an empty one is full again.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rate {
    pub(super) burst: u32,
    pub(super) refill: Span,
}

/// Buckets of one rate.
pub(super) struct Buckets<K> {
    refill_us: i64,
    /// The time of one token.
    token_us: i64,
    capacity: usize,
    /// When each bucket that is not full will be, in microseconds since 1970.
    full_at: Mutex<BTreeMap<K, i64>>,
}

impl<K: Clone + Ord> Buckets<K> {
    /// Full buckets, of which at most `capacity` are kept in mind.
    pub(super) fn new(rate: Rate, capacity: usize) -> Self {
        let refill_us = i64::try_from(rate.refill.0).unwrap_or(i64::MAX).saturating_mul(1_000);
        let token_us = (refill_us / i64::from(rate.burst.max(1))).max(1);
        Self { refill_us, token_us, capacity: capacity.max(1), full_at: Mutex::default() }
    }

    /// Whether a token is there.
    pub(super) fn has(&self, key: &K, now: Timestamp) -> Result<(), TooMuch> {
        self.next(self.full_at.lock().get(key).copied(), now).map(|_| ())
    }

    /// Takes a token.
    pub(super) fn take(&self, key: &K, now: Timestamp) -> Result<(), TooMuch> {
        let mut buckets = self.full_at.lock();
        if let Some(full_at) = buckets.get_mut(key) {
            *full_at = self.next(Some(*full_at), now)?;
            return Ok(());
        }
        if buckets.len() >= self.capacity {
            make_room(&mut buckets, self.capacity, now.0.saturating_mul(1_000));
        }
        buckets.insert(key.clone(), self.next(None, now)?);
        Ok(())
    }

    /// When the bucket will be full if a token is taken from it.
    fn next(&self, full_at: Option<i64>, now: Timestamp) -> Result<i64, TooMuch> {
        let now = now.0.saturating_mul(1_000);
        // A clock that was set back must not keep anybody out for longer than an empty bucket does.
        let empty = now.saturating_add(self.refill_us);
        let next = full_at.map_or(now, |at| at.clamp(now, empty)).saturating_add(self.token_us);
        let too_early_us = next.saturating_sub(empty);
        if too_early_us <= 0 { Ok(next) } else { Err(TooMuch::for_us(too_early_us)) }
    }
}

/// Forgets full buckets, and if that is not enough the quarter that is nearest to being full.
fn make_room<K: Clone + Ord>(buckets: &mut BTreeMap<K, i64>, capacity: usize, now_us: i64) {
    buckets.retain(|_, full_at| *full_at > now_us);
    if buckets.len() < capacity {
        return;
    }
    let mut times: Vec<i64> = buckets.values().copied().collect();
    let (_, bound, _) = times.select_nth_unstable(buckets.len() / 4);
    let bound = *bound;
    buckets.retain(|_, full_at| *full_at > bound);
}

impl TooMuch {
    /// To be tried again after so many microseconds; whole seconds are told, and at least one.
    fn for_us(us: i64) -> Self {
        let seconds = us.saturating_add(999_999) / 1_000_000;
        Self { wait_s: u32::try_from(seconds.max(1)).unwrap_or(u32::MAX) }
    }

    /// To be tried again when this time has come.
    pub(super) fn until(at: Timestamp, now: Timestamp) -> Self {
        Self::for_us(i64::try_from(at.since(now)).unwrap_or(i64::MAX).saturating_mul(1_000))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_764_000_000_000);

    /// Three tokens, of which one comes back every two seconds.
    fn buckets(capacity: usize) -> Buckets<u32> {
        Buckets::new(Rate { burst: 3, refill: Span::seconds(6) }, capacity)
    }

    fn after(ms: i64) -> Timestamp {
        Timestamp(NOW.0 + ms)
    }

    #[test]
    fn a_bucket_gives_what_it_holds_and_then_one_token_at_a_time() {
        let buckets = buckets(10);
        for _ in 0..3 {
            buckets.take(&1, NOW).unwrap();
        }
        assert_eq!(buckets.take(&1, NOW), Err(TooMuch { wait_s: 2 }));
        assert_eq!(buckets.has(&1, after(1_999)), Err(TooMuch { wait_s: 1 }));
        buckets.take(&2, NOW).unwrap();
        buckets.take(&1, after(2_000)).unwrap();
        assert_eq!(buckets.take(&1, after(2_000)), Err(TooMuch { wait_s: 2 }));
        buckets.has(&1, after(4_000)).unwrap();
        for _ in 0..3 {
            buckets.take(&1, after(60_000)).unwrap();
        }
        buckets.take(&1, after(60_000)).unwrap_err();
    }

    #[test]
    fn a_clock_that_was_set_back_keeps_nobody_out_for_longer() {
        let buckets = buckets(10);
        for _ in 0..3 {
            buckets.take(&1, NOW).unwrap();
        }
        assert_eq!(buckets.has(&1, after(-3_600_000)), Err(TooMuch { wait_s: 2 }));
    }

    #[test]
    fn a_table_never_grows_beyond_its_limit_and_keeps_those_who_took_most() {
        let buckets = buckets(8);
        for _ in 0..3 {
            buckets.take(&0, NOW).unwrap();
        }
        for key in 1..1_000 {
            buckets.take(&key, NOW).unwrap();
            assert!(buckets.full_at.lock().len() <= 8);
        }
        buckets.take(&0, NOW).unwrap_err();
        buckets.take(&1_000, after(60_000)).unwrap();
        assert!(buckets.full_at.lock().len() <= 8);
    }
}
