//! What a reader of a chat sees, told in short words, the same from either format.

use super::ask::{Got, path_of};
use handover_wire::Element;

/// The events of a `chat` or `events` document, one short line each: `0 waiting`, `1 system 4`, `4 You: hi`,
/// `7 Maya privately: verified`.
#[track_caller]
pub(crate) fn events(got: &Got) -> Vec<String> {
    let events = events_element(got);
    events.children_named("event").map(told).collect()
}

/// The path and query of the `next` link that stands with the events.
#[track_caller]
pub(crate) fn next(got: &Got) -> String {
    link(&events_element(got), "next")
}

/// The path behind a link of an element.
#[track_caller]
pub(crate) fn link(element: &Element, rel: &str) -> String {
    let mut links = element.children_named("link");
    let link = links.find(|link| link.get("rel") == Some(rel)).unwrap_or_else(|| panic!("no link {rel}"));
    path_of(link.get("href").unwrap())
}

/// A member of the `info` in a `chat` or `info` document.
#[track_caller]
pub(crate) fn info(got: &Got, member: &str) -> String {
    let root = got.root();
    let info = root.child("info").unwrap_or(&root);
    info.get(member).unwrap_or_else(|| panic!("no {member}: {}", got.text())).to_owned()
}

#[track_caller]
fn events_element(got: &Got) -> Element {
    let root = got.root();
    root.child("events").cloned().unwrap_or(root)
}

fn told(event: &Element) -> String {
    let member = |name: &str| event.get(name).unwrap_or_default();
    let id = member("id");
    match (member("type"), member("source")) {
        ("state", _) => format!("{id} {}", member("state")),
        ("line", "system") => format!("{id} system {}", member("systemMessageId")),
        ("line", _) => {
            let privately = if member("subType") == "ONLY_TO_REP" { " privately" } else { "" };
            format!("{id} {}{privately}: {}", member("by"), member("text"))
        }
        (other, _) => panic!("an event of type {other:?}"),
    }
}
