//! Which agents are asked for (`docs/protocol/20-agent-api.md` §5).

use super::{Problem, RequestError, field};
use crate::vocabulary::Availability;

/// The parameters of `availableAgents` as they stand in a query. An empty one counts as absent.
#[derive(Clone, Copy, Debug, Default)]
pub struct AvailableAgentsParameters<'q> {
    /// `skill`.
    pub skill: Option<&'q str>,
    /// `chatState`.
    pub chat_state: Option<&'q str>,
    /// `chatReasonId`.
    pub chat_reason_id: Option<&'q str>,
    /// `voiceState`.
    pub voice_state: Option<&'q str>,
    /// `timeStamp`.
    pub time_stamp: Option<&'q str>,
}

/// Which agents are asked for: those that all of it is true of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AvailableAgentsQuery<'q> {
    /// With this skill, by name.
    pub skill: Option<&'q str>,
    /// With this availability for chats.
    pub chat_state: Option<Availability>,
    /// Away for this reason.
    pub chat_reason_id: Option<&'q str>,
    /// With this availability for calls.
    pub voice_state: Option<Availability>,
    /// Changed since this instant, in milliseconds since 1970.
    pub since_ms: Option<u64>,
}

impl<'q> AvailableAgentsQuery<'q> {
    /// Reads the parameters.
    pub fn read(parameters: AvailableAgentsParameters<'q>) -> Result<Self, RequestError> {
        let present = |value: Option<&'q str>| value.and_then(field::not_blank);
        let since = present(parameters.time_stamp).map(|value| field::number(value, "timeStamp"));
        Ok(Self {
            skill: present(parameters.skill),
            chat_state: state(present(parameters.chat_state), "chatState")?,
            chat_reason_id: present(parameters.chat_reason_id),
            voice_state: state(present(parameters.voice_state), "voiceState")?,
            since_ms: since.transpose()?,
        })
    }
}

fn state(word: Option<&str>, name: &'static str) -> Result<Option<Availability>, RequestError> {
    let Some(word) = word else { return Ok(None) };
    let known = Availability::from_word(word);
    known.map(Some).ok_or(RequestError::new(name, Problem::NotOneOf("Online, Offline, Occupied, Away")))
}
