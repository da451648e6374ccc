//! `…/agentSession/{session}/availableAgents` (`docs/protocol/20-agent-api.md` §5).

use super::{availability, info};
use crate::engine::Published;
use crate::http::call::Call;
use crate::http::failure::Failure;
use crate::http::login::MAIN_GROUP;
use crate::http::reply;
use axum::extract::Path;
use axum::response::Response;
use handover_desk::{Agent, SkillId, Timestamp};
use handover_wire::document::{AgentGroup, AvailableAgent, AvailableAgents, Named};
use handover_wire::request::{AvailableAgentsParameters, AvailableAgentsQuery};
use handover_wire::vocabulary::Availability;

/// What every agent is in the account: the rights of the console are not those of this API.
const PRIVILEGE_GROUP: &str = "Agents";

/// Reads the agents who are not disabled, at work or not; with `timeStamp` those who have changed since.
pub(in crate::http) async fn read(
    Path((account, session)): Path<(String, String)>,
    call: Call,
) -> Result<Response, Failure> {
    let me = call.at_device(&account, &session).await?;
    let names = ["skill", "chatState", "chatReasonId", "voiceState", "timeStamp"];
    let [skill, chat_state, chat_reason_id, voice_state, time_stamp] = names.map(|name| call.parameter(name));
    let query = AvailableAgentsQuery::read(AvailableAgentsParameters {
        skill: skill.as_deref(),
        chat_state: chat_state.as_deref(),
        chat_reason_id: chat_reason_id.as_deref(),
        voice_state: voice_state.as_deref(),
        time_stamp: time_stamp.as_deref(),
    })?;
    let view = me.account.view().read();
    let agents: Vec<(&Agent, Vec<Named<'_>>)> =
        found(&view, &query).into_iter().map(|agent| (agent, info::skills_of(&view, agent))).collect();
    let agents = agents.iter().map(|(agent, skills)| entry(&view, agent, skills, me.now));
    let document = AvailableAgents { session: &me.base, agents, time_stamp_ms: view.desk().state().clock.0 };
    Ok(reply::ok(&document, &call))
}

/// The agents that all of the query is true of. Nobody has a skill that does not exist.
fn found<'v>(view: &'v Published, query: &AvailableAgentsQuery<'_>) -> Vec<&'v Agent> {
    let desk = view.desk();
    let skill: Option<Option<SkillId>> =
        query.skill.map(|name| desk.skill_by_name(name).map(|skill| skill.id));
    let since = query.since_ms.map_or(Timestamp::MIN, |ms| Timestamp(i64::try_from(ms).unwrap_or(i64::MAX)));
    let has_skill = |agent: &Agent| {
        skill.is_none_or(|skill| skill.is_some_and(|skill| agent.profile.skills.contains(&skill)))
    };
    let is_asked_for = |agent: &Agent| {
        let is = availability::document(agent);
        query.chat_state.is_none_or(|state| state == is.chat)
            && query.voice_state.is_none_or(|state| state == is.voice)
            && query.chat_reason_id.is_none_or(|reason| is.chat_reason_id == Some(reason))
    };
    let changed = desk.agents_changed_since(since).filter(|agent| agent.profile.enabled);
    changed.filter(|agent| has_skill(agent) && is_asked_for(agent)).collect()
}

fn entry<'a>(
    view: &'a Published,
    agent: &'a Agent,
    skills: &'a [Named<'a>],
    now: Timestamp,
) -> AvailableAgent<'a, impl IntoIterator<Item = Named<'a>> + Clone + use<'a>> {
    let profile = &agent.profile;
    AvailableAgent {
        id: profile.id.0,
        chat_state: availability::document(agent).chat,
        voice_state: Availability::Offline,
        max_chats: info::max_chats(agent),
        user_name: &profile.login,
        nickname: &profile.nickname,
        email: &profile.email,
        privilege_group: PRIVILEGE_GROUP,
        skills: skills.iter().copied(),
        chats: u64::try_from(agent.chats.len()).unwrap_or(u64::MAX),
        group: group_of(view, agent),
        elapsed_time_in_state_ms: agent.on_duty().map_or(0, |on| now.since(on.since)),
    }
}

/// The agent's group, else the main one.
fn group_of<'v>(view: &'v Published, agent: &Agent) -> AgentGroup<'v> {
    let groups = &view.desk().state().profile.groups;
    let own = groups.iter().find(|group| Some(group.id) == agent.profile.group);
    let own =
        own.and_then(|group| Some(AgentGroup { id: i64::try_from(group.id.0).ok()?, name: &group.name }));
    own.unwrap_or(MAIN_GROUP)
}
