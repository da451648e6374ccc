//! The readers of XML and JSON bodies.

use handover_wire::{Document, Element, Format, limits, read};

/// Reads a body of XML.
pub fn xml(data: &[u8]) {
    body(data, Format::Xml);
}

/// Reads a body of JSON.
pub fn json(data: &[u8]) {
    body(data, Format::Json);
}

/// A body is refused in a short sentence, or it is a document within the limits, in which no control character has come
/// through, and which reads the same when it is written as JSON and read again, unless that would be too long.
fn body(data: &[u8], format: Format) {
    match read(data, format) {
        Err(error) => {
            let told = error.to_string();
            assert!(told.len() < 400 && !told.is_empty(), "a refusal of {} bytes: {told}", told.len());
        }
        Ok(document) => {
            within_limits(&document);
            let mut written = String::new();
            write_members(document.top(), &mut written);
            if written.len() > limits::BODY_BYTES {
                // An array names many children by one name; here each has its own.
                return;
            }
            let again = read(written.as_bytes(), Format::Json);
            assert!(
                again.as_ref().is_ok_and(|again| same(again.top(), document.top())),
                "{written}\n{document:?}\n{again:?}"
            );
        }
    }
}

fn within_limits(document: &Document) {
    let mut nodes = 0;
    let mut open = vec![(document.top(), 0)];
    while let Some((element, depth)) = open.pop() {
        nodes += 1 + element.attributes().count();
        assert!(depth <= limits::DEPTH_LEVELS, "an element stands {depth} deep");
        let texts = element.attributes().map(|(_, value)| value).chain([element.text()]);
        for text in texts {
            let wrong = text
                .chars()
                .find(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{7f}'..='\u{9f}'));
            assert_eq!(wrong, None, "a control character came through");
        }
        open.extend(element.children().map(|child| (child, depth + 1)));
    }
    // The top is no element of the document.
    assert!(nodes <= limits::NODES + 1, "{nodes} elements and attributes");
}

/// The document as JSON: attributes with a mark, a child that repeats as a member that repeats, so that the order stays.
fn write_members(element: &Element, out: &mut String) {
    let text = |value: &str| serde_json::Value::from(value).to_string();
    let mut members: Vec<String> = element
        .attributes()
        .map(|(name, value)| format!("{}:{}", text(&format!("@{name}")), text(value)))
        .collect();
    for child in element.children() {
        let mut inner = String::new();
        write_members(child, &mut inner);
        members.push(format!("{}:{inner}", text(child.name())));
    }
    if members.is_empty() && !element.name().is_empty() {
        out.push_str(&text(element.text()));
    } else {
        if !element.text().is_empty() {
            members.push(format!("\"$\":{}", text(element.text())));
        }
        *out = format!("{{{}}}", members.join(","));
    }
}

/// The same names and texts in the same places; what stands in a child `json` has become its text.
fn same(one: &Element, other: &Element) -> bool {
    let children = |element: &Element| element.children().count();
    let opaque = other.name() == "json" && children(other) + other.attributes().count() > 0;
    opaque
        || one.name() == other.name()
            && one.text() == other.text()
            && one.attributes().eq(other.attributes())
            && children(one) == children(other)
            && one.children().zip(other.children()).all(|(one, other)| same(one, other))
}
