//! The crash of a process: from the moment it strikes, nothing that is left of the process gets any further.

use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::Notify;

/// Whether one life of the server is over.
#[derive(Debug, Default)]
pub(super) struct Crash {
    struck: AtomicBool,
    bell: Notify,
}

impl Crash {
    /// Ends the life. What is in memory is dropped as soon as the runtime gets to it; until then disk and network
    /// stand still, so that it makes no difference when that is.
    pub(super) fn strike(&self) {
        self.struck.store(true, Ordering::SeqCst);
        self.bell.notify_one();
    }

    pub(super) fn has_struck(&self) -> bool {
        self.struck.load(Ordering::SeqCst)
    }

    /// Ends when the crash has struck. For one waiter.
    pub(super) async fn struck(&self) {
        self.bell.notified().await;
    }

    /// Ends at once in a living process, and never in one that has crashed.
    pub(super) async fn alive(&self) {
        if self.has_struck() {
            std::future::pending::<()>().await;
        }
    }
}
