//! One entry of a chat. Its members are scalars only, `@id`, `@type` and `time` come first
//! (`docs/protocol/00-conventions.md` §8.4, `docs/protocol/95-what-clients-depend-on.md` §2).

use crate::sink::{Decimal, Sink};
use crate::time::WireTime;
use crate::vocabulary::{ChatState, Source, TextType};

/// An event of a chat (`docs/protocol/20-agent-api.md` §13).
#[derive(Clone, Copy, Debug)]
pub struct Event<'a> {
    /// Its number in the chat, from 0.
    pub id: u64,
    /// When it happened.
    pub time: WireTime<'a>,
    /// What happened.
    pub kind: EventKind<'a>,
}

/// What an event tells.
#[derive(Clone, Copy, Debug)]
pub enum EventKind<'a> {
    /// The chat has come into this state.
    State(ChatState),
    /// Somebody wrote a line.
    Line(Line<'a>),
}

/// A line of a chat.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// What was written. Always a string on the wire, also when it is all digits.
    pub text: &'a str,
    /// How the text is to be shown.
    pub text_type: TextType,
    /// Who wrote it, as both sides see it: `info` for the system, else the display name.
    pub by: &'a str,
    /// Which side wrote it.
    pub source: Source,
    /// Which of the server's own messages this is (`docs/protocol/40-state-machines.md` §5).
    pub system_message_id: Option<u16>,
    /// Whether only agents may see it (`ONLY_TO_REP`). The caller leaves such lines out for visitors.
    pub private: bool,
    /// Structured content, as JSON text. It travels as a string, because members of an event are scalars.
    pub json: Option<&'a str>,
}

impl Event<'_> {
    /// Describes the inside of the event as the chat documents have it.
    pub(super) fn describe(&self, sink: &mut impl Sink) {
        sink.attribute_number("id", self.id);
        match &self.kind {
            EventKind::State(state) => {
                sink.attribute("type", "state");
                sink.time("time", self.time);
                sink.text("state", state.as_str());
            }
            EventKind::Line(line) => {
                sink.attribute("type", "line");
                sink.time("time", self.time);
                line.describe(sink);
            }
        }
    }

    /// The same for the stand-alone events documents: lines of agents and visitors end with `sequenceId`, one
    /// less than the id (`docs/protocol/95-what-clients-depend-on.md` §3).
    pub(super) fn describe_with_sequence(&self, sink: &mut impl Sink) {
        self.describe(sink);
        match &self.kind {
            EventKind::Line(Line { source: Source::Agent | Source::Visitor, .. }) => {
                sink.text("sequenceId", Decimal(self.id.saturating_sub(1)));
            }
            EventKind::Line(Line { source: Source::System, .. }) | EventKind::State(_) => {}
        }
    }
}

impl Line<'_> {
    fn describe(&self, sink: &mut impl Sink) {
        sink.text("textType", self.text_type.as_str());
        sink.text("text", self.text);
        sink.text("by", self.by);
        sink.text("source", self.source.as_str());
        if let Some(id) = self.system_message_id {
            sink.late_number("systemMessageId", id);
        }
        sink.text("subType", if self.private { "ONLY_TO_REP" } else { "REGULAR" });
        if let Some(json) = self.json {
            sink.text("json", json);
        }
    }
}
