//! The second factor of an agent: codes of an authenticator (TOTP, RFC 6238) beside the password. Which code belongs to
//! which time is for the shell to compute; here is decided what that means. A step of time is taken once, so that a code
//! that was looked at over somebody's shoulder is worth nothing (`docs/adr/0014-a-second-factor.md`).

use crate::{AgentId, Desk, Role};
use alloc::sync::Arc;
use core::fmt;
use serde::{Deserialize, Serialize};

/// The secret an authenticator shares with the server, in Base32. It is what it opens, so nothing shows it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FactorSecret(pub Arc<str>);

impl fmt::Debug for FactorSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FactorSecret(..)")
    }
}

/// A step of 30 s since 1970, to which one code belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TimeStep(pub u64);

/// What an agent signs in with beside the password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondFactor {
    /// What the authenticator knows.
    pub secret: FactorSecret,
    /// The latest step whose code was taken; it and those before it are used up.
    pub used: TimeStep,
}

impl SecondFactor {
    /// Whether the code of a step has not been taken yet.
    #[must_use]
    pub fn takes(&self, step: TimeStep) -> bool {
        step > self.used
    }
}

/// Who has to have a second factor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactorPolicy {
    /// Whoever wants to.
    #[default]
    Optional,
    /// Supervisors and admins.
    Supervisors,
    /// Every agent, and so every bot.
    Everybody,
}

impl Desk {
    /// Whether an agent has to have a second factor.
    #[must_use]
    pub fn needs_factor(&self, agent: AgentId) -> bool {
        match self.settings().second_factor {
            FactorPolicy::Optional => false,
            FactorPolicy::Supervisors => {
                self.agent(agent).is_some_and(|agent| agent.profile.role.supervises())
            }
            FactorPolicy::Everybody => true,
        }
    }

    /// Whether an agent has to have a second factor and has none: until there is one, a login of the agent is good for
    /// nothing but setting it up.
    #[must_use]
    pub fn lacks_factor(&self, agent: AgentId) -> bool {
        self.needs_factor(agent) && self.agent(agent).is_some_and(|agent| agent.factor.is_none())
    }
}

impl Role {
    /// Whether the role sees and does what supervisors do.
    #[must_use]
    pub const fn supervises(self) -> bool {
        match self {
            Self::Agent => false,
            Self::Supervisor | Self::Admin => true,
        }
    }
}
