//! The documents that are one value under one name, with its native type in JSON
//! (`docs/protocol/00-conventions.md` §8.2).

use super::Resource;
use crate::sink::{B, Sink};
use crate::vocabulary::Typing;

/// `visitorName`, on both sides (`docs/protocol/20-agent-api.md` §17, `docs/protocol/30-visitor-api.md` §14).
#[derive(Clone, Copy, Debug)]
pub struct VisitorName<'a>(
    /// The name.
    pub &'a str,
);

impl Resource for VisitorName<'_> {
    type Dialect = B;
    const STANDALONE: bool = true;

    fn describe(&self, sink: &mut impl Sink) {
        sink.text("visitorName", self.0);
    }
}

/// Whose typing is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhoTypes {
    /// The visitor: `visitorTyping`.
    Visitor,
    /// The agent: `agentTyping`.
    Agent,
}

impl WhoTypes {
    /// The name of the document.
    #[must_use]
    pub const fn root(self) -> &'static str {
        match self {
            Self::Visitor => "visitorTyping",
            Self::Agent => "agentTyping",
        }
    }
}

/// `visitorTyping` or `agentTyping` (`docs/protocol/20-agent-api.md` §18 to §20,
/// `docs/protocol/30-visitor-api.md` §15, §16).
#[derive(Clone, Copy, Debug)]
pub struct TypingStatus {
    /// Whose typing it is.
    pub who: WhoTypes,
    /// Whether that side is typing.
    pub typing: Typing,
}

impl Resource for TypingStatus {
    type Dialect = B;
    const STANDALONE: bool = true;

    fn describe(&self, sink: &mut impl Sink) {
        sink.text(self.who.root(), self.typing.as_str());
    }
}

/// `availability` on the visitor side: whether a chat could be served (`docs/protocol/30-visitor-api.md` §2).
#[derive(Clone, Copy, Debug)]
pub struct VisitorAvailability(
    /// The answer.
    pub bool,
);

impl Resource for VisitorAvailability {
    type Dialect = B;
    const STANDALONE: bool = true;

    fn describe(&self, sink: &mut impl Sink) {
        sink.boolean("availability", self.0);
    }
}

/// `availability` on the visitor side when several skills were asked for
/// (`docs/protocol/90-open-questions.md` Q37).
#[derive(Clone, Copy, Debug)]
pub struct AvailabilityForSkills<I> {
    /// The skills, in the order they were asked for.
    pub skills: I,
}

/// Whether a chat with one skill could be served.
#[derive(Clone, Copy, Debug)]
pub struct SkillAvailability<'a> {
    /// The skill's name, as it was asked for.
    pub skill: &'a str,
    /// The answer.
    pub is_available: bool,
}

impl<'a, I: IntoIterator<Item = SkillAvailability<'a>> + Clone> Resource for AvailabilityForSkills<I> {
    type Dialect = B;
    const STANDALONE: bool = true;

    fn describe(&self, sink: &mut impl Sink) {
        sink.element("availability", |sink| {
            sink.element("AvailabilityForSkills", |sink| {
                sink.list("skillAvailability", self.skills.clone(), |sink, answer| {
                    sink.text("skill", answer.skill);
                    sink.boolean("isAvailable", answer.is_available);
                });
            });
        });
    }
}

/// `availableSlots`, on both sides (`docs/protocol/20-agent-api.md` §6, `docs/protocol/30-visitor-api.md` §3).
#[derive(Clone, Copy, Debug)]
pub struct AvailableSlots(
    /// How many further chats could be taken; -1 is unlimited.
    pub i64,
);

impl Resource for AvailableSlots {
    type Dialect = B;
    const STANDALONE: bool = true;

    fn describe(&self, sink: &mut impl Sink) {
        sink.number("availableSlots", self.0);
    }
}

/// `estimatedWaitTime` (`docs/protocol/30-visitor-api.md` §4).
#[derive(Clone, Copy, Debug)]
pub struct EstimatedWaitTime(
    /// Seconds; -1 nobody is there, -2 too little is known.
    pub i64,
);

impl Resource for EstimatedWaitTime {
    type Dialect = B;
    const STANDALONE: bool = true;

    fn describe(&self, sink: &mut impl Sink) {
        sink.number("estimatedWaitTime", self.0);
    }
}
