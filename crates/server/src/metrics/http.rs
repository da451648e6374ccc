//! What is counted of HTTP: requests by kind and outcome with the time they took, and connections.
//!
//! This lies on the way of every poll. A request costs two looks at a clock and two additions; what it was about is told
//! by nothing but its method and its status, so that nobody outside can make the page of figures grow.

use super::histogram::{MICROS, Observed, bucket_of};
use super::stopwatch::Stopwatch;
use axum::response::Response;
use http::{HeaderName, Method};
use std::sync::atomic::{AtomicU64, Ordering};

/// A long-poll says by this header that it was held back.
const PREFERENCE_APPLIED: HeaderName = HeaderName::from_static("preference-applied");
/// One bucket more than there are bounds.
const BUCKETS: usize = MICROS.bounds.len() + 1;

/// The kinds of requests.
pub(crate) const KINDS: [&str; 4] = ["read", "write", "wait", "other"];
/// The classes of statuses.
pub(crate) const STATUSES: [&str; 5] = ["1xx", "2xx", "3xx", "4xx", "5xx"];

const READ: usize = 0;
const WRITE: usize = 1;
const WAIT: usize = 2;
const OTHER: usize = 3;

/// What was counted since the process was started.
#[derive(Debug, Default)]
pub(crate) struct HttpFigures {
    kinds: [Kind; KINDS.len()],
    opened: AtomicU64,
    closed: AtomicU64,
    turned_away: AtomicU64,
}

/// Requests of one kind: how many took how long, by status, and all of their time.
#[derive(Debug, Default)]
struct Kind {
    by_status: [[AtomicU64; BUCKETS]; STATUSES.len()],
    micros: AtomicU64,
}

/// A request that is being answered.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked {
    kind: usize,
    since: Stopwatch,
}

/// A connection; it is counted as closed when this is dropped.
pub(crate) struct OpenConnection<'f>(&'f HttpFigures);

impl Asked {
    /// A request has come.
    pub(crate) fn with(method: &Method) -> Self {
        let kind = match *method {
            Method::GET | Method::HEAD => READ,
            Method::POST | Method::PUT | Method::DELETE | Method::PATCH => WRITE,
            _ => OTHER,
        };
        Self { kind, since: Stopwatch::start() }
    }
}

impl HttpFigures {
    /// A request has its answer. One that was held back on purpose is of a kind of its own.
    pub(crate) fn answered(&self, asked: Asked, response: &Response) {
        let is_held = asked.kind == READ && response.headers().contains_key(PREFERENCE_APPLIED);
        let status = usize::from(response.status().as_u16() / 100).saturating_sub(1);
        let micros = asked.since.micros();
        let Some(kind) = self.kinds.get(if is_held { WAIT } else { asked.kind }) else { return };
        if let Some(bucket) =
            kind.by_status.get(status).and_then(|buckets| buckets.get(bucket_of(&MICROS, micros)))
        {
            bucket.fetch_add(1, Ordering::Relaxed);
        }
        kind.micros.fetch_add(micros, Ordering::Relaxed);
    }

    /// A connection was let in.
    pub(crate) fn open(&self) -> OpenConnection<'_> {
        self.opened.fetch_add(1, Ordering::Relaxed);
        OpenConnection(self)
    }

    /// A connection was one too many for its address.
    pub(crate) fn turned_away(&self) {
        self.turned_away.fetch_add(1, Ordering::Relaxed);
    }

    /// Connections that were let in, those of them that are open, and those that were turned away.
    pub(crate) fn connections(&self) -> (u64, u64, u64) {
        let closed = self.closed.load(Ordering::Relaxed);
        let opened = self.opened.load(Ordering::Relaxed);
        (opened, opened.saturating_sub(closed), self.turned_away.load(Ordering::Relaxed))
    }

    /// How many requests of each kind had an answer of each class.
    pub(crate) fn requests(&self) -> impl Iterator<Item = (&'static str, &'static str, u64)> {
        KINDS.iter().zip(&self.kinds).flat_map(|(name, kind)| {
            STATUSES.iter().zip(&kind.by_status).map(|(status, buckets)| {
                (*name, *status, buckets.iter().map(|bucket| bucket.load(Ordering::Relaxed)).sum())
            })
        })
    }

    /// How long requests of each kind took.
    pub(crate) fn times(&self) -> impl Iterator<Item = (&'static str, Observed)> {
        KINDS.iter().zip(&self.kinds).map(|(name, kind)| {
            let mut all = vec![0_u64; BUCKETS];
            for buckets in &kind.by_status {
                for (sum, bucket) in all.iter_mut().zip(buckets) {
                    *sum = sum.saturating_add(bucket.load(Ordering::Relaxed));
                }
            }
            let sum = kind.micros.load(Ordering::Relaxed);
            (*name, Observed { scale: &MICROS, buckets: all, sum })
        })
    }
}

impl Drop for OpenConnection<'_> {
    fn drop(&mut self) {
        self.0.closed.fetch_add(1, Ordering::Relaxed);
    }
}
