//! Facts about chats: request, events, queue, assignment, end, archive.

use crate::{
    AgentId, Bar, ChatKey, ChatNo, EndReason, Event, Place, SkillId, Span, Timestamp, VisitorDetails,
    VisitorId, Why,
};
use alloc::sync::Arc;
use core::num::NonZeroU32;
use serde::{Deserialize, Serialize};

/// A visitor asked for a chat; it waits. Its first events follow as facts of their own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatStarted {
    /// Its id.
    pub key: ChatKey,
    /// Who asked.
    pub visitor: VisitorId,
    /// The name the visitor gave with the request.
    pub visitor_name: Option<Arc<str>>,
    /// What came with the request.
    pub details: Arc<VisitorDetails>,
    /// The skill it needs.
    pub skill: Option<SkillId>,
    /// The agent it was asked for.
    pub wanted: Option<AgentId>,
    /// Its place in the queue.
    pub place: Place,
    /// Silence of the visitor after which it ends.
    pub timeout: Span,
    /// When.
    pub at: Timestamp,
    /// When the visitor's silence is looked at.
    pub look_at: Timestamp,
    /// The estimate of its wait in seconds, when it has to wait and there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub estimate_s: Option<NonZeroU32>,
}

/// An event was added to a chat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventAdded {
    /// Which chat.
    pub chat: ChatNo,
    /// The event, shared with all who read it.
    pub event: Arc<Event>,
}

/// A chat that was assigned waits again: requeued, or transferred.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatQueued {
    /// Which.
    pub chat: ChatNo,
    /// The skill it needs from here on.
    pub skill: Option<SkillId>,
    /// Its place in the queue.
    pub place: Place,
    /// The agent who transferred it and may read it until somebody accepts.
    pub sender: Option<AgentId>,
    /// The agent it is kept from for a while.
    pub bar: Option<Bar>,
    /// When.
    pub at: Timestamp,
}

/// A chat may be offered to the agent it was kept from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BarLifted {
    /// Which.
    pub chat: ChatNo,
}

/// An agent took a chat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatAssigned {
    /// Which.
    pub chat: ChatNo,
    /// Who.
    pub agent: AgentId,
    /// When.
    pub at: Timestamp,
    /// Why this agent, where no offer says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Why>,
}

/// A chat is over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatEnded {
    /// Which.
    pub chat: ChatNo,
    /// Why.
    pub reason: EndReason,
    /// When.
    pub at: Timestamp,
    /// When its retention is looked at.
    pub look_at: Timestamp,
}

/// A visitor set a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitorNamed {
    /// In which chat.
    pub chat: ChatNo,
    /// The name.
    pub name: Arc<str>,
}

/// An ended chat was not called for long enough: its document goes to the archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchiveDue {
    /// Which.
    pub chat: ChatNo,
}

/// A chat's document is durable in the archive; it leaves the desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatArchived {
    /// Which.
    pub chat: ChatNo,
}
