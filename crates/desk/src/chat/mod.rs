//! A chat: a conversation in one of four phases, with its events.

pub(crate) mod event;
pub(crate) mod key;
pub(crate) mod visitor;

use crate::settings::is_default;
use crate::{
    AgentId, ChatKey, ChatNo, Event, EventId, EventKind, SkillId, Span, SurveyAnswers, Timestamp,
    TranscriptWish, Visibility, VisitorDetails, VisitorId,
};
use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::cmp::Reverse;
use core::mem;
use core::num::NonZeroU32;
use serde::{Deserialize, Serialize};

/// Events for which room is made at a time.
const EVENTS_AT_ONCE: usize = 8;

/// A conversation. It stands on the desk from its request until its document is durable in the archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chat {
    /// Its id on the wire, which holds its number.
    pub key: ChatKey,
    /// Who asked for it.
    pub visitor: VisitorId,
    /// The name the visitor has set.
    pub visitor_name: Option<Arc<str>>,
    /// What came with the request.
    pub details: Arc<VisitorDetails>,
    /// The skill it needs; absent: anyone.
    pub skill: Option<SkillId>,
    /// When it was asked for.
    pub started_at: Timestamp,
    /// Silence of the visitor after which it ends.
    pub timeout: Span,
    /// Where it stands.
    pub phase: Phase,
    /// The agent who has it, or who had it last.
    pub agent: Option<AgentId>,
    /// Why that agent got it; absent in what was stored before it was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Why>,
    /// Its entries; the index is the id. Shared with whoever reads them, never copied.
    pub events: Vec<Arc<Event>>,
    /// When the visitor was last heard from, as far as the journal knows; once ended, when anybody last called.
    pub heard_at: Timestamp,
    /// When silence, or once ended the retention, is looked at next.
    pub look_at: Timestamp,
    /// What few chats have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extras: Option<Box<Extras>>,
}

/// What belongs to a chat beside its conversation, where anything does.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Extras {
    /// The visitor's answers to the exit survey.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exit_survey: Option<SurveyAnswers>,
    /// The agent's answers to the agent survey.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_survey: Option<SurveyAnswers>,
    /// The transcript that the visitor wants once the chat has ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transcript: Option<TranscriptWish>,
    /// How many transcripts were handed to the outbox.
    #[serde(skip_serializing_if = "is_default")]
    pub transcripts_mailed: u8,
    /// What the agent who has it has typed and not sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub draft: Option<Draft>,
    /// The last event that the agent who has it, or had it last, has read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_read: Option<EventId>,
    /// The last event that the visitor has read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visitor_read: Option<EventId>,
    /// Whether its visitor was erased.
    #[serde(skip_serializing_if = "is_default")]
    pub erased: bool,
}

/// What an agent has typed in a chat and not sent. One per chat, for all devices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// The words; never empty.
    pub text: Box<str>,
    /// Who is to read it.
    pub visibility: Visibility,
    /// When it was kept.
    pub at: Timestamp,
}

/// One of the two sides of a chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The agent who has it, or had it when it ended.
    Agent,
    /// The visitor.
    Visitor,
}

impl Chat {
    /// The number in the desk.
    #[must_use]
    pub fn no(&self) -> ChatNo {
        self.key.chat()
    }

    /// The id of the event to be added next: last id + 1.
    #[must_use]
    pub fn next_event(&self) -> EventId {
        EventId(u32::try_from(self.events.len()).unwrap_or(u32::MAX))
    }

    /// Whether it is over.
    #[must_use]
    pub fn is_ended(&self) -> bool {
        matches!(self.phase, Phase::Ended { .. })
    }

    /// The agent it is assigned to at the moment.
    #[must_use]
    pub fn assigned_to(&self) -> Option<AgentId> {
        match self.phase {
            Phase::Assigned => self.agent,
            Phase::Waiting(_) | Phase::Offered(..) | Phase::Ended { .. } => None,
        }
    }

    /// The waiting chat's place and history, offered or not.
    #[must_use]
    pub fn waiting(&self) -> Option<&Waiting> {
        match &self.phase {
            Phase::Waiting(waiting) | Phase::Offered(waiting, _) => Some(waiting),
            Phase::Assigned | Phase::Ended { .. } => None,
        }
    }

    /// The offer, while it rings at somebody.
    #[must_use]
    pub fn offer(&self) -> Option<&Offer> {
        match &self.phase {
            Phase::Offered(_, offer) => Some(offer),
            Phase::Waiting(_) | Phase::Assigned | Phase::Ended { .. } => None,
        }
    }

    /// What few chats have, if this one has any of it.
    #[must_use]
    pub fn extras(&self) -> Option<&Extras> {
        self.extras.as_deref()
    }

    /// Lets a waiting chat ring, or ring no longer.
    pub(crate) fn set_offer(&mut self, offer: Option<Offer>) {
        self.phase = match (mem::replace(&mut self.phase, Phase::Assigned), offer) {
            (Phase::Waiting(waiting) | Phase::Offered(waiting, _), Some(offer)) => {
                Phase::Offered(waiting, offer)
            }
            (Phase::Waiting(waiting) | Phase::Offered(waiting, _), None) => Phase::Waiting(waiting),
            (other @ (Phase::Assigned | Phase::Ended { .. }), _) => other,
        };
    }

    /// Adds an event. A desk has many chats that grow line by line: room for a few more is kept, not for twice as many.
    pub(crate) fn push_event(&mut self, event: Arc<Event>) {
        if self.events.len() == self.events.capacity() {
            self.events.reserve_exact((self.events.len() / 4).max(EVENTS_AT_ONCE));
        }
        self.events.push(event);
    }

    pub(crate) fn extras_mut(&mut self) -> &mut Extras {
        self.extras.get_or_insert_default()
    }

    /// Changes what few chats have. Where nothing is left of it, its memory is given back.
    pub(crate) fn change_extras(&mut self, change: impl FnOnce(&mut Extras)) {
        let extras = self.extras_mut();
        change(extras);
        if is_default(extras) {
            self.extras = None;
        }
    }

    /// Drops what the agent who had it has typed and not sent.
    pub(crate) fn drop_draft(&mut self) {
        if self.extras.is_some() {
            self.change_extras(|extras| extras.draft = None);
        }
    }

    /// Drops what belongs to the agent who had it, for another one.
    pub(crate) fn drop_agents_marks(&mut self) {
        if self.extras.is_some() {
            self.change_extras(|extras| {
                extras.draft = None;
                extras.agent_read = None;
            });
        }
    }

    /// When the agent who has it, or had it when it ended, took it. Costs a walk over what was said since.
    #[must_use]
    pub fn accepted_at(&self) -> Option<Timestamp> {
        self.agent?;
        let taken = self.events.iter().rev().find(|event| event.kind == EventKind::Chatting);
        taken.map(|event| event.at)
    }

    /// What the agent who has it has typed and not sent.
    #[must_use]
    pub fn draft(&self) -> Option<&Draft> {
        self.extras().and_then(|extras| extras.draft.as_ref())
    }

    /// The last event that a side has read.
    #[must_use]
    pub fn read_by(&self, side: Side) -> Option<EventId> {
        self.extras().and_then(|extras| match side {
            Side::Agent => extras.agent_read,
            Side::Visitor => extras.visitor_read,
        })
    }

    /// Whether this agent may read it: it is assigned to the agent, was when it ended, or was transferred away and
    /// has not been accepted by anybody since (`docs/protocol/90-open-questions.md` Q11).
    #[must_use]
    pub fn is_readable_by(&self, agent: AgentId) -> bool {
        match &self.phase {
            Phase::Assigned | Phase::Ended { .. } => self.agent == Some(agent),
            Phase::Waiting(waiting) | Phase::Offered(waiting, _) => waiting.sender == Some(agent),
        }
    }
}

/// Where a chat stands. Exactly one of these at any time (invariant 4). Most chats are in conversation, and have no room
/// for what only those in the queue need.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// In the queue, ringing nowhere.
    Waiting(Box<Waiting>),
    /// In the queue, ringing at one agent.
    Offered(Box<Waiting>, Offer),
    /// An agent has it: [`Chat::agent`].
    Assigned,
    /// Over.
    Ended {
        /// When.
        at: Timestamp,
        /// Why.
        reason: EndReason,
        /// Whether its document is on the way to the archive.
        archiving: bool,
    },
}

/// The state of a chat in the queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// Its place; kept through missed offers.
    pub place: Place,
    /// The agent it was asked for, who is preferred.
    pub wanted: Option<AgentId>,
    /// The agent who transferred it away and may still read it.
    pub sender: Option<AgentId>,
    /// The agent it must not be offered to for a while.
    pub bar: Option<Bar>,
    /// Who missed it, and when.
    pub missed: BTreeMap<AgentId, Timestamp>,
    /// The wait in seconds that was estimated when it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub estimate_s: Option<NonZeroU32>,
}

/// An agent a chat is kept from: the sender of a transfer to a skill, who is not asked to take it back at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bar {
    /// Who.
    pub agent: AgentId,
    /// Until when.
    pub until: Timestamp,
}

/// A place in the queue: smaller is served earlier. Requeued and transferred chats come first, then higher priority,
/// then earlier request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// Whether it comes first because it was in conversation before.
    pub rank: Rank,
    /// Priority, higher first.
    pub priority: Reverse<i32>,
    /// When the visitor asked.
    pub requested_at: Timestamp,
    /// The number settles what is equal.
    pub no: ChatNo,
}

/// The two halves of the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rank {
    /// Requeued or transferred.
    Returned,
    /// Asked for and not accepted by anybody so far.
    Fresh,
}

/// A waiting chat that rings at one agent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// At whom.
    pub agent: AgentId,
    /// Since when.
    pub made_at: Timestamp,
    /// Until when it can be accepted.
    pub expires_at: Timestamp,
    /// Why this agent was chosen.
    pub why: Why,
}

impl Offer {
    /// Whether it is a transfer to this agent in person, which is exempt from the slot limit.
    #[must_use]
    pub fn is_personal(&self) -> bool {
        self.why == Why::Transferred
    }
}

/// Why an agent was chosen for an offer: the first rule of the choice that told this agent from the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The chat was transferred to the agent in person.
    Transferred,
    /// The visitor asked for the agent.
    AskedFor,
    /// The agent was the visitor's previous one.
    PreviousAgent,
    /// Nobody else could take it.
    OnlyOne,
    /// The lowest load.
    LowestLoad,
    /// The longest idle of those with the lowest load.
    LongestIdle,
    /// The lowest id of those idle for longest.
    LowestId,
    /// A supervisor took it over. No offer has this reason.
    TakenOver,
}

/// Why a chat is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndReason {
    /// The agent ended it.
    Agent,
    /// The visitor ended it.
    Visitor,
    /// The visitor was silent for too long.
    VisitorSilent,
    /// Its agent left and nobody suitable was there.
    NobodyLeft,
    /// The visitor started another chat.
    Replaced,
    /// A supervisor ended it.
    Supervisor,
    /// Its visitor was erased.
    Erased,
}
