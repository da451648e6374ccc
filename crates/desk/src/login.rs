//! A login: the bearer token, cookie and csrf token that the Login service handed to an agent.

use crate::{AgentId, Digest, Timestamp};
use serde::{Deserialize, Serialize};

/// A login of an agent (`docs/protocol/10-domain-login.md` part 2). The secrets themselves are not kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Login {
    /// Whose login it is.
    pub agent: AgentId,
    /// Digest of the bearer token.
    pub bearer: Digest,
    /// Digest of the cookie's value.
    pub cookie: Digest,
    /// Digest of the csrf token.
    pub csrf: Digest,
    /// When it ends unless it is refreshed before.
    pub expires_at: Timestamp,
}
