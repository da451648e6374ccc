//! Facts about offers.

use crate::{AgentId, ChatNo, Offer, Timestamp};
use serde::{Deserialize, Serialize};

/// A waiting chat rings at an agent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChatOffered {
    /// Which chat.
    pub chat: ChatNo,
    /// At whom, until when, and why.
    pub offer: Offer,
}

/// A waiting chat rings no longer. It keeps its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferEnded {
    /// Which chat.
    pub chat: ChatNo,
    /// At whom it rang.
    pub agent: AgentId,
    /// Why it ended.
    pub end: OfferEnd,
    /// When.
    pub at: Timestamp,
}

/// How an offer ended without being accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OfferEnd {
    /// Its time ran out.
    Missed,
    /// It was taken back: the agent or the visitor is gone, or the agent takes no chats.
    Withdrawn,
}
