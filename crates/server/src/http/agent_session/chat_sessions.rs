//! `…/agentSession/{session}/chatSessions`: the chats that follow the agent (`docs/protocol/20-agent-api.md` §10).

use crate::engine::Published;
use crate::http::access::AtDevice;
use crate::http::call::Call;
use crate::http::failure::Failure;
use crate::http::push::{self, Waited, Way};
use crate::http::reply;
use axum::extract::Path;
use axum::response::Response;
use handover_desk::{Agent, ChatSessionsListed};
use handover_wire::document::{ChatSession, ChatSessions};

/// Lists every chat assigned to the agent that has not ended, oldest first, with addresses under the session that asks.
pub(in crate::http) async fn read(
    Path((account, session)): Path<(String, String)>,
    call: Call,
) -> Result<Response, Failure> {
    let me = call.at_device(&account, &session).await?;
    let look = || {
        let view = me.account.view().read();
        let chats = listed(&me, &view, me.agent_in(&view)?);
        let document = ChatSessions { session: &me.base, chats: entries(&chats) };
        // Without a tag there is nothing that the list could differ from.
        Ok(Waited { response: reply::ok(&document, &call), is_news: true })
    };
    push::answer(Way::of(&call), &call, |seconds| me.wait(&call, seconds), look).await
}

/// The chats to be listed, by key and start: all of the agent's, or by a switch only those the agent had before this
/// session (`docs/protocol/90-open-questions.md` Q6).
pub(in crate::http) fn listed(me: &AtDevice, view: &Published, agent: &Agent) -> Vec<(String, i64)> {
    let inherited = match view.desk().settings().wire.chat_sessions {
        ChatSessionsListed::All => None,
        ChatSessionsListed::Inherited => view.desk().session(me.session).map(|session| &session.inherited),
    };
    let chats = agent.chats.iter().filter(|no| inherited.is_none_or(|inherited| inherited.contains(*no)));
    let chats = chats.filter_map(|no| view.desk().chat(*no));
    chats.map(|chat| (chat.key.to_string(), chat.started_at.0)).collect()
}

/// The chats as the document takes them.
pub(in crate::http) fn entries(chats: &[(String, i64)]) -> impl Iterator<Item = ChatSession<'_>> + Clone {
    chats.iter().map(|(key, start_time_ms)| ChatSession { key, start_time_ms: *start_time_ms })
}
