//! Building answers: a document in its format, and what goes with it.

use axum::body::{Body, Bytes};
use axum::response::Response;
use handover_wire::document::{Created, Location};
use handover_wire::{Format, Href, Resource, render};
use http::{HeaderValue, StatusCode, header};

/// 200 with a document.
pub(crate) fn ok(document: &impl Resource, format: Format) -> Response {
    with_status(StatusCode::OK, document, format)
}

/// A document with a status.
pub(crate) fn with_status(status: StatusCode, document: &impl Resource, format: Format) -> Response {
    let mut response = Response::new(Body::from(Bytes::from(render(document, format))));
    *response.status_mut() = status;
    let content_type = HeaderValue::from_static(format.content_type());
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

/// 201 with a `Location` and no body.
pub(crate) fn created_empty(href: Href<'_>) -> Response {
    let mut response = Response::default();
    *response.status_mut() = StatusCode::CREATED;
    located(response, href)
}

fn located(mut response: Response, href: Href<'_>) -> Response {
    if let Ok(location) = HeaderValue::from_str(&href.to_string()) {
        response.headers_mut().insert(header::LOCATION, location);
    }
    response
}
