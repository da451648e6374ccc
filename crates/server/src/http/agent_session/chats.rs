//! `…/agentSession/{session}/chat?chatSessionKeys=…`: several chats at once (`docs/protocol/20-agent-api.md` §12).

use crate::http::call::Call;
use crate::http::failure::Failure;
use crate::http::reply;
use axum::extract::Path;
use axum::response::Response;
use handover_desk::{ChatKey, FromEventIds};
use handover_wire::Condition;
use handover_wire::document::{AgentChat, Chats};
use handover_wire::request::wanted_chats;

/// One chat that is asked for.
struct Asked<'q> {
    key: ChatKey,
    key_text: &'q str,
    base: String,
    /// The first event wanted.
    from: u64,
}

/// Reads the chats of these keys, each from its event on. Keys of chats that are unknown or not the agent's are left
/// out; when none is left it is an error.
pub(in crate::http) async fn read(
    Path((account, session)): Path<(String, String)>,
    call: Call,
) -> Result<Response, Failure> {
    let me = call.at_device(&account, &session).await?;
    let (keys, ids) = (call.parameter("chatSessionKeys"), call.parameter("fromEventIds"));
    let wanted = wanted_chats(keys.as_deref(), ids.as_deref())?;
    let view = me.account.view().read();
    let exclusive = view.desk().settings().wire.from_event_ids == FromEventIds::Exclusive;
    let first = |id: u64| if exclusive { id.saturating_add(1) } else { id };
    let asked = wanted.iter().filter_map(|wanted| {
        let (key, base) = (wanted.key.parse().ok()?, me.chat_base(wanted.key));
        Some(Asked { key, key_text: wanted.key, base, from: wanted.from_event_id.map_or(0, first) })
    });
    let asked: Vec<Asked<'_>> = asked.collect();
    let chats = asked.iter().filter_map(|asked| {
        let chat = me.chat_in(&view, &asked.key, asked.key_text, &asked.base)?;
        chat.polled(asked.from);
        Some(AgentChat { session: &me.base, events: chat.events(asked.from), info: chat.info() })
    });
    let chats: Vec<_> = chats.collect();
    if chats.is_empty() {
        return Err(Condition::ChatSessionNotFound.into());
    }
    Ok(reply::ok(&Chats { chats: chats.iter().cloned() }, &call))
}
