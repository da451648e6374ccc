//! `/api/handover/v1`: what the pages need and the old API lacks (`docs/handover-api.md`). JSON only. A surface of its own: it shares
//! with the other ones who asks, how a write is repeated, and the application layer.

pub(super) mod agent_session;
pub(super) mod chat;
pub(super) mod probe;
pub(super) mod second_factor;
pub(super) mod sign_in;

use super::call::Call;
use super::etag;
use super::failure::{Failure, bad};
use crate::app::json;
use axum::response::Response;
use handover_wire::{Document, Format};
use serde::Serialize;

/// What every path of this surface begins with.
pub(super) const PREFIX: &str = "/api/handover/";
/// What stands before an account.
pub(super) const ACCOUNTS: &str = "/api/handover/v1/account/";

/// 200 with a document that is read, and its tag.
fn ok(document: &impl Serialize, call: &Call) -> Response {
    etag::document(call, json::bytes(document), Format::Json)
}

/// The same for a document of which something moves with every call: `lasting` is the rest.
fn ok_while(document: &impl Serialize, lasting: &impl Serialize, call: &Call) -> Response {
    etag::lasting(call, json::bytes(document), &json::bytes(lasting), Format::Json)
}

/// A member of a body, word for word.
fn text<'d>(body: &'d Document, name: &'static str) -> Result<&'d str, Failure> {
    let member = body.top().child(name).ok_or_else(|| bad(name, "is missing"))?;
    let is_text = member.children().next().is_none() && member.attributes().next().is_none();
    if is_text { Ok(member.text()) } else { Err(bad(name, "must be text").into()) }
}

/// A member that may be missing, word for word.
fn optional_text<'d>(body: &'d Document, name: &'static str) -> Result<Option<&'d str>, Failure> {
    body.top().child(name).map(|_| text(body, name)).transpose()
}

/// A member that is true or false, and false when it is missing.
fn flag(body: &Document, name: &'static str) -> Result<bool, Failure> {
    match body.top().get(name) {
        None | Some("" | "false") => Ok(false),
        Some("true") => Ok(true),
        Some(_) => Err(bad(name, "must be true or false").into()),
    }
}

/// A member that is a whole number of 0 or more.
fn number(body: &Document, name: &'static str) -> Result<u32, Failure> {
    let digits = text(body, name)?;
    let is_number = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
    let number = digits.parse().ok().filter(|_| is_number);
    number.ok_or_else(|| bad(name, "must be a whole number of 0 or more").into())
}
