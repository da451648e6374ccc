//! `…/chat/{chat}/read`: how far the visitor has read.

use crate::http::call::Call;
use crate::http::failure::Failure;
use crate::http::{reply, v1};
use axum::extract::Path;
use axum::response::Response;
use handover_desk::{Command, EventId, Writer};

/// Marks it.
pub(in crate::http) async fn mark(
    Path(path): Path<(String, String)>,
    call: Call,
) -> Result<Response, Failure> {
    let at = call.in_chat(path)?;
    let event = EventId(v1::number(&call.json()?, "event")?);
    at.submit(Command::ReadTo { chat: at.key, writer: Writer::Visitor, event }).await?;
    Ok(reply::empty())
}
