//! Cheaper polling (`docs/push.md`): every document that is read has a tag, and who has it already is told so (304).
//!
//! A tag is a hash of the document as it is sent, before it is compressed. It is weak: `lastUpdate` moves with every call of
//! the visitor, also with one that only reads it, and is left out, so that the same tag means the same but for that.

use super::call::Call;
use crate::engine::entropy::Entropy;
use axum::body::{Body, Bytes};
use axum::response::Response;
use handover_wire::Format;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use memchr::{memchr, memmem};
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// Who kept it asks whether it is still true, every time. No cache keeps it for others.
const ASK_AGAIN: &str = "private, no-cache";
/// Nobody keeps it.
const KEEP_NOT: &str = "no-store";
/// What the bytes of a document depend on beside its address.
const VARY: &str = "Accept, Accept-Encoding";
/// A tag, with room for its digits.
const BLANK: [u8; 20] = *b"W/\"0000000000000000\"";
const DIGITS: [u8; 16] = *b"0123456789abcdef";

/// How this process makes tags. The seed is random: nobody can write a line that leaves a tag as it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tags {
    seed: u64,
}

impl Tags {
    /// The tags of one process.
    pub(super) fn of(entropy: &dyn Entropy) -> Self {
        let mut seed = [0; 8];
        entropy.fill(&mut seed);
        Self { seed: u64::from_le_bytes(seed) }
    }

    /// The tag of a document.
    fn tag(self, document: &[u8], format: Format) -> Option<HeaderValue> {
        let hash = self.hash(document, format).to_be_bytes();
        let halves = hash.iter().flat_map(|byte| [byte >> 4, byte & 0xf]);
        let mut tag = BLANK;
        for (place, half) in tag.iter_mut().skip(3).zip(halves) {
            *place = DIGITS.get(usize::from(half)).copied().unwrap_or(b'0');
        }
        HeaderValue::from_bytes(&tag).ok()
    }

    /// The name of a member is written in no other place: quotes and angle brackets of people are escaped.
    fn hash(self, document: &[u8], format: Format) -> u64 {
        let (name, end) = match format {
            Format::Json => (br#""lastUpdate":""#.as_slice(), b'"'),
            Format::Xml => (b"<lastUpdate>".as_slice(), b'<'),
        };
        let (mut hash, mut rest) = (self.seed, document);
        while let Some(at) = memmem::find(rest, name) {
            let (before, value) = rest.split_at(at.saturating_add(name.len()));
            hash = xxh3_64_with_seed(before, hash);
            rest = value.get(memchr(end, value).unwrap_or(value.len())..).unwrap_or_default();
        }
        xxh3_64_with_seed(rest, hash)
    }
}

/// 200 with a document that was read, and its tag; 304 without it for who has it.
pub(super) fn document(call: &Call, document: Vec<u8>, format: Format) -> Response {
    let tag = call.exchange.tags.tag(&document, format);
    tagged(call, document, tag, format)
}

/// The same for a document of which something moves with every call: `lasting` is what the tag is made of.
pub(super) fn lasting(call: &Call, document: Vec<u8>, lasting: &[u8], format: Format) -> Response {
    let tag = call.exchange.tags.tag(lasting, format);
    tagged(call, document, tag, format)
}

fn tagged(call: &Call, document: Vec<u8>, tag: Option<HeaderValue>, format: Format) -> Response {
    let mut response = Response::default();
    let headers = response.headers_mut();
    if let Some(tag) = tag {
        headers.insert(header::ETAG, tag);
    }
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(ASK_AGAIN));
    headers.insert(header::VARY, HeaderValue::from_static(VARY));
    if is_unchanged(call.headers(), &response) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return response;
    }
    let content_type = HeaderValue::from_static(format.content_type());
    response.headers_mut().insert(header::CONTENT_TYPE, content_type);
    *response.body_mut() = Body::from(Bytes::from(document));
    response
}

/// Whether who asks has this very answer, by the tags in `If-None-Match` (RFC 9110 §13.1.2): compared weakly, `*` is any,
/// and what is no tag is none.
pub(super) fn is_unchanged(headers: &HeaderMap, response: &Response) -> bool {
    let Some(tag) = response.headers().get(header::ETAG).map(HeaderValue::as_bytes) else { return false };
    let stated = headers.get_all(header::IF_NONE_MATCH).iter().map(HeaderValue::as_bytes);
    stated.map(<[u8]>::trim_ascii).any(|list| {
        list == b"*"
            || list.split(|byte| *byte == b',').any(|known| opaque(known.trim_ascii()) == opaque(tag))
    })
}

/// A tag without the word that it is weak.
fn opaque(tag: &[u8]) -> &[u8] {
    tag.strip_prefix(b"W/").unwrap_or(tag)
}

/// Has nobody keep an answer that says nothing else: writes, tokens, errors, scripts.
pub(super) fn keep_out_of_caches(response: &mut Response) {
    response.headers_mut().entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static(KEEP_NOT));
}

#[cfg(test)]
mod tests {
    use super::*;

    const TAGS: Tags = Tags { seed: 7 };

    fn tag(document: &str, format: Format) -> String {
        TAGS.tag(document.as_bytes(), format).unwrap().to_str().unwrap().to_owned()
    }

    #[test]
    fn a_tag_leaves_out_the_last_update_and_nothing_else() {
        let told = |format, a, update, b| {
            let document = match format {
                Format::Json => format!(
                    r#"{{"a":"{a}","lastUpdate":"{update}","b":"{b}","lastUpdate":"{update}","c":{{}}}}"#
                ),
                Format::Xml => format!("<i><a>{a}</a><lastUpdate>{update}</lastUpdate><b>{b}</b></i>"),
            };
            tag(&document, format)
        };
        for format in [Format::Json, Format::Xml] {
            assert_eq!(told(format, 1, "2018", 2), told(format, 1, "", 2));
            assert_ne!(told(format, 1, "2018", 2), told(format, 1, "2018", 3));
            assert_ne!(told(format, 1, "2018", 2), told(format, 3, "2018", 2));
        }
        let said = |update| tag(&format!(r#"{{"text":"\"lastUpdate\":\"{update}\""}}"#), Format::Json);
        assert_ne!(said(1), said(2), "a line that looks like it counts");
        assert_ne!(tag("{}", Format::Json), tag("", Format::Json));
        // A document that breaks off is one as well.
        assert_eq!(tag(r#""lastUpdate":"1"#, Format::Json), tag(r#""lastUpdate":""#, Format::Json));
    }

    #[test]
    fn a_tag_is_weak_and_another_process_has_others() {
        let tag = tag("{}", Format::Json);
        assert!(tag.starts_with("W/\"") && tag.ends_with('"') && tag.len() == BLANK.len(), "{tag}");
        assert_ne!(Tags { seed: 8 }.tag(b"{}", Format::Json).unwrap(), tag.as_str());
    }

    #[test]
    fn the_tags_that_a_client_has_are_a_list_or_any() {
        let cases = [
            (vec![r#"W/"ab""#], true),
            (vec![r#""ab""#], true),
            (vec![r#""x" , W/"ab""#], true),
            (vec![r#""x""#, r#""ab""#], true),
            (vec![" * "], true),
            (vec![], false),
            (vec![""], false),
            (vec!["ab"], false),
            (vec![r#"w/"ab""#], false),
            (vec![r#""ab"#], false),
            (vec![r#""x", *"#], false),
            (vec![r#""abc""#, ",,,"], false),
        ];
        for (stated, matches) in cases {
            let mut headers = HeaderMap::new();
            for value in &stated {
                headers.append(header::IF_NONE_MATCH, HeaderValue::from_static(value));
            }
            let mut response = Response::default();
            assert!(!is_unchanged(&headers, &response));
            response.headers_mut().insert(header::ETAG, HeaderValue::from_static(r#"W/"ab""#));
            assert_eq!(is_unchanged(&headers, &response), matches, "{stated:?}");
        }
    }
}
