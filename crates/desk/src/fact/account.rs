//! Facts about what an operator configures.

use crate::{AccountProfile, AgentProfile, Skill};
use serde::{Deserialize, Serialize};

/// The account's own facts were set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountSet {
    /// All of them.
    pub profile: AccountProfile,
}

/// A skill was added or changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SkillSet {
    /// The whole skill.
    pub skill: Skill,
}

/// An agent was added or changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgentSet {
    /// The whole profile.
    pub profile: AgentProfile,
}
