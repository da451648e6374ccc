//! The documents of a chat, for both sides.

use super::agent::named;
use super::{Material, Outcome, check};
use crate::document::{
    AgentChat, ChatInfo, Chats, Event, EventKind, Events, InDialect, Line, SingleEvent, TypingStatus,
    VisitorChat, VisitorName, WhoTypes,
};
use crate::sink::{A1Late, Guid};
use crate::vocabulary::{ChatState, Source, TextType, Typing};

const STATES: [ChatState; 3] = [ChatState::Waiting, ChatState::Chatting, ChatState::Ended];
const TYPING: [Typing; 3] = [Typing::Typing, Typing::NotTyping, Typing::Unknown];

fn line(m: &Material) -> Line<'_> {
    Line {
        text: m.text(),
        text_type: m.one_of(&[TextType::Plain, TextType::Html, TextType::RichContent]),
        by: m.text(),
        source: m.one_of(&[Source::System, Source::Agent, Source::Visitor]),
        system_message_id: m.maybe(Material::small),
        private: m.flag(),
        json: m.maybe(Material::text),
    }
}

fn event(m: &Material) -> Event<'_> {
    let kind = if m.flag() { EventKind::State(m.one_of(&STATES)) } else { EventKind::Line(line(m)) };
    Event { id: m.number(), time: m.time(), kind }
}

fn events(m: &Material) -> Events<'_, Vec<Event<'_>>> {
    Events { chat: m.text(), next: m.number(), events: m.several(event) }
}

fn info(m: &Material) -> ChatInfo<'_> {
    ChatInfo {
        chat: m.text(),
        state: m.one_of(&STATES),
        chat_session_key: m.text(),
        skill: m.maybe(named),
        agent: m.maybe(named),
        start_time: m.time(),
        duration_s: m.number(),
        last_update: m.time(),
        chat_timeout_s: m.number(),
        visitor_id: m.maybe(Material::number),
        agent_typing: m.one_of(&TYPING),
        visitor_typing: m.one_of(&TYPING),
        visitor_name: m.text(),
        rt_session_id: m.number(),
        participant_id: m.maybe(|m| Guid(u128::from(m.number()) << 64 | u128::from(m.number()))),
        shark_visitor_id: m.maybe(Material::text),
        shark_session_id: m.maybe(Material::text),
        shark_context_id: m.maybe(Material::text),
        engagement_id: m.maybe(Material::text),
        campaign_id: m.maybe(Material::text),
        language: m.maybe(Material::text),
    }
}

fn agent_chat(m: &Material) -> AgentChat<'_, Vec<Event<'_>>> {
    AgentChat { session: m.text(), events: events(m), info: info(m) }
}

pub(super) fn check_all(m: &Material) -> Outcome {
    let events = events(m);
    check(&events)?;
    check(&InDialect::<A1Late, _>::new(&events))?;
    let single = SingleEvent(event(m));
    check(&single)?;
    check(&InDialect::<A1Late, _>::new(&single))?;
    check(&info(m))?;
    check(&agent_chat(m))?;
    check(&Chats { chats: m.several(agent_chat) })?;
    check(&VisitorChat { events, info: info(m) })?;
    check(&VisitorName(m.text()))?;
    for who in [WhoTypes::Visitor, WhoTypes::Agent] {
        check(&TypingStatus { who, typing: m.one_of(&TYPING) })?;
    }
    Ok(())
}
