//! Server-Sent Events: an answer that does not end (`docs/push.md`).

use super::closing::Closing;
use super::message::{Batch, Message};
use super::turn::{self, Cut, Incoming, Outlet, Source};
use crate::http::Shared;
use crate::limits;
use axum::body::{Body, Bytes, HttpBody};
use axum::response::Response;
use http::{HeaderName, HeaderValue, StatusCode, header};
use http_body::Frame;
use parking_lot::Mutex;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use tokio::sync::mpsc;

/// Asks proxies not to gather what is to be seen at once.
const ACCEL_BUFFERING: HeaderName = HeaderName::from_static("x-accel-buffering");

/// The answer that tells what a source has.
pub(super) fn stream(app: &Shared, source: impl Source + 'static) -> Response {
    let (chunks, received) = mpsc::channel(1);
    let farewell = Arc::<Mutex<Option<Bytes>>>::default();
    let outlet =
        EventStream { app: Arc::clone(app), chunks, farewell: Arc::clone(&farewell), is_first: true };
    app.streams.spawn(turn::run(Arc::clone(app), source, outlet));
    let mut response = Response::new(Body::new(StreamBody { received, farewell }));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(ACCEL_BUFFERING, HeaderValue::from_static("no"));
    response
}

/// The answer when there is nothing more to come, which tells a browser not to ask again.
pub(in crate::http) fn nothing_more() -> Response {
    let mut response = Response::default();
    *response.status_mut() = StatusCode::NO_CONTENT;
    response
}

/// The writing end.
struct EventStream {
    app: Shared,
    chunks: mpsc::Sender<Bytes>,
    /// What is said last, which need not wait for room.
    farewell: Arc<Mutex<Option<Bytes>>>,
    is_first: bool,
}

impl EventStream {
    async fn write(&mut self, chunk: Vec<u8>) -> Result<(), Cut> {
        let clock = self.app.engine.clock();
        let too_late = clock.now().after(limits::SLOW_READER);
        tokio::select! {
            biased;
            sent = self.chunks.send(Bytes::from(chunk)) => sent.map_err(|_| Cut::Gone),
            () = clock.sleep_until(too_late) => Err(Cut::Slow),
        }
    }
}

impl Outlet for EventStream {
    async fn send(&mut self, batch: Batch) -> Result<(), Cut> {
        let mut chunk = Vec::with_capacity(batch.bytes());
        if std::mem::take(&mut self.is_first) {
            chunk.extend_from_slice(format!("retry: {}\n\n", limits::STREAM_RETRY.0).as_bytes());
        }
        batch.messages.iter().for_each(|message| message.write_sse(&mut chunk));
        self.write(chunk).await
    }

    fn transport(&self) -> &'static str {
        "sse"
    }

    async fn beat(&mut self) -> Result<(), Cut> {
        self.write(b": still here\n\n".to_vec()).await
    }

    async fn incoming(&mut self) -> Incoming {
        self.chunks.closed().await;
        Incoming::Gone
    }

    async fn pong(&mut self) -> Result<(), Cut> {
        Ok(())
    }

    async fn close(self, closing: Closing) {
        let mut last = Vec::new();
        Message::closing(closing).write_sse(&mut last);
        *self.farewell.lock() = Some(Bytes::from(last));
    }
}

/// The reading end, which is the body of the answer.
struct StreamBody {
    received: mpsc::Receiver<Bytes>,
    farewell: Arc<Mutex<Option<Bytes>>>,
}

impl HttpBody for StreamBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let next = self.received.poll_recv(context);
        next.map(|chunk| chunk.or_else(|| self.farewell.lock().take()).map(|chunk| Ok(Frame::data(chunk))))
    }
}
