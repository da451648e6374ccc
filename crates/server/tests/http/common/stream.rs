//! A stream of Server-Sent Events as a client reads it, message by message.

use super::World;
use super::ask::{APP_KEY, Ask, Got};
use super::people::{Device, Visitor};
use axum::body::Body;
use http::HeaderMap;
use http_body_util::BodyExt as _;
use serde_json::Value;

/// An open stream.
pub(crate) struct Stream {
    pub(crate) headers: HeaderMap,
    body: Body,
    unread: String,
}

/// A stream that is read in the background; it is closed when this is dropped.
pub(crate) struct Reading(tokio::task::JoinHandle<()>);

impl Drop for Reading {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// One message, or a comment.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Message {
    pub(crate) id: Option<String>,
    /// The type; `comment` for a comment.
    pub(crate) kind: String,
    pub(crate) data: Value,
}

impl Message {
    /// An event in short words: `4 hello`, `2 chatting`; another message is its type.
    pub(crate) fn short(&self) -> String {
        let event = &self.data["event"];
        let words = event["text"].as_str().or(event["state"].as_str());
        match (event["@id"].as_str(), words) {
            (Some(id), Some(words)) => format!("{id} {words}"),
            _ => self.kind.clone(),
        }
    }
}

impl Stream {
    /// Opens a stream, which must be granted.
    pub(crate) async fn open(world: &World, ask: Ask) -> Self {
        match Self::try_open(world, ask).await {
            Ok(stream) => stream,
            Err(refused) => panic!("{}: {}", refused.status, refused.text()),
        }
    }

    /// Opens a stream, or gives the answer when it is none.
    pub(crate) async fn try_open(world: &World, ask: Ask) -> Result<Self, Got> {
        let ask = ask.accept("text/event-stream");
        let response = world.surfaces.answer(ask.into_request(), super::PEER).await;
        let is_stream =
            response.headers().get("content-type").is_some_and(|kind| kind == "text/event-stream");
        if !is_stream {
            return Err(Got::of(response).await);
        }
        let (parts, body) = response.into_parts();
        Ok(Self { headers: parts.headers, body, unread: String::new() })
    }

    /// A visitor's stream of the chat.
    pub(crate) async fn of_visitor(world: &World, visitor: &Visitor, query: &str) -> Self {
        Self::open(world, visitor_stream(visitor, query)).await
    }

    /// The stream of an agent session.
    pub(crate) async fn of_device(world: &World, device: &Device, query: &str) -> Self {
        Self::open(world, device_stream(device, query)).await
    }

    /// Reads on in the background, until that is ended.
    pub(crate) fn read_on(mut self) -> Reading {
        Reading(tokio::spawn(async move { while self.next().await.is_some() {} }))
    }

    /// The next message; nothing when the stream has ended.
    pub(crate) async fn next(&mut self) -> Option<Message> {
        loop {
            if let Some(end) = self.unread.find("\n\n") {
                let block: String = self.unread.drain(..end + 2).collect();
                if let Some(message) = parse(&block) {
                    return Some(message);
                }
                continue;
            }
            let frame = self.body.frame().await?.unwrap();
            self.unread.push_str(std::str::from_utf8(frame.data_ref().unwrap()).unwrap());
        }
    }

    /// The next messages, in short words.
    pub(crate) async fn shorts(&mut self, count: usize) -> Vec<String> {
        let mut shorts = Vec::new();
        while shorts.len() < count {
            shorts.push(self.next().await.unwrap().short());
        }
        shorts
    }

    /// The next message of a type; those before it are passed over.
    pub(crate) async fn next_of(&mut self, kind: &str) -> Message {
        loop {
            let message = self.next().await.unwrap_or_else(|| panic!("the stream ended before {kind}"));
            if message.kind == kind {
                return message;
            }
        }
    }

    /// The next events, in short words; other messages are passed over.
    pub(crate) async fn events(&mut self, count: usize) -> Vec<String> {
        let mut events = Vec::new();
        while events.len() < count {
            events.push(self.next_of("event").await.short());
        }
        events
    }

    /// All that is told until the stream has nothing more to tell at the moment: what comes before its next sign of life.
    pub(crate) async fn all(&mut self, world: &World) -> Vec<Message> {
        tokio::task::yield_now().await;
        world.advance_ms(15_000).await;
        let mut all = Vec::new();
        while let Some(message) = self.next().await {
            if message.kind == "comment" {
                break;
            }
            all.push(message);
        }
        all
    }
}

/// A request for a visitor's stream of the chat.
pub(crate) fn visitor_stream(visitor: &Visitor, query: &str) -> Ask {
    Ask::get(format!("{}/events?v=1{query}", visitor.path)).app_key(APP_KEY)
}

/// A request for the stream of an agent session.
pub(crate) fn device_stream(device: &Device, query: &str) -> Ask {
    Ask::get(format!("{}?v=1{query}", device.path)).bearer(&device.login.bearer)
}

/// One block; nothing when it holds no message, as the one that says when to come again.
fn parse(block: &str) -> Option<Message> {
    let mut message = Message { id: None, kind: String::new(), data: Value::Null };
    for line in block.lines().filter(|line| !line.is_empty()) {
        match line.split_once(": ").unwrap() {
            ("id", id) => message.id = Some(id.to_owned()),
            ("event", kind) => kind.clone_into(&mut message.kind),
            ("data", data) => message.data = serde_json::from_str(data).unwrap(),
            ("", _) => "comment".clone_into(&mut message.kind),
            ("retry", ms) => assert_eq!(ms, "2000"),
            other => panic!("a line {other:?}"),
        }
    }
    (!message.kind.is_empty()).then_some(message)
}
