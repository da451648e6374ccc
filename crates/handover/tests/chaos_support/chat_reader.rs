//! A reader of one chat, who moves between the transports and keeps nothing but the cursor.

use super::board::{Chat, Side};
use crate::transports::caller::{Ask, Caller, Lost, Who, get, with};
use crate::transports::stream::{Message, Opened, Stream};
use http::{HeaderName, StatusCode};
use rand::RngExt as _;
use rand::rngs::StdRng;
use serde_json::Value;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;

/// The header of a long-poll.
const PREFER: HeaderName = HeaderName::from_static("prefer");
/// Seconds of a long-poll. There is news long before, so that an answer without any was woken by nothing but the time.
const WAIT_S: u32 = 60;
/// Most messages that a reader takes before it moves on.
const STAYS: usize = 16;

/// The four transports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Way {
    Poll,
    LongPoll,
    Events,
    WebSocket,
}

impl Way {
    pub(crate) const ALL: [Self; 4] = [Self::Poll, Self::LongPoll, Self::Events, Self::WebSocket];

    /// One of them.
    pub(crate) fn any(random: &mut StdRng) -> Self {
        Self::ALL[random.random_range(0..Self::ALL.len())]
    }
}

/// How many events came by each transport, and how often a WebSocket was not to be had.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    pub(crate) events: BTreeMap<Way, usize>,
    pub(crate) not_upgraded: usize,
}

impl Tally {
    pub(crate) fn add(&mut self, other: &Self) {
        for (way, count) in &other.events {
            *self.events.entry(*way).or_default() += count;
        }
        self.not_upgraded += other.not_upgraded;
    }
}

/// The reader.
pub(crate) struct ChatReader {
    pub(crate) chat: Arc<Chat>,
    pub(crate) side: Side,
    pub(crate) who: Who,
    /// The path of the chat on its side.
    pub(crate) path: String,
    pub(crate) random: StdRng,
    /// The cursor.
    next: u64,
    /// What was told, which the reader itself makes no use of.
    told: Vec<Value>,
    tally: Tally,
}

impl ChatReader {
    pub(crate) fn new(chat: &Arc<Chat>, side: Side, who: Who, path: String, random: StdRng) -> Self {
        let chat = Arc::clone(chat);
        Self { chat, side, who, path, random, next: 0, told: Vec::new(), tally: Tally::default() }
    }

    /// Reads to the end of the chat. Gives everything that was told.
    pub(crate) async fn read(mut self, address: SocketAddr) -> (Vec<Value>, Tally) {
        let mut caller = Caller::of(address);
        while !self.is_at_the_end() {
            let way = Way::any(&mut self.random);
            let _cut = match way {
                Way::Poll => self.poll(&mut caller, None).await,
                Way::LongPoll => self.poll(&mut caller, Some(WAIT_S)).await,
                Way::Events | Way::WebSocket => self.listen(address, way).await,
            };
        }
        self.nothing_more_comes(address).await;
        (self.told, self.tally)
    }

    fn is_at_the_end(&self) -> bool {
        self.told.last().is_some_and(is_end)
    }

    fn target(&self, parameters: &str) -> String {
        format!("{}/events?v=1&NC=true{parameters}", self.path)
    }

    async fn poll(&mut self, caller: &mut Caller, wait: Option<u32>) -> Result<(), Lost> {
        let ask = get(&self.target(&format!("&from={}", self.next)), &self.who);
        for event in poll(caller, ask, wait).await? {
            let way = if wait.is_some() { Way::LongPoll } else { Way::Poll };
            self.take(way, event);
        }
        Ok(())
    }

    /// Opens a stream, takes some of it and lets it go, unless it is cut before.
    async fn listen(&mut self, address: SocketAddr, way: Way) -> Result<(), Lost> {
        let mut stream = match self.open(address, way).await? {
            Opened::Stream(stream) => stream,
            Opened::NothingMore => panic!("{self:?}: 204 before the chat has ended"),
            Opened::NoUpgrade => {
                self.tally.not_upgraded += 1;
                return Ok(());
            }
        };
        for _ in 0..self.random.random_range(0..STAYS) {
            let Some(Message { kind, id, mut data }) = stream.next().await else { break };
            match &*kind {
                "event" => {
                    let event = data["event"].take();
                    assert_eq!(id, event["@id"].as_str().map(str::to_owned), "{self:?}");
                    self.take(way, event);
                }
                "info" => assert!(data["info"]["state"].is_string(), "{data}"),
                "queue" => assert!(data["position"].is_number(), "{data}"),
                "close" => {
                    assert_eq!(data["reason"], "ended", "{self:?}");
                    assert!(self.is_at_the_end(), "{self:?}: closed too early");
                }
                _ => panic!("{self:?}: {kind} {data}"),
            }
        }
        Ok(())
    }

    async fn open(&mut self, address: SocketAddr, way: Way) -> Result<Opened, Lost> {
        let from = self.target(&format!("&from={}", self.next));
        if way == Way::WebSocket {
            return Stream::web_socket(address, &from, &self.who, self.random.random()).await;
        }
        match self.next.checked_sub(1) {
            Some(last) if self.random.random() => {
                let last = last.to_string();
                Stream::events(address, get(&self.target("&from=0"), &self.who), Some(&last)).await
            }
            Some(_) | None => Stream::events(address, get(&from, &self.who), None).await,
        }
    }

    /// An event was told: none that was told before, and for an agent none is left out.
    fn take(&mut self, way: Way, event: Value) {
        let id = id_of(&event);
        let is_next = if self.side == Side::Visitor { id >= self.next } else { id == self.next };
        assert!(is_next, "{self:?}: {way:?} told {event}");
        self.next = id + 1;
        self.told.push(event);
        *self.tally.events.entry(way).or_default() += 1;
        self.chat.has_read(self.side, self.next);
    }

    /// Who comes again after the end is told that there is nothing more.
    async fn nothing_more_comes(&self, address: SocketAddr) {
        let ask = get(&self.target(&format!("&from={}", self.next)), &self.who);
        loop {
            match Stream::events(address, ask.clone(), None).await {
                Ok(Opened::NothingMore) => return,
                Ok(Opened::Stream(_) | Opened::NoUpgrade) => panic!("{self:?}: a stream after the end"),
                Err(Lost) => {}
            }
        }
    }
}

impl std::fmt::Debug for ChatReader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (side, key, next) = (self.side, &self.chat.key, self.next);
        write!(f, "{side:?} of {key}, who waits for {next}")
    }
}

/// Asks for events, at once or when there are any.
pub(crate) async fn poll(caller: &mut Caller, ask: Ask, wait: Option<u32>) -> Result<Vec<Value>, Lost> {
    let Some(seconds) = wait else {
        return Ok(events(caller.try_ask(&ask).await?.json(StatusCode::OK)));
    };
    let preference = format!("wait={seconds}");
    let answer = caller.try_ask(&with(ask.clone(), PREFER, &preference)).await?;
    let events = events(answer.json(StatusCode::OK));
    assert_eq!(answer.head.headers["preference-applied"], preference);
    assert!(!events.is_empty(), "nothing came in the time of {ask:?}");
    Ok(events)
}

/// The events of a document. One alone is not in a list.
pub(crate) fn events(mut document: Value) -> Vec<Value> {
    match document["events"]["event"].take() {
        Value::Null => Vec::new(),
        Value::Array(events) => events,
        one @ (Value::Object(_) | Value::Bool(_) | Value::Number(_) | Value::String(_)) => vec![one],
    }
}

/// The number of an event.
pub(crate) fn id_of(event: &Value) -> u64 {
    event["@id"].as_str().unwrap().parse().unwrap()
}

/// Whether an event is the last of its chat.
pub(crate) fn is_end(event: &Value) -> bool {
    event["@type"] == "state" && event["state"] == "ended"
}
