//! Waking those who wait for something to change. A bell that nobody listens to costs nothing to ring.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::sync::Notify;
use tokio::sync::futures::OwnedNotified;

/// What is rung when something changes.
#[derive(Debug, Default)]
pub struct Bell {
    rings: Arc<Notify>,
    listeners: AtomicU32,
}

/// Somebody who wants to hear a bell. It counts until it is dropped.
#[derive(Debug)]
pub struct Listener {
    bell: Arc<Bell>,
}

/// The next ring of a bell.
pub type Ring = Pin<Box<OwnedNotified>>;

impl Bell {
    /// Listens. What changes from here on is heard by rings that are asked for before one looks.
    pub fn listen(self: &Arc<Self>) -> Listener {
        self.listeners.fetch_add(1, Ordering::SeqCst);
        Listener { bell: Arc::clone(self) }
    }

    /// Whether anybody listens.
    #[must_use]
    pub fn is_listened_to(&self) -> bool {
        self.listeners.load(Ordering::SeqCst) > 0
    }

    /// How many listen.
    #[must_use]
    pub fn listeners(&self) -> u32 {
        self.listeners.load(Ordering::SeqCst)
    }

    /// Wakes all who wait.
    pub fn ring(&self) {
        self.rings.notify_waiters();
    }
}

impl Listener {
    /// The next ring after this call. Ask for it, then look, then wait for it: nothing that changes in between is missed.
    #[must_use]
    pub fn next_ring(&self) -> Ring {
        let mut ring = Box::pin(Arc::clone(&self.bell.rings).notified_owned());
        ring.as_mut().enable();
        ring
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.bell.listeners.fetch_sub(1, Ordering::SeqCst);
    }
}
