//! The agents on the board.

use crate::app::me;
use handover_desk::{Agent, Availability, Desk};
use serde::Serialize;

/// An agent.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct AgentOnBoard<'v> {
    id: u64,
    nickname: &'v str,
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<i64>,
    present: bool,
    chats: usize,
    ringing: usize,
    max_chats: i64,
    devices: usize,
    second_factor: bool,
    skills: Vec<u64>,
}

/// The agents who may sign in, by nickname.
pub(super) fn all(desk: &Desk) -> Vec<AgentOnBoard<'_>> {
    let mut agents: Vec<&Agent> =
        desk.state().agents.values().filter(|agent| agent.profile.enabled).collect();
    agents.sort_by(|a, b| a.profile.nickname.cmp(&b.profile.nickname).then(a.profile.id.cmp(&b.profile.id)));
    agents.into_iter().map(told).collect()
}

fn told(agent: &Agent) -> AgentOnBoard<'_> {
    let on = agent.on_duty();
    AgentOnBoard {
        id: agent.profile.id.0,
        nickname: &agent.profile.nickname,
        state: word(agent.availability()),
        since: on.map(|on| on.since.0),
        present: on.is_some_and(|on| on.present),
        chats: agent.chats.len(),
        ringing: agent.offers.len(),
        max_chats: me::max_chats(agent.profile.max_chats),
        devices: on.map_or(0, |on| on.sessions.len()),
        second_factor: agent.factor.is_some(),
        skills: agent.profile.skills.iter().map(|id| id.0).collect(),
    }
}

/// The words of the old API (`docs/protocol/20-agent-api.md` §4).
const fn word(availability: Option<Availability>) -> &'static str {
    match availability {
        Some(Availability::Online) => "Online",
        Some(Availability::Occupied) => "Occupied",
        Some(Availability::Away) => "Away",
        None => "Offline",
    }
}
