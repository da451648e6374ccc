//! What every answer says to a browser, where it does not say so itself: that it is what its type says, that no page may put it
//! into a frame, and that nobody is told the address it came from. An answer of an API is a document, never a page.

use http::{HeaderMap, HeaderName, HeaderValue, header};

/// An answer that is opened like a page may do nothing.
const POLICY: &str = "default-src 'none'; frame-ancestors 'none'";

/// Says so.
pub(super) fn write(headers: &mut HeaderMap) {
    let mut unless_said = |name: HeaderName, value| {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    };
    unless_said(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    unless_said(header::REFERRER_POLICY, "no-referrer");
    unless_said(header::CONTENT_SECURITY_POLICY, POLICY);
}
