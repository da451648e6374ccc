//! A WebSocket that shows how it is closed.

use crate::transports::caller::{Who, connect};
use crate::transports::stream::{Message, message};
use futures_util::{SinkExt as _, StreamExt as _};
use http::HeaderValue;
use http::header::AUTHORIZATION;
use std::net::SocketAddr;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{self, Message as Frame};
use tokio_tungstenite::{WebSocketStream, client_async};

/// The WebSocket.
pub(crate) struct Socket {
    stream: WebSocketStream<TcpStream>,
    /// The subprotocol that the server chose.
    pub(crate) protocol: Option<String>,
}

/// What a WebSocket tells.
#[derive(Debug)]
pub(crate) enum Told {
    Message(Message),
    /// The code and the reason of a close frame; nothing when the connection ended without one.
    Closed(Option<(u16, String)>),
}

impl Socket {
    /// Opens one with these headers beside the usual ones; the status, if it is refused.
    pub(crate) async fn with(
        address: SocketAddr,
        target: &str,
        headers: &[(&'static str, String)],
    ) -> Result<Self, http::Response<Option<Vec<u8>>>> {
        let mut ask = format!("ws://{address}{target}").into_client_request().unwrap();
        for (name, value) in headers {
            ask.headers_mut().insert(*name, HeaderValue::from_str(value).unwrap());
        }
        match client_async(ask, connect(address).await.unwrap()).await {
            Ok((stream, answer)) => {
                let protocol = answer.headers().get("sec-websocket-protocol");
                let protocol = protocol.map(|protocol| protocol.to_str().unwrap().to_owned());
                Ok(Self { stream, protocol })
            }
            Err(tungstenite::Error::Http(answer)) => Err(*answer),
            Err(error) => panic!("{target}: {error}"),
        }
    }

    /// Opens one for somebody who may.
    pub(crate) async fn to(address: SocketAddr, target: &str, who: &Who) -> Self {
        Self::with(address, target, &[(AUTHORIZATION.as_str(), who.authorization())]).await.unwrap()
    }

    pub(crate) async fn send(&mut self, frame: Frame) {
        self.stream.send(frame).await.unwrap();
    }

    pub(crate) async fn next(&mut self) -> Told {
        loop {
            match self.stream.next().await {
                Some(Ok(Frame::Text(text))) => return Told::Message(message(&text)),
                Some(Ok(Frame::Close(close))) => {
                    return Told::Closed(close.map(|close| (close.code.into(), close.reason.to_string())));
                }
                Some(Ok(Frame::Ping(_) | Frame::Pong(_))) => {}
                Some(Ok(frame @ (Frame::Binary(_) | Frame::Frame(_)))) => panic!("{frame:?}"),
                Some(Err(_)) | None => return Told::Closed(None),
            }
        }
    }

    /// The next message of this kind; what comes before it is passed over.
    pub(crate) async fn next_of(&mut self, kind: &str) -> Message {
        loop {
            match self.next().await {
                Told::Message(message) if message.kind == kind => return message,
                Told::Message(_) => {}
                Told::Closed(why) => panic!("closed before a {kind}: {why:?}"),
            }
        }
    }

    /// The word of the last message, and the code of the close frame behind it.
    pub(crate) async fn closing(&mut self) -> (Option<String>, Option<u16>) {
        let mut reason = None;
        loop {
            match self.next().await {
                Told::Message(message) if message.kind == "close" => {
                    reason = message.data["reason"].as_str().map(str::to_owned);
                }
                Told::Message(_) => {}
                Told::Closed(why) => return (reason, why.map(|(code, _)| code)),
            }
        }
    }
}
