//! What an operator configures: the account itself, its skills and its agents.

use crate::{AgentId, Settings, SkillId};
use alloc::sync::Arc;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// How many chats an agent may hold at once. On the wire `-1` stands for unlimited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MaxChats {
    /// At most this many.
    Limited(u32),
    /// Any number.
    Unlimited,
}

/// The account's own facts: everything that is not a skill or an agent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountProfile {
    /// IANA name of the account's time zone; times on the wire carry its offset.
    pub time_zone: Arc<str>,
    /// Application keys of the visitor API.
    pub app_keys: Vec<Arc<str>>,
    /// The account's settings.
    pub settings: Settings,
}

/// What a chat may need and an agent may have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skill {
    /// Its number.
    pub id: SkillId,
    /// Its name, unique in the account; several parameters of the wire take the name.
    pub name: Arc<str>,
}

/// An agent as configured. What the agent is doing at the moment is [`crate::Agent`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgentProfile {
    /// Its number.
    pub id: AgentId,
    /// The login name, unique in the account.
    pub login: Arc<str>,
    /// The argon2id hash of the password, in PHC form. The desk only keeps it.
    pub password_hash: Arc<str>,
    /// The name visitors see.
    pub nickname: Arc<str>,
    /// The name colleagues see.
    pub name: Arc<str>,
    /// The mail address.
    pub email: Arc<str>,
    /// How many chats at once.
    pub max_chats: MaxChats,
    /// Skills, ascending, without repeats.
    pub skills: Vec<SkillId>,
    /// Whether the agent may sign in.
    pub enabled: bool,
}

/// The wanted state of an account, as an operator's file states it. Skills and agents it does not name stay as they are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountConfig {
    /// The account's own facts.
    pub profile: AccountProfile,
    /// Skills to add or change.
    pub skills: Vec<Skill>,
    /// Agents to add or change.
    pub agents: Vec<AgentProfile>,
}
