//! A chat of the desk, told in the documents of the wire, for the side that asks.

use crate::engine::{ChatPulse, Published};
use crate::traces::Reading;
use handover_desk::{
    Author, Chat, EventId, EventKind, Phase, SystemMessage, TextType, Timestamp, Visibility,
};
use handover_wire::WireTime;
use handover_wire::document::{ChatInfo, Event, EventKind as WireKind, Events, Line, Named};
use handover_wire::sink::Guid;
use handover_wire::vocabulary::{self, ChatState, Source, Typing};
use jiff::tz::TimeZone;

/// How a visitor without a name signs lines, for both sides (`docs/protocol/95-what-clients-depend-on.md` §3).
const UNNAMED_BY: &str = "You";
/// How the desk signs its lines.
const SYSTEM_BY: &str = "info";

/// Which side asks. It decides which events are there and how a visitor without a name is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    /// An agent.
    Agent,
    /// A supervisor, who sees what the agent sees but for what the agent has not sent.
    Supervisor,
    /// The visitor.
    Visitor,
}

/// A chat in the eyes of one side.
#[derive(Clone, Copy)]
pub(crate) struct ChatDocument<'v> {
    /// What readers see.
    pub(crate) view: &'v Published,
    /// The chat.
    pub(crate) chat: &'v Chat,
    /// Its key, as text.
    pub(crate) key: &'v str,
    /// Its address.
    pub(crate) base: &'v str,
    /// Who asks.
    pub(crate) side: Side,
}

impl Side {
    /// What it is called in traces.
    const fn word(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Supervisor => "supervisor",
            Self::Visitor => "visitor",
        }
    }
}

impl<'v> ChatDocument<'v> {
    /// The events from `from` on that this side may see.
    pub(crate) fn events(self, from: u64) -> Events<'v, impl Iterator<Item = Event<'v>> + Clone> {
        let zone = self.view.zone();
        let skipped = usize::try_from(from).unwrap_or(usize::MAX);
        let events = self.chat.events.get(skipped..).unwrap_or_default().iter();
        let visible = events.filter(move |event| self.side != Side::Visitor || event.is_for_visitor());
        Events {
            chat: self.base,
            next: u64::from(self.chat.next_event().0),
            events: visible.map(move |event| to_wire(event, zone)),
        }
    }

    /// A stream begins to tell an event: what has to be said of it once it is sent, if it is traced.
    pub(crate) fn told(self, event: u64) -> Option<Reading> {
        self.view.reach().told(self.chat.no(), EventId(u32::try_from(event).ok()?), self.side.word())
    }

    /// A poll is answered with the events from this one on, which is said of those that are traced.
    pub(crate) fn polled(self, from: u64) {
        let reach = self.view.reach();
        if reach.is_empty() {
            return;
        }
        let side = match self.side {
            Side::Agent | Side::Supervisor => handover_desk::Side::Agent,
            Side::Visitor => handover_desk::Side::Visitor,
        };
        for event in self.events(from).events {
            if let Ok(id) = u32::try_from(event.id) {
                reach.polled(self.chat.no(), EventId(id), self.side.word(), side);
            }
        }
    }

    /// Whether there is anything for this side from `from` on, or the chat is over so that nothing will come.
    pub(crate) fn has_news(self, from: u64) -> bool {
        self.chat.is_ended() || self.events(from).events.next().is_some()
    }

    /// One event, if this side may see it.
    pub(crate) fn event(self, id: &str) -> Option<Event<'v>> {
        self.event_at(id.parse().ok()?)
    }

    /// The event of this index, if this side may see it.
    pub(crate) fn event_at(self, index: usize) -> Option<Event<'v>> {
        let event = self.chat.events.get(index)?;
        let visible = self.side != Side::Visitor || event.is_for_visitor();
        visible.then(|| to_wire(event, self.view.zone()))
    }

    /// The chat's information.
    pub(crate) fn info(self) -> ChatInfo<'v> {
        let Self { view, chat, .. } = self;
        let desk = view.desk();
        let details = &chat.details;
        let skill = chat.skill.and_then(|id| desk.skill(id));
        let agent = chat.agent.and_then(|id| desk.agent(id));
        let typing = |of: fn(&ChatPulse) -> bool| match view.pulse(chat.no()) {
            Some(pulse) if of(pulse) => Typing::Typing,
            Some(_) | None => Typing::NotTyping,
        };
        ChatInfo {
            chat: self.base,
            state: state_of(chat),
            chat_session_key: self.key,
            skill: skill.map(|skill| Named { id: skill.id.0, name: &skill.name }),
            agent: agent.map(|agent| Named { id: agent.profile.id.0, name: &agent.profile.nickname }),
            start_time: WireTime::new(chat.started_at.0, view.zone()),
            duration_s: duration_s(chat),
            last_update: WireTime::new(self.last_update().0, view.zone()),
            chat_timeout_s: chat.timeout.as_seconds(),
            visitor_id: Some(chat.visitor.0),
            agent_typing: typing(ChatPulse::is_agent_typing),
            visitor_typing: typing(ChatPulse::is_visitor_typing),
            visitor_name: self.visitor_name(),
            rt_session_id: chat.key.rt_session_id(),
            participant_id: details.participant.map(|id| Guid(id.bits())),
            shark_visitor_id: details.shark_visitor_id.as_deref(),
            shark_session_id: details.shark_session_id.as_deref(),
            shark_context_id: details.shark_context_id.as_deref(),
            engagement_id: details.engagement_id.as_deref(),
            campaign_id: details.campaign_id.as_deref(),
            language: details.language.as_deref(),
        }
    }

    /// The visitor's name; what stands in for a missing one differs (`docs/protocol/90-open-questions.md` Q14).
    pub(crate) fn visitor_name(self) -> &'v str {
        let unnamed = match self.side {
            Side::Agent | Side::Supervisor => "visitor",
            Side::Visitor => "You",
        };
        self.chat.visitor_name.as_deref().unwrap_or(unnamed)
    }

    /// A typing status on its own: unknown unless chatting (`docs/protocol/40-state-machines.md` §8).
    pub(crate) fn typing(self, of: fn(&ChatPulse) -> bool) -> Typing {
        match (&self.chat.phase, self.view.pulse(self.chat.no())) {
            (Phase::Assigned, Some(pulse)) if of(pulse) => Typing::Typing,
            (Phase::Assigned, _) => Typing::NotTyping,
            (Phase::Waiting(_) | Phase::Offered(..) | Phase::Ended { .. }, _) => Typing::Unknown,
        }
    }

    /// The last call of the visitor, or the last event: with `chatTimeout` it gives when the chat would end
    /// (`docs/protocol/00-conventions.md` §10).
    fn last_update(self) -> Timestamp {
        let called = self.view.pulse(self.chat.no()).map(|pulse| pulse.visitor.last_call());
        let written = self.chat.events.last().map(|event| event.at);
        called.max(written).unwrap_or(self.chat.started_at)
    }
}

/// 0 while it lasts, whole minutes afterwards (`docs/protocol/90-open-questions.md` Q13).
fn duration_s(chat: &Chat) -> u64 {
    match chat.phase {
        Phase::Ended { at, .. } => at.since(chat.started_at) / 60_000,
        Phase::Waiting(_) | Phase::Offered(..) | Phase::Assigned => 0,
    }
}

/// The state on the wire: an offer is no business of the wire's.
pub(crate) fn state_of(chat: &Chat) -> ChatState {
    match chat.phase {
        Phase::Waiting(_) | Phase::Offered(..) => ChatState::Waiting,
        Phase::Assigned => ChatState::Chatting,
        Phase::Ended { .. } => ChatState::Ended,
    }
}

fn to_wire<'v>(event: &'v handover_desk::Event, zone: &'v TimeZone) -> Event<'v> {
    let kind = match &event.kind {
        EventKind::Waiting => WireKind::State(ChatState::Waiting),
        EventKind::Chatting => WireKind::State(ChatState::Chatting),
        EventKind::Ended => WireKind::State(ChatState::Ended),
        EventKind::Line(line) => WireKind::Line(line_to_wire(line)),
    };
    Event { id: u64::from(event.id.0), time: WireTime::new(event.at.0, zone), kind }
}

fn line_to_wire(line: &handover_desk::Line) -> Line<'_> {
    let (source, by, system) = match &line.author {
        Author::System(message) => (Source::System, SYSTEM_BY, Some(*message)),
        Author::Agent { nickname, .. } => (Source::Agent, nickname.as_ref(), None),
        Author::Visitor { name } => (Source::Visitor, name.as_deref().unwrap_or(UNNAMED_BY), None),
    };
    let (text_type, json) = match &line.text_type {
        TextType::Plain => (vocabulary::TextType::Plain, None),
        TextType::Html => (vocabulary::TextType::Html, None),
        TextType::RichContent(json) => (vocabulary::TextType::RichContent, Some(json.as_str())),
    };
    Line {
        text: &line.text,
        text_type,
        by,
        source,
        system_message_id: system.map(SystemMessage::number),
        private: line.visibility == Visibility::AgentsOnly,
        json,
    }
}
