//! Every document in every format, byte for byte, against the examples of the protocol files.

mod agent;
mod available_agents;
mod chat;
mod chats;
mod login;
mod participant;
mod sample;
mod survey;
mod visit;
mod visitor;

use super::*;

/// Checks a document against its examples, which may be laid out for reading.
#[track_caller]
fn check<R: Resource>(resource: &R, json: &str, xml: &str) {
    check_json(resource, json);
    check_xml(resource, xml);
}

#[track_caller]
fn check_json<R: Resource>(resource: &R, json: &str) {
    let written = String::from_utf8(render(resource, Format::Json)).unwrap();
    assert_eq!(written, without_layout(&sample::in_full(json)));
}

#[track_caller]
fn check_xml<R: Resource>(resource: &R, xml: &str) {
    let declaration = if R::STANDALONE {
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#
    } else {
        r#"<?xml version="1.0" encoding="UTF-8"?>"#
    };
    let written = String::from_utf8(render(resource, Format::Xml)).unwrap();
    assert_eq!(written, format!("{declaration}{}", without_layout(&sample::in_full(xml))));
}

/// As [`check_json`] for a document whose members stand in another order in the example, which is not
/// significant (`docs/protocol/00-conventions.md` §8.4).
#[track_caller]
fn check_json_in_any_order<R: Resource>(resource: &R, json: &str) {
    let written: serde_json::Value = serde_json::from_slice(&render(resource, Format::Json)).unwrap();
    let expected: serde_json::Value = serde_json::from_str(&sample::in_full(json)).unwrap();
    assert_eq!(written, expected);
}

/// Drops line breaks and the blanks after them; inside of a line everything counts.
fn without_layout(example: &str) -> String {
    example.lines().map(str::trim_start).collect()
}
