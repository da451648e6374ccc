//! `/api/account/{account}/chat/{chat}`, the visitor's chat (`docs/protocol/30-visitor-api.md` §10).

pub(super) mod availability;
pub(super) mod available_slots;
pub(super) mod custom_variables;
pub(super) mod estimated_wait_time;
pub(super) mod events;
pub(super) mod exit_survey;
pub(super) mod info;
pub(super) mod offline_survey;
pub(super) mod pre_survey;
pub(super) mod request;
pub(super) mod transcript;

use super::call::Call;
use super::failure::Failure;
use super::push::{self, Waited, Way};
use super::reply;
use axum::extract::Path;
use axum::response::Response;
use handover_wire::document::VisitorChat;

/// The path of a visitor's chat.
pub(super) type ChatPath = Path<(String, String)>;

/// Reads the chat: links, the events from `from` on that are for the visitor, information.
pub(super) async fn read(Path(path): ChatPath, call: Call) -> Result<Response, Failure> {
    let at = call.in_chat(path)?;
    let from = call.from()?;
    let look = || {
        let view = at.account.view().read();
        let chat = at.document(&view)?;
        chat.polled(from);
        let document = VisitorChat { events: chat.events(from), info: chat.info() };
        Ok(Waited { response: reply::ok(&document, &call), is_news: chat.has_news(from) })
    };
    push::answer(Way::of(&call), &call, |seconds| at.wait(&call, seconds, from), look).await
}
