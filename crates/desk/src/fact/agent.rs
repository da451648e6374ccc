//! Facts about agents at work: logins, devices, availability, presence.

use crate::{AgentId, Availability, ChatNo, Login, LoginId, SessionId, Timestamp};
use alloc::sync::Arc;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// An agent signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoginStarted {
    /// The login's number.
    pub id: LoginId,
    /// Whose it is, its digests, its end.
    pub login: Login,
    /// When.
    pub at: Timestamp,
}

/// A login lives longer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoginExtended {
    /// Which.
    pub id: LoginId,
    /// Its end unless it is refreshed before.
    pub expires_at: Timestamp,
}

/// A login is over. Its sessions end by facts of their own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoginEnded {
    /// Which.
    pub id: LoginId,
    /// When.
    pub at: Timestamp,
}

/// A device came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionStarted {
    /// The session's number.
    pub id: SessionId,
    /// Whose device.
    pub agent: AgentId,
    /// With which login.
    pub login: LoginId,
    /// The agent's availability from here on; what it was when another session is active.
    pub availability: Availability,
    /// When.
    pub at: Timestamp,
    /// When its silence is looked at.
    pub look_at: Timestamp,
    /// When the agent's presence is looked at.
    pub presence_look_at: Timestamp,
}

/// A device went. When it was the last, the agent is off duty; offers and chats move by facts of their own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionEnded {
    /// Which.
    pub id: SessionId,
    /// Why.
    pub reason: SessionEndReason,
    /// When.
    pub at: Timestamp,
}

/// A device was given a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionNamed {
    /// Which.
    pub id: SessionId,
    /// The name.
    pub name: Arc<str>,
}

/// Why an agent session is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SessionEndReason {
    /// The agent ended it.
    Ended,
    /// Its login is over.
    LoginOver,
    /// It was silent for too long.
    Silent,
    /// Another session took its place, because there were too many or because only one is allowed.
    Replaced,
    /// The agent was disabled.
    Disabled,
}

/// An agent's availability was set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AvailabilitySet {
    /// Whose.
    pub agent: AgentId,
    /// To what.
    pub availability: Availability,
    /// Why, by an id of the account's own list.
    pub reason_id: Option<Arc<str>>,
    /// When.
    pub at: Timestamp,
}

/// No device of an agent was heard from for a while.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgentAbsent {
    /// Who.
    pub agent: AgentId,
    /// When.
    pub at: Timestamp,
}

/// An absent agent was heard from again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgentPresent {
    /// Who.
    pub agent: AgentId,
    /// When presence is looked at next.
    pub look_at: Timestamp,
    /// When.
    pub at: Timestamp,
}

/// Agents and visitors were heard from: their next deadlines move.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heard {
    /// Chats: the visitor called, or once ended anybody.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub chats: Vec<HeardFrom<ChatNo>>,
    /// Agent sessions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sessions: Vec<HeardFrom<SessionId>>,
    /// Agents, through any of their sessions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agents: Vec<HeardFrom<AgentId>>,
}

/// Who was heard from, when, and when to look again. Stored as an array of three, since there are many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "(T, Timestamp, Timestamp)", into = "(T, Timestamp, Timestamp)")]
#[serde(bound(serialize = "T: Clone + Serialize", deserialize = "T: Deserialize<'de>"))]
pub struct HeardFrom<T> {
    /// Who.
    pub who: T,
    /// When last.
    pub heard_at: Timestamp,
    /// When to look again.
    pub look_at: Timestamp,
}

impl<T> From<(T, Timestamp, Timestamp)> for HeardFrom<T> {
    fn from((who, heard_at, look_at): (T, Timestamp, Timestamp)) -> Self {
        Self { who, heard_at, look_at }
    }
}

impl<T> From<HeardFrom<T>> for (T, Timestamp, Timestamp) {
    fn from(heard: HeardFrom<T>) -> Self {
        (heard.who, heard.heard_at, heard.look_at)
    }
}
