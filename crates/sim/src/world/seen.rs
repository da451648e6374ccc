//! What a reader sees of a chat: its events, told the same from either format, and held against what is durable.

use handover_desk::{Author, Event, EventKind, Visibility};
use handover_wire::Element;

/// Who reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// An agent sees every event.
    Agent,
    /// The visitor sees no private ones.
    Visitor,
}

/// The events of a `chat` or `events` document.
pub(super) struct Page<'d> {
    pub(super) events: Vec<(u32, &'d Element)>,
    /// Where the `next` link goes on.
    pub(super) next: u32,
}

impl<'d> Page<'d> {
    pub(super) fn of(root: &'d Element) -> Result<Self, String> {
        let events = root.child("events").unwrap_or(root);
        let mut links = events.children_named("link");
        let next = links.find(|link| link.get("rel") == Some("next")).and_then(|link| link.get("href"));
        let from = next.and_then(|href| href.split_once("from=")).map(|(_, from)| from);
        let next = from.and_then(|from| from.parse().ok()).ok_or("a page of events without a next link")?;
        let events = events.children_named("event").map(with_id).collect::<Result<_, _>>()?;
        Ok(Self { events, next })
    }

    /// The events that a stream told of, from this id on.
    pub(super) fn streamed(events: &'d [Element], from: u32) -> Result<Self, String> {
        let events: Vec<_> = events.iter().map(with_id).collect::<Result<_, _>>()?;
        let next = events.last().map_or(from, |(id, _)| id + 1);
        Ok(Self { events, next })
    }
}

fn with_id(event: &Element) -> Result<(u32, &Element), String> {
    let id = event.get("id").and_then(|id| id.parse().ok());
    id.map(|id| (id, event)).ok_or_else(|| "an event without an id".to_owned())
}

/// All members of an event but `sequenceId`, which only some documents have, in the same order from either format.
pub(super) fn told(event: &Element) -> String {
    let children = event.children().map(|child| (child.name(), child.text()));
    let mut members: Vec<_> = event.attributes().chain(children).collect();
    members.retain(|(name, _)| *name != "sequenceId");
    members.sort_unstable();
    let members: Vec<String> = members.iter().map(|(name, value)| format!("{name}={value}")).collect();
    members.join("; ")
}

/// Whether what was read is this event.
pub(super) fn is_of(read: &Element, event: &Event) -> bool {
    let state = |name: &str| read.get("type") == Some("state") && read.get("state") == Some(name);
    match &event.kind {
        EventKind::Waiting => state("waiting"),
        EventKind::Chatting => state("chatting"),
        EventKind::Ended => state("ended"),
        EventKind::Line(line) => {
            let private = line.visibility == Visibility::AgentsOnly;
            let source = match &line.author {
                Author::System(_) => "system",
                Author::Agent { .. } => "agent",
                Author::Visitor { .. } => "visitor",
            };
            read.get("type") == Some("line")
                && read.get("text") == Some(&*line.text)
                && read.get("source") == Some(source)
                && read.get("subType") == Some(if private { "ONLY_TO_REP" } else { "REGULAR" })
        }
    }
}
