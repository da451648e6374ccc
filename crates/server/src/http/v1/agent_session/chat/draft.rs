//! `…/chat/{chat}/draft`: what the agent has typed and not sent.

use super::ChatPath;
use crate::http::call::Call;
use crate::http::failure::Failure;
use crate::http::{reply, v1};
use axum::extract::Path;
use axum::response::Response;
use handover_desk::{Command, Visibility};

/// Keeps it.
pub(in crate::http) async fn keep(Path(path): ChatPath, call: Call) -> Result<Response, Failure> {
    let at = call.at_chat(path).await?;
    let body = call.json()?;
    let text = v1::text(&body, "text")?.into();
    let private = v1::flag(&body, "private")?;
    let visibility = if private { Visibility::AgentsOnly } else { Visibility::Everyone };
    at.me.submit(Command::SetDraft { chat: at.key, session: at.me.session, text, visibility }).await?;
    Ok(reply::empty())
}
