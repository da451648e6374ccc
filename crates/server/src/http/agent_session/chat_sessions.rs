//! `…/agentSession/{session}/chatSessions`: the chats that follow the agent (`docs/protocol/20-agent-api.md` §10).

use crate::http::call::Call;
use crate::http::failure::Failure;
use crate::http::reply;
use axum::extract::Path;
use axum::response::Response;
use handover_wire::document::{ChatSession, ChatSessions};

/// Lists every chat assigned to the agent that has not ended, oldest first, with addresses under the session that asks.
pub(in crate::http) async fn read(
    Path((account, session)): Path<(String, String)>,
    call: Call,
) -> Result<Response, Failure> {
    let me = call.at_device(&account, &session).await?;
    let view = me.account.view().read();
    let agent = me.agent_in(&view)?;
    let chats = agent.chats.iter().filter_map(|no| view.desk().chat(*no));
    let chats: Vec<(String, i64)> = chats.map(|chat| (chat.key.to_string(), chat.started_at.0)).collect();
    let chats = chats.iter().map(|(key, start_time_ms)| ChatSession { key, start_time_ms: *start_time_ms });
    Ok(reply::ok(&ChatSessions { session: &me.base, chats }, call.format()))
}
