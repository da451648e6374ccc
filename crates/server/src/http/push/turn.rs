//! The life of a stream: look, tell, wait for a bell, look again.

use super::closing::Closing;
use super::message::Batch;
use super::spacing::NextLook;
use crate::engine::bell::{Listener, Ring};
use crate::http::Shared;
use crate::limits;
use handover_desk::Timestamp;

/// What a stream tells.
pub(super) trait Source: Send {
    /// Whom to wait for.
    fn listener(&self) -> &Listener;

    /// The bell of the queue, if a change of it would be told, and when the queue is looked at next.
    fn queue(&self) -> Option<(&Listener, NextLook)>;

    /// Looks, and tells what lies behind the cursor, at most a batch.
    fn look(&mut self, now: Timestamp, batch: &mut Batch) -> Look;

    /// Begins again behind this cursor.
    fn resume(&mut self, from: &str) -> Result<(), Closing>;
}

/// How it stands after a look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// There is more to be told at once.
    More,
    /// All is told for the moment.
    Wait,
    /// The stream is over.
    Over(Closing),
}

/// A transport.
pub(super) trait Outlet: Send {
    /// Sends messages. A reader who does not take them in time is cut.
    fn send(&mut self, batch: Batch) -> impl Future<Output = Result<(), Cut>> + Send;

    /// What it is called in traces.
    fn transport(&self) -> &'static str;

    /// Shows that the server is there, and finds out whether the reader is.
    fn beat(&mut self) -> impl Future<Output = Result<(), Cut>> + Send;

    /// What the client says.
    fn incoming(&mut self) -> impl Future<Output = Incoming> + Send;

    /// Answers a ping of the client's.
    fn pong(&mut self) -> impl Future<Output = Result<(), Cut>> + Send;

    /// Ends the stream with a reason.
    fn close(self, closing: Closing) -> impl Future<Output = ()> + Send;
}

/// Why nothing more can be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cut {
    /// The reader does not take it.
    Slow,
    /// The reader has gone.
    Gone,
}

/// What a client says on a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Incoming {
    /// It goes.
    Gone,
    /// It wants to begin behind another cursor.
    Resume(String),
    /// It asks whether the server is there.
    Ping,
    /// It makes no sense.
    Wrong(Closing),
}

/// Why the wait for something new has ended.
enum Woken {
    Look,
    Beat,
    Says(Incoming),
    Stopping,
}

/// Runs a stream to its end.
pub(super) async fn run(app: Shared, mut source: impl Source, mut outlet: impl Outlet) {
    let mut beat_at = app.engine.clock().now().after(limits::STREAM_BEAT);
    let closing = loop {
        // The bells are asked for before the look, so that nothing that changes meanwhile is missed.
        let ring = source.listener().next_ring();
        let queue_ring = source.queue().map(|(listener, _)| listener.next_ring());
        let mut batch = Batch::default();
        let look = source.look(app.engine.clock().now(), &mut batch);
        let queue = queue_ring.zip(source.queue().map(|(_, next)| next));
        if !batch.messages.is_empty() {
            let (readings, transport) = (std::mem::take(&mut batch.readings), outlet.transport());
            let sent = outlet.send(batch).await;
            for reading in readings {
                if sent.is_ok() { reading.arrived(transport) } else { reading.lost(transport) }
            }
            match sent {
                Ok(()) => {}
                Err(Cut::Slow) => break Closing::Slow,
                Err(Cut::Gone) => return,
            }
        }
        match look {
            Look::More => continue,
            Look::Over(closing) => break closing,
            Look::Wait => {}
        }
        let said = match wait(&app, ring, queue, beat_at, &mut outlet).await {
            Woken::Look => continue,
            Woken::Stopping => break Closing::Stopping,
            Woken::Beat => {
                beat_at = app.engine.clock().now().after(limits::STREAM_BEAT);
                outlet.beat().await
            }
            Woken::Says(Incoming::Ping) => outlet.pong().await,
            Woken::Says(Incoming::Gone) => return,
            Woken::Says(Incoming::Wrong(closing)) => break closing,
            Woken::Says(Incoming::Resume(from)) => match source.resume(&from) {
                Ok(()) => Ok(()),
                Err(closing) => break closing,
            },
        };
        match said {
            Ok(()) => {}
            Err(Cut::Slow) => break Closing::Slow,
            Err(Cut::Gone) => return,
        }
    };
    tracing::debug!(reason = closing.reason(), "a stream is closed");
    outlet.close(closing).await;
}

async fn wait(
    app: &Shared,
    ring: Ring,
    queue: Option<(Ring, NextLook)>,
    beat_at: Timestamp,
    outlet: &mut impl Outlet,
) -> Woken {
    let clock = app.engine.clock();
    let queue = async move {
        match queue {
            None => std::future::pending().await,
            Some((ring, next)) => {
                clock.sleep_until(next.from).await;
                if next.needs_ring {
                    ring.await;
                }
            }
        }
    };
    tokio::select! {
        biased;
        () = app.streams.stopping() => Woken::Stopping,
        said = outlet.incoming() => Woken::Says(said),
        () = ring => Woken::Look,
        () = queue => Woken::Look,
        () = clock.sleep_until(beat_at) => Woken::Beat,
    }
}
