//! The settings of an account: every constant of design §4 that an operator may change, with its default.

use crate::{Availability, FactorPolicy, Span, WireSwitches, limits};
use serde::{Deserialize, Serialize};

/// What a second agent session of the same agent means for the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Continuity {
    /// All sessions are equal windows on the same agent.
    Shared,
    /// The latest session ends the older ones; chats stay.
    Takeover,
}

/// What becomes of a chat when its agent leaves and nobody suitable is left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LastAgentLeft {
    /// It is disconnected: line 6, then `ended`.
    Disconnect,
    /// It goes back to the queue and waits.
    Requeue,
}

/// What becomes of a chat request while nobody is online.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NobodyOnline {
    /// It is accepted and waits.
    #[default]
    Accept,
    /// It is refused.
    Refuse,
}

/// The settings of one account. Unknown members of stored settings are ignored, absent ones take their default.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own, set by its name")]
pub struct Settings {
    /// How long an offer rings at one agent.
    pub offer_timeout: Span,
    /// Silence of a visitor after which the chat ends, unless the request names another.
    pub visitor_timeout: Span,
    /// Silence of all devices of an agent after which no new offer is made.
    pub agent_presence: Span,
    /// Silence of an agent session after which it ends.
    pub agent_session_timeout: Span,
    /// Life of a login from its start or last refresh.
    pub login: Span,
    /// How long an ended chat stays readable after the last call on it.
    pub ended_chat_kept: Span,
    /// Bytes of UTF-8 in one line.
    pub line_bytes: usize,
    /// Events of one chat.
    pub events_per_chat: usize,
    /// What a second agent session means for the first.
    pub continuity: Continuity,
    /// The availability of an agent whose first session starts.
    pub initial_availability: Availability,
    /// Whether a visitor's previous agent is preferred.
    pub sticky: bool,
    /// Whether a visitor may write while the chat is waiting.
    pub early_lines: bool,
    /// What becomes of a chat when nobody suitable is left.
    pub last_agent_left: LastAgentLeft,
    /// Whether the application key that was published for every account is accepted beside the account's own.
    pub published_app_key: bool,
    /// What becomes of a chat request while nobody is online (`docs/protocol/90-open-questions.md` Q48).
    #[serde(skip_serializing_if = "is_default")]
    pub nobody_online: NobodyOnline,
    /// Whether a transfer leaves out its `waiting` event (`docs/protocol/90-open-questions.md` Q35).
    #[serde(skip_serializing_if = "is_default")]
    pub silent_transfer: bool,
    /// Whether the visitor gets the pre-chat lines as well (`docs/protocol/90-open-questions.md` Q26).
    #[serde(skip_serializing_if = "is_default")]
    pub show_pre_chat_lines: bool,
    /// Days after which what people wrote goes from the archive; 0: never.
    #[serde(skip_serializing_if = "is_default")]
    pub archive_days: usize,
    /// Who has to have a second factor.
    #[serde(skip_serializing_if = "is_default")]
    pub second_factor: FactorPolicy,
    /// How answers look.
    #[serde(skip_serializing_if = "is_default")]
    pub wire: WireSwitches,
}

/// Whether a member has its default and need not be written: what was stored before it existed stays as it is.
pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            offer_timeout: limits::OFFER_TIMEOUT,
            visitor_timeout: limits::VISITOR_TIMEOUT,
            agent_presence: limits::AGENT_PRESENCE,
            agent_session_timeout: limits::AGENT_SESSION_TIMEOUT,
            login: limits::LOGIN,
            ended_chat_kept: limits::ENDED_CHAT_KEPT,
            line_bytes: limits::LINE_BYTES,
            events_per_chat: limits::EVENTS_PER_CHAT,
            continuity: Continuity::Shared,
            initial_availability: Availability::Online,
            sticky: true,
            early_lines: false,
            last_agent_left: LastAgentLeft::Disconnect,
            published_app_key: true,
            nobody_online: NobodyOnline::Accept,
            silent_transfer: false,
            show_pre_chat_lines: false,
            archive_days: 0,
            second_factor: FactorPolicy::Optional,
            wire: WireSwitches::default(),
        }
    }
}
