//! Every document in every format, byte for byte, against the examples of the protocol files.

mod agent;
mod chat;
mod login;
mod sample;
mod visitor;

use super::*;

/// Checks a document against its examples, which may be laid out for reading.
#[track_caller]
fn check<R: Resource>(resource: &R, json: &str, xml: &str) {
    check_json(resource, json);
    let declaration = if R::STANDALONE {
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#
    } else {
        r#"<?xml version="1.0" encoding="UTF-8"?>"#
    };
    let written = String::from_utf8(render(resource, Format::Xml)).unwrap();
    assert_eq!(written, format!("{declaration}{}", without_layout(&sample::in_full(xml))));
}

#[track_caller]
fn check_json<R: Resource>(resource: &R, json: &str) {
    let written = String::from_utf8(render(resource, Format::Json)).unwrap();
    assert_eq!(written, without_layout(&sample::in_full(json)));
}

/// Drops line breaks and the blanks after them; inside of a line everything counts.
fn without_layout(example: &str) -> String {
    example.lines().map(str::trim_start).collect()
}
