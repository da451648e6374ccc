//! Answers to commands, and how they are remembered for their idempotency key.

use crate::{
    AgentId, ChatKey, ChatNo, Digest, ErasureNo, EventId, Guid, LoginId, SessionId, SkillId, Timestamp,
};
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// What a command led to, as far as the one who sent it wants to know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// It was done; there is nothing to tell.
    Done,
    /// The account was configured: what changed.
    Configured(Vec<ConfigChange>),
    /// A login was started.
    LoginStarted(LoginId),
    /// An agent session was started.
    SessionStarted(SessionId),
    /// A chat was accepted.
    Accepted(ChatKey),
    /// A chat was started.
    ChatStarted(ChatKey),
    /// An event was added.
    EventAdded {
        /// To which chat.
        chat: ChatNo,
        /// Its id.
        event: EventId,
    },
    /// A visitor was erased from the desk, and is being erased from everything else.
    ErasureBegun(ErasureNo),
    /// A visitor has proved who it is.
    Authenticated {
        /// The visitor's id.
        participant: Guid,
        /// The id of what the proof was given for.
        conversation: Guid,
    },
}

/// One difference that a configuration made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConfigChange {
    /// The account's time zone, keys or settings.
    Account,
    /// A skill was added.
    SkillAdded(SkillId),
    /// A skill was changed.
    SkillChanged(SkillId),
    /// An agent was added.
    AgentAdded(AgentId),
    /// An agent was changed.
    AgentChanged(AgentId),
}

/// A request that may be repeated: the digest of its key, scoped by its sender, and of what it asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Once {
    /// Digest of scope and key.
    pub key: Digest,
    /// Digest of method, path and body.
    pub body: Digest,
}

/// A remembered answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remembered {
    /// Digest of what was asked.
    pub body: Digest,
    /// What was answered.
    pub answer: Answer,
    /// When.
    pub at: Timestamp,
}
