//! WebSocket: text frames of JSON in both directions (`docs/push.md`).

use super::closing::Closing;
use super::message::{Batch, Message};
use super::turn::{self, Cut, Incoming, Outlet, Source};
use crate::http::Shared;
use crate::http::call::Call;
use crate::http::cors::Readers;
use crate::http::failure::{Failure, bad};
use crate::limits;
use axum::extract::FromRequestParts as _;
use axum::extract::ws::{CloseFrame, Message as Frame, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use futures_util::SinkExt as _;
use handover_desk::{AccountId, Timestamp};
use handover_wire::Condition;
use serde::Deserialize;
use serde_json::Value;
use std::sync::Arc;
use tokio_tungstenite::tungstenite;

/// The subprotocol a client may name beside its bearer token.
const PROTOCOL: &str = "handover";

/// What a client may say.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Request {
    /// Begin again behind this cursor.
    Resume { from: Value },
    /// Are you there?
    Ping,
}

/// Makes the connection a WebSocket that tells what a source has.
pub(super) async fn upgrade(mut call: Call, source: impl Source + 'static) -> Result<Response, Failure> {
    let app = Arc::clone(&call.app);
    let upgrade = WebSocketUpgrade::from_request_parts(call.parts_mut(), &()).await;
    let upgrade = upgrade.map_err(|error| bad("Upgrade", error.to_string()))?;
    let upgrade = upgrade
        .protocols([PROTOCOL])
        .max_message_size(limits::FRAME_BYTES)
        .max_frame_size(limits::FRAME_BYTES)
        .read_buffer_size(limits::FRAME_BUFFER_BYTES)
        .write_buffer_size(0)
        .max_write_buffer_size(limits::FRAME_WRITE_BYTES);
    let streams = Arc::clone(&app);
    Ok(upgrade.on_upgrade(move |connection| {
        let heard_at = app.engine.clock().now();
        let outlet = Socket { app: Arc::clone(&app), connection, heard_at };
        streams.streams.track(turn::run(app, source, outlet))
    }))
}

/// Refuses a page that may not read the account's answers: browsers do not ask the server before they open a WebSocket.
pub(in crate::http) fn check_origin(call: &Call, account: &AccountId) -> Result<(), Failure> {
    match Readers::of(&call.app, Some(account.as_str()), call.headers()) {
        Readers::Others => Err(Condition::ForeignOrigin.into()),
        Readers::NotAsked | Readers::Any { .. } | Readers::This(_) => Ok(()),
    }
}

/// One WebSocket.
struct Socket {
    app: Shared,
    connection: WebSocket,
    /// When the client last said anything, if only that it is there.
    heard_at: Timestamp,
}

impl Socket {
    /// Sends frames; who does not take them in time is cut.
    async fn write(&mut self, frames: impl IntoIterator<Item = Frame, IntoIter: Send>) -> Result<(), Cut> {
        let app = Arc::clone(&self.app);
        let too_late = app.engine.clock().now().after(limits::SLOW_READER);
        let frames = frames.into_iter();
        let connection = &mut self.connection;
        let sent = async move {
            for frame in frames {
                connection.feed(frame).await?;
            }
            connection.flush().await
        };
        tokio::select! {
            biased;
            sent = sent => sent.map_err(|_: axum::Error| Cut::Gone),
            () = app.engine.clock().sleep_until(too_late) => Err(Cut::Slow),
        }
    }
}

impl Outlet for Socket {
    async fn send(&mut self, batch: Batch) -> Result<(), Cut> {
        let frames = batch.messages.into_iter().map(|message| Frame::text(message.frame()));
        self.write(frames).await
    }

    fn transport(&self) -> &'static str {
        "websocket"
    }

    async fn beat(&mut self) -> Result<(), Cut> {
        if self.app.engine.clock().now() > self.heard_at.after(limits::SILENT_SOCKET) {
            return Err(Cut::Slow);
        }
        self.write([Frame::Ping(axum::body::Bytes::new())]).await
    }

    async fn incoming(&mut self) -> Incoming {
        loop {
            let frame = match self.connection.recv().await {
                Some(Ok(frame)) => frame,
                Some(Err(error)) => return unread(error),
                None => return Incoming::Gone,
            };
            self.heard_at = self.app.engine.clock().now();
            match frame {
                Frame::Text(text) => return understood(&text),
                Frame::Binary(_) => return Incoming::Wrong(Closing::Binary),
                Frame::Close(_) => return Incoming::Gone,
                Frame::Ping(_) | Frame::Pong(_) => {}
            }
        }
    }

    async fn pong(&mut self) -> Result<(), Cut> {
        self.write([Frame::text("{\"type\":\"pong\"}")]).await
    }

    async fn close(mut self, closing: Closing) {
        let last = Frame::text(Message::closing(closing).frame());
        let farewell = Frame::Close(Some(CloseFrame { code: closing.code(), reason: closing.text().into() }));
        if self.write([last, farewell]).await.is_err() {
            return;
        }
        // The client's own close frame ends the connection; one that sends none is left after a while.
        let clock = Arc::clone(&self.app);
        let too_late = clock.engine.clock().now().after(limits::SLOW_READER);
        let answered = async {
            // A frame that is too large is never read to its end. To let go at once would reset the connection, and the
            // reset can overtake the reason.
            if closing == Closing::TooLarge {
                std::future::pending::<()>().await;
            }
            while let Some(Ok(_)) = self.connection.recv().await {}
        };
        tokio::select! {
            () = answered => {}
            () = clock.engine.clock().sleep_until(too_late) => {}
        }
    }
}

/// What a frame of the client's says.
fn understood(text: &str) -> Incoming {
    match serde_json::from_str(text) {
        Ok(Request::Ping) => Incoming::Ping,
        Ok(Request::Resume { from: Value::String(from) }) => Incoming::Resume(from),
        Ok(Request::Resume { from }) => Incoming::Resume(from.to_string()),
        Err(_) => Incoming::Wrong(Closing::Malformed),
    }
}

/// What a frame says that could not be taken in.
fn unread(error: axum::Error) -> Incoming {
    match error.into_inner().downcast_ref() {
        Some(tungstenite::Error::Capacity(_)) => Incoming::Wrong(Closing::TooLarge),
        Some(tungstenite::Error::Utf8(_)) => Incoming::Wrong(Closing::Malformed),
        Some(_) | None => Incoming::Gone,
    }
}
