//! `/openapi/`: the documents of the APIs and a page to read and try them, which needs nothing from outside.

use crate::openapi::{Surface, document};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::response::Response;
use axum::routing::get;
use http::{HeaderValue, header};
use std::sync::LazyLock;

static AGENT: LazyLock<Bytes> = LazyLock::new(|| document(Surface::Agent).into());
static VISITOR: LazyLock<Bytes> = LazyLock::new(|| document(Surface::Visitor).into());
static PAGES: LazyLock<Bytes> = LazyLock::new(|| document(Surface::Pages).into());

/// Scripts, styles and calls of this very server, and nothing else. Text from answers is no script wherever it ends up.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; base-uri 'none'; \
    form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

/// The page, what it consists of, and the documents. The front door takes `.json` off a path.
pub(super) fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    let html = Bytes::from_static(include_bytes!("../openapi/page/page.html"));
    let css = Bytes::from_static(include_bytes!("../openapi/page/page.css"));
    let js = Bytes::from_static(include_bytes!("../openapi/page/page.js"));
    Router::new()
        .route("/openapi", get(|| async { served(html, "text/html; charset=utf-8") }))
        .route("/openapi/page.css", get(|| async { served(css, "text/css; charset=utf-8") }))
        .route("/openapi/page.js", get(|| async { served(js, "text/javascript; charset=utf-8") }))
        .route("/openapi/agent", get(|| async { served(AGENT.clone(), "application/json") }))
        .route("/openapi/visitor", get(|| async { served(VISITOR.clone(), "application/json") }))
        .route("/openapi/handover", get(|| async { served(PAGES.clone(), "application/json") }))
}

fn served(body: Bytes, content_type: &'static str) -> Response {
    let mut response = Response::new(Body::from(body));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}
