//! `…/board/chat/{chat}/whisper`: words for the agent of the chat only.

use super::{AtAnyChat, ChatPath};
use crate::http::call::Call;
use crate::http::failure::Failure;
use crate::http::{reply, v1};
use axum::extract::Path;
use axum::response::Response;
use handover_desk::Command;

/// Says them.
pub(in crate::http) async fn say(Path(path): ChatPath, call: Call) -> Result<Response, Failure> {
    let at = AtAnyChat::of(&call, path).await?;
    let text = v1::text(&call.json()?, "text")?.into();
    at.me.submit(Command::Whisper { session: at.me.session, chat: at.key, text }).await?;
    Ok(reply::with_switched_status(reply::empty(), true))
}
