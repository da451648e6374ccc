//! `…/agentSession/{session}/info` (`docs/protocol/20-agent-api.md` §7).

use super::availability;
use crate::engine::Published;
use crate::http::access::AtDevice;
use crate::http::call::Call;
use crate::http::failure::Failure;
use crate::http::reply;
use axum::extract::Path;
use axum::response::Response;
use handover_desk::{Agent, MaxChats};
use handover_wire::document::{AgentInfo, Named};

/// Reads who the agent is.
pub(in crate::http) async fn read(
    Path((account, session)): Path<(String, String)>,
    call: Call,
) -> Result<Response, Failure> {
    let me = call.at_device(&account, &session).await?;
    let view = me.account.view().read();
    let agent = me.agent_in(&view)?;
    let skills = skills_of(&view, agent);
    Ok(reply::ok(&document(&me, agent, &skills), &call))
}

/// The agent's skills, by id.
pub(super) fn skills_of<'v>(view: &'v Published, agent: &Agent) -> Vec<Named<'v>> {
    let skills = agent.profile.skills.iter().filter_map(|id| view.desk().skill(*id));
    skills.map(|skill| Named { id: skill.id.0, name: &skill.name }).collect()
}

/// The limit of the agent's chats; -1 is unlimited.
pub(super) fn max_chats(agent: &Agent) -> i64 {
    match agent.profile.max_chats {
        MaxChats::Unlimited => -1,
        MaxChats::Limited(max) => i64::from(max),
    }
}

/// The document.
pub(super) fn document<'a>(me: &'a AtDevice, agent: &'a Agent, skills: &'a [Named<'a>]) -> AgentInfo<'a> {
    let profile = &agent.profile;
    AgentInfo {
        session: &me.base,
        agent_name: &profile.nickname,
        display_name: &profile.name,
        login_name: &profile.login,
        id: profile.id.0,
        max_chats: max_chats(agent),
        availability: availability::document(agent),
        skills,
    }
}
