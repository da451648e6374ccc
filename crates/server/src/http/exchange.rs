//! What is settled about a request before it is routed: the formats it speaks, and the address the client sees.

use super::etag::Tags;
use super::failure::Failure;
use super::peer::Peer;
use handover_wire::negotiation::{self, BodyType};
use handover_wire::{Condition, Document, Format};
use http::{HeaderMap, header};

/// The formats and the origin of one request (`docs/protocol/00-conventions.md` §2.4, §4, §6.2).
#[derive(Clone, Debug)]
pub(crate) struct Exchange {
    /// The format that the suffix of the path asks for.
    pub(super) suffix: Option<Format>,
    /// The scheme and host that links begin with.
    pub(super) origin: String,
    /// Who asks.
    pub(super) peer: Peer,
    /// The format when nothing asks for one, by a switch of the account (`docs/protocol/90-open-questions.md` Q15).
    pub(super) default: Format,
    /// What the answer is tagged with.
    pub(super) tags: Tags,
}

impl Exchange {
    /// The format of the answer.
    pub(crate) fn format(&self, headers: &HeaderMap) -> Format {
        self.format_or(headers, self.default)
    }

    /// The format of the answer when the resource's own default is this.
    pub(crate) fn format_or(&self, headers: &HeaderMap, default: Format) -> Format {
        self.stated(headers).unwrap_or(default)
    }

    /// The format that something asks for.
    pub(super) fn stated(&self, headers: &HeaderMap) -> Option<Format> {
        let body = match body_type(headers) {
            BodyType::Stated(format) if has_body(headers) => Some(format),
            BodyType::Stated(_) | BodyType::NotStated | BodyType::Unsupported => None,
        };
        negotiation::response_format(self.suffix, text(headers, &header::ACCEPT), body)
    }

    /// Reads the body of a request; nothing when there is none.
    pub(crate) fn document(&self, headers: &HeaderMap, body: &[u8]) -> Result<Option<Document>, Failure> {
        if body.iter().all(u8::is_ascii_whitespace) {
            return Ok(None);
        }
        let stated = body_type(headers);
        if stated == BodyType::Unsupported {
            return Err(Condition::UnsupportedMediaType.into());
        }
        let format = negotiation::body_format(stated, self.suffix, body).unwrap_or(Format::Json);
        handover_wire::read(body, format).map(Some).map_err(|error| Condition::from(error).into())
    }
}

/// Reads the body of a request where only JSON is spoken.
pub(super) fn json_document(headers: &HeaderMap, body: &[u8]) -> Result<Document, Failure> {
    match body_type(headers) {
        BodyType::Stated(Format::Json) | BodyType::NotStated => {}
        BodyType::Stated(Format::Xml) | BodyType::Unsupported => return Err(Condition::JsonOnly.into()),
    }
    handover_wire::read(body, Format::Json).map_err(|error| Condition::from(error).into())
}

fn body_type(headers: &HeaderMap) -> BodyType {
    negotiation::body_type(text(headers, &header::CONTENT_TYPE))
}

fn has_body(headers: &HeaderMap) -> bool {
    headers.contains_key(header::TRANSFER_ENCODING)
        || text(headers, &header::CONTENT_LENGTH).is_some_and(|length| length != "0")
}

/// The text of a header, if it is there and is text.
pub(crate) fn text<'h>(headers: &'h HeaderMap, name: &header::HeaderName) -> Option<&'h str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}
