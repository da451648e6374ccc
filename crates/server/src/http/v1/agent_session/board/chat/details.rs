//! `…/board/chat/{chat}/details`: as of an agent. Reading what a visitor has said of itself is watching, too.

use super::{AtAnyChat, ChatPath};
use crate::app::details;
use crate::app::json::Rooted;
use crate::http::call::Call;
use crate::http::failure::Failure;
use crate::http::v1;
use axum::extract::Path;
use axum::response::Response;

/// Reads them.
pub(in crate::http) async fn read(Path(path): ChatPath, call: Call) -> Result<Response, Failure> {
    let at = AtAnyChat::of(&call, path).await?;
    at.note_watching().await?;
    let view = at.me.account.view().read();
    let chat = at.document(&view)?;
    Ok(v1::ok(&Rooted("details", details::document(&view, chat.chat, chat.key)), &call))
}
