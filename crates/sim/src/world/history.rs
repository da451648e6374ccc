//! What people know: what they have sent, what was acknowledged, and what they have seen. Every answer is held against
//! the ledger when it comes, and all of it against what is there after every restart.

use super::ask::{Ask, Got};
use super::books::Report;
use super::ledger::Ledger;
use super::seen::{Page, Side, is_of, told};
use handover_desk::{ChatKey, Event, EventKind};
use handover_wire::Element;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What a write is for.
#[derive(Clone, Debug)]
pub(super) enum Meaning {
    /// To say words that nobody else ever says.
    Line { chat: ChatKey, text: String },
    /// To hand a chat on with words that nobody else ever says.
    Transfer { chat: ChatKey, text: String },
    /// To ask for a chat under a name that no other request has.
    StartChat { name: String },
    /// To accept an offer.
    Accept,
    /// To start a session.
    StartSession,
    /// To end a session.
    EndSession,
    /// To end a chat.
    EndChat { chat: ChatKey },
    /// To do something that leaves no trace in a chat.
    Other,
}

/// A write.
#[derive(Clone, Debug)]
pub(super) struct Write {
    pub(super) ask: Ask,
    pub(super) meaning: Meaning,
}

/// Words that were sent.
struct Said {
    chat: ChatKey,
    /// The id of the event, once acknowledged.
    event: Option<u32>,
}

/// What people know.
#[derive(Default)]
pub(super) struct History {
    said: BTreeMap<String, Said>,
    asked: BTreeMap<String, Option<ChatKey>>,
    /// How often a chat was accepted, repeated answers aside.
    accepted: BTreeMap<ChatKey, usize>,
    /// How often a write was sent under each key.
    sent: BTreeMap<String, u64>,
    /// The first success under each key.
    answers: BTreeMap<String, Option<String>>,
    seen: BTreeMap<(ChatKey, u32), String>,
    next: BTreeMap<ChatKey, u32>,
}

impl History {
    /// A write is on its way.
    pub(super) fn sends(&mut self, write: &Write) {
        if let Some(key) = &write.ask.key {
            *self.sent.entry(key.clone()).or_default() += 1;
        }
        match &write.meaning {
            Meaning::Line { chat, text } | Meaning::Transfer { chat, text } => {
                self.said.entry(text.clone()).or_insert(Said { chat: *chat, event: None });
            }
            Meaning::StartChat { name } => {
                self.asked.entry(name.clone()).or_default();
            }
            Meaning::Accept
            | Meaning::StartSession
            | Meaning::EndSession
            | Meaning::EndChat { .. }
            | Meaning::Other => {}
        }
    }

    /// A write was answered.
    pub(super) fn answered(
        &mut self,
        write: &Write,
        got: &Got,
        ledger: &Ledger,
        report: &mut Report,
    ) -> Result<(), String> {
        if !got.is_ok() {
            return Ok(());
        }
        let was_repeated = |key: &String| self.sent.get(key).is_some_and(|sent| *sent > 1);
        report.repeated += u64::from(write.ask.key.as_ref().is_some_and(was_repeated));
        if self.repeats(&write.ask, got)? {
            return Ok(());
        }
        match &write.meaning {
            Meaning::Line { chat, text } => {
                report.lines += 1;
                let id = last_segment(got)?;
                let said = self.said.get_mut(text).ok_or("nobody said that")?;
                said.event = Some(id);
                is_line(ledger.events(chat), id, text).map_err(|why| format!("acknowledged, but {why}"))
            }
            Meaning::Transfer { chat, text } => {
                report.transfers += 1;
                let said = times_said(ledger.events(chat), text);
                if said == 1 { Ok(()) } else { Err(format!("the transfer {text} was done {said} times")) }
            }
            Meaning::StartChat { name } => {
                let key: ChatKey = last_segment(got)?;
                self.asked.insert(name.clone(), Some(key));
                if ledger.named(name) == [key] {
                    Ok(())
                } else {
                    Err(format!("chat {key} was acknowledged, and {name} has {:?}", ledger.named(name)))
                }
            }
            Meaning::Accept => self.accepts(last_segment(got)?, ledger),
            Meaning::EndChat { chat } => {
                let ended = |event: &Arc<Event>| event.kind == EventKind::Ended;
                let over = ledger.events(chat).and_then(<[_]>::last).is_some_and(ended);
                if over {
                    Ok(())
                } else {
                    Err(format!("the end of chat {chat} was acknowledged, yet it lasts"))
                }
            }
            Meaning::StartSession | Meaning::EndSession | Meaning::Other => Ok(()),
        }
    }

    /// Invariant 11: the same key gives the first answer again. Says whether this is the answer to a repetition.
    fn repeats(&mut self, ask: &Ask, got: &Got) -> Result<bool, String> {
        let Some(key) = &ask.key else { return Ok(false) };
        match self.answers.get(key) {
            None => {
                self.answers.insert(key.clone(), got.location.clone());
                Ok(false)
            }
            Some(first) if *first == got.location => Ok(true),
            Some(first) => Err(format!("{key} was answered with {first:?}, then with {:?}", got.location)),
        }
    }

    /// Every acknowledged accept is one transition of the chat.
    fn accepts(&mut self, chat: ChatKey, ledger: &Ledger) -> Result<(), String> {
        let acknowledged = self.accepted.entry(chat).or_default();
        *acknowledged += 1;
        let events = ledger.events(&chat).unwrap_or_default();
        let accepted = events.iter().filter(|event| event.kind == EventKind::Chatting).count();
        if *acknowledged <= accepted {
            return Ok(());
        }
        Err(format!("chat {chat} was accepted {accepted} times, {acknowledged} accepts were acknowledged"))
    }

    /// A reader has got events from `from` on.
    pub(super) fn saw(
        &mut self,
        side: Side,
        chat: ChatKey,
        from: u32,
        root: &Element,
        ledger: &Ledger,
    ) -> Result<u64, String> {
        let page = Page::of(root)?;
        let latest = self.next.entry(chat).or_default();
        if page.next < *latest {
            return Err(format!("{chat} goes on at {}, and somebody has seen {latest}", page.next));
        }
        *latest = page.next;
        self.was_told(side, chat, from, &page, ledger)
    }

    /// A reader was told these events, however long ago they were put on the way.
    pub(super) fn was_told(
        &mut self,
        side: Side,
        chat: ChatKey,
        from: u32,
        page: &Page<'_>,
        ledger: &Ledger,
    ) -> Result<u64, String> {
        let events = ledger.events(&chat).ok_or("a chat was shown that is not durable")?;
        let length = u32::try_from(events.len()).unwrap_or(u32::MAX);
        if page.next > length {
            return Err(format!("{chat} goes on at {}, and {length} are durable", page.next));
        }
        let mut expected = (from..page.next).filter(|id| {
            let event = events.get(*id as usize);
            side == Side::Agent || event.is_some_and(|event| event.is_for_visitor())
        });
        for (id, read) in &page.events {
            if expected.next() != Some(*id) {
                return Err(format!("{chat}: {side:?} read event {id} out of turn, from {from}"));
            }
            if !events.get(*id as usize).is_some_and(|event| is_of(read, event)) {
                return Err(format!("{chat}: event {id} is shown and not durable: {}", told(read)));
            }
            let told = told(read);
            let first = self.seen.entry((chat, *id)).or_insert_with(|| told.clone());
            if *first != told {
                return Err(format!("{chat}: event {id} was {first}, is {told}"));
            }
        }
        match expected.next() {
            None => Ok(page.events.len() as u64),
            Some(missing) => Err(format!("{chat}: event {missing} was left out for {side:?}")),
        }
    }

    /// Invariants 1, 2 and 11 of a server that was read back: `events` gives what it has of a chat, on the desk or in
    /// the archive.
    pub(super) fn check(
        &self,
        ledger: &Ledger,
        events: &BTreeMap<ChatKey, Vec<Arc<Event>>>,
    ) -> Result<(), String> {
        let of = |chat: &ChatKey| events.get(chat).map(Vec::as_slice);
        for (text, said) in &self.said {
            if let Some(id) = said.event {
                is_line(of(&said.chat), id, text).map_err(|why| format!("after a restart, {why}"))?;
            }
            let all: usize = events.values().map(|events| times_said(Some(events), text)).sum();
            if all > 1 {
                return Err(format!("{text} was sent once and stands there {all} times"));
            }
        }
        for (name, chat) in &self.asked {
            let started = ledger.named(name);
            if started.len() > 1 || chat.is_some_and(|chat| started != [chat]) {
                return Err(format!("{name} asked for a chat once and has {started:?}"));
            }
            if chat.is_some_and(|chat| of(&chat).is_none()) {
                return Err(format!("the chat of {name} is neither on the desk nor in the archive"));
            }
        }
        for ((chat, id), told) in &self.seen {
            if of(chat).and_then(|events| events.get(*id as usize)).is_none() {
                return Err(format!("{chat}: event {id} was seen and is gone: {told}"));
            }
        }
        Ok(())
    }
}

/// Whether the event with this id is the line with this text.
fn is_line(events: Option<&[Arc<Event>]>, id: u32, text: &str) -> Result<(), String> {
    let event = events.and_then(|events| events.get(id as usize));
    if event.is_some_and(|event| says(event, text)) {
        return Ok(());
    }
    Err(format!("event {id} is not the line {text}, but {event:?}"))
}

fn times_said(events: Option<&[Arc<Event>]>, text: &str) -> usize {
    events.unwrap_or_default().iter().filter(|event| says(event, text)).count()
}

fn says(event: &Event, text: &str) -> bool {
    matches!(&event.kind, EventKind::Line(line) if &*line.text == text)
}

/// What the last segment of the `Location` names.
fn last_segment<T: std::str::FromStr>(got: &Got) -> Result<T, String> {
    let segment = got.location().and_then(|path| path.rsplit('/').next());
    let named = segment.and_then(|segment| segment.parse().ok());
    named.ok_or_else(|| format!("a success without a proper Location: {:?}", got.location()))
}
