//! Visitors who have proved who they are (`docs/protocol/30-visitor-api.md` §21).

use crate::{Guid, Timestamp};
use alloc::sync::Arc;
use serde::{Deserialize, Serialize};

/// An authenticated visitor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    /// The conversation the proof was given for.
    pub conversation: Guid,
    /// What the visitor's identity provider says of the visitor, as JSON text. The desk only keeps it.
    pub claims: Arc<str>,
    /// Until when it is kept.
    pub expires_at: Timestamp,
}

/// Where visitors of an account prove who they are: a signer whose word is taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Connector {
    /// `connectorId`, by which the visitor's page names it.
    pub id: u64,
    /// The public key of the signer, in PEM form.
    pub public_key: Arc<str>,
    /// The `iss` that a token must carry, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issuer: Option<Arc<str>>,
    /// The `aud` that a token must carry, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<Arc<str>>,
}
