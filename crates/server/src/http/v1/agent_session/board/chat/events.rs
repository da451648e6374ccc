//! `…/board/chat/{chat}/events`: the conversation, which is thereby watched.

use super::{AtAnyChat, ChatPath};
use crate::http::call::Call;
use crate::http::failure::Failure;
use crate::http::push::{self, Reader, Way};
use crate::http::reply;
use axum::extract::Path;
use axum::response::Response;
use handover_wire::Format;

/// Reads the events from `from` on, or streams them.
pub(in crate::http) async fn read(Path(path): ChatPath, call: Call) -> Result<Response, Failure> {
    let at = AtAnyChat::of(&call, path).await?;
    let from = call.from()?;
    at.note_watching().await?;
    let way = Way::of(&call);
    if way.is_stream() {
        let reader = Reader::Supervisor(at.me.session);
        return push::tell_chat(way, call, at.address(), reader).await;
    }
    let view = at.me.account.view().read();
    Ok(reply::events_in(Format::Json, &view, &at.document(&view)?.events(from), &call))
}
