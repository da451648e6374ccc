//! Refresh and logout (`docs/protocol/10-domain-login.md` §4.1, §5.1).

use super::{RequestError, field};
use crate::reader::Document;

/// Reads the csrf token, which stands at the top without a root.
pub fn csrf(document: &Document) -> Result<&str, RequestError> {
    field::required(document.top(), "csrf", "csrf")
}
