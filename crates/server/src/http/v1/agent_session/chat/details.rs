//! `…/chat/{chat}/details`: the visitor, the answers, how the chat came to the agent.

use super::ChatPath;
use crate::app::details;
use crate::app::json::Rooted;
use crate::http::call::Call;
use crate::http::failure::Failure;
use crate::http::v1;
use axum::extract::Path;
use axum::response::Response;

/// Reads them.
pub(in crate::http) async fn read(Path(path): ChatPath, call: Call) -> Result<Response, Failure> {
    let at = call.at_chat(path).await?;
    let view = at.me.account.view().read();
    let chat = at.document(&view)?;
    Ok(v1::ok(&Rooted("details", details::document(&view, chat.chat, chat.key)), &call))
}
