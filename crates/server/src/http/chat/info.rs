//! `/api/account/{account}/chat/{chat}/info[/…]` (`docs/protocol/30-visitor-api.md` §11, §14-16).

use super::ChatPath;
use crate::engine::ChatPulse;
use crate::http::access::InChat;
use crate::http::call::Call;
use crate::http::failure::Failure;
use crate::http::reply;
use axum::extract::Path;
use axum::response::Response;
use handover_desk::{Command, Phase, Refusal, VisitorNameStatus};
use handover_wire::Condition;
use handover_wire::document::{TypingStatus, VisitorName, WhoTypes};
use handover_wire::request::{self, typing};
use handover_wire::vocabulary::Typing;

/// Reads the chat's information (§11).
pub(in crate::http) async fn read(Path(path): ChatPath, call: Call) -> Result<Response, Failure> {
    let at = call.in_chat(path)?;
    let view = at.account.view().read();
    Ok(reply::ok(&at.document(&view)?.info(), &call))
}

/// Reads the visitor's name (§14).
pub(in crate::http) async fn visitor_name(Path(path): ChatPath, call: Call) -> Result<Response, Failure> {
    let at = call.in_chat(path)?;
    let view = at.account.view().read();
    Ok(reply::ok(&VisitorName(at.document(&view)?.visitor_name()), &call))
}

/// Sets the visitor's name (§14); later lines are signed with it.
pub(in crate::http) async fn set_visitor_name(Path(path): ChatPath, call: Call) -> Result<Response, Failure> {
    use crate::engine::Rejection;
    let at = call.in_chat(path)?;
    let document = call.document()?;
    let name = request::visitor_name(&document)?;
    let command = Command::NameVisitor { chat: at.key, name: name.into() };
    match at.submit(command).await {
        Ok(_) => {
            let status = at.account.view().read().desk().settings().wire.visitor_name_status;
            let response = reply::ok(&VisitorName(name), &call);
            Ok(reply::with_switched_status(response, status == VisitorNameStatus::Created))
        }
        Err(Rejection::Refused(Refusal::ChatEnded)) => Err(Condition::CannotSetVisitorName.into()),
        Err(rejection) => Err(rejection.into()),
    }
}

/// Reads whether the visitor is typing (§15).
pub(in crate::http) async fn visitor_typing(Path(path): ChatPath, call: Call) -> Result<Response, Failure> {
    let at = call.in_chat(path)?;
    let view = at.account.view().read();
    let typing = at.document(&view)?.typing(ChatPulse::is_visitor_typing);
    Ok(reply::ok(&TypingStatus { who: WhoTypes::Visitor, typing }, &call))
}

/// Says whether the visitor is typing (§15): not a fact. While waiting it is accepted and means nothing.
pub(in crate::http) async fn set_visitor_typing(
    Path(path): ChatPath,
    call: Call,
) -> Result<Response, Failure> {
    let at = call.in_chat(path)?;
    let typing = typing(&call.document()?, WhoTypes::Visitor)?;
    if at.keyed.first().is_none() {
        show_typing(&at, typing == Typing::Typing)?;
        at.keyed.note(&at.account).await?;
    }
    Ok(reply::ok(&TypingStatus { who: WhoTypes::Visitor, typing }, &call))
}

fn show_typing(at: &InChat, is_typing: bool) -> Result<(), Failure> {
    let view = at.account.view().read();
    let chat = at.document(&view)?.chat;
    if chat.is_ended() {
        return Err(Condition::CannotSetVisitorTyping.into());
    }
    if chat.phase == Phase::Assigned {
        view.visitor_types(chat, is_typing);
    }
    Ok(())
}

/// Reads whether the agent is typing (§16).
pub(in crate::http) async fn agent_typing(Path(path): ChatPath, call: Call) -> Result<Response, Failure> {
    let at = call.in_chat(path)?;
    let view = at.account.view().read();
    let typing = at.document(&view)?.typing(ChatPulse::is_agent_typing);
    Ok(reply::ok(&TypingStatus { who: WhoTypes::Agent, typing }, &call))
}
