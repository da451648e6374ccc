//! `…/board/chat/{chat}/end`: ends the chat.

use super::{AtAnyChat, ChatPath};
use crate::http::call::Call;
use crate::http::failure::Failure;
use crate::http::reply;
use axum::extract::Path;
use axum::response::Response;
use handover_desk::Command;

/// Ends it.
pub(in crate::http) async fn end(Path(path): ChatPath, call: Call) -> Result<Response, Failure> {
    let at = AtAnyChat::of(&call, path).await?;
    at.me.submit(Command::EndAnyChat { session: at.me.session, chat: at.key }).await?;
    Ok(reply::empty())
}
