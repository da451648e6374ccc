//! An answer that does not end: messages, by Server-Sent Events or on a WebSocket.

use super::connection::{Connection, Lost};
use super::request::{Request, Site};
use super::sse::Parser;
use futures_util::StreamExt as _;
use serde_json::Value;
use std::io;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::ClientRequestBuilder;
use tokio_tungstenite::tungstenite::error::ProtocolError;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Error, Message as Frame};
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

/// Bytes that are read from a WebSocket at a time: there are thousands of them.
const READ_BYTES: usize = 1024;

/// One message of a stream.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(in crate::load) struct Message {
    pub(in crate::load) kind: String,
    pub(in crate::load) id: Option<String>,
    /// A document, as JSON.
    pub(in crate::load) data: String,
}

/// What a stream is asked for.
#[derive(Clone, Debug)]
pub(in crate::load) struct StreamRequest {
    pub(in crate::load) path: String,
    /// Where to go on: `from`.
    pub(in crate::load) from: Option<String>,
    /// The `Authorization`.
    pub(in crate::load) authorization: String,
    pub(in crate::load) by_websocket: bool,
}

impl StreamRequest {
    fn query(&self) -> String {
        let from = self.from.as_ref().map(|from| from.replace(';', "%3B"));
        from.map(|from| format!("&from={from}")).unwrap_or_default()
    }
}

/// A stream that is open.
#[derive(Debug)]
pub(in crate::load) enum Stream {
    Sse(Connection, Parser),
    WebSocket(Box<WebSocketStream<TcpStream>>),
}

/// How the opening of a stream went.
#[derive(Debug)]
pub(in crate::load) enum Opened {
    Open(Stream),
    /// Another status than that of a stream, and what was said.
    Refused(u16, String),
}

impl Stream {
    /// Opens a stream.
    pub(in crate::load) async fn open(site: &Site, request: &StreamRequest) -> Result<Opened, Lost> {
        if request.by_websocket { by_websocket(site, request).await } else { by_sse(site, request).await }
    }

    /// The next message; none when the stream has ended in order.
    pub(in crate::load) async fn next(&mut self) -> Result<Option<Message>, Lost> {
        match self {
            Self::Sse(connection, parser) => loop {
                if let Some(message) = parser.next() {
                    return Ok(Some(message));
                }
                if parser.is_too_long() {
                    return Err(Lost::Malformed("a message without an end".to_owned()));
                }
                if !connection.more(parser.room()).await? {
                    // The end may have come with what stands before it.
                    return Ok(parser.next());
                }
            },
            Self::WebSocket(socket) => loop {
                match socket.next().await {
                    Some(Ok(Frame::Text(text))) => return of_frame(&text).map(Some),
                    None | Some(Ok(Frame::Close(_)) | Err(Error::ConnectionClosed)) => return Ok(None),
                    Some(Ok(Frame::Ping(_) | Frame::Pong(_) | Frame::Frame(_))) => {}
                    Some(Ok(Frame::Binary(_))) => {
                        return Err(Lost::Malformed("a binary frame".to_owned()));
                    }
                    Some(Err(error)) => return Err(lost(error)),
                }
            },
        }
    }
}

async fn by_sse(site: &Site, request: &StreamRequest) -> Result<Opened, Lost> {
    let get = Request::get(site, &request.path, &request.query());
    let get = get.with("Authorization", &request.authorization).accept("text/event-stream").bytes();
    let mut connection = Connection::open(site.address).await?;
    let status = connection.open_body(&get).await?;
    if status == 200 {
        return Ok(Opened::Open(Stream::Sse(connection, Parser::default())));
    }
    let mut body = Vec::new();
    while connection.more(&mut body).await? {}
    Ok(Opened::Refused(status, String::from_utf8_lossy(&body).into_owned()))
}

async fn by_websocket(site: &Site, request: &StreamRequest) -> Result<Opened, Lost> {
    let uri = format!("ws://{}{}?v=1&NC=true{}", site.host(), request.path, request.query());
    let uri = uri.parse().map_err(|_| Lost::Malformed(format!("{uri} is no address")))?;
    let get = ClientRequestBuilder::new(uri).with_header("Authorization", request.authorization.as_str());
    let stream = TcpStream::connect(site.address).await?;
    stream.set_nodelay(true)?;
    let config = WebSocketConfig::default().read_buffer_size(READ_BYTES).write_buffer_size(0);
    match client_async_with_config(get, stream, Some(config)).await {
        Ok((socket, _)) => Ok(Opened::Open(Stream::WebSocket(Box::new(socket)))),
        Err(Error::Http(answer)) => {
            let body = answer.body().as_deref().map(String::from_utf8_lossy).unwrap_or_default();
            Ok(Opened::Refused(answer.status().as_u16(), body.into_owned()))
        }
        Err(error) => Err(lost(error)),
    }
}

fn lost(error: Error) -> Lost {
    // A connection that ends in the middle of anything is a broken one, whatever the library says of it.
    let broke = matches!(
        error,
        Error::ConnectionClosed
            | Error::AlreadyClosed
            | Error::Protocol(
                ProtocolError::ResetWithoutClosingHandshake | ProtocolError::HandshakeIncomplete
            )
    );
    if let Error::Io(error) = error {
        Lost::Broken(error)
    } else if broke {
        Lost::Broken(io::Error::other(error))
    } else {
        Lost::Malformed(error.to_string())
    }
}

/// The message in a text frame: `{"type":…,"id":…,"data":…}`.
fn of_frame(text: &str) -> Result<Message, Lost> {
    let wrong = || Lost::Malformed(format!("this frame: {}", text.chars().take(200).collect::<String>()));
    let frame: Value = serde_json::from_str(text).map_err(|_| wrong())?;
    let kind = frame.get("type").and_then(Value::as_str).ok_or_else(wrong)?.to_owned();
    let id = frame.get("id").and_then(Value::as_str).map(str::to_owned);
    let data = frame.get("data").map(Value::to_string).unwrap_or_default();
    Ok(Message { kind, id, data })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_is_a_message() {
        let message = of_frame(r#"{"type":"event","id":"4","data":{"event":{}}}"#).unwrap();
        let wanted = Message {
            kind: "event".to_owned(),
            id: Some("4".to_owned()),
            data: r#"{"event":{}}"#.to_owned(),
        };
        assert_eq!(message, wanted);
        assert_eq!(of_frame(r#"{"type":"pong"}"#).unwrap().kind, "pong");
        for wrong in ["", "[]", "{}", "{\"type\":1}"] {
            assert!(of_frame(wrong).is_err(), "{wrong}");
        }
    }
}
