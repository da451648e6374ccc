//! `…/agentSession/{session}/chat/{chat}/info[/…]` (`docs/protocol/20-agent-api.md` §16-20).

use super::ChatPath;
use crate::engine::{ChatPulse, Published};
use crate::http::access::AtChat;
use crate::http::call::Call;
use crate::http::failure::Failure;
use crate::http::reply;
use axum::extract::Path;
use axum::response::Response;
use handover_desk::{Phase, TypingReadStatus};
use handover_wire::Condition;
use handover_wire::document::{TypingStatus, VisitorName, WhoTypes};
use handover_wire::request::typing;
use handover_wire::vocabulary::Typing;
use http::StatusCode;

/// Reads the chat's information (§16).
pub(in crate::http) async fn read(Path(path): ChatPath, call: Call) -> Result<Response, Failure> {
    let at = call.at_chat(path).await?;
    let view = at.me.account.view().read();
    Ok(reply::ok(&at.document(&view)?.info(), &call))
}

/// Reads the visitor's name (§17).
pub(in crate::http) async fn visitor_name(Path(path): ChatPath, call: Call) -> Result<Response, Failure> {
    let at = call.at_chat(path).await?;
    let view = at.me.account.view().read();
    Ok(reply::ok(&VisitorName(at.document(&view)?.visitor_name()), &call))
}

/// Reads whether the visitor is typing (§18).
pub(in crate::http) async fn visitor_typing(Path(path): ChatPath, call: Call) -> Result<Response, Failure> {
    let at = call.at_chat(path).await?;
    let view = at.me.account.view().read();
    let typing = at.document(&view)?.typing(ChatPulse::is_visitor_typing);
    Ok(typing_status(&view, TypingStatus { who: WhoTypes::Visitor, typing }, &call))
}

/// Reads whether the agent is typing (§19).
pub(in crate::http) async fn agent_typing(Path(path): ChatPath, call: Call) -> Result<Response, Failure> {
    let at = call.at_chat(path).await?;
    let view = at.me.account.view().read();
    let typing = at.document(&view)?.typing(ChatPulse::is_agent_typing);
    Ok(typing_status(&view, TypingStatus { who: WhoTypes::Agent, typing }, &call))
}

/// Says whether the agent is typing (§20): not a fact, it lives in the readers' view only.
pub(in crate::http) async fn set_agent_typing(Path(path): ChatPath, call: Call) -> Result<Response, Failure> {
    let at = call.at_chat(path).await?;
    let is_typing = typing(&call.document()?, WhoTypes::Agent)? == Typing::Typing;
    if at.me.keyed.first().is_none() {
        show_typing(&at, is_typing)?;
        at.me.keyed.note(&at.me.account).await?;
    }
    let typing = if is_typing { Typing::Typing } else { Typing::NotTyping };
    let document = TypingStatus { who: WhoTypes::Agent, typing };
    Ok(reply::with_status(StatusCode::CREATED, &document, call.format()))
}

fn show_typing(at: &AtChat, is_typing: bool) -> Result<(), Failure> {
    let view = at.me.account.view().read();
    let chat = at.document(&view)?.chat;
    if chat.phase != Phase::Assigned {
        return Err(Condition::CannotSetAgentTyping.into());
    }
    view.agent_types(chat, is_typing);
    Ok(())
}

/// A typing status with the status that the account's switch wants (`docs/protocol/90-open-questions.md` Q1).
fn typing_status(view: &Published, document: TypingStatus, call: &Call) -> Response {
    match view.desk().settings().wire.typing_status {
        TypingReadStatus::Ok => reply::ok(&document, call),
        TypingReadStatus::Created => reply::with_status(StatusCode::CREATED, &document, call.format()),
    }
}
