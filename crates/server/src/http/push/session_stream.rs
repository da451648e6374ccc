//! The stream of an agent session: all that happens to its agent (`docs/push.md`).
//!
//! Its cursor is a place among the events of the account. The events of all the agent's chats are told in their order; a
//! chat that was gained is told whole, from its event 0, at the place of the event that gave it to the agent.

use super::chat_stream::kinds;
use super::closing::Closing;
use super::cursor::Cursor;
use super::message::{Batch, Kind, Kinds, Message};
use super::place::Place;
use super::present::{Present, Who};
use super::seen::Seen;
use super::spacing::{NextLook, Spacing};
use super::telling::{Telling, Told};
use super::turn::{Look, Source};
use crate::app::chat_document::{ChatDocument, Side};
use crate::app::devices::Devices;
use crate::app::{json, why};
use crate::engine::Published;
use crate::engine::bell::Listener;
use crate::http::access::AtDevice;
use crate::http::agent_session::{availability, chat_sessions};
use crate::http::call::Call;
use crate::http::failure::{Failure, bad};
use handover_desk::{Agent, Availability, Chat, ChatKey, ChatNo, SkillId, StreamPosition, Timestamp};
use handover_wire::document::{
    ChatSessions, InChat, OfferEntry, Offers, QueueSummary, SingleEvent, WaitingChats,
};
use handover_wire::{Condition, WireTime};
use std::collections::BTreeMap;
use std::sync::Arc;

/// An agent session, told to its device.
pub(in crate::http) struct SessionStream {
    me: AtDevice,
    kinds: Kinds,
    /// The chats that it is restricted to, if it is.
    only: Option<Vec<ChatNo>>,
    cursor: Cursor,
    /// Chats that had ended by then are not told of.
    ended_since: StreamPosition,
    seen: SeenAll,
    bell: Listener,
    queue: Listener,
    _present: Present,
    _place: Place,
}

/// Of an offer, what a change of is told: the chat, until when it rings, and the visitor's name.
type ToldOffer = (ChatNo, Timestamp, Option<Arc<str>>);

/// What was told beside the events.
#[derive(Debug, Default)]
struct SeenAll {
    chats: BTreeMap<ChatNo, Seen>,
    listed: Option<Vec<ChatNo>>,
    availability: Option<(Option<Availability>, Option<Arc<str>>)>,
    offers: Option<Vec<ToldOffer>>,
    devices: Option<Vec<u8>>,
    queue: Option<Vec<(Option<SkillId>, u64, ChatNo)>>,
    spacing: Spacing,
}

impl SessionStream {
    /// A stream of the device's agent, from the cursor on that the request names.
    pub(in crate::http) fn open(call: &Call, me: AtDevice) -> Result<Self, Failure> {
        let kinds = kinds(call)?;
        let only: Result<Vec<ChatNo>, Failure> = call
            .parameters("chat")
            .map(|key| {
                let key = key.parse().map(|key: ChatKey| key.chat());
                key.map_err(|_| bad("chat", "must be a chat session key").into())
            })
            .collect();
        let only = Some(only?).filter(|chats| !chats.is_empty());
        let place = call.app.streams.take_place(call, &me.account.id)?;
        let present = Present::begin(&call.app, &me.account, Who::Device(me.session))?;
        let (name, cursor) = cursor(call)?;
        let (ended_since, bell, queue) = {
            let view = me.account.view().read();
            if !is_known(&view, cursor) {
                return Err(bad(name, "lies in the future: no event has that place yet").into());
            }
            let bell = view.agent_bell(me.agent).ok_or(Condition::AgentSessionNotFound)?;
            (ended_since(&view, cursor), bell.listen(), view.queue_bell().listen())
        };
        let seen = SeenAll::default();
        Ok(Self { me, kinds, only, cursor, ended_since, seen, bell, queue, _present: present, _place: place })
    }
}

impl Source for SessionStream {
    fn listener(&self) -> &Listener {
        &self.bell
    }

    fn queue(&self) -> Option<(&Listener, NextLook)> {
        self.kinds.has(Kind::Queue).then(|| (&self.queue, self.seen.spacing.next_look()))
    }

    fn look(&mut self, now: Timestamp, batch: &mut Batch) -> Look {
        let Self { me, kinds, only, cursor, ended_since, seen, .. } = self;
        let view = me.account.view().read();
        let is_there = view.desk().session(me.session).is_some_and(|session| session.agent == me.agent);
        let Some(agent) = view.desk().agent(me.agent).filter(|_| is_there) else {
            return Look::Over(Closing::Gone);
        };
        seen.tell_availability(agent, *kinds, batch);
        seen.tell_chats(me, &view, agent, *kinds, batch);
        seen.tell_offers(&view, agent, *kinds, batch);
        seen.tell_devices(me, &view, *kinds, batch);
        let wanted = |chat: &&Chat| only.as_ref().is_none_or(|only| only.contains(&chat.no()));
        let mut telling = Telling::of(&view, agent, *cursor, *ended_since, wanted);
        while let Some(Told { chat, event, cursor: behind }) = telling.next() {
            if batch.is_full() {
                return Look::More;
            }
            *cursor = behind;
            if kinds.has(Kind::Event) {
                tell_event(me, &view, chat, event, behind, batch);
            }
        }
        seen.tell_changes(me, &view, agent, *kinds, wanted, batch);
        seen.tell_queue(&view, agent, *kinds, now, batch);
        Look::Wait
    }

    fn resume(&mut self, from: &str) -> Result<(), Closing> {
        let cursor = from.parse().map_err(|()| Closing::Cursor)?;
        let view = self.me.account.view().read();
        if !is_known(&view, cursor) {
            return Err(Closing::Cursor);
        }
        self.ended_since = ended_since(&view, cursor);
        self.cursor = cursor;
        self.seen = SeenAll::default();
        Ok(())
    }
}

/// The address of a chat under the session, and its document.
fn with_document<T>(
    me: &AtDevice,
    view: &Published,
    chat: &Chat,
    tell: impl FnOnce(ChatDocument<'_>) -> T,
) -> T {
    let key = chat.key.to_string();
    let base = me.chat_base(&key);
    tell(ChatDocument { view, chat, key: &key, base: &base, side: Side::Agent })
}

fn tell_event(me: &AtDevice, view: &Published, chat: &Chat, event: usize, behind: Cursor, batch: &mut Batch) {
    with_document(me, view, chat, |document| {
        if let Some(event) = document.event_at(event) {
            batch.readings.extend(document.told(event.id));
            let told = InChat { chat: document.key, document: SingleEvent(event) };
            batch.push(Message::event(behind.to_string(), &told));
        }
    });
}

impl SeenAll {
    fn tell_availability(&mut self, agent: &Agent, kinds: Kinds, batch: &mut Batch) {
        let reason = agent.on_duty().and_then(|on| on.reason_id.clone());
        let current = Some((agent.availability(), reason));
        if kinds.has(Kind::Availability) && self.availability != current {
            batch.push(Message::of(Kind::Availability, &availability::document(agent)));
            self.availability = current;
        }
    }

    fn tell_chats(
        &mut self,
        me: &AtDevice,
        view: &Published,
        agent: &Agent,
        kinds: Kinds,
        batch: &mut Batch,
    ) {
        let is_same = |listed: &Vec<ChatNo>| listed.iter().eq(&agent.chats);
        if kinds.has(Kind::ChatSessions) && !self.listed.as_ref().is_some_and(is_same) {
            let chats = chat_sessions::listed(me, view, agent);
            let document = ChatSessions { session: &me.base, chats: chat_sessions::entries(&chats) };
            batch.push(Message::of(Kind::ChatSessions, &document));
            self.listed = Some(agent.chats.iter().copied().collect());
        }
    }

    fn tell_offers(&mut self, view: &Published, agent: &Agent, kinds: Kinds, batch: &mut Batch) {
        let ringing = agent.offers.iter().filter_map(|no| {
            let chat = view.desk().chat(*no)?;
            Some((chat, chat.offer()?))
        });
        let current =
            ringing.clone().map(|(chat, offer)| (chat.no(), offer.expires_at, chat.visitor_name.clone()));
        let is_same = self.offers.as_ref().is_some_and(|told| told.iter().cloned().eq(current.clone()));
        if is_same || !kinds.has(Kind::Offers) {
            return;
        }
        let entries = ringing.clone().map(|(chat, offer)| OfferEntry {
            id: chat.no().0,
            skill: chat.skill.and_then(|id| view.desk().skill(id)).map(|skill| &*skill.name),
            visitor_name: chat.visitor_name.as_deref().unwrap_or("visitor"),
            requested_at: WireTime::new(chat.started_at.0, view.zone()),
            expires_at: WireTime::new(offer.expires_at.0, view.zone()),
            why: why::word(offer.why),
        });
        batch.push(Message::of(Kind::Offers, &Offers(entries)));
        self.offers = Some(current.collect());
    }

    fn tell_devices(&mut self, me: &AtDevice, view: &Published, kinds: Kinds, batch: &mut Batch) {
        if !kinds.has(Kind::Devices) {
            return;
        }
        let current = json::bytes(&Devices::of(view, me.agent, me.session, None));
        if self.devices.as_ref() != Some(&current) {
            batch.push(Message::rendered(Kind::Devices, current.clone()));
            self.devices = Some(current);
        }
    }

    /// Information, typing and marks of the agent's chats; of one that has ended, once more.
    fn tell_changes(
        &mut self,
        me: &AtDevice,
        view: &Published,
        agent: &Agent,
        kinds: Kinds,
        wanted: impl Fn(&&Chat) -> bool,
        batch: &mut Batch,
    ) {
        if ![Kind::Info, Kind::Typing, Kind::Marks].into_iter().any(|kind| kinds.has(kind)) {
            return;
        }
        let mut before = std::mem::take(&mut self.chats);
        let chats = agent.chats.iter().filter_map(|no| view.desk().chat(*no)).filter(&wanted);
        for chat in chats {
            let mut seen = before.remove(&chat.no()).unwrap_or_default();
            with_document(me, view, chat, |document| seen.tell(document, kinds, Some(document.key), batch));
            self.chats.insert(chat.no(), seen);
        }
        for (no, mut seen) in before {
            if let Some(chat) = view.desk().chat(no).filter(|chat| chat.is_readable_by(me.agent)) {
                with_document(me, view, chat, |document| {
                    seen.tell(document, kinds, Some(document.key), batch);
                });
            }
        }
    }

    fn tell_queue(
        &mut self,
        view: &Published,
        agent: &Agent,
        kinds: Kinds,
        now: Timestamp,
        batch: &mut Batch,
    ) {
        if !kinds.has(Kind::Queue) || !self.spacing.is_time(now) {
            return;
        }
        let skills = agent.profile.skills.iter().copied().map(Some);
        let waiting = [None].into_iter().chain(skills).filter_map(|skill| {
            let (count, next) = view.desk().unoffered_of(skill)?;
            Some((skill, count, next))
        });
        let current: Vec<_> = waiting.collect();
        if self.queue.as_ref() == Some(&current) {
            return;
        }
        let skills = current.iter().filter_map(|(skill, waiting, next)| {
            Some(WaitingChats {
                skill: skill.and_then(|id| view.desk().skill(id)).map(|skill| &*skill.name),
                waiting: *waiting,
                next_requested_at: WireTime::new(view.desk().chat(*next)?.started_at.0, view.zone()),
            })
        });
        batch.push(Message::of(Kind::Queue, &QueueSummary { skills }));
        self.queue = Some(current);
    }
}

/// Whether the account has got that far.
fn is_known(view: &Published, cursor: Cursor) -> bool {
    let is_told = |(no, told)| view.desk().chat(no).is_none_or(|chat: &Chat| chat.next_event().0 >= told);
    cursor.position <= view.desk().state().last_position && cursor.telling.is_none_or(is_told)
}

/// A stream without a cursor tells of no chat that has ended before it began.
fn ended_since(view: &Published, cursor: Cursor) -> StreamPosition {
    if cursor == Cursor::default() { view.desk().state().last_position } else { cursor.position }
}

/// The cursor that the request names, and which member of it does.
fn cursor(call: &Call) -> Result<(&'static str, Cursor), Failure> {
    let (name, cursor) = match call.last_event_id()? {
        Some(last) => ("Last-Event-ID", Some(last.parse())),
        None => ("from", call.parameter("from").map(|from| from.parse())),
    };
    let cursor = cursor.transpose();
    let cursor = cursor.map_err(|()| bad(name, "must be a stream position, as the stream gave it"))?;
    Ok((name, cursor.unwrap_or_default()))
}
