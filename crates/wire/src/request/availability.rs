//! An agent's wish to take chats or not (`docs/protocol/20-agent-api.md` §4).

use super::{Problem, RequestError, field};
use crate::reader::Document;
use crate::vocabulary::Availability;

/// What is put to `availability`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AvailabilityRequest<'d> {
    /// Whether to take chats; never `Offline`.
    pub chat: Availability,
    /// Whether to take calls.
    pub voice: Option<Availability>,
    /// The id of a reason for being away.
    pub chat_reason_id: Option<&'d str>,
}

impl<'d> AvailabilityRequest<'d> {
    /// Reads the request. `Offline` can be said of calls only.
    pub fn read(document: &'d Document) -> Result<Self, RequestError> {
        let availability = field::root(document, "availability")?;
        let chat = field::required(availability, "chat", "availability.chat")?;
        let voice = field::optional(availability, "voice").map(voice).transpose()?;
        Ok(Self {
            chat: self::chat(chat)?,
            voice,
            chat_reason_id: field::optional(availability, "chatReasonId"),
        })
    }
}

fn chat(word: &str) -> Result<Availability, RequestError> {
    match Availability::from_word(word) {
        Some(chat @ (Availability::Online | Availability::Away | Availability::Occupied)) => Ok(chat),
        Some(Availability::Offline) | None => {
            Err(RequestError::new("availability.chat", Problem::NotOneOf("Online, Away, Occupied")))
        }
    }
}

fn voice(word: &str) -> Result<Availability, RequestError> {
    let words = "Online, Away, Occupied, Offline";
    Availability::from_word(word).ok_or(RequestError::new("availability.voice", Problem::NotOneOf(words)))
}
