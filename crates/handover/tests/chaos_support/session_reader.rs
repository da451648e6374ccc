//! A reader of an agent session: all chats of the agent on one stream, by Server-Sent Events or by WebSocket, and in between
//! each chat by poll or long-poll.

use super::board::{Chat, Side};
use super::chat_reader::{Tally, Way, id_of, is_end, poll};
use crate::transports::caller::{Caller, Lost, Who, get};
use crate::transports::stream::{Message, Opened, Stream};
use http::StatusCode;
use rand::RngExt as _;
use rand::rngs::StdRng;
use serde_json::Value;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::sync::watch;

/// Seconds of a long-poll. There is news long before.
const WAIT_S: u32 = 60;
/// Most messages that the reader takes before it moves on.
const STAYS: usize = 24;

/// What was told of one chat.
#[derive(Debug, Default)]
struct Told {
    events: Vec<Value>,
    /// How many of them came by the stream, which begins where the stream was left.
    streamed: usize,
}

/// The reader.
pub(crate) struct SessionReader {
    who: Who,
    /// The path of the agent session.
    path: String,
    random: StdRng,
    /// Every chat of the test, as soon as it is known.
    chats: watch::Receiver<BTreeMap<String, Arc<Chat>>>,
    /// The cursor of the stream.
    position: Option<String>,
    told: BTreeMap<String, Told>,
    tally: Tally,
}

impl SessionReader {
    pub(crate) fn new(
        who: Who,
        path: String,
        random: StdRng,
        chats: watch::Receiver<BTreeMap<String, Arc<Chat>>>,
    ) -> Self {
        Self { who, path, random, chats, position: None, told: BTreeMap::new(), tally: Tally::default() }
    }

    /// Reads until the stream has told the end of so many chats. Gives everything that was told, by chat.
    pub(crate) async fn read(
        mut self,
        address: SocketAddr,
        chats: usize,
    ) -> (BTreeMap<String, Vec<Value>>, Tally) {
        let mut caller = Caller::of(address);
        while self.told.values().filter(|told| told.has_streamed_all()).count() < chats {
            let way = Way::any(&mut self.random);
            let _cut = match way {
                // Without a cursor, what ends while nobody listens is not told of.
                Way::Poll | Way::LongPoll if self.position.is_none() => Ok(()),
                Way::Poll => self.poll_all(&mut caller).await,
                Way::LongPoll => self.wait_for_one(&mut caller).await,
                Way::Events | Way::WebSocket => self.listen(address, way).await,
            };
        }
        (self.told.into_iter().map(|(key, told)| (key, told.events)).collect(), self.tally)
    }

    /// The fourth way: the chats of the agent, then the events of each.
    async fn poll_all(&mut self, caller: &mut Caller) -> Result<(), Lost> {
        let ask = get(&format!("{}/chatSessions?v=1&NC=true", self.path), &self.who);
        let document = caller.try_ask(&ask).await?.json(StatusCode::OK);
        let listed = document["chatSessions"]["chatSession"].as_array().unwrap().clone();
        for chat in listed {
            let key = chat["chatSessionKey"].as_str().unwrap();
            self.poll(caller, key, None).await?;
        }
        Ok(())
    }

    /// The third: waits for the next event of one chat that goes on.
    async fn wait_for_one(&mut self, caller: &mut Caller) -> Result<(), Lost> {
        let live = self.told.iter().filter(|(_, told)| !told.events.last().is_some_and(is_end));
        let live: Vec<String> = live.map(|(key, _)| key.clone()).collect();
        if live.is_empty() {
            return Ok(());
        }
        let key = &live[self.random.random_range(0..live.len())];
        self.poll(caller, key, Some(WAIT_S)).await
    }

    async fn poll(&mut self, caller: &mut Caller, key: &str, wait: Option<u32>) -> Result<(), Lost> {
        let next = self.told.get(key).map_or(0, |told| told.events.len());
        let target = format!("{}/chat/{key}/events?v=1&NC=true&from={next}", self.path);
        for event in poll(caller, get(&target, &self.who), wait).await? {
            let way = if wait.is_some() { Way::LongPoll } else { Way::Poll };
            self.is_news(way, key, event);
        }
        Ok(())
    }

    /// Opens the stream behind the cursor, takes some of it and lets it go, unless it is cut before.
    async fn listen(&mut self, address: SocketAddr, way: Way) -> Result<(), Lost> {
        let mut stream = match self.open(address, way).await? {
            Opened::Stream(stream) => stream,
            Opened::NothingMore => panic!("{self:?}: 204"),
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
                    self.follows(&id.unwrap(), &event);
                    self.is_streamed(way, data["chat"].as_str().unwrap(), event);
                    if self.told.values().all(Told::has_streamed_all) {
                        break;
                    }
                }
                "info" => assert!(data["chat"].is_string() && data["info"]["state"].is_string(), "{data}"),
                "chatSessions" | "availability" | "offers" | "queue" => {}
                _ => panic!("{self:?}: {kind} {data}"),
            }
        }
        Ok(())
    }

    async fn open(&mut self, address: SocketAddr, way: Way) -> Result<Opened, Lost> {
        let mut target = format!("{}?v=1&NC=true", self.path);
        if self.random.random() {
            target += "&kinds=event";
        }
        let is_browser: bool = self.random.random();
        let position = self.position.clone();
        if let Some(position) = position.as_ref().filter(|_| way == Way::WebSocket || !is_browser) {
            // As `encodeURIComponent` writes it.
            target.extend(["&from=", &position.replace(';', "%3B").replace(':', "%3A")]);
        }
        match way {
            Way::WebSocket => Stream::web_socket(address, &target, &self.who, is_browser).await,
            Way::Events | Way::Poll | Way::LongPoll => {
                let last = position.as_deref().filter(|_| is_browser);
                Stream::events(address, get(&target, &self.who), last).await
            }
        }
    }

    /// The cursor moves on.
    fn follows(&mut self, position: &str, event: &Value) {
        let before = self.position.as_deref().map(place).unwrap_or_default();
        let (now, telling) = place(position);
        let is_further = if telling { now >= before.0 } else { now > before.0 };
        assert!(is_further, "{self:?}: {position} with {event}");
        self.position = Some(position.to_owned());
    }

    /// The stream tells every event once and in order, also those that were polled meanwhile, in the same words.
    fn is_streamed(&mut self, way: Way, key: &str, event: Value) {
        let told = self.told.entry(key.to_owned()).or_default();
        let streamed = told.streamed;
        assert_eq!(id_of(&event), streamed as u64, "{key} at {:?} by {way:?}: {event}", self.position);
        told.streamed += 1;
        match told.events.get(streamed) {
            Some(polled) => assert_eq!(*polled, event, "{key}: polled, and told by the stream"),
            None => self.is_news(way, key, event),
        }
    }

    fn is_news(&mut self, way: Way, key: &str, event: Value) {
        let told = self.told.entry(key.to_owned()).or_default();
        assert_eq!(id_of(&event), told.events.len() as u64, "{key} by {way:?}: {event}");
        told.events.push(event);
        *self.tally.events.entry(way).or_default() += 1;
        if let Some(chat) = self.chats.borrow().get(key) {
            chat.has_read(Side::Session, told.events.len() as u64);
        }
    }
}

impl Told {
    fn has_streamed_all(&self) -> bool {
        self.streamed == self.events.len() && self.events.last().is_some_and(is_end)
    }
}

impl std::fmt::Debug for SessionReader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} at {:?}", self.path, self.position)
    }
}

/// The place of a cursor among all events, and whether a chat is being told from its beginning.
fn place(position: &str) -> (u64, bool) {
    let (place, telling) = position.split_once(';').unwrap_or((position, ""));
    (place.parse().unwrap(), !telling.is_empty())
}
