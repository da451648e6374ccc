//! What an operator configures: the account itself, its skills and its agents.

use crate::settings::is_default;
use crate::texts::AutomaticText;
use crate::{AgentId, Connector, GroupId, Settings, SkillId, Survey};
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

/// What an agent may do beside answering chats.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Answers chats.
    #[default]
    Agent,
    /// Answers chats, and watches and directs those of others (`docs/handover-api.md`, of a supervisor).
    Supervisor,
    /// What a supervisor may, and lets locked logins go and takes second factors away.
    Admin,
}

/// A text that agents have at hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CannedText {
    /// What an agent types to get it.
    pub shortcut: Arc<str>,
    /// What it is called in a list.
    pub title: Arc<str>,
    /// The words.
    pub text: Arc<str>,
    /// For chats of which skills; nothing: for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skills: Vec<SkillId>,
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
    /// The language of automatic texts when a chat names none the account has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Arc<str>>,
    /// Automatic texts of the account's own; the first of a message is the last resort of its languages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub texts: Vec<AutomaticText>,
    /// Surveys.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub surveys: Vec<Survey>,
    /// Where offline messages are mailed to, unless their skill says otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offline_mail: Option<Arc<str>>,
    /// Whose word on a visitor's identity is taken.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub connectors: Vec<Connector>,
    /// Agent groups, beside the main one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<Group>,
    /// Origins of the pages that may read answers, `https://shop.example`, or `*`; nothing is any page, without cookies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origins: Option<Vec<Arc<str>>>,
    /// Texts that agents have at hand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub canned: Vec<CannedText>,
}

/// Agents that belong together (`docs/protocol/20-agent-api.md` §5). It has no part in routing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Its number.
    pub id: GroupId,
    /// Its name.
    pub name: Arc<str>,
}

/// What a chat may need and an agent may have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skill {
    /// Its number.
    pub id: SkillId,
    /// Its name, unique in the account; several parameters of the wire take the name.
    pub name: Arc<str>,
    /// Where offline messages for it are mailed to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offline_mail: Option<Arc<str>>,
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
    /// The group; absent: the main one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<GroupId>,
    /// What the agent may do beside answering chats.
    #[serde(default, skip_serializing_if = "is_default")]
    pub role: Role,
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
