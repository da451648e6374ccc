//! The documents of an agent session.

use super::{Material, Outcome, check};
use crate::document::{
    AgentAvailability, AgentGroup, AgentInfo, AgentSession, AgentSessionWithChats, AvailableAgent,
    AvailableAgents, ChatSession, ChatSessions, Created, IncomingRequests, Location, Named, NamedValue,
    SessionContents, TransferError, TransferSkill, TransferTargets, Visit, VisitCustomVariables, VisitInfo,
};
use crate::href::Href;
use crate::vocabulary::Availability;

const STATES: [Availability; 4] =
    [Availability::Online, Availability::Away, Availability::Occupied, Availability::Offline];

pub(super) fn named(m: &Material) -> Named<'_> {
    Named { id: m.number(), name: m.text() }
}

fn availability(m: &Material) -> AgentAvailability<'_> {
    AgentAvailability {
        chat: m.one_of(&STATES),
        voice: m.one_of(&STATES),
        chat_reason_id: m.maybe(Material::text),
    }
}

fn info<'m>(m: &'m Material, skills: &'m [Named<'m>]) -> AgentInfo<'m> {
    AgentInfo {
        session: m.text(),
        agent_name: m.text(),
        display_name: m.text(),
        login_name: m.text(),
        id: m.number(),
        max_chats: m.signed(),
        availability: availability(m),
        skills,
    }
}

fn incoming_requests(m: &Material) -> IncomingRequests<'_> {
    IncomingRequests { session: m.text(), ringing_count: m.number() }
}

fn chat_sessions(m: &Material) -> Vec<ChatSession<'_>> {
    m.several(|m| ChatSession { key: m.text(), start_time_ms: m.signed() })
}

fn available_agent(m: &Material) -> AvailableAgent<'_, Vec<Named<'_>>> {
    AvailableAgent {
        id: m.number(),
        chat_state: m.one_of(&STATES),
        voice_state: m.one_of(&STATES),
        max_chats: m.signed(),
        user_name: m.text(),
        nickname: m.text(),
        email: m.text(),
        privilege_group: m.text(),
        skills: m.several(named),
        chats: m.number(),
        group: AgentGroup { id: m.signed(), name: m.text() },
        elapsed_time_in_state_ms: m.number(),
    }
}

pub(super) fn check_all(m: &Material) -> Outcome {
    for created in [Created::AgentSession, Created::Chat, Created::ChatEvent] {
        let hrefs = [
            Href::item(m.text(), "/chat/", m.text()),
            Href::event(m.text(), m.number()),
            Href::to(m.text()),
            Href::visit(m.text(), m.text()),
        ];
        check(&Location { created, href: m.one_of(&hrefs) })?;
    }
    check(&availability(m))?;
    let skills = m.several(named);
    check(&info(m, &skills))?;
    check(&incoming_requests(m))?;
    let contents =
        m.maybe(|m| SessionContents { info: info(m, &skills), incoming_requests: incoming_requests(m) });
    let session = AgentSession { session: m.text(), contents };
    check(&session)?;
    check(&AgentSessionWithChats { session, chats: chat_sessions(m) })?;
    check(&ChatSessions { session: m.text(), chats: chat_sessions(m) })?;
    let agents = m.several(available_agent);
    check(&AvailableAgents { session: m.text(), agents, time_stamp_ms: m.signed() })?;
    let skills = m.several(|m| TransferSkill { skill: named(m), online_agents: m.number() });
    check(&TransferTargets { skills })?;
    check(&TransferError { message: m.text() })?;
    check_visit(m)
}

fn check_visit(m: &Material) -> Outcome {
    let named_value = |m| NamedValue { name: Material::text(m), value: m.text() };
    check(&Visit { visit: m.text() })?;
    check(&VisitInfo { items: m.several(named_value) })?;
    check(&VisitCustomVariables { variables: m.several(named_value) })
}
