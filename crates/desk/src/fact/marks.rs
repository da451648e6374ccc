//! Facts about what belongs to the two sides of a chat: what was typed and not sent, and how far each has read.

use crate::{ChatNo, Draft, EventId, Side};
use serde::{Deserialize, Serialize};

/// What an agent has typed and not sent was kept, or is there no longer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DraftSet {
    /// In which chat.
    pub chat: ChatNo,
    /// What is kept from here on.
    pub draft: Option<Draft>,
}

/// A side of a chat has read further.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventsRead {
    /// In which chat.
    pub chat: ChatNo,
    /// Who.
    pub side: Side,
    /// The last event that was read.
    pub event: EventId,
}
