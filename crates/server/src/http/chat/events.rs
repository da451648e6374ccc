//! `/api/account/{account}/chat/{chat}/events[/{event}]` (`docs/protocol/30-visitor-api.md` §12, §13).

use super::ChatPath;
use crate::http::call::Call;
use crate::http::failure::Failure;
use crate::http::push::{self, Reader, Waited, Way};
use crate::http::reply;
use axum::extract::Path;
use axum::response::Response;
use handover_desk::{Answer, Command, NewLine, Writer};
use handover_wire::document::{Created, SingleEvent};
use handover_wire::request::EventRequest;
use handover_wire::{Condition, Href};

/// Reads the events from `from` on that are for the visitor (§12), or is told of them (`docs/push.md`).
pub(in crate::http) async fn read(Path(path): ChatPath, call: Call) -> Result<Response, Failure> {
    let at = call.in_chat(path)?;
    let way = Way::of(&call);
    if way.is_stream() {
        return push::tell_chat(way, call, at.address(), Reader::Visitor).await;
    }
    let from = call.from()?;
    let look = || {
        let view = at.account.view().read();
        let chat = at.document(&view)?;
        chat.polled(from);
        let response = reply::events(&view, &chat.events(from), &call);
        Ok(Waited { response, is_news: chat.has_news(from) })
    };
    push::answer(way, &call, |seconds| at.wait(&call, seconds, from), look).await
}

/// Adds a line or ends the chat (§13).
pub(in crate::http) async fn add(Path(path): ChatPath, call: Call) -> Result<Response, Failure> {
    let at = call.in_chat(path)?;
    let document = call.document()?;
    let (chat, writer) = (at.key, Writer::Visitor);
    let command = match EventRequest::from_visitor(&document)? {
        EventRequest::Line { text, .. } => Command::AddLine { chat, writer, line: NewLine::plain(text) },
        EventRequest::Ended => Command::EndChat { chat, writer },
        EventRequest::LineStatus => {
            at.keyed.note(&at.account).await?;
            return Ok(reply::created(Created::ChatEvent, Href::below(&at.base, "/events"), call.format()));
        }
    };
    let Answer::EventAdded { event, .. } = at.submit(command).await? else {
        return Err(Condition::Internal.into());
    };
    Ok(reply::created(Created::ChatEvent, Href::event(&at.base, u64::from(event.0)), call.format()))
}

/// Reads one event, if it is for the visitor (§13).
pub(in crate::http) async fn read_one(
    Path((account, chat, event)): Path<(String, String, String)>,
    call: Call,
) -> Result<Response, Failure> {
    let at = call.in_chat((account, chat))?;
    let view = at.account.view().read();
    let event = at.document(&view)?.event(&event).ok_or(Condition::EventNotFound)?;
    Ok(reply::ok(&SingleEvent(event), &call))
}
