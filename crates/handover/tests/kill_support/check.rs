//! The comparison after a kill: what was promised against what is there.

use super::account::{AGENTS, visitors_events};
use super::ledger::Promises;
use super::people::{People, accept, accepted, agents_path, events};
use crate::common::Device;
use crate::common::http::{Connection, Request};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;

/// Connections that read back.
const READERS: usize = 4;

/// Compares everything and says how much that was. What nobody answered and may be repeated is repeated first.
pub(crate) fn check(people: &People, address: SocketAddr, promises: &mut Promises) -> String {
    let mut connection = Connection::to(address);
    let unanswered = promises.unanswered.len();
    repeat(&mut connection, promises);
    accepts_hold(&mut connection, people, promises);
    accept_all(&mut connection, people, promises);
    let owners = owners(&mut connection, people);
    for chat in promises.chats.keys() {
        assert!(owners.contains_key(chat), "the acknowledged chat {chat} is gone");
    }
    let texts = read_all(people, address, promises, &owners);
    nothing_twice(&texts, promises);
    let lines: usize = promises.lines.values().map(BTreeMap::len).sum();
    let seen: usize = promises.seen.values().map(BTreeMap::len).sum();
    let chats = owners.len();
    format!("{chats} chats, {lines} acknowledged lines, {seen} seen events, {unanswered} writes unanswered")
}

/// A repeated write is answered as the first time; one that had no answer gets one, and is done exactly once.
fn repeat(connection: &mut Connection, promises: &mut Promises) {
    for (sent, location) in &promises.answered {
        let again = connection.ask(&sent.request).expect(201);
        assert_eq!(again.location(), *location, "{sent:?}");
    }
    let unanswered = std::mem::take(&mut promises.unanswered);
    for sent in unanswered.iter().filter(|sent| sent.repeatable) {
        let location = connection.ask(&sent.request).expect(201).location();
        promises.keep(&sent.write, &location);
    }
}

/// Every agent has what the agent's accepts were answered with, on every device, with the bearer from before.
fn accepts_hold(connection: &mut Connection, people: &People, promises: &Promises) {
    for (agent, device) in &people.devices {
        let listed = chat_sessions(connection, device);
        for (chat, _) in promises.accepted.iter().filter(|(_, owner)| *owner == agent) {
            assert!(listed.contains(chat), "the accepted chat {chat} is not with its agent");
        }
    }
}

/// Takes everything that still rings, so that every chat can be read by an agent.
fn accept_all(connection: &mut Connection, people: &People, promises: &mut Promises) {
    for (agent, device) in &people.devices {
        while let Some(chat) = accepted(connection.ask(&accept(device))) {
            promises.take(*agent, chat);
        }
    }
}

/// Which agent has which chat. None is with two.
fn owners(connection: &mut Connection, people: &People) -> BTreeMap<String, usize> {
    let mut owners = BTreeMap::new();
    for agent in 0..AGENTS {
        for chat in chat_sessions(connection, people.device_of(agent)) {
            let other = owners.insert(chat, agent);
            assert_eq!(other, None, "a chat is with two agents");
        }
    }
    owners
}

fn chat_sessions(connection: &mut Connection, device: &Device) -> BTreeSet<String> {
    let request = Request::get(format!("{}/chatSessions?v=1&NC=true", device.session));
    let document = connection.ask(&request.bearer(&device.bearer)).expect(200).json();
    let sessions = document["chatSessions"]["chatSession"].as_array().unwrap().iter();
    sessions.map(|session| session["chatSessionKey"].as_str().unwrap().to_owned()).collect()
}

/// Reads every chat completely, from both sides. Gives the texts of all lines that people wrote.
fn read_all(
    people: &People,
    address: SocketAddr,
    promises: &Promises,
    owners: &BTreeMap<String, usize>,
) -> Vec<String> {
    let read_some = |reader: usize| {
        let mut connection = Connection::to(address);
        let mut texts = Vec::new();
        for (chat, agent) in owners.iter().skip(reader).step_by(READERS) {
            seen_is_there(&mut connection, chat, promises);
            texts.extend(chat_is_whole(&mut connection, chat, people.device_of(*agent), promises));
        }
        texts
    };
    std::thread::scope(|scope| {
        let readers: Vec<_> = (0..READERS).map(|reader| scope.spawn(move || read_some(reader))).collect();
        readers.into_iter().flat_map(|reader| reader.join().unwrap()).collect()
    })
}

/// As the agent, who sees all: ids without gap or repeat, and every acknowledged line where it was acknowledged.
fn chat_is_whole(
    connection: &mut Connection,
    chat: &str,
    device: &Device,
    promises: &Promises,
) -> Vec<String> {
    let request = Request::get(format!("{}/events?v=1&NC=true", agents_path(device, chat)));
    let events = events(&connection.ask(&request.bearer(&device.bearer)).expect(200));
    for (index, (id, _)) in events.iter().enumerate() {
        assert_eq!(index, *id, "the events of {chat} have a gap or a repeat");
    }
    let texts: Vec<Option<String>> = events.iter().map(|(_, event)| text_of_people(event)).collect();
    for (id, text) in promises.lines.get(chat).into_iter().flatten() {
        assert_eq!(texts.get(*id), Some(&Some(text.clone())), "line {id} of {chat}");
    }
    if let Some(start) = promises.chats.get(chat) {
        assert!(texts.iter().flatten().any(|text| text == start), "the first line of {chat} is gone");
    }
    texts.into_iter().flatten().collect()
}

fn text_of_people(event: &str) -> Option<String> {
    let event: Value = serde_json::from_str(event).unwrap();
    let text = event["text"].as_str()?;
    (text.starts_with("line ") || text.starts_with("start ")).then(|| text.to_owned())
}

/// As the visitor: what a reader was shown is there as it was shown.
fn seen_is_there(connection: &mut Connection, chat: &str, promises: &Promises) {
    let Some(seen) = promises.seen.get(chat) else { return };
    let reply = connection.ask(&visitors_events(chat, 0)).expect(200);
    let there: BTreeMap<usize, String> = events(&reply).into_iter().collect();
    for (id, event) in seen {
        assert_eq!(there.get(id), Some(event), "event {id} of {chat} was seen before the kill");
    }
}

/// Every text is there once at most, none came from nowhere, and those that were acknowledged are there.
fn nothing_twice(texts: &[String], promises: &Promises) {
    let mut found = BTreeSet::new();
    for text in texts {
        assert!(found.insert(text), "{text:?} is there twice");
        assert!(promises.sent.contains(text), "nobody wrote {text:?}");
    }
    let lines = promises.lines.values().flat_map(BTreeMap::values);
    for text in lines.chain(promises.chats.values()) {
        assert!(found.contains(text), "{text:?} was acknowledged and is gone");
    }
}
