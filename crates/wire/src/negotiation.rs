//! Which format is spoken (`docs/protocol/00-conventions.md` §2.4, §4): pure functions over what the request
//! line and the headers say. Nothing here answers; the server does.

use crate::format::Format;
use crate::reader::sniff;

/// What a `Content-Type` says about a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyType {
    /// The format is stated.
    Stated(Format),
    /// Nothing usable is stated, or a type that clients put on any body (`text/plain`): look elsewhere.
    NotStated,
    /// Something that is neither XML nor JSON: 415.
    Unsupported,
}

/// Takes `.json` or `.xml` off the last segment of a path. The suffix is case-sensitive, as paths are.
#[must_use]
pub fn strip_suffix(path: &str) -> (&str, Option<Format>) {
    for (suffix, format) in [(".json", Format::Json), (".xml", Format::Xml)] {
        if let Some(stripped) = path.strip_suffix(suffix)
            && !stripped.is_empty()
            && !stripped.ends_with('/')
        {
            return (stripped, Some(format));
        }
    }
    (path, None)
}

/// The format that an `Accept` header wants most: the highest `q`, and the first of equals. Wildcards and types
/// that are not spoken here count as nothing stated.
#[must_use]
pub fn accepted(header: &str) -> Option<Format> {
    let mut best: Option<(u16, Format)> = None;
    for range in header.split(',') {
        let mut parts = range.split(';');
        let Some(format) = parts.next().and_then(format_of_type) else { continue };
        let quality = parts.find_map(quality).unwrap_or(1000);
        let beats_best = best.is_none_or(|(best_quality, _)| quality > best_quality);
        if quality > 0 && beats_best {
            best = Some((quality, format));
        }
    }
    best.map(|(_, format)| format)
}

/// Reads a `Content-Type`.
#[must_use]
pub fn body_type(header: Option<&str>) -> BodyType {
    let essence = header.unwrap_or_default().split(';').next().unwrap_or_default().trim();
    if let Some(format) = format_of_type(essence) {
        return BodyType::Stated(format);
    }
    let says_nothing =
        ["", "text/plain", "application/x-www-form-urlencoded", "application/octet-stream", "*/*"];
    if says_nothing.into_iter().any(|known| essence.eq_ignore_ascii_case(known)) {
        BodyType::NotStated
    } else {
        BodyType::Unsupported
    }
}

/// The format to read a body in: as its type states, else by its first character, else by the suffix.
///
/// `None` if nothing tells; such a body is in neither format, or empty. The first character is asked before the
/// suffix, because a client may want its answer in one format and still send the other without a type; a body
/// whose first character fits neither format is then refused as the format of the suffix.
#[must_use]
pub fn body_format(body_type: BodyType, suffix: Option<Format>, body: &[u8]) -> Option<Format> {
    match body_type {
        BodyType::Stated(format) => Some(format),
        BodyType::NotStated | BodyType::Unsupported => sniff(body).or(suffix),
    }
}

/// The format that is asked for: by the suffix, else `Accept`, else the format of the request's body; nothing when
/// nothing asks.
#[must_use]
pub fn response_format(suffix: Option<Format>, accept: Option<&str>, body: Option<Format>) -> Option<Format> {
    suffix.or_else(|| accept.and_then(accepted)).or(body)
}

/// The format of a media type without its parameters.
fn format_of_type(essence: &str) -> Option<Format> {
    let essence = essence.trim();
    let is = |known: &str| essence.eq_ignore_ascii_case(known);
    if is("application/json") || is("text/json") {
        Some(Format::Json)
    } else if is("application/xml") || is("text/xml") {
        Some(Format::Xml)
    } else {
        None
    }
}

/// The value of a `q` parameter in thousandths; what is not a number between 0 and 1 counts as 0.
fn quality(parameter: &str) -> Option<u16> {
    let (name, value) = parameter.split_once('=')?;
    if !name.trim().eq_ignore_ascii_case("q") {
        return None;
    }
    Some(thousandths(value.trim()).unwrap_or(0))
}

fn thousandths(value: &str) -> Option<u16> {
    let (whole, fraction) = value.split_once('.').unwrap_or((value, ""));
    if fraction.len() > 3 || !fraction.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let whole = whole.parse::<u16>().ok().filter(|whole| *whole <= 1)?;
    let fraction = format!("{fraction:0<3}").parse::<u16>().ok()?;
    Some((whole * 1000 + fraction).min(1000))
}

#[cfg(test)]
mod tests {
    use super::*;
    use Format::{Json, Xml};

    #[test]
    fn a_suffix_is_taken_off_the_last_segment_only() {
        assert_eq!(strip_suffix("/agentSession.json"), ("/agentSession", Some(Json)));
        assert_eq!(strip_suffix("/chat/H1-2K3.xml"), ("/chat/H1-2K3", Some(Xml)));
        assert_eq!(strip_suffix("/a.json/b"), ("/a.json/b", None));
        assert_eq!(strip_suffix("/a.JSON"), ("/a.JSON", None));
        assert_eq!(strip_suffix("/a/.json"), ("/a/.json", None));
        assert_eq!(strip_suffix(""), ("", None));
    }

    #[test]
    fn accept_is_read_by_quality_and_order() {
        for (header, expected) in [
            ("application/json", Some(Json)),
            ("text/xml; charset=UTF-8", Some(Xml)),
            ("application/json, text/plain, */*", Some(Json)),
            ("application/xml;q=0.5, application/json;q=0.8", Some(Json)),
            ("application/xml;q=0.50, application/json; Q=0.5", Some(Xml)),
            ("application/json;q=0, application/xml;q=0.001", Some(Xml)),
            ("application/json;q=0", None),
            ("application/json;q=nonsense, text/xml", Some(Xml)),
            ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", Some(Xml)),
            ("APPLICATION/JSON", Some(Json)),
            ("*/*", None),
            ("image/png", None),
            ("", None),
            (",;=,", None),
        ] {
            assert_eq!(accepted(header), expected, "{header}");
        }
    }

    #[test]
    fn a_content_type_states_a_format_or_nothing_or_is_not_supported() {
        assert_eq!(body_type(Some("application/json; charset=UTF-8")), BodyType::Stated(Json));
        assert_eq!(body_type(Some("Text/XML")), BodyType::Stated(Xml));
        for header in
            [None, Some(""), Some("text/plain;charset=UTF-8"), Some("application/x-www-form-urlencoded")]
        {
            assert_eq!(body_type(header), BodyType::NotStated, "{header:?}");
        }
        assert_eq!(body_type(Some("image/png")), BodyType::Unsupported);
        assert_eq!(body_type(Some("multipart/form-data; boundary=x")), BodyType::Unsupported);
    }

    #[test]
    fn json_sent_as_plain_text_is_read_as_json() {
        let plain = body_type(Some("text/plain"));
        assert_eq!(body_format(plain, None, b"{}"), Some(Json));
        assert_eq!(body_format(plain, Some(Xml), b"{}"), Some(Json));
        assert_eq!(body_format(plain, Some(Xml), b"x"), Some(Xml));
        assert_eq!(body_format(plain, None, b""), None);
        assert_eq!(body_format(BodyType::Stated(Xml), Some(Json), b"{}"), Some(Xml));
    }

    #[test]
    fn the_answers_format_is_suffix_then_accept_then_body_then_default() {
        let accept = Some("application/xml");
        assert_eq!(response_format(Some(Json), accept, Some(Xml)), Some(Json));
        assert_eq!(response_format(None, accept, Some(Json)), Some(Xml));
        assert_eq!(response_format(None, Some("*/*"), Some(Xml)), Some(Xml));
        assert_eq!(response_format(None, Some("image/png"), None), None);
    }
}
