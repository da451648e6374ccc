//! The front door: what every request goes through before it is routed, and every answer after.
//!
//! It mends what old clients get wrong in an address, settles the formats, bounds the body, writes the body of an error,
//! answers HEAD and OPTIONS, and says who may read an answer. It knows no resource.

use super::compress;
use super::cors::Readers;
use super::etag::{Tags, keep_out_of_caches};
use super::exchange::{Exchange, text};
use super::failure::Failure;
use super::js2rest::Enclosed;
use super::peer::Peer;
use super::{Shared, guarded, hcp, origin, v1};
use axum::body::{Body, Bytes, HttpBody as _};
use axum::extract::Request;
use axum::response::{IntoResponse as _, Response};
use handover_desk::{AuthFailureBody, DefaultFormat};
use handover_wire::negotiation::strip_suffix;
use handover_wire::{Condition, Format, WireTime};
use http::{HeaderValue, Method, StatusCode, Uri, header};
use std::borrow::Cow;
use tower::{Service, ServiceExt};

/// The header that lets a POST stand for a PUT or DELETE.
const OVERRIDE: header::HeaderName = header::HeaderName::from_static("x-http-method-override");
/// The methods of the server as a whole, which `OPTIONS *` asks for.
const EVERY_METHOD: &str = "GET, HEAD, POST, PUT, DELETE, OPTIONS";

/// Serves one request.
pub(super) async fn serve(
    app: Shared,
    router: axum::Router,
    tags: Tags,
    mut request: Request<Body>,
    peer: Peer,
) -> Response {
    let origin = origin::of(&app.config, &request, peer);
    let suffix = mend(&mut request);
    // A HEAD is answered as the GET would be, and the body then left out.
    let is_head = request.method() == Method::HEAD;
    if is_head {
        *request.method_mut() = Method::GET;
    }
    let accept = request.headers().get(header::ACCEPT_ENCODING).cloned();
    let account = account_and_resource(request.uri().path()).0;
    let readers = Readers::of(&app, account, request.headers());
    let is_refused = hcp::is_for_a_stranger(&app, account, request.headers());
    let mut exchange = Exchange { suffix, origin, peer, default: Format::Json, tags };
    if exchange.stated(request.headers()).is_none() {
        exchange.default = default_format(&app, account);
    }
    let mut response = if is_refused {
        let format = exchange.format(request.headers());
        let condition = Condition::UnauthorizedAccountAccess;
        let refused = Failure::from(condition.clone()).into_response();
        write_failure(&app, request.uri().path(), &condition, format, &refused)
    } else if request.method() == Method::OPTIONS {
        options(&app, router, request, exchange, &readers).await
    } else {
        route(&app, router, request, exchange).await
    };
    readers.write(response.headers_mut());
    keep_out_of_caches(&mut response);
    if response.status() != StatusCode::NOT_MODIFIED {
        // What a browser has keeps what was said with it.
        guarded::write(response.headers_mut());
    }
    if compress::is_worth(&response) {
        response = compress::compress(accept.as_ref(), response).await;
    }
    if is_head { without_body(response) } else { response }
}

/// The format of an account's answers when nothing asks for one.
fn default_format(app: &Shared, account: Option<&str>) -> Format {
    let account = account.and_then(|id| app.engine.account(id));
    let switch = account.map(|account| account.view().read().desk().settings().wire.default_format);
    match switch {
        Some(DefaultFormat::Xml) => Format::Xml,
        Some(DefaultFormat::Json) | None => Format::Json,
    }
}

/// Lets the router answer, and writes the body of an error.
async fn route(
    app: &Shared,
    mut router: axum::Router,
    mut request: Request<Body>,
    exchange: Exchange,
) -> Response {
    let format = exchange.format(request.headers());
    let Exchange { peer, tags, .. } = exchange;
    let uri = request.uri().clone();
    request.extensions_mut().insert(exchange);
    let outcome = match ServiceExt::<Request<Body>>::ready(&mut router).await {
        Ok(ready) => ready.call(request).await,
        Err(never) => match never {},
    };
    let mut response = match outcome {
        Ok(response) => response,
        Err(never) => match never {},
    };
    if response.status() == StatusCode::NOT_MODIFIED {
        // The router states the length of every body; here it would be taken for that of the document.
        response.headers_mut().remove(header::CONTENT_LENGTH);
    }
    let enclosed = response.extensions_mut().remove::<Enclosed>();
    if let Some(Failure(condition)) = response.extensions_mut().remove() {
        response = write_failure(app, uri.path(), &condition, format, &response);
    }
    let Some(enclosed) = enclosed else { return response };
    if let Some(inside) = &enclosed.inside {
        let (suffix, origin) = (Some(Format::Json), inside.origin.clone());
        let exchange = Exchange { suffix, origin, peer, default: Format::Json, tags };
        response = Box::pin(route(app, router, inside.request(), exchange)).await;
    }
    enclosed.script(response).await
}

/// Says which methods a path has, and to a page of another origin what it may send. The router refuses `OPTIONS` and says
/// the methods by that; a path it does not know stays unknown.
async fn options(
    app: &Shared,
    router: axum::Router,
    request: Request<Body>,
    exchange: Exchange,
    readers: &Readers,
) -> Response {
    let asked = request.headers().clone();
    let everywhere = request.uri().path() == "*";
    let refused = route(app, router, request, exchange).await;
    let methods = if everywhere { Some(EVERY_METHOD) } else { text(refused.headers(), &header::ALLOW) };
    let Some(methods) = methods.map(str::to_owned) else { return refused };
    let mut response = Response::default();
    *response.status_mut() = StatusCode::NO_CONTENT;
    readers.write_preflight(&asked, &methods, response.headers_mut());
    if let Ok(methods) = HeaderValue::from_str(&methods) {
        response.headers_mut().insert(header::ALLOW, methods);
    }
    response
}

/// The same answer without its body, with the length that the body had.
fn without_body(mut response: Response) -> Response {
    let bytes = response.body().size_hint().exact();
    *response.body_mut() = Body::empty();
    let has_none = matches!(response.status(), StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
    if let Some(bytes) = bytes.filter(|_| !has_none) {
        response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(bytes));
    }
    response
}

/// Mends method and path in place; gives the format that the suffix asks for.
pub(super) fn mend(request: &mut Request<Body>) -> Option<Format> {
    if request.method() == Method::POST
        && let Some(method) = text(request.headers(), &OVERRIDE)
        && let Ok(method) = Method::from_bytes(method.trim().to_ascii_uppercase().as_bytes())
    {
        *request.method_mut() = method;
    }
    let (path, suffix) = mend_path(request.uri().path());
    let query = request.uri().query().map(|query| query.trim_start_matches('?'));
    if path == request.uri().path() && query == request.uri().query() {
        return suffix;
    }
    let mended = query.map_or_else(|| path.to_string(), |query| format!("{path}?{query}"));
    if let Ok(uri) = mended.parse::<Uri>() {
        *request.uri_mut() = uri;
    }
    suffix
}

/// Without empty segments, without the old `/hc` prefix, without the suffix (`docs/protocol/00-conventions.md` §2.2,
/// §2.4). The Domain service has the suffix in its own paths; it comes off there as well.
fn mend_path(path: &str) -> (Cow<'_, str>, Option<Format>) {
    let (path, suffix) = strip_suffix(path);
    let path = path.strip_prefix("/hc/api/").map_or(path, |_| path.get(3..).unwrap_or(path));
    if !path.contains("//") && (path.len() == 1 || !path.ends_with('/')) {
        return (Cow::Borrowed(path), suffix);
    }
    let mut mended = String::with_capacity(path.len());
    for segment in path.split('/').filter(|segment| !segment.is_empty()) {
        mended.push('/');
        mended.push_str(segment);
    }
    (Cow::Owned(mended), suffix)
}

/// Writes the body of an error in the format and the zone it is due in.
fn write_failure(
    app: &Shared,
    path: &str,
    condition: &Condition,
    format: Format,
    routed: &Response,
) -> Response {
    let shape = condition.shape();
    let (account, resource) = account_and_resource(path);
    let is_login = matches!(resource, Some("login" | "refresh" | "logout"));
    let shape = if is_login { shape.at_login() } else { shape };
    // The Domain service speaks JSON only (`docs/protocol/10-domain-login.md`), and so do scripts and the API of the pages.
    let is_json = matches!(resource, Some("service" | "js2rest")) || path.starts_with(v1::PREFIX);
    let format = if is_json { Format::Json } else { format };
    let account = account.and_then(|id| app.engine.account(id));
    let known = account.map(|account| {
        let view = account.view().read();
        (view.zone().clone(), view.desk().settings().wire.auth_failure_body)
    });
    let (zone, auth_failure_body) = known.unwrap_or((jiff::tz::TimeZone::UTC, AuthFailureBody::Text));
    let shape = match auth_failure_body {
        AuthFailureBody::Text => shape,
        AuthFailureBody::Error => shape.without_gateway(),
    };
    let body = shape.render(format, WireTime::new(app.engine.clock().now().0, &zone));
    let mut response = Response::new(Body::from(Bytes::from(body)));
    *response.status_mut() = routed.status();
    if let Some(methods) = text(routed.headers(), &header::ALLOW)
        && let Ok(methods) = HeaderValue::from_str(&format!("{}, OPTIONS", methods.replace(',', ", ")))
    {
        response.headers_mut().insert(header::ALLOW, methods);
    }
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(shape.content_type(format)));
    if let Some(seconds) = condition.retry_after_s() {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// The account of a path, and the segment behind it.
pub(super) fn account_and_resource(path: &str) -> (Option<&str>, Option<&str>) {
    let prefixes = ["/api/account/", "/csdr/account/", v1::ACCOUNTS];
    let Some(rest) = prefixes.into_iter().find_map(|prefix| path.strip_prefix(prefix)) else {
        return (None, None);
    };
    let mut segments = rest.split('/');
    (segments.next(), segments.next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn empty_segments_the_old_prefix_and_the_suffix_come_off() {
        let mended = |path| mend_path(path).0.into_owned();
        assert_eq!(mended("/api/account/1/chat//preSurvey"), "/api/account/1/chat/preSurvey");
        assert_eq!(mended("/hc/api/account/1"), "/api/account/1");
        assert_eq!(mended("/api/account/1/chat/request.json"), "/api/account/1/chat/request");
        assert_eq!(mend_path("/api/account/1.xml").1, Some(Format::Xml));
        assert_eq!(mended("/"), "/");
        assert_eq!(mended("/api/"), "/api");
    }
}
