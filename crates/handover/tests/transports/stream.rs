//! A stream, by Server-Sent Events or by WebSocket: the same messages on both.

use super::caller::{Ask, Connection, Lost, Who, connect, lost, with};
use super::sse::Parser;
use futures_util::StreamExt as _;
use http::header::{ACCEPT, AUTHORIZATION, SEC_WEBSOCKET_PROTOCOL};
use http::{HeaderName, StatusCode};
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use serde_json::Value;
use std::collections::VecDeque;
use std::net::SocketAddr;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{self, Message as Frame};
use tokio_tungstenite::{WebSocketStream, client_async};

/// The header of a browser that comes again.
const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");
/// Milliseconds after which a browser comes again.
const RETRY_MS: u64 = 2_000;

/// One message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its type.
    pub kind: String,
    /// The cursor when this was told. With Server-Sent Events a message without one has that of the message before it.
    pub id: Option<String>,
    /// Its document.
    pub data: Value,
}

/// How it went to open a stream.
pub enum Opened {
    /// It is open.
    Stream(Stream),
    /// There is nothing to come after the cursor.
    NothingMore,
    /// What stands between does not pass a WebSocket on.
    NoUpgrade,
}

/// An open stream. It is cut when this is dropped.
pub enum Stream {
    /// By Server-Sent Events.
    Events(Box<Events>),
    /// By WebSocket.
    WebSocket(Box<WebSocketStream<TcpStream>>),
}

/// Server-Sent Events.
pub struct Events {
    _connection: Connection,
    body: Incoming,
    parser: Parser,
    ready: VecDeque<Message>,
}

impl Stream {
    /// Asks for Server-Sent Events; `last` is what a browser says when it comes again.
    pub async fn events(address: SocketAddr, ask: Ask, last: Option<&str>) -> Result<Opened, Lost> {
        let mut ask = with(ask, ACCEPT, "text/event-stream");
        if let Some(last) = last {
            ask = with(ask, LAST_EVENT_ID, last);
        }
        let mut connection = Connection::to(address).await?;
        let answer = connection.send(address, &ask).await?;
        if answer.status() == StatusCode::NO_CONTENT {
            return Ok(Opened::NothingMore);
        }
        if answer.status() != StatusCode::OK {
            let head = format!("{ask:?}: {answer:?}");
            let body = answer.into_body().collect().await.map_err(lost)?;
            panic!("{head} {:?}", body.to_bytes());
        }
        assert_eq!(answer.headers()["content-type"], "text/event-stream");
        let (body, parser, ready) = (answer.into_body(), Parser::default(), VecDeque::new());
        let events = Events { _connection: connection, body, parser, ready };
        Ok(Opened::Stream(Self::Events(Box::new(events))))
    }

    /// Asks for a WebSocket. A browser cannot set headers: with `as_browser` an agent's token goes as a subprotocol.
    pub async fn web_socket(
        address: SocketAddr,
        target: &str,
        who: &Who,
        as_browser: bool,
    ) -> Result<Opened, Lost> {
        let mut ask = format!("ws://{address}{target}").into_client_request().unwrap();
        match who {
            Who::Agent(bearer) if as_browser => {
                let protocols = format!("handover, bearer.{bearer}");
                ask.headers_mut().insert(SEC_WEBSOCKET_PROTOCOL, protocols.parse().unwrap());
            }
            Who::Agent(_) | Who::Visitor => {
                ask.headers_mut().insert(AUTHORIZATION, who.authorization().parse().unwrap());
            }
        }
        match client_async(ask, connect(address).await?).await {
            Ok((socket, _)) => Ok(Opened::Stream(Self::WebSocket(Box::new(socket)))),
            Err(tungstenite::Error::Http(answer)) => match answer.status() {
                StatusCode::OK => Ok(Opened::NoUpgrade),
                StatusCode::BAD_GATEWAY | StatusCode::GATEWAY_TIMEOUT => Err(Lost),
                _ => panic!("{target}: {answer:?}"),
            },
            Err(_) => Err(Lost),
        }
    }

    /// The next message; nothing when the stream has ended or was cut.
    pub async fn next(&mut self) -> Option<Message> {
        match self {
            Self::Events(events) => events.next().await,
            Self::WebSocket(socket) => loop {
                match socket.next().await?.ok()? {
                    Frame::Text(text) => return Some(message(&text)),
                    Frame::Close(_) => return None,
                    Frame::Ping(_) | Frame::Pong(_) => {}
                    frame @ (Frame::Binary(_) | Frame::Frame(_)) => panic!("{frame:?}"),
                }
            },
        }
    }
}

impl Events {
    async fn next(&mut self) -> Option<Message> {
        loop {
            if let Some(message) = self.ready.pop_front() {
                return Some(message);
            }
            let frame = self.body.frame().await?.ok()?;
            for byte in frame.into_data().ok()? {
                let Some(told) = self.parser.take(byte) else { continue };
                assert_eq!(self.parser.retry, Some(RETRY_MS));
                let id = Some(told.last_id).filter(|id| !id.is_empty());
                let data = serde_json::from_str(&told.data).unwrap();
                self.ready.push_back(Message { kind: told.event, id, data });
            }
        }
    }
}

/// The message of a frame.
pub fn message(frame: &str) -> Message {
    let mut frame: Value = serde_json::from_str(frame).unwrap_or_else(|error| panic!("{error}: {frame:?}"));
    let kind = frame["type"].as_str().unwrap().to_owned();
    let id = frame.get("id").map(|id| id.as_str().unwrap().to_owned());
    Message { kind, id, data: frame["data"].take() }
}
