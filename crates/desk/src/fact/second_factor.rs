//! Facts about second factors. The secret is in them as it is: the server has to compute codes from it.

use crate::{AgentId, SecondFactor, TimeStep, Timestamp};
use serde::{Deserialize, Serialize};

/// An agent signs in with a second factor from here on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondFactorSet {
    /// Whose.
    pub agent: AgentId,
    /// The secret, and the step of the code that has confirmed it.
    pub factor: SecondFactor,
    /// When.
    pub at: Timestamp,
}

/// An agent signs in without one again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondFactorRemoved {
    /// Whose.
    pub agent: AgentId,
    /// When.
    pub at: Timestamp,
}

/// The code of a step was taken; it and those before it are used up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeUsed {
    /// Whose.
    pub agent: AgentId,
    /// Which step.
    pub step: TimeStep,
}
