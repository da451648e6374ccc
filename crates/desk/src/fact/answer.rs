//! Facts about answers that are remembered for their idempotency key.

use crate::{Answer, Digest, Timestamp};
use serde::{Deserialize, Serialize};

/// A request with an idempotency key was answered; a repeat gets the same answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    /// Digest of the key within the scope of who sent it.
    pub key: Digest,
    /// Digest of what was asked.
    pub body: Digest,
    /// The answer.
    pub answer: Answer,
    /// When.
    pub at: Timestamp,
}
