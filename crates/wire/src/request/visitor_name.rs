//! The name a visitor takes (`docs/protocol/30-visitor-api.md` §14).

use super::{Problem, RequestError, field};
use crate::limits;
use crate::reader::Document;

/// Reads the document that is put to `visitorName`: not empty, at most
/// [`limits::VISITOR_NAME_CHARS`] characters.
pub fn visitor_name(document: &Document) -> Result<&str, RequestError> {
    let path = "visitorName";
    field::root(document, path)?;
    let name = field::optional(document.top(), path).ok_or(RequestError::new(path, Problem::Empty))?;
    field::within(name, limits::VISITOR_NAME_CHARS, path)
}
