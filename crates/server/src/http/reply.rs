//! Building answers: a document in its format, and what goes with it.

use super::call::Call;
use super::etag;
use crate::engine::Published;
use axum::body::{Body, Bytes};
use axum::response::Response;
use handover_desk::SystemMessageIdForm;
use handover_wire::document::{Created, InDialect, Location};
use handover_wire::sink::A1Late;
use handover_wire::{Format, Href, Resource, render};
use http::{HeaderValue, StatusCode, header};

/// 200 with a document, in the format asked for.
pub(crate) fn ok(document: &impl Resource, call: &Call) -> Response {
    ok_in(call.format(), document, call)
}

/// 200 with a document in this format. One that is read has a tag, and is not sent to who has it.
pub(crate) fn ok_in(format: Format, document: &impl Resource, call: &Call) -> Response {
    if call.is_read() {
        etag::document(call, render(document, format), format)
    } else {
        with_status(StatusCode::OK, document, format)
    }
}

/// A document with a status.
pub(crate) fn with_status(status: StatusCode, document: &impl Resource, format: Format) -> Response {
    let mut response = Response::new(Body::from(Bytes::from(render(document, format))));
    *response.status_mut() = status;
    let content_type = HeaderValue::from_static(format.content_type());
    response.headers_mut().insert(header::CONTENT_TYPE, content_type);
    response
}

/// 200 with a document of events alone, whose `systemMessageId` the account's switch forms
/// (`docs/protocol/90-open-questions.md` Q2).
pub(crate) fn events(view: &Published, document: &impl Resource, call: &Call) -> Response {
    events_in(call.format(), view, document, call)
}

/// The same in this format.
pub(crate) fn events_in(format: Format, view: &Published, document: &impl Resource, call: &Call) -> Response {
    match view.desk().settings().wire.system_message_id {
        SystemMessageIdForm::String => ok_in(format, document, call),
        SystemMessageIdForm::Number => ok_in(format, &InDialect::<A1Late, _>::new(document), call),
    }
}

/// 200 with a document of the API of the pages that nobody keeps.
pub(crate) fn json(document: &impl serde::Serialize) -> Response {
    let mut response = Response::new(Body::from(crate::app::json::bytes(document)));
    let content_type = HeaderValue::from_static(Format::Json.content_type());
    response.headers_mut().insert(header::CONTENT_TYPE, content_type);
    response
}

/// 200 without a body.
pub(crate) fn empty() -> Response {
    Response::default()
}

/// 201 with a `Location` and the document that repeats it.
pub(crate) fn created(created: Created, href: Href<'_>, format: Format) -> Response {
    located(with_status(StatusCode::CREATED, &Location { created, href }, format), href)
}

/// A `Location` and no body.
pub(crate) fn located_empty(href: Href<'_>) -> Response {
    located(Response::default(), href)
}

/// The same answer with the status that the account's switch wants.
pub(crate) fn with_switched_status(mut response: Response, is_created: bool) -> Response {
    *response.status_mut() = if is_created { StatusCode::CREATED } else { StatusCode::OK };
    response
}

fn located(mut response: Response, href: Href<'_>) -> Response {
    if let Ok(location) = HeaderValue::from_str(&href.to_string()) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}
