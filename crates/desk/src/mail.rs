//! Mail on its way out: what is to be sent, to whom, and how far it has come. The words are put together by whoever sends
//! it; the desk decides when it is tried.

use crate::{ChatKey, MailNo, MessageNo, Span, Timestamp, limits};
use alloc::sync::Arc;
use serde::{Deserialize, Serialize};

/// A mail that has not been delivered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// Its number, which its Message-ID is made of: the same at every attempt.
    pub no: MailNo,
    /// To whom.
    pub to: Arc<str>,
    /// What it says.
    pub letter: Letter,
    /// Since when it is to be sent.
    pub queued_at: Timestamp,
    /// How often it was tried in vain.
    pub attempts: u32,
    /// What the last attempt came to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_error: Option<Arc<str>>,
    /// Whether it is tried again.
    pub state: MailState,
}

/// What a mail says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Letter {
    /// The conversation of an ended chat, for its visitor.
    Transcript {
        /// Which chat.
        chat: ChatKey,
        /// What was wished for it.
        wish: TranscriptWish,
    },
    /// What a visitor left while nobody was there, for the account.
    OfflineMessage(MessageNo),
}

/// Whether a mail is tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailState {
    /// At this time.
    Due(Timestamp),
    /// Not any more: it was given up at this time and is kept for the operator to see.
    GivenUp(Timestamp),
}

/// What a visitor wants of the transcript (`docs/protocol/30-visitor-api.md` §19).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TranscriptWish {
    /// To whom.
    pub to: Arc<str>,
    /// The subject, when the visitor gave one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<Arc<str>>,
    /// `timezoneOffset`, in minutes east of UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub utc_offset_min: Option<i16>,
}

/// What an attempt to send a mail came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailOutcome {
    /// The mail server has it.
    Sent,
    /// It may work later.
    Failed {
        /// Why, for the operator.
        error: Arc<str>,
    },
    /// It will never work.
    Refused {
        /// Why, for the operator.
        error: Arc<str>,
    },
}

impl Mail {
    /// When it is to be tried, unless it was given up.
    #[must_use]
    pub fn due_at(&self) -> Option<Timestamp> {
        match self.state {
            MailState::Due(at) => Some(at),
            MailState::GivenUp(_) => None,
        }
    }

    /// Whether it was given up.
    #[must_use]
    pub fn is_given_up(&self) -> bool {
        self.due_at().is_none()
    }
}

/// How long to wait after so many attempts in vain: doubling, up to a limit.
pub(crate) fn pause_after(attempts: u32) -> Span {
    let times = 1_u64.checked_shl(attempts.saturating_sub(1)).unwrap_or(u64::MAX);
    Span(limits::MAIL_RETRY_FIRST.0.saturating_mul(times).min(limits::MAIL_RETRY_MAX.0))
}
