//! `/api/account/{account}/js2rest[/…]`: a request of the chat APIs inside a GET, answered as a script, for pages that can do
//! nothing but load scripts (`docs/protocol/00-conventions.md` §11). The path behind `js2rest` only helps a balancer.
//!
//! `lpB` is JSON: `u` the address, `m` the method, `h` the headers, `b` the body. When it is too long for an address it
//! comes in parts, `lpP` of `lpO`; the answer to the first has `lpMeta.lpS`, which the others bring along as `lpS`.
//! The script calls `cb` with `responseCode`, `headers`, `body` and `lpMeta`.
//!
//! Authorization comes from `h` and from nowhere else: nothing that a browser adds by itself reaches the request.

use super::call::Call;
use super::failure::{Failure, bad};
use super::{front, script};
use crate::engine::entropy;
use crate::limits;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Extension, Path, Request};
use axum::response::{IntoResponse as _, Response};
use handover_desk::{Digest, Timestamp};
use handover_wire::Condition;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri, header};
use parking_lot::Mutex;
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The headers a request may bring along. None that a browser, a proxy or a connection adds.
const HEADERS: [&str; 7] = [
    "authorization",
    "accept",
    "content-type",
    "x-http-method-override",
    "idempotency-key",
    "prefer",
    "if-none-match",
];
/// The resources that can be reached, which know no cookies.
const RESOURCES: [&str; 2] = ["agentSession", "chat"];

/// Requests of which some parts have come.
#[derive(Default)]
pub(super) struct Pending(Mutex<BTreeMap<String, Parts>>);

struct Parts {
    account: String,
    of: usize,
    received: usize,
    text: String,
    begun: Timestamp,
}

/// What stands in an answer of the router whose place a script takes.
#[derive(Clone)]
pub(super) struct Enclosed {
    callback: String,
    /// The request inside, unless the answer is there already.
    pub(super) inside: Option<Arc<Inside>>,
    part_of: Option<String>,
}

/// A request inside a script's address.
pub(super) struct Inside {
    /// The scheme and host that links begin with: those of the request around it.
    pub(super) origin: String,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
}

/// The JSON of `lpB`.
#[derive(Deserialize)]
struct Envelope {
    u: String,
    #[serde(default)]
    m: String,
    #[serde(default)]
    b: Value,
    #[serde(default)]
    h: Value,
}

/// Takes a request, or a part of one.
pub(super) async fn call(
    Path(path): Path<Vec<(String, String)>>,
    Extension(pending): Extension<Arc<Pending>>,
    call: Call,
) -> Result<Response, Failure> {
    let callback = script::checked(call.parameter("cb"))?;
    let account = path.first().map(|(_, account)| account.as_str()).unwrap_or_default();
    let mut part_of = None;
    let taken = take(&call, account, &pending, &mut part_of);
    let (mut response, inside) = match taken {
        Ok(inside) => (Response::default(), inside),
        Err(condition) => (Failure::from(condition).into_response(), None),
    };
    response.extensions_mut().insert(Enclosed { callback, inside: inside.map(Arc::new), part_of });
    Ok(response)
}

/// The request, once its last part is there.
fn take(
    call: &Call,
    account: &str,
    pending: &Pending,
    part_of: &mut Option<String>,
) -> Result<Option<Inside>, Condition> {
    let text = call.raw_parameter("lpB").ok_or_else(|| bad("lpB", "is missing"))?;
    let of = number(call, "lpO")?;
    if of == 1 {
        return unpack(call, account, text).map(Some);
    }
    let part = number(call, "lpP")?;
    if part > of || of > limits::SCRIPT_PARTS {
        return Err(bad("lpP", format!("must be from 1 to lpO, and lpO {} at most", limits::SCRIPT_PARTS)));
    }
    let now = call.app.engine.clock().now();
    let id = if part == 1 {
        let fresh = Digest(entropy::token(&*call.app.entropy)).to_string();
        fresh.chars().take(32).collect()
    } else {
        call.parameter("lpS").unwrap_or_default()
    };
    let whole = pending.add(&id, account, (part, of), text, now)?;
    *part_of = Some(id);
    whole.map(|whole| unpack(call, account, &whole)).transpose()
}

fn number(call: &Call, name: &'static str) -> Result<usize, Condition> {
    let number = call.parameter(name).map_or(Ok(1), |number| number.parse());
    number.ok().filter(|number| *number > 0).ok_or_else(|| bad(name, "must be a whole number of 1 or more"))
}

impl Pending {
    /// Keeps a part; gives the whole with the last one. Parts come in their order.
    fn add(
        &self,
        id: &str,
        account: &str,
        (part, of): (usize, usize),
        text: &str,
        now: Timestamp,
    ) -> Result<Option<String>, Condition> {
        let mut calls = self.0.lock();
        calls.retain(|_, parts| now.0.saturating_sub(parts.begun.0) < limits::SCRIPT_PARTS_MS);
        let kept: usize = calls.values().map(|parts| parts.text.len()).sum();
        if kept.saturating_add(text.len()) > limits::SCRIPT_PENDING_BYTES
            || calls.len() >= limits::SCRIPT_PENDING
        {
            return Err(Condition::Busy);
        }
        if part == 1 {
            let begun =
                Parts { account: account.to_owned(), of, received: 0, text: String::new(), begun: now };
            calls.insert(id.to_owned(), begun);
        }
        let unknown =
            || bad("lpS", "must be the lpMeta.lpS of the first part, and the parts must come in their order");
        let parts = calls.get_mut(id).filter(|parts| parts.account == account && parts.of == of);
        let parts = parts.filter(|parts| parts.received.saturating_add(1) == part).ok_or_else(unknown)?;
        if parts.text.len().saturating_add(text.len()) > limits::SCRIPT_TEXT_BYTES {
            calls.remove(id);
            return Err(bad("lpB", format!("may have {} bytes at most", limits::SCRIPT_TEXT_BYTES)));
        }
        parts.text.push_str(text);
        parts.received = part;
        Ok(if part == of { calls.remove(id).map(|parts| parts.text) } else { None })
    }
}

/// The request in `lpB`, which is percent-encoded as it stood in the address.
fn unpack(call: &Call, account: &str, text: &str) -> Result<Inside, Condition> {
    let spaced = text.replace('+', " ");
    let json: Vec<u8> = percent_encoding::percent_decode_str(&spaced).collect();
    let envelope: Envelope = serde_json::from_slice(&json).map_err(|_| {
        bad("lpB", "must be JSON with an address u, and perhaps a method m, headers h and a body b")
    })?;
    let Envelope { u, m, b, h } = envelope;
    let behind_host = u
        .split_once("://")
        .map_or(Some(u.as_str()), |(_, rest)| rest.find('/').and_then(|at| rest.get(at..)));
    let uri =
        behind_host.and_then(|path| path.parse().ok()).ok_or_else(|| bad("lpB.u", "must be an address"))?;
    let mut request = Request::new(Body::empty());
    *request.uri_mut() = uri;
    *request.method_mut() = match m.as_str() {
        "" => Method::GET,
        stated => stated.parse().map_err(|_| bad("lpB.m", "must be a method"))?,
    };
    *request.headers_mut() = headers(&h)?;
    front::mend(&mut request);
    let path = request.uri().path();
    let (of, resource) = front::account_and_resource(path);
    if of != Some(account) || !resource.is_none_or(|resource| RESOURCES.contains(&resource)) {
        return Err(Condition::UnknownPath { path: path.to_owned() });
    }
    let body = match b {
        Value::Null => String::new(),
        Value::String(text) => text,
        other @ (Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_)) => other.to_string(),
    };
    let (parts, _) = request.into_parts();
    let mut headers = parts.headers;
    if !body.is_empty() {
        headers.entry(header::CONTENT_TYPE).or_insert(HeaderValue::from_static("application/json"));
    }
    Ok(Inside {
        origin: call.exchange.origin.clone(),
        method: parts.method,
        uri: parts.uri,
        headers,
        body: body.into(),
    })
}

/// The headers among those of `h` that a request may bring along.
fn headers(stated: &Value) -> Result<HeaderMap, Condition> {
    let mut headers = HeaderMap::new();
    for (name, value) in stated.as_object().into_iter().flatten() {
        let Some(known) = HEADERS.into_iter().find(|known| known.eq_ignore_ascii_case(name)) else {
            continue;
        };
        let value = value.as_str().and_then(|value| HeaderValue::from_str(value).ok());
        let value = value.ok_or_else(|| bad("lpB.h", "must have headers whose values are texts"))?;
        headers.insert(HeaderName::from_static(known), value);
    }
    Ok(headers)
}

impl Inside {
    /// The request as the router takes it.
    pub(super) fn request(&self) -> Request {
        let mut request = Request::new(Body::from(self.body.clone()));
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = self.uri.clone();
        *request.headers_mut() = self.headers.clone();
        request
    }
}

impl Enclosed {
    /// The script that hands an answer to the page.
    pub(super) async fn script(self, answer: Response) -> Response {
        let (parts, body) = answer.into_parts();
        // What the surfaces answer is in memory and cannot fail.
        let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
        let text = String::from_utf8_lossy(&body);
        let stated = parts.headers.get(header::CONTENT_TYPE).and_then(|stated| stated.to_str().ok());
        let is_json = stated.is_some_and(|stated| stated.starts_with("application/json")) && !text.is_empty();
        let body = if is_json { text.into_owned() } else { Value::from(text).to_string() };
        let headers: serde_json::Map<String, Value> = parts
            .headers
            .iter()
            .filter_map(|(name, value)| Some((title_case(name.as_str()), Value::from(value.to_str().ok()?))))
            .collect();
        let meta =
            self.part_of.map_or(Value::from(serde_json::Map::new()), |id| serde_json::json!({"lpS": id}));
        let (code, headers) = (parts.status.as_u16(), Value::from(headers));
        let document =
            format!(r#"{{"responseCode":{code},"headers":{headers},"body":{body},"lpMeta":{meta}}}"#);
        let mut script = script::calling(&self.callback, &document);
        // A script is only run when its own answer is a success.
        *script.status_mut() = StatusCode::OK;
        script
    }
}

/// `Content-Type` for `content-type`: old clients look names up as written.
fn title_case(name: &str) -> String {
    let mut words: Vec<String> = name.split('-').map(str::to_owned).collect();
    for word in &mut words {
        if let Some(first) = word.get_mut(..1) {
            first.make_ascii_uppercase();
        }
    }
    words.join("-")
}
