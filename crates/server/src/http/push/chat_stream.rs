//! The stream of one chat, for the visitor or an agent (`docs/push.md`). Its cursor is the event id.

use super::Way;
use super::closing::Closing;
use super::cursor::number;
use super::message::{Batch, Kind, Kinds, Message};
use super::place::Place;
use super::present::{Present, Who};
use super::seen::Seen;
use super::spacing::{NextLook, Spacing};
use super::turn::{Look, Source};
use crate::app::chat_document::{ChatDocument, Side};
use crate::engine::bell::Listener;
use crate::engine::{Account, Published};
use crate::http::call::Call;
use crate::http::failure::{Failure, bad};
use handover_desk::{AgentId, Chat, ChatKey, Outlook, SessionId, Timestamp};
use handover_wire::Condition;
use handover_wire::document::{QueuePlace, SingleEvent};
use std::sync::Arc;

/// What is wrong with other words.
const KINDS: &str =
    "must be words of event, info, typing, queue, chatSessions, availability, offers, marks, devices";

/// Who reads a chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::http) enum Reader {
    /// Its visitor.
    Visitor,
    /// An agent at a device.
    Agent(SessionId, AgentId),
    /// A supervisor at a device, whosever chat it is.
    Supervisor(SessionId),
}

/// One chat, told to one reader.
pub(in crate::http) struct ChatStream {
    account: Arc<Account>,
    reader: Reader,
    key: ChatKey,
    key_text: String,
    base: String,
    told: Told,
    bell: Listener,
    queue: Listener,
    _present: Present,
    _place: Place,
}

/// What was told of it.
struct Told {
    kinds: Kinds,
    /// The event to be told next.
    next: u64,
    seen: Seen,
    outlook: Option<Outlook>,
    /// Whether it waits, as far as is known: it does until a look has shown that it does not.
    waits: bool,
    spacing: Spacing,
}

/// Which chat, under which address.
pub(in crate::http) struct ChatAddress {
    pub(in crate::http) account: Arc<Account>,
    pub(in crate::http) key: ChatKey,
    pub(in crate::http) key_text: String,
    pub(in crate::http) base: String,
}

impl ChatStream {
    /// A stream of this chat from the cursor on that the request names. Nothing when the chat has ended and everything was
    /// told before the cursor: a browser that asks for Server-Sent Events would come again and again.
    pub(in crate::http) fn open(
        way: Way,
        call: &Call,
        at: ChatAddress,
        reader: Reader,
    ) -> Result<Option<Self>, Failure> {
        let ChatAddress { account, key, key_text, base } = at;
        let kinds = kinds(call)?;
        let place = call.app.streams.take_place(call, &account.id)?;
        let who = match reader {
            Reader::Visitor => Who::Visitor(key.chat()),
            Reader::Agent(session, _) | Reader::Supervisor(session) => Who::Device(session),
        };
        let present = Present::begin(&call.app, &account, who)?;
        let (name, next) = cursor(call)?;
        let (bell, queue) = {
            let view = account.view().read();
            let chat = reader.chat(&view, &key).ok_or(Condition::ChatSessionNotFound)?;
            let end = u64::from(chat.next_event().0);
            if next > end {
                return Err(bad(name, format!("lies beyond the next event, {end}")).into());
            }
            if way == Way::Events && chat.is_ended() && next == end {
                return Ok(None);
            }
            let pulse = view.pulse(key.chat()).ok_or(Condition::ChatSessionNotFound)?;
            let bell = match reader {
                Reader::Visitor | Reader::Supervisor(_) => pulse.bell(),
                Reader::Agent(_, agent) => view.agent_bell(agent).ok_or(Condition::AgentSessionNotFound)?,
            };
            (bell.listen(), view.queue_bell().listen())
        };
        Ok(Some(Self {
            account,
            reader,
            key,
            key_text,
            base,
            told: Told::new(kinds, next),
            bell,
            queue,
            _present: present,
            _place: place,
        }))
    }
}

impl Told {
    fn new(kinds: Kinds, next: u64) -> Self {
        Self { kinds, next, seen: Seen::default(), outlook: None, waits: true, spacing: Spacing::default() }
    }

    /// Tells the events that were not. Says whether these were all.
    fn tell_events(&mut self, document: ChatDocument<'_>, batch: &mut Batch) -> bool {
        let end = u64::from(document.chat.next_event().0);
        for event in document.events(self.next).events {
            if batch.is_full() {
                return false;
            }
            self.next = event.id.saturating_add(1);
            if self.kinds.has(Kind::Event) {
                batch.readings.extend(document.told(event.id));
                batch.push(Message::event(event.id.to_string(), &SingleEvent(event)));
            }
        }
        self.next = end;
        true
    }

    fn tell_place(&mut self, document: ChatDocument<'_>, now: Timestamp, batch: &mut Batch) {
        let outlook = document.view.desk().outlook(document.chat);
        self.waits = outlook.is_some();
        if !self.kinds.has(Kind::Queue) || !self.spacing.is_time(now) || outlook == self.outlook {
            return;
        }
        self.outlook = outlook;
        if let Some(Outlook { ahead, wait }) = outlook {
            let place = QueuePlace { position: ahead.saturating_add(1), estimated_wait_time: wait.number() };
            batch.push(Message::of(Kind::Queue, &place));
        }
    }
}

impl Reader {
    /// The chat, if it may be read.
    fn chat<'v>(self, view: &'v Published, key: &ChatKey) -> Option<&'v Chat> {
        let chat = view.desk().chat_by_key(key)?;
        let may_read = match self {
            Self::Visitor => true,
            Self::Agent(session, agent) => {
                let is_there = view.desk().session(session).is_some_and(|session| session.agent == agent);
                is_there && chat.is_readable_by(agent)
            }
            Self::Supervisor(session) => {
                let agent = view.desk().session(session).and_then(|session| view.desk().agent(session.agent));
                agent.is_some_and(|agent| agent.profile.role.supervises())
            }
        };
        may_read.then_some(chat)
    }

    fn side(self) -> Side {
        match self {
            Self::Visitor => Side::Visitor,
            Self::Agent(..) => Side::Agent,
            Self::Supervisor(_) => Side::Supervisor,
        }
    }
}

impl Source for ChatStream {
    fn listener(&self) -> &Listener {
        &self.bell
    }

    fn queue(&self) -> Option<(&Listener, NextLook)> {
        self.told.waits.then(|| (&self.queue, self.told.spacing.next_look()))
    }

    fn look(&mut self, now: Timestamp, batch: &mut Batch) -> Look {
        let view = self.account.view().read();
        let Some(chat) = self.reader.chat(&view, &self.key) else { return Look::Over(Closing::Gone) };
        let (key, base, side) = (self.key_text.as_str(), self.base.as_str(), self.reader.side());
        let document = ChatDocument { view: &view, chat, key, base, side };
        if !self.told.tell_events(document, batch) {
            return Look::More;
        }
        self.told.seen.tell(document, self.told.kinds, None, batch);
        self.told.tell_place(document, now, batch);
        if chat.is_ended() { Look::Over(Closing::Ended) } else { Look::Wait }
    }

    fn resume(&mut self, from: &str) -> Result<(), Closing> {
        let next = number(from).map_err(|()| Closing::Cursor)?;
        let view = self.account.view().read();
        let end = self.reader.chat(&view, &self.key).ok_or(Closing::Gone)?.next_event().0;
        if next > u64::from(end) {
            return Err(Closing::Cursor);
        }
        let kinds = self.told.kinds;
        self.told = Told::new(kinds, next);
        Ok(())
    }
}

/// The kinds that the request wants.
pub(super) fn kinds(call: &Call) -> Result<Kinds, Failure> {
    let Some(list) = call.parameter("kinds") else { return Ok(Kinds::DEFAULT) };
    Kinds::read(&list).ok_or_else(|| bad("kinds", KINDS).into())
}

/// The first event wanted, and which member of the request says so.
fn cursor(call: &Call) -> Result<(&'static str, u64), Failure> {
    match call.last_event_id()? {
        None => Ok(("from", call.from()?)),
        Some(last) => {
            let last: u64 = number(last).map_err(|()| {
                bad("Last-Event-ID", "must be a whole number of 0 or more, the id of an event")
            })?;
            Ok(("Last-Event-ID", last.saturating_add(1)))
        }
    }
}
