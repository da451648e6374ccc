//! What only streams say (`docs/push.md`): members of their own, with native types, and documents of the API with the
//! chat they belong to.

use super::{Resource, TypingStatus};
use crate::sink::{B, Decimal, Sink};
use crate::time::WireTime;

/// A document of one chat on a stream that tells of several.
#[derive(Clone, Copy, Debug)]
pub struct InChat<'a, R> {
    /// The chat session key.
    pub chat: &'a str,
    /// The document.
    pub document: R,
}

impl<R: Resource> Resource for InChat<'_, R> {
    type Dialect = R::Dialect;

    fn describe(&self, sink: &mut impl Sink) {
        sink.text("chat", self.chat);
        self.document.describe(sink);
    }
}

/// Who types in a chat.
#[derive(Clone, Copy, Debug)]
pub struct BothTyping {
    /// The visitor.
    pub visitor: TypingStatus,
    /// The agent.
    pub agent: TypingStatus,
}

impl Resource for BothTyping {
    type Dialect = B;

    fn describe(&self, sink: &mut impl Sink) {
        self.visitor.describe(sink);
        self.agent.describe(sink);
    }
}

/// Where a waiting chat stands.
#[derive(Clone, Copy, Debug)]
pub struct QueuePlace {
    /// 1 for the chat that is served next.
    pub position: u64,
    /// Seconds as in `estimatedWaitTime` (`docs/protocol/30-visitor-api.md` §4).
    pub estimated_wait_time: i64,
}

impl Resource for QueuePlace {
    type Dialect = B;

    fn describe(&self, sink: &mut impl Sink) {
        sink.number("position", self.position);
        sink.number("estimatedWaitTime", self.estimated_wait_time);
    }
}

/// A chat that rings at the agent.
#[derive(Clone, Copy, Debug)]
pub struct OfferEntry<'a> {
    /// What tells it from other offers; opens nothing.
    pub id: u64,
    /// The skill it needs.
    pub skill: Option<&'a str>,
    /// The visitor's name.
    pub visitor_name: &'a str,
    /// When the visitor asked.
    pub requested_at: WireTime<'a>,
    /// Until when it can be accepted.
    pub expires_at: WireTime<'a>,
    /// Why this agent was chosen.
    pub why: &'static str,
}

/// All that rings at the agent, oldest offer first.
#[derive(Clone, Copy, Debug)]
pub struct Offers<I>(
    /// The offers.
    pub I,
);

impl<'a, I: IntoIterator<Item = OfferEntry<'a>> + Clone> Resource for Offers<I> {
    type Dialect = B;

    fn describe(&self, sink: &mut impl Sink) {
        sink.list("offers", self.0.clone(), |sink, offer| {
            sink.text("id", Decimal(offer.id));
            if let Some(skill) = offer.skill {
                sink.text("skill", skill);
            }
            sink.text("visitorName", offer.visitor_name);
            sink.time("requestedAt", offer.requested_at);
            sink.time("expiresAt", offer.expires_at);
            sink.text("why", offer.why);
        });
    }
}

/// The waiting chats of one skill, or of those without.
#[derive(Clone, Copy, Debug)]
pub struct WaitingChats<'a> {
    /// The skill.
    pub skill: Option<&'a str>,
    /// How many wait and ring nowhere.
    pub waiting: u64,
    /// When the one to be served next was asked for.
    pub next_requested_at: WireTime<'a>,
}

/// The queue as far as it is for one agent.
#[derive(Clone, Copy, Debug)]
pub struct QueueSummary<I> {
    /// By skill, those without a skill first.
    pub skills: I,
}

impl<'a, I: IntoIterator<Item = WaitingChats<'a>> + Clone> Resource for QueueSummary<I> {
    type Dialect = B;

    fn describe(&self, sink: &mut impl Sink) {
        let skills = || self.skills.clone().into_iter();
        sink.number("waiting", skills().map(|entry| entry.waiting).fold(0, u64::saturating_add));
        sink.list("skills", skills(), |sink, entry| {
            if let Some(skill) = entry.skill {
                sink.text("skill", skill);
            }
            sink.number("waiting", entry.waiting);
            sink.time("nextRequestedAt", entry.next_requested_at);
        });
    }
}

/// Why a stream ends.
#[derive(Clone, Copy, Debug)]
pub struct Closed<'a> {
    /// A word for programs.
    pub reason: &'a str,
    /// A sentence for people.
    pub text: &'a str,
}

impl Resource for Closed<'_> {
    type Dialect = B;

    fn describe(&self, sink: &mut impl Sink) {
        sink.text("reason", self.reason);
        sink.text("text", self.text);
    }
}
