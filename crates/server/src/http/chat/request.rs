//! `/api/account/{account}/chat/request` (`docs/protocol/30-visitor-api.md` §9).

use crate::app::survey;
use crate::engine::entropy;
use crate::engine::{Account, Published};
use crate::http::call::Call;
use crate::http::exchange::text;
use crate::http::failure::{Failure, bad};
use crate::http::once::Scope;
use crate::http::reply;
use axum::extract::Path;
use axum::response::Response;
use handover_desk::{
    AgentId, Answer, ChatRequest, Command, Continues, CreationStatus, Guid, NameValue, SkillId, Span,
    VisitorDetails, VisitorId,
};
use handover_wire::request::{self, Routing};
use handover_wire::{Condition, Href};
use http::header;
use std::sync::Arc;

/// Starts a chat: 201, or 200 by a switch, with its address and no body.
pub(in crate::http) async fn start(Path(account): Path<String>, call: Call) -> Result<Response, Failure> {
    let account = call.visitor(&account)?;
    let keyed = call.keyed(&account, Scope::Anybody)?;
    let answer = if let Some(first) = keyed.first() {
        first.clone()
    } else {
        let document = call.document()?;
        let request = to_desk(&call, &account, &request::ChatRequest::read(&document)?)?;
        keyed.submit(&account, Command::StartChat(Box::new(request))).await?
    };
    let Answer::ChatStarted(key) = answer else { return Err(Condition::Internal.into()) };
    let chat = format!("{}/api/account/{}/chat/{key}", call.exchange.origin, account.id);
    let is_created = account.view().read().desk().settings().wire.creation_status == CreationStatus::Created;
    Ok(reply::with_switched_status(reply::located_empty(Href::to(&chat)), is_created))
}

/// The request as the desk takes it: names become numbers, and what is random is drawn.
fn to_desk(
    call: &Call,
    account: &Arc<Account>,
    wanted: &request::ChatRequest<'_>,
) -> Result<ChatRequest, Failure> {
    let (skill, agent) = {
        let view = account.view().read();
        (skill(&view, &wanted.routing)?, agent(&view, &wanted.routing)?)
    };
    let participant = participant(call, account, wanted)?;
    let entropy = &*call.app.entropy;
    Ok(ChatRequest {
        visitor: wanted.visitor_id.map(VisitorId),
        visitor_name: wanted.visitor_name.map(Into::into),
        skill,
        agent,
        timeout: wanted.interaction_timeout_s.map(Span::seconds),
        pre_chat_lines: wanted.pre_chat_lines.iter().map(|line| Box::from(*line)).collect(),
        details: Box::new(details(call, wanted, participant)),
        ..ChatRequest::bare(entropy::chat_seed(entropy), entropy::visitor(entropy))
    })
}

/// The skill by number, else by name.
fn skill(view: &Published, routing: &Routing<'_>) -> Result<Option<SkillId>, Failure> {
    match (routing.skill_id, routing.skill) {
        (Some(id), _) => Ok(Some(SkillId(id))),
        (None, None) => Ok(None),
        (None, Some(name)) => {
            view.desk().skill_by_name(name).map(|skill| Some(skill.id)).ok_or(Condition::UnknownSkill.into())
        }
    }
}

/// The agent by login name.
fn agent(view: &Published, routing: &Routing<'_>) -> Result<Option<AgentId>, Failure> {
    routing.agent.map_or(Ok(None), |login| {
        let agent = view.desk().agent_by_login(login).map(|agent| agent.profile.id);
        agent.map(Some).ok_or_else(|| bad("request.agent", "is not the login name of an agent").into())
    })
}

/// What is kept and echoed.
fn details(call: &Call, wanted: &request::ChatRequest<'_>, participant: Option<Guid>) -> VisitorDetails {
    let text_of = |member: Option<&str>| member.map(Arc::from);
    let user_agent = wanted.user_agent.or_else(|| text(call.headers(), &header::USER_AGENT));
    VisitorDetails {
        language: text_of(wanted.language),
        shark_visitor_id: text_of(wanted.tag_visitor_id),
        shark_session_id: text_of(wanted.tag_session_id),
        shark_context_id: text_of(wanted.tag_context_id),
        engagement_id: text_of(wanted.engagement_id),
        campaign_id: text_of(wanted.campaign_id),
        ip: text_of(wanted.visitor_ip),
        referrer: text_of(wanted.chat_referrer),
        user_agent: text_of(user_agent),
        custom_variables: custom_variables(wanted),
        participant,
        continues: continues(&wanted.continuation).map(Box::new),
        survey: wanted.survey.as_ref().map(survey::answers).map(Box::new),
    }
}

/// Who the visitor has proved to be: both ids of the proof must be right (`docs/protocol/30-visitor-api.md` §21).
fn participant(
    call: &Call,
    account: &Account,
    wanted: &request::ChatRequest<'_>,
) -> Result<Option<Guid>, Failure> {
    let (Some(participant), Some(conversation)) = (wanted.participant_id, wanted.conversation_id) else {
        let neither = wanted.participant_id.is_none() && wanted.conversation_id.is_none();
        return if neither { Ok(None) } else { Err(Condition::InvalidUser.into()) };
    };
    let view = account.view().read();
    let known = participant.parse().ok().filter(|id: &Guid| {
        let known = view.desk().participant(*id, call.app.engine.clock().now());
        known.is_some_and(|known| conversation.parse() == Ok(known.conversation))
    });
    known.map(Some).ok_or_else(|| Condition::InvalidUser.into())
}

/// The chat of another account that this one carries on (`docs/protocol/30-visitor-api.md` §22).
fn continues(from: &request::Continuation<'_>) -> Option<Continues> {
    let text_of = |member: Option<&str>| Arc::from(member.unwrap_or_default());
    let (account, session, event) = (from.source_site_id, from.source_session_id, from.event_id);
    let is_there = [account, session, event].iter().any(Option::is_some);
    is_there.then(|| Continues {
        account: text_of(account),
        session: text_of(session),
        event: text_of(event),
    })
}

/// The last value of a name wins.
fn custom_variables(wanted: &request::ChatRequest<'_>) -> Vec<NameValue> {
    let mut variables: Vec<NameValue> = Vec::new();
    for variable in &wanted.custom_variables {
        variables.retain(|known| known.name.as_ref() != variable.name);
        variables.push(NameValue { name: variable.name.into(), value: variable.value.into() });
    }
    variables
}
