//! The work that the server does aside, on a thread of its own: checking passwords, encoding snapshots. How long that
//! thread takes must not show in a run, so the two take turns: the thread works only while the runtime has nothing
//! else to do, and the runtime goes on only when the thread has nothing left.
//!
//! Simulated time stands still while there is such work: the runtime sees to that.

use parking_lot::{Condvar, Mutex};
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};

/// Whose turn it is.
#[derive(Default)]
struct Turns {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    open: bool,
    /// Threads at work aside.
    inside: u32,
}

impl Turns {
    /// The runtime has nothing to do.
    fn open(&self) {
        self.state.lock().open = true;
        self.changed.notify_all();
    }

    /// The runtime goes on as soon as nobody is at work aside.
    fn close(&self) {
        let mut state = self.state.lock();
        self.changed.wait_while(&mut state, |state| state.inside > 0);
        state.open = false;
    }

    fn enter(&self) {
        let mut state = self.state.lock();
        self.changed.wait_while(&mut state, |state| !state.open);
        state.inside += 1;
    }

    fn leave(&self) {
        self.state.lock().inside -= 1;
        self.changed.notify_all();
    }
}

/// A runtime whose order of events follows from what runs in it and from nothing else.
///
/// Time is paused and moves only when nobody has anything to do. There is one thread for work aside; it ends with what
/// is waiting for it, so that its end tells that all of it is done. What it gives back comes through the shared queue,
/// which is looked at when the runtime's own is empty.
pub(super) struct Simulated {
    runtime: Option<Runtime>,
    turns: Arc<Turns>,
}

impl Simulated {
    pub(super) fn new() -> std::io::Result<Self> {
        let turns = Arc::new(Turns::default());
        let hook = |act: fn(&Turns)| {
            let turns = Arc::clone(&turns);
            move || act(&turns)
        };
        let runtime = Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .max_blocking_threads(1)
            .thread_keep_alive(Duration::ZERO)
            .global_queue_interval(u32::MAX)
            .on_thread_park(hook(Turns::open))
            .on_thread_unpark(hook(Turns::close))
            .on_thread_start(hook(Turns::enter))
            .on_thread_stop(hook(Turns::leave))
            .build()?;
        Ok(Self { runtime: Some(runtime), turns })
    }

    /// Runs a future to its end; gives nothing after the end of the runtime.
    pub(super) fn block_on<F: Future>(&self, future: F) -> Option<F::Output> {
        self.runtime.as_ref().map(|runtime| runtime.block_on(future))
    }
}

impl Drop for Simulated {
    /// Whatever is still aside is let through, as dropping a runtime waits for it.
    fn drop(&mut self) {
        self.turns.open();
        drop(self.runtime.take());
    }
}
