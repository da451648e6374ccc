//! What a reader of a chat sees, told in short words.

use super::message::{Got, link, member};
use handover_wire::Element;
use std::fmt;

/// An event, as one of the two sides sees it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) id: u64,
    pub(super) what: What,
}

/// What an event tells.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum What {
    /// The chat has come into this state.
    State(String),
    /// The server says something of itself, under this number.
    System { number: String, text: String },
    /// Somebody wrote.
    Line { by: String, text: String, private: bool },
}

impl fmt::Display for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:>2}  ", self.id)?;
        match &self.what {
            What::State(state) => write!(f, "({state})"),
            What::System { text, .. } => write!(f, "{text}"),
            What::Line { by, text, private: false } => write!(f, "{by}: {text}"),
            What::Line { by, text, private: true } => write!(f, "{by}, for agents only: {text}"),
        }
    }
}

impl Seen {
    pub(super) fn is_state(&self, wanted: &str) -> bool {
        matches!(&self.what, What::State(state) if state == wanted)
    }

    pub(super) fn is_system(&self, wanted: &str) -> bool {
        matches!(&self.what, What::System { number, .. } if number == wanted)
    }

    pub(super) fn says(&self, wanted: &str) -> bool {
        matches!(&self.what, What::Line { text, .. } if text == wanted)
    }
}

/// The events of a `chat` or an `events` document.
pub(super) fn events(got: &Got) -> anyhow::Result<Vec<Seen>> {
    section(got)?.children_named("event").map(seen).collect()
}

/// The address of what comes after these events.
pub(super) fn next(got: &Got) -> anyhow::Result<String> {
    link(&section(got)?, "next")
}

/// The ids of events, in words: `4, 5, 7`.
pub(super) fn ids(events: &[Seen]) -> String {
    events.iter().map(|event| event.id.to_string()).collect::<Vec<_>>().join(", ")
}

fn section(got: &Got) -> anyhow::Result<Element> {
    let root = got.root()?;
    Ok(root.child("events").cloned().unwrap_or(root))
}

fn seen(event: &Element) -> anyhow::Result<Seen> {
    let text = |name: &str| member(event, name).map(str::to_owned);
    let what = match (member(event, "type")?, event.get("source")) {
        ("state", _) => What::State(text("state")?),
        (_, Some("system")) => What::System { number: text("systemMessageId")?, text: text("text")? },
        (_, Some(_) | None) => What::Line {
            by: text("by")?,
            text: text("text")?,
            private: event.get("subType") == Some("ONLY_TO_REP"),
        },
    };
    Ok(Seen { id: member(event, "id")?.parse()?, what })
}
