//! `/hcp/html/postmessage.min.html`: a page for a frame in a shop's page, which asks this server on behalf of the page around
//! it (`docs/protocol/00-conventions.md` §11). Its script tells what it takes and gives.

use super::Shared;
use super::exchange::text;
use axum::body::Body;
use axum::response::Response;
use http::{HeaderMap, HeaderName, HeaderValue, header};

/// The header in which the script names the origin of the page around it.
const PARENT_ORIGIN: HeaderName = HeaderName::from_static("x-parent-origin");
/// The page may run its own script and ask its own server, nothing else; any page may have it in a frame.
const POLICY: &str = "default-src 'none'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; \
                      frame-ancestors *";

/// The page.
pub(super) async fn page() -> Response {
    file(include_str!("postmessage.html"), "text/html; charset=utf-8")
}

/// Its script.
pub(super) async fn page_script() -> Response {
    file(include_str!("postmessage.js"), "application/javascript; charset=utf-8")
}

fn file(content: &'static str, content_type: &'static str) -> Response {
    let mut response = Response::new(Body::from(content));
    let headers = response.headers_mut();
    let stated = [
        (header::CONTENT_TYPE, content_type),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, "max-age=3600"),
    ];
    for (name, value) in stated {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// Whether the request comes from the page for another page that may not read the answers of the account. The browser
/// takes the page for one of this server and does not ask, so it is refused before anything is done.
pub(super) fn is_for_a_stranger(app: &Shared, account: Option<&str>, headers: &HeaderMap) -> bool {
    let Some(origin) = text(headers, &PARENT_ORIGIN) else { return headers.contains_key(PARENT_ORIGIN) };
    let account = account.and_then(|id| app.engine.account(id));
    account.is_some_and(|account| {
        let view = account.view().read();
        let listed = view.desk().state().profile.origins.as_deref();
        listed.is_some_and(|listed| {
            !listed.iter().any(|known| &**known == "*" || known.eq_ignore_ascii_case(origin))
        })
    })
}
