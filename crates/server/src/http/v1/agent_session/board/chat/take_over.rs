//! `…/board/chat/{chat}/takeOver`: the chat is the supervisor's from here on.

use super::{AtAnyChat, ChatPath};
use crate::http::call::Call;
use crate::http::failure::Failure;
use crate::http::reply;
use axum::extract::Path;
use axum::response::Response;
use handover_desk::Command;

/// Takes it over.
pub(in crate::http) async fn take_over(Path(path): ChatPath, call: Call) -> Result<Response, Failure> {
    let at = AtAnyChat::of(&call, path).await?;
    at.me.submit(Command::TakeOver { session: at.me.session, chat: at.key }).await?;
    Ok(reply::empty())
}
