//! Answers as scripts, for pages that fetch by a `script` element (`docs/protocol/00-conventions.md` §11): the document
//! is the argument of a function that the page has named.

use super::failure::bad;
use crate::limits;
use axum::body::Body;
use axum::response::Response;
use handover_wire::Condition;
use http::{HeaderValue, header};

/// The name of a function as a page states it, if it is nothing but a name.
pub(super) fn checked(name: Option<String>) -> Result<String, Condition> {
    let fits = |name: &String| {
        (1..=limits::CALLBACK_CHARS).contains(&name.len())
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_$.[]".contains(&byte))
    };
    name.filter(fits)
        .ok_or_else(|| bad("cb", "must be the name of a function: 1 to 128 letters, digits and _ $ . [ ]"))
}

/// A script that calls the function with a document. The callback was checked; the document is JSON.
pub(super) fn calling(callback: &str, json: &str) -> Response {
    // Two characters end a line in a script and not in JSON.
    let json = json.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
    let mut response = Response::new(Body::from(format!("{callback}({json})")));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/javascript"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_callback_is_a_name_of_128_characters_at_most() {
        for name in ["f", "lpCb1x2", "a.b[0].$c_d", &"x".repeat(limits::CALLBACK_CHARS)] {
            assert_eq!(checked(Some(name.to_owned())).unwrap(), name);
        }
        for wrong in
            ["", "f()", "alert(1)//", "a b", "a;b", "ä", "a-b", &"x".repeat(limits::CALLBACK_CHARS + 1)]
        {
            assert!(checked(Some(wrong.to_owned())).is_err(), "{wrong}");
        }
        assert!(checked(None).is_err());
    }
}
