//! Probes: what `handover doctor` needs to try the way that clients take to the server. The operator opens one through the
//! socket in the data folder; who has its token may ask what the server believes of a request, and be told of steps that the
//! same token makes, on every transport. A probe knows no account, and nothing of one can be seen or changed by it.

use crate::engine::bell::{Bell, Listener};
use crate::engine::entropy::Entropy;
use crate::limits;
use handover_desk::{Digest, Timestamp};
use parking_lot::Mutex;
use sha2::{Digest as _, Sha256};
use std::collections::VecDeque;
use std::sync::Arc;

/// The probes of one server.
#[derive(Debug, Default)]
pub struct Probes {
    /// By the digest of their tokens, oldest first.
    open: Mutex<VecDeque<(Digest, Arc<Probe>)>>,
}

/// One probe.
#[derive(Debug)]
pub(crate) struct Probe {
    /// When it is over at the latest.
    until: Timestamp,
    steps: Mutex<Steps>,
    bell: Arc<Bell>,
}

/// How far a probe is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Steps {
    /// How many were made.
    pub(crate) made: u32,
    /// Whether that was the last one.
    pub(crate) is_over: bool,
}

impl Probes {
    /// Opens a probe, and gives its token: 128 random bits in hexadecimal digits, good for [`limits::PROBE_LIFE`]. When
    /// there are [`limits::PROBES`], the oldest is forgotten.
    #[must_use]
    pub fn open(&self, entropy: &dyn Entropy, now: Timestamp) -> String {
        let mut bits = [0; 16];
        entropy.fill(&mut bits);
        let token = format!("{:032x}", u128::from_le_bytes(bits));
        let until = now.after(limits::PROBE_LIFE);
        let probe = Probe { until, steps: Mutex::default(), bell: Arc::default() };
        let mut open = self.open.lock();
        open.retain(|(_, probe)| !probe.is_over(now));
        while open.len() >= limits::PROBES {
            open.pop_front();
        }
        open.push_back((digest(&token), Arc::new(probe)));
        token
    }

    /// The probe of a token, while it is good.
    pub(crate) fn find(&self, token: &str, now: Timestamp) -> Option<Arc<Probe>> {
        let asked = digest(token);
        let open = self.open.lock();
        let found = open.iter().find(|(known, _)| *known == asked).map(|(_, probe)| probe);
        found.filter(|probe| !probe.is_over(now)).map(Arc::clone)
    }
}

impl Probe {
    /// Whether its time is over.
    pub(crate) fn is_over(&self, now: Timestamp) -> bool {
        now >= self.until
    }

    /// When it is over at the latest.
    pub(crate) const fn until(&self) -> Timestamp {
        self.until
    }

    /// How far it is.
    pub(crate) fn steps(&self) -> Steps {
        *self.steps.lock()
    }

    /// Makes a step, and tells all who listen.
    pub(crate) fn step(&self, is_last: bool) -> Steps {
        let mut steps = self.steps.lock();
        steps.made = steps.made.saturating_add(1);
        steps.is_over |= is_last;
        let made = *steps;
        drop(steps);
        self.bell.ring();
        made
    }

    /// How many listen.
    pub(crate) fn listeners(&self) -> u32 {
        self.bell.listeners()
    }

    /// Listens, unless [`limits::STREAMS_PER_PROBE`] do already.
    pub(crate) fn listen(&self) -> Option<Listener> {
        let _one_by_one = self.steps.lock();
        (self.bell.listeners() < limits::STREAMS_PER_PROBE).then(|| self.bell.listen())
    }
}

fn digest(token: &str) -> Digest {
    Digest(Sha256::digest(token.as_bytes()).into())
}
