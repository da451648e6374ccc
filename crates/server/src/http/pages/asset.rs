//! One file of the pages: its type, its tag, and its smallest form.

use super::policy::Policy;
use crate::http::compress::{Coding, wanted};
use crate::http::etag::is_unchanged;
use crate::http::failure::Failure;
use axum::body::{Body, Bytes};
use axum::response::{IntoResponse as _, Response};
use handover_wire::Condition;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use parking_lot::Mutex;
use rust_embed::{EmbeddedFile, RustEmbed};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use xxhash_rust::xxh3::xxh3_64;

/// The files of the pages; of the widget, in the short form in which others load it (`ui/tools/widget.js`). A debug build reads them
/// from the folder each time, so that who changes one only has to reload.
#[derive(RustEmbed)]
#[folder = "../../ui"]
#[include = "board/*"]
#[include = "console/*"]
#[include = "sample/*"]
#[include = "served/*"]
#[include = "shared/*"]
#[exclude = "*/tests/*"]
#[exclude = "*.d.ts"]
struct Files;

/// Whoever has a file asks whether it is still that one.
const ASK_AGAIN: &str = "no-cache";

/// A file in its compressed form, and the hash of what was compressed.
type Packed = ([u8; 32], Bytes);

/// Files that were packed, as small as can be, once.
static PACKED: LazyLock<Mutex<BTreeMap<(String, Coding), Packed>>> = LazyLock::new(Mutex::default);

/// The content of a file, unless there is none of that name.
pub(super) fn content(name: &str) -> Option<Cow<'static, [u8]>> {
    Files::get(name).map(|file| file.data)
}

/// 200 with a file, 304 for who has it, 404 where there is none.
pub(super) fn answer(name: &str, policy: Policy, asked: &HeaderMap) -> Response {
    let Some((file, content_type)) = Files::get(name).zip(content_type(name)) else {
        return Failure::from(Condition::UnknownPath { path: format!("/{name}") }).into_response();
    };
    let hash = file.metadata.sha256_hash();
    let mut response = Response::default();
    let headers = response.headers_mut();
    policy.write(headers);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(ASK_AGAIN));
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    if let Ok(tag) = HeaderValue::from_str(&tag(&hash)) {
        headers.insert(header::ETAG, tag);
    }
    if is_unchanged(asked, &response) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return response;
    }
    let accept = asked.get(header::ACCEPT_ENCODING).and_then(|accept| accept.to_str().ok());
    let coding = accept.and_then(wanted);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    if let Some(coding) = coding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding.name()));
    }
    *response.body_mut() =
        Body::from(coding.map_or_else(|| plain(&file), |coding| packed(name, coding, &file)));
    response
}

fn plain(file: &EmbeddedFile) -> Bytes {
    match &file.data {
        Cow::Borrowed(data) => Bytes::from_static(data),
        Cow::Owned(data) => Bytes::from(data.clone()),
    }
}

fn packed(name: &str, coding: Coding, file: &EmbeddedFile) -> Bytes {
    let key = (name.to_owned(), coding);
    let hash = file.metadata.sha256_hash();
    if let Some((_, known)) = PACKED.lock().get(&key).filter(|(of, _)| *of == hash) {
        return known.clone();
    }
    let packed = Bytes::from(coding.pack_small(&file.data));
    PACKED.lock().insert(key, (hash, packed.clone()));
    packed
}

/// A weak tag: the same for every coding.
fn tag(hash: &[u8; 32]) -> String {
    format!("W/\"{:016x}\"", xxh3_64(hash))
}

fn content_type(name: &str) -> Option<&'static str> {
    let (_, ending) = name.rsplit_once('.')?;
    match ending {
        "html" => Some("text/html; charset=utf-8"),
        "css" => Some("text/css; charset=utf-8"),
        "js" => Some("text/javascript; charset=utf-8"),
        "svg" => Some("image/svg+xml"),
        _ => None,
    }
}
