//! `/api/account/{account}/chat/offlineSurvey` (`docs/protocol/30-visitor-api.md` §7, §8).

use crate::app;
use crate::http::call::Call;
use crate::http::exchange::text;
use crate::http::failure::Failure;
use crate::http::once::Scope;
use crate::http::reply;
use crate::http::survey::{self, Skill};
use axum::extract::Path;
use axum::response::Response;
use handover_desk::{Command, NewMessage, SkillId, SurveyKind, VisitorDetails, VisitorId};
use handover_wire::Condition;
use handover_wire::request::OfflineSurvey;
use http::header;
use std::sync::Arc;

/// Reads the survey that is asked when nobody is there (§7).
pub(in crate::http) async fn read(Path(account): Path<String>, call: Call) -> Result<Response, Failure> {
    let account = call.visitor(&account)?;
    let view = account.view().read();
    survey::read(&call, &view, SurveyKind::Offline, Skill::Asked)
}

/// Takes a message (§8): it is kept, and mailed to the address of the skill or the account.
pub(in crate::http) async fn submit(Path(account): Path<String>, call: Call) -> Result<Response, Failure> {
    let account = call.visitor(&account)?;
    let keyed = call.keyed(&account, Scope::Anybody)?;
    if keyed.first().is_some() {
        return Ok(reply::empty());
    }
    let document = call.document()?;
    let wanted = OfflineSurvey::read(&document)?;
    let skill = wanted.skill.map(|name| {
        let view = account.view().read();
        let skill = view.desk().skill_by_name(name).map(|skill| skill.id);
        skill.ok_or(Condition::UnknownSkill)
    });
    let message = message(&call, &wanted, skill.transpose()?);
    keyed.submit(&account, Command::LeaveMessage(message)).await?;
    Ok(reply::empty())
}

fn message(call: &Call, wanted: &OfflineSurvey<'_>, skill: Option<SkillId>) -> NewMessage {
    let text_of = |member: Option<&str>| member.map(Arc::from);
    let user_agent = wanted.user_agent.or_else(|| text(call.headers(), &header::USER_AGENT));
    let details = VisitorDetails {
        shark_visitor_id: text_of(wanted.tag_visitor_id),
        shark_session_id: text_of(wanted.tag_session_id),
        shark_context_id: text_of(wanted.tag_context_id),
        ip: text_of(wanted.visitor_ip),
        referrer: text_of(wanted.chat_referrer),
        user_agent: text_of(user_agent),
        ..VisitorDetails::default()
    };
    NewMessage {
        skill,
        visitor: wanted.visitor_id.map(VisitorId),
        details: Box::new(details),
        answers: app::survey::answers(&wanted.answers),
    }
}
