//! `…/agentSession/{session}/visits/visit/{visit}[/…]`: the visit a chat belongs to, as far as the chat knows it
//! (`docs/protocol/20-agent-api.md` §26).

use crate::engine::Published;
use crate::http::access::AtDevice;
use crate::http::call::Call;
use crate::http::failure::Failure;
use crate::http::reply;
use axum::extract::Path;
use axum::response::Response;
use handover_desk::{Chat, ChatKey, VisitorDetails};
use handover_wire::Condition;
use handover_wire::document::{NamedValue, Visit, VisitCustomVariables, VisitInfo};

/// The path of a visit.
type VisitPath = Path<(String, String, String)>;

/// Reads the links of the visit.
pub(in crate::http) async fn read(Path(path): VisitPath, call: Call) -> Result<Response, Failure> {
    let (me, visit) = at_visit(path, &call).await?;
    let view = me.account.view().read();
    chat_of(&view, &me, &visit)?;
    let visit = format!("{}/visits/visit/{visit}", me.base);
    Ok(reply::ok(&Visit { visit: &visit }, &call))
}

/// Reads what is known of the visitor.
pub(in crate::http) async fn info(Path(path): VisitPath, call: Call) -> Result<Response, Failure> {
    let (me, visit) = at_visit(path, &call).await?;
    let view = me.account.view().read();
    let details = &chat_of(&view, &me, &visit)?.details;
    Ok(reply::ok(&VisitInfo { items: known(details) }, &call))
}

/// Reads the custom variables of the visit: those of the chat.
pub(in crate::http) async fn custom_variables(
    Path(path): VisitPath,
    call: Call,
) -> Result<Response, Failure> {
    let (me, visit) = at_visit(path, &call).await?;
    let view = me.account.view().read();
    let variables = chat_of(&view, &me, &visit)?.details.custom_variables.iter();
    let variables = variables.map(|set| NamedValue { name: &set.name, value: &set.value });
    Ok(reply::ok(&VisitCustomVariables { variables }, &call))
}

async fn at_visit(
    (account, session, visit): (String, String, String),
    call: &Call,
) -> Result<(AtDevice, String), Failure> {
    Ok((call.at_device(&account, &session).await?, visit))
}

/// The chat of a visit, if the agent may read it.
fn chat_of<'v>(view: &'v Published, me: &AtDevice, visit: &str) -> Result<&'v Chat, Failure> {
    let chat = ChatKey::chat_of_visit_id(visit).and_then(|no| view.desk().chat(no));
    let chat = chat.filter(|chat| chat.is_readable_by(me.agent) && is_visit_of(visit, &chat.key));
    chat.ok_or_else(|| Condition::ChatSessionNotFound.into())
}

fn is_visit_of(visit: &str, key: &ChatKey) -> bool {
    let mut own = String::new();
    key.write_visit_id(&mut own).is_ok() && own == visit
}

fn known(details: &VisitorDetails) -> Vec<NamedValue<'_>> {
    let members = [
        ("visitorIp", &details.ip),
        ("userAgent", &details.user_agent),
        ("chatReferrer", &details.referrer),
        ("language", &details.language),
        ("sharkVisitorId", &details.shark_visitor_id),
        ("sharkSessionId", &details.shark_session_id),
        ("sharkContextId", &details.shark_context_id),
        ("engagementId", &details.engagement_id),
        ("campaignId", &details.campaign_id),
    ];
    let known = members.into_iter().filter_map(|(name, value)| Some((name, value.as_deref()?)));
    known.map(|(name, value)| NamedValue { name, value }).collect()
}
