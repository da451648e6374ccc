//! Push: one cursor on four transports (`docs/push.md`).
//!
//! A stream keeps no queue of its own. It has a cursor into what is durable, looks at the view when a bell rings, and tells
//! what lies behind the cursor, a bounded amount at a time: a slow reader costs one such amount and holds up nobody.

mod board_stream;
mod chat_stream;
mod closing;
mod cursor;
mod long_poll;
mod message;
mod place;
mod present;
mod probe_stream;
mod seen;
mod session_stream;
mod spacing;
mod sse;
mod telling;
mod turn;
mod websocket;

pub(super) use chat_stream::{ChatAddress, Reader};
pub(super) use long_poll::{LongPoll, Waited, Who};
pub use place::Streams;

use super::access::AtDevice;
use super::call::Call;
use super::exchange::text;
use super::failure::Failure;
use crate::limits;
use crate::probe::Probe;
use axum::response::Response;
use board_stream::BoardStream;
use chat_stream::ChatStream;
use http::header;
use probe_stream::ProbeStream;
use session_stream::SessionStream;
use std::sync::Arc;
use turn::Source;

/// The header of what a client prefers.
const PREFER: header::HeaderName = header::HeaderName::from_static("prefer");
const EVENT_STREAM: &str = "text/event-stream";

/// How a client wants to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// At once.
    Answer,
    /// Once there is something, or after so many seconds.
    Wait(u32),
    /// By Server-Sent Events.
    Events,
    /// By a WebSocket.
    WebSocket,
}

impl Way {
    /// Whether the answer does not end by itself.
    pub(super) const fn is_stream(self) -> bool {
        matches!(self, Self::Events | Self::WebSocket)
    }

    /// What the request asks for.
    pub(super) fn of(call: &Call) -> Self {
        let headers = call.headers();
        if text(headers, &header::UPGRADE).is_some_and(|to| to.eq_ignore_ascii_case("websocket")) {
            return Self::WebSocket;
        }
        let accept = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
        let mut types = accept.flat_map(|value| value.split(',')).map(|kind| kind.split(';').next());
        if types.any(|kind| kind.is_some_and(|kind| kind.trim().eq_ignore_ascii_case(EVENT_STREAM))) {
            return Self::Events;
        }
        let prefer = headers.get_all(&PREFER).iter().filter_map(|value| value.to_str().ok());
        let mut preferences = prefer.flat_map(|value| value.split([',', ';']));
        let wait = preferences.find_map(|preference| preference.trim().strip_prefix("wait=")?.parse().ok());
        wait.map_or(Self::Answer, |seconds: u64| {
            Self::Wait(u32::try_from(seconds).unwrap_or(u32::MAX).min(limits::LONG_POLL_S))
        })
    }
}

/// Tells of a chat.
pub(super) async fn tell_chat(
    way: Way,
    call: Call,
    at: ChatAddress,
    reader: Reader,
) -> Result<Response, Failure> {
    websocket::check_origin(&call, &at.account.id)?;
    match ChatStream::open(way, &call, at, reader)? {
        Some(stream) => tell(way, call, stream).await,
        None => Ok(sse::nothing_more()),
    }
}

/// Tells of all that happens to an agent.
pub(super) async fn tell_session(way: Way, call: Call, me: AtDevice) -> Result<Response, Failure> {
    websocket::check_origin(&call, &me.account.id)?;
    let stream = SessionStream::open(&call, me)?;
    tell(way, call, stream).await
}

/// Tells a supervisor of the board.
pub(super) async fn tell_board(way: Way, call: Call, me: AtDevice) -> Result<Response, Failure> {
    websocket::check_origin(&call, &me.account.id)?;
    let stream = BoardStream::open(&call, me)?;
    tell(way, call, stream).await
}

/// Tells who has its token of the steps of a probe. It is no page that asks.
pub(super) async fn tell_probe(way: Way, call: Call, probe: Arc<Probe>) -> Result<Response, Failure> {
    let stream = ProbeStream::open(probe)?;
    tell(way, call, stream).await
}

async fn tell(way: Way, call: Call, source: impl Source + 'static) -> Result<Response, Failure> {
    match way {
        Way::WebSocket => websocket::upgrade(call, source).await,
        Way::Events | Way::Answer | Way::Wait(_) => Ok(sse::stream(&call.app, source)),
    }
}

/// Answers at once, or, if that is wanted, once there is news.
pub(super) async fn answer(
    way: Way,
    call: &Call,
    begin: impl FnOnce(u32) -> Result<LongPoll, Failure>,
    mut look: impl FnMut() -> Result<Waited, Failure>,
) -> Result<Response, Failure> {
    match way {
        Way::Wait(seconds) => begin(seconds)?.answer(call, look).await,
        Way::Answer | Way::Events | Way::WebSocket => Ok(look()?.response),
    }
}
