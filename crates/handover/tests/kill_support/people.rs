//! Those who write and read: visitors, agents at their devices, readers. Each has one connection and goes on until it
//! breaks.

use super::account::{AGENTS, login_name, start, visitors_events, visitors_path};
use super::ledger::{Ledger, Sent, Write, last_segment};
use crate::common::http::{Connection, Reply, Request};
use crate::common::{APP_KEY, Device, line};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use std::io;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};

/// Devices of each agent, one connection each.
const DEVICES: usize = 4;
/// Visitors; with the devices of four agents and the readers that makes 64 connections.
const VISITORS: usize = 40;
const READERS: usize = 8;
/// One of so many writes of a visitor starts a chat.
const STARTS_ONE_IN: u32 = 15;

/// Everybody, with what they know from run to run.
pub(crate) struct People {
    seed: u64,
    run: u64,
    next: AtomicU64,
    /// The devices, each with the number of its agent.
    pub(crate) devices: Vec<(usize, Device)>,
}

/// Somebody at work on a connection.
struct Worker<'p> {
    people: &'p People,
    ledger: &'p Ledger<'p>,
    connection: Connection,
    random: StdRng,
}

impl People {
    /// Signs every agent in on each device.
    pub(crate) fn sign_in(seed: u64, address: SocketAddr) -> Self {
        let mut connection = Connection::to(address);
        let devices = (0..AGENTS * DEVICES).map(|number| {
            let agent = number % AGENTS;
            (agent, Device::sign_in(&mut connection, &login_name(agent)))
        });
        Self { seed, run: 0, next: AtomicU64::new(1), devices: devices.collect() }
    }

    /// A device of an agent.
    pub(crate) fn device_of(&self, agent: usize) -> &Device {
        self.devices.iter().find(|(owner, _)| *owner == agent).map(|(_, device)| device).unwrap()
    }

    /// Writes and reads on 64 connections until they break; `meanwhile` breaks them.
    pub(crate) fn work(&mut self, address: SocketAddr, ledger: &Ledger<'_>, meanwhile: impl FnOnce()) {
        self.run += 1;
        let people = &*self;
        let worker = |number: u64| people.worker(number, address, ledger);
        std::thread::scope(|scope| {
            for (number, (agent, device)) in (0..).zip(&people.devices) {
                scope.spawn(move || worker(number).map(|worker| worker.answer(*agent, device)));
            }
            (100..)
                .take(VISITORS)
                .for_each(|number| drop(scope.spawn(move || worker(number).map(Worker::visit))));
            (200..)
                .take(READERS)
                .for_each(|number| drop(scope.spawn(move || worker(number).map(Worker::watch))));
            meanwhile();
        });
    }

    /// A connection with randomness of its own; nothing when the server has gone already.
    fn worker<'p>(
        &'p self,
        number: u64,
        address: SocketAddr,
        ledger: &'p Ledger<'p>,
    ) -> io::Result<Worker<'p>> {
        let random = StdRng::seed_from_u64(self.seed ^ (self.run << 32) ^ (number << 16));
        Ok(Worker { people: self, ledger, connection: Connection::try_to(address)?, random })
    }

    fn fresh(&self) -> u64 {
        self.next.fetch_add(1, Ordering::Relaxed)
    }
}

impl Worker<'_> {
    /// A visitor: starts chats, writes in them and in one from an earlier run now and then.
    fn visit(mut self) -> io::Result<()> {
        let mut chats: Vec<String> = Vec::new();
        loop {
            if chats.is_empty() || self.random.random_ratio(1, STARTS_ONE_IN) {
                chats.extend(self.known_chat());
                let text = format!("start {}", self.people.fresh());
                let path = self.write(start(&text), Write::Start { text })?;
                chats.push(last_segment(&path).to_owned());
            } else {
                let chat = chats[self.random.random_range(0..chats.len())].clone();
                let path = visitors_path(&chat);
                self.say(chat, |text| line(&path, text).app_key(APP_KEY))?;
            }
        }
    }

    /// An agent at a device: accepts what rings and writes in what the agent has.
    fn answer(mut self, agent: usize, device: &Device) -> io::Result<()> {
        loop {
            let chats: Vec<String> = {
                let promises = self.ledger.look();
                let own = promises.accepted.iter().filter(|(_, owner)| **owner == agent);
                own.map(|(chat, _)| chat.clone()).collect()
            };
            if chats.is_empty() || self.random.random_ratio(1, 3) {
                if let Some(chat) = accepted(self.connection.try_ask(&accept(device))?) {
                    self.ledger.accepted(agent, chat);
                }
            } else {
                let chat = chats[self.random.random_range(0..chats.len())].clone();
                let path = agents_path(device, &chat);
                self.say(chat, |text| line(&path, text).bearer(&device.bearer))?;
            }
        }
    }

    /// A reader: follows chats and keeps what it is shown.
    fn watch(mut self) -> io::Result<()> {
        loop {
            let Some(chat) = self.known_chat() else { continue };
            let known = self.ledger.look().seen.get(&chat).and_then(|seen| seen.keys().next_back().copied());
            let from = known.unwrap_or(0).saturating_sub(self.random.random_range(0..3));
            let reply = self.connection.try_ask(&visitors_events(&chat, from))?.expect(200);
            for (id, event) in events(&reply) {
                self.ledger.seen(&chat, id, &event);
            }
        }
    }

    /// A chat whose start was acknowledged, in this run or before it.
    fn known_chat(&mut self) -> Option<String> {
        let promises = self.ledger.look();
        let count = promises.chats.len();
        let index = (count > 0).then(|| self.random.random_range(0..count))?;
        promises.chats.keys().nth(index).cloned()
    }

    fn say(&mut self, chat: String, request: impl FnOnce(&str) -> Request) -> io::Result<()> {
        let text = format!("line {}", self.people.fresh());
        self.write(request(&text), Write::Line { chat, text }).map(drop)
    }

    /// Sends a write, every other one repeatable, and keeps what is promised. Gives the `Location`.
    fn write(&mut self, request: Request, write: Write) -> io::Result<String> {
        let repeatable = self.random.random_ratio(1, 2);
        let key = format!("kill-test-{:016x}-{}", self.people.seed, self.people.fresh());
        let request = if repeatable { request.with("Idempotency-Key", key) } else { request };
        let (Write::Start { text } | Write::Line { text, .. }) = &write;
        self.ledger.look().sent.insert(text.clone());
        let sent = Sent { request, write, repeatable };
        match self.connection.try_ask(&sent.request) {
            Ok(reply) => {
                let location = reply.expect(201).location();
                self.ledger.acknowledged(sent, &location);
                Ok(location)
            }
            Err(error) => {
                self.ledger.unanswered(sent);
                Err(error)
            }
        }
    }
}

/// An agent takes what rings longest.
pub(crate) fn accept(device: &Device) -> Request {
    Request::post(format!("{}/incomingRequests?v=1&NC=true", device.session)).bearer(&device.bearer)
}

/// The chat that an accept was answered with; nothing when nothing rang.
pub(crate) fn accepted(reply: Reply) -> Option<String> {
    if reply.status == 201 {
        return Some(last_segment(&reply.location()).to_owned());
    }
    reply.expect(404);
    None
}

/// The path of a chat under an agent session.
pub(crate) fn agents_path(device: &Device, chat: &str) -> String {
    format!("{}/chat/{chat}", device.session)
}

/// The events of a document, each by its id and as it was shown. One alone is not in a list.
pub(crate) fn events(reply: &Reply) -> Vec<(usize, String)> {
    let mut document = reply.json();
    let events = document["events"]["event"].take();
    let events = if events.is_null() || events.is_array() { events } else { serde_json::json!([events]) };
    let id = |event: &serde_json::Value| event["@id"].as_str().unwrap().parse().unwrap();
    let events = events.as_array().into_iter().flatten();
    events.map(|event| (id(event), event.to_string())).collect()
}
