//! Escaping, in long safe runs: a byte is looked at once, and everything between two special ones is copied
//! in one go.

use crate::characters;

const HEX: &[u8; 16] = b"0123456789abcdef";

/// For each byte of JSON text: 0 if it is written as it is, else the letter after the backslash.
const JSON_ESCAPES: [u8; 256] = {
    let mut table = [0; 256];
    let mut control = 0;
    while control < 0x20 {
        table[control] = b'u';
        control += 1;
    }
    table[0x08] = b'b';
    table[0x09] = b't';
    table[0x0a] = b'n';
    table[0x0c] = b'f';
    table[0x0d] = b'r';
    table[b'"' as usize] = b'"';
    table[b'\\' as usize] = b'\\';
    table
};

/// Appends `text` as the inside of a JSON string.
pub(super) fn json(out: &mut Vec<u8>, text: &str) {
    let bytes = text.as_bytes();
    let mut written = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        let escape = JSON_ESCAPES[usize::from(byte)];
        if escape == 0 {
            continue;
        }
        out.extend_from_slice(&bytes[written..at]);
        out.extend_from_slice(&[b'\\', escape]);
        if escape == b'u' {
            let (high, low) = (usize::from(byte >> 4), usize::from(byte & 0xf));
            out.extend_from_slice(&[b'0', b'0', HEX[high], HEX[low]]);
        }
        written = at + 1;
    }
    out.extend_from_slice(&bytes[written..]);
}

/// Bytes of XML that need a second look: markup, white space that a reader would change, control characters,
/// and the first byte of U+FFFE and U+FFFF.
const XML_SPECIAL: [bool; 256] = {
    let mut table = [false; 256];
    let mut control = 0;
    while control < 0x20 {
        table[control] = true;
        control += 1;
    }
    table[b'&' as usize] = true;
    table[b'<' as usize] = true;
    table[b'>' as usize] = true;
    table[b'"' as usize] = true;
    table[0xef] = true;
    table
};

/// Where XML text stands: white space survives in one and not in the other.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Between tags.
    Content,
    /// In an attribute's value.
    Attribute,
}

/// Appends `text` as XML; a character that XML 1.0 cannot carry becomes U+FFFD.
pub(super) fn xml(out: &mut Vec<u8>, text: &str, place: Place) {
    let bytes = text.as_bytes();
    let mut written = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        if !XML_SPECIAL[usize::from(byte)] {
            continue;
        }
        let Some((reference, length)) = xml_reference(&text[at..], place) else { continue };
        out.extend_from_slice(&bytes[written..at]);
        out.extend_from_slice(reference.as_bytes());
        written = at + length;
    }
    out.extend_from_slice(&bytes[written..]);
}

/// What the first character of `rest` is written as, and how many bytes it has; `None` if as it is.
fn xml_reference(rest: &str, place: Place) -> Option<(&'static str, usize)> {
    let first = rest.chars().next()?;
    let reference = match (first, place) {
        ('&', _) => "&amp;",
        ('<', _) => "&lt;",
        ('>', _) => "&gt;",
        ('"', _) => "&quot;",
        ('\r', _) => "&#13;",
        ('\n', Place::Attribute) => "&#10;",
        ('\t', Place::Attribute) => "&#9;",
        (other, _) if !characters::is_legal(other) => "\u{fffd}",
        _ => return None,
    };
    Some((reference, first.len_utf8()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_json(text: &str) -> String {
        let mut out = Vec::new();
        json(&mut out, text);
        String::from_utf8(out).unwrap()
    }

    fn in_xml(text: &str, place: Place) -> String {
        let mut out = Vec::new();
        xml(&mut out, text, place);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn json_text_is_escaped_and_nothing_else_is_touched() {
        assert_eq!(in_json("a\"b\\c/é\u{1f600}"), "a\\\"b\\\\c/é\u{1f600}");
        assert_eq!(in_json("\u{8}\t\n\u{c}\r\u{1}\u{1f}"), "\\b\\t\\n\\f\\r\\u0001\\u001f");
        assert_eq!(in_json(""), "");
    }

    #[test]
    fn xml_text_keeps_its_white_space_through_a_reader() {
        assert_eq!(in_xml("<i>&\"a\r\n\tb\"", Place::Content), "&lt;i&gt;&amp;&quot;a&#13;\n\tb&quot;");
        assert_eq!(in_xml("a\r\n\tb", Place::Attribute), "a&#13;&#10;&#9;b");
    }

    #[test]
    fn what_xml_cannot_carry_is_replaced() {
        assert_eq!(
            in_xml("a\u{0}b\u{fffe}c\u{ffff}d\u{fffd}\u{feff}", Place::Content),
            "a\u{fffd}b\u{fffd}c\u{fffd}d\u{fffd}\u{feff}"
        );
    }
}
