//! The ledger: every fact from the moment in which it is durable, kept apart from the journal and never truncated. It is
//! the measure of what may be shown and answered, and of what must be there after a crash.

use crate::invariants;
use handover_archive::Entry;
use handover_desk::{AgentId, Chat, ChatKey, ChatNo, ChatOffered, Desk, Event, Fact, MaxChats};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is durable.
#[derive(Default)]
pub(super) struct Ledger {
    /// A desk that applied every fact once, in order.
    desk: Desk,
    /// The events of every chat there ever was.
    chats: BTreeMap<ChatKey, Vec<Arc<Event>>>,
    /// The chats that were asked for under a name; every request has its own.
    names: BTreeMap<Arc<str>, Vec<ChatKey>>,
    /// The documents in the archive.
    archive: BTreeMap<ChatKey, Vec<u8>>,
}

impl Ledger {
    pub(super) fn desk(&self) -> &Desk {
        &self.desk
    }

    /// The events of a chat that are durable, whether it is on the desk or in the archive.
    pub(super) fn events(&self, chat: &ChatKey) -> Option<&[Arc<Event>]> {
        self.chats.get(chat).map(Vec::as_slice)
    }

    /// Every chat there ever was, with its events.
    pub(super) fn chats(&self) -> impl Iterator<Item = (&ChatKey, &[Arc<Event>])> {
        self.chats.iter().map(|(key, events)| (key, events.as_slice()))
    }

    /// The chats that were asked for under this name.
    pub(super) fn named(&self, name: &str) -> &[ChatKey] {
        self.names.get(name).map_or(&[], Vec::as_slice)
    }

    /// The oldest chat that an agent other than this one has.
    pub(super) fn held_by_others(&self, agent: AgentId) -> Option<ChatKey> {
        let others = self.desk.state().agents.iter().filter(|(id, _)| **id != agent);
        let chats = others.flat_map(|(_, other)| other.chats.iter());
        chats.min().and_then(|no| self.desk.chat(*no)).map(|chat| chat.key)
    }

    /// How many chats are in the archive.
    pub(super) fn documents(&self) -> usize {
        self.archive.len()
    }

    /// These entries are durable in the archive.
    pub(super) fn archived(&mut self, entries: Vec<Entry>) {
        for entry in entries {
            if let Ok(key) = entry.key.parse() {
                self.archive.insert(key, entry.body);
            }
        }
    }

    /// These facts are durable. Says which promise they break, if any.
    pub(super) fn record(&mut self, facts: &[Fact]) -> Result<(), String> {
        for fact in facts {
            if let Fact::ChatArchived(fact) = fact {
                self.is_archived_whole(fact.chat)?;
            }
            self.desk.apply(fact);
            if let Fact::ChatStarted(fact) = fact {
                self.chats.insert(fact.key, Vec::new());
                let name = fact.visitor_name.clone().unwrap_or_default();
                self.names.entry(name).or_default().push(fact.key);
            } else if let Fact::EventAdded(fact) = fact {
                self.add_event(fact.chat, &fact.event)?;
            } else if let Fact::ChatOffered(fact) = fact {
                self.fits(fact)?;
            }
        }
        invariants::check_state(&self.desk, self.desk.state().clock)
    }

    /// Design §4, retention: a chat leaves the desk only when its whole document is durable in the archive.
    fn is_archived_whole(&self, no: ChatNo) -> Result<(), String> {
        let chat = self.desk.chat(no).ok_or_else(|| format!("chat {no} left the desk twice"))?;
        let body = self.archive.get(&chat.key).ok_or_else(|| format!("chat {no} is not in the archive"))?;
        let stored: Chat = serde_json::from_slice(body).map_err(|error| error.to_string())?;
        if stored == *chat { Ok(()) } else { Err(format!("chat {no} is in the archive as it was not last")) }
    }

    /// Invariant 3: the ids of a chat are 0, 1, 2, …
    fn add_event(&mut self, no: ChatNo, event: &Arc<Event>) -> Result<(), String> {
        let key = self.desk.chat(no).map(|chat| chat.key);
        let events = key.and_then(|key| self.chats.get_mut(&key));
        let events = events.ok_or_else(|| format!("an event of chat {no}, which is not on the desk"))?;
        if usize::try_from(event.id.0).ok() != Some(events.len()) {
            return Err(format!("chat {no} has {} events and got one with id {}", events.len(), event.id));
        }
        events.push(Arc::clone(event));
        Ok(())
    }

    /// Invariant 5: an offer fits the agent's slots, unless it is a transfer in person.
    fn fits(&self, offered: &ChatOffered) -> Result<(), String> {
        let Some(agent) = self.desk.agent(offered.offer.agent) else {
            return Err(format!("chat {} was offered to nobody", offered.chat));
        };
        match agent.profile.max_chats {
            MaxChats::Limited(max) if agent.taken() > u64::from(max) && !offered.offer.is_personal() => {
                Err(format!("agent {} has {} chats of {max}", agent.profile.id, agent.taken()))
            }
            MaxChats::Limited(_) | MaxChats::Unlimited => Ok(()),
        }
    }
}
