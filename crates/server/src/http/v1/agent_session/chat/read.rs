//! `…/chat/{chat}/read`: how far the agent has read.

use super::ChatPath;
use crate::http::call::Call;
use crate::http::failure::Failure;
use crate::http::{reply, v1};
use axum::extract::Path;
use axum::response::Response;
use handover_desk::{Command, EventId, Writer};

/// Marks it.
pub(in crate::http) async fn mark(Path(path): ChatPath, call: Call) -> Result<Response, Failure> {
    let at = call.at_chat(path).await?;
    let event = EventId(v1::number(&call.json()?, "event")?);
    at.me.submit(Command::ReadTo { chat: at.key, writer: Writer::Agent(at.me.session), event }).await?;
    Ok(reply::empty())
}
