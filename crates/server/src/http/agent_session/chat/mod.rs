//! `…/agentSession/{session}/chat/{chat}` (`docs/protocol/20-agent-api.md` §11).

pub(in crate::http) mod events;
pub(in crate::http) mod info;
pub(in crate::http) mod survey;
pub(in crate::http) mod transfer;

use crate::http::call::Call;
use crate::http::failure::Failure;
use crate::http::push::{self, Waited, Way};
use crate::http::reply;
use axum::extract::Path;
use axum::response::Response;
use handover_wire::document::AgentChat;

/// The path of a chat under an agent session.
pub(in crate::http) type ChatPath = Path<(String, String, String)>;

/// Reads the chat: links, events from `from` on, information.
pub(in crate::http) async fn read(Path(path): ChatPath, call: Call) -> Result<Response, Failure> {
    let at = call.at_chat(path).await?;
    let from = call.from()?;
    let look = || {
        let view = at.me.account.view().read();
        let chat = at.document(&view)?;
        chat.polled(from);
        let document = AgentChat { session: &at.me.base, events: chat.events(from), info: chat.info() };
        Ok(Waited { response: reply::ok(&document, &call), is_news: chat.has_news(from) })
    };
    push::answer(Way::of(&call), &call, |seconds| at.wait(&call, seconds, from), look).await
}
