//! `…/agentSession/{session}/chat/{chat}/events[/{event}]` (`docs/protocol/20-agent-api.md` §13-15).

use super::ChatPath;
use crate::app::new_line::new_line;
use crate::http::call::Call;
use crate::http::failure::Failure;
use crate::http::push::{self, Reader, Waited, Way};
use crate::http::reply;
use axum::extract::Path;
use axum::response::Response;
use handover_desk::{Answer, Command, Writer};
use handover_wire::document::{Created, SingleEvent};
use handover_wire::request::EventRequest;
use handover_wire::{Condition, Href};

/// Reads the events from `from` on (§13), or is told of them (`docs/push.md`).
pub(in crate::http) async fn read(Path(path): ChatPath, call: Call) -> Result<Response, Failure> {
    let at = call.at_chat(path).await?;
    let way = Way::of(&call);
    if way.is_stream() {
        let reader = Reader::Agent(at.me.session, at.me.agent);
        return push::tell_chat(way, call, at.address(), reader).await;
    }
    let from = call.from()?;
    let look = || {
        let view = at.me.account.view().read();
        let chat = at.document(&view)?;
        chat.polled(from);
        let response = reply::events(&view, &chat.events(from), &call);
        Ok(Waited { response, is_news: chat.has_news(from) })
    };
    push::answer(way, &call, |seconds| at.wait(&call, seconds, from), look).await
}

/// Adds a line (§14) or ends the chat (§15).
pub(in crate::http) async fn add(Path(path): ChatPath, call: Call) -> Result<Response, Failure> {
    let at = call.at_chat(path).await?;
    let document = call.document()?;
    let writer = Writer::Agent(at.me.session);
    let command = match EventRequest::from_agent(&document)? {
        EventRequest::Line { text, text_type, private, json } => {
            Command::AddLine { chat: at.key, writer, line: new_line(text, text_type, private, json) }
        }
        EventRequest::Ended => Command::EndChat { chat: at.key, writer },
        EventRequest::LineStatus => {
            if at.me.keyed.first().is_none() {
                at.document(&at.me.account.view().read())?;
            }
            at.me.keyed.note(&at.me.account).await?;
            return Ok(reply::created(Created::ChatEvent, Href::below(&at.base, "/events"), call.format()));
        }
    };
    let Answer::EventAdded { event, .. } = at.me.submit(command).await? else {
        return Err(Condition::Internal.into());
    };
    Ok(reply::created(Created::ChatEvent, Href::event(&at.base, u64::from(event.0)), call.format()))
}

/// Reads one event (§14).
pub(in crate::http) async fn read_one(
    Path((account, session, chat, event)): Path<(String, String, String, String)>,
    call: Call,
) -> Result<Response, Failure> {
    let at = call.at_chat((account, session, chat)).await?;
    let view = at.me.account.view().read();
    let event = at.document(&view)?.event(&event).ok_or(Condition::EventNotFound)?;
    Ok(reply::ok(&SingleEvent(event), &call))
}
