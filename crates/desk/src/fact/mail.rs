//! Facts about what is left, mailed and proved beside the conversation: surveys, transcripts, offline messages, mails,
//! authenticated visitors.

use crate::{
    ChatNo, Guid, Mail, MailNo, MailState, MessageNo, NameValue, OfflineMessage, Participant, SurveyAnswers,
    SurveyKind, Timestamp, TranscriptWish,
};
use alloc::sync::Arc;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// A survey of a chat was answered; a later answer replaces an earlier one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SurveyAnswered {
    /// In which chat.
    pub chat: ChatNo,
    /// Which of its surveys.
    pub survey: SurveyKind,
    /// The answers.
    pub answers: SurveyAnswers,
}

/// Variables of a chat were set; the last value of a name wins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VariablesSet {
    /// In which chat.
    pub chat: ChatNo,
    /// All of its variables.
    pub variables: Vec<NameValue>,
}

/// The visitor wants the transcript of a chat that has not ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TranscriptWished {
    /// Of which chat.
    pub chat: ChatNo,
    /// What is wished; it replaces an earlier wish.
    pub wish: TranscriptWish,
}

/// A visitor left a message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageLeft {
    /// The message, shared with all who read it.
    pub message: Arc<OfflineMessage>,
}

/// An offline message is durable in the archive and leaves the desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageArchived {
    /// Which.
    pub message: MessageNo,
}

/// A mail is to be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailQueued {
    /// The mail.
    pub mail: Mail,
}

/// The mail server has taken a mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailSent {
    /// Which.
    pub mail: MailNo,
    /// When that was known.
    pub at: Timestamp,
}

/// A mail was tried in vain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MailFailed {
    /// Which.
    pub mail: MailNo,
    /// How often it was tried so far.
    pub attempts: u32,
    /// Why.
    pub error: Arc<str>,
    /// Whether and when it is tried again.
    pub state: MailState,
    /// When.
    pub at: Timestamp,
}

/// A visitor has proved who it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ParticipantKnown {
    /// The visitor.
    pub id: Guid,
    /// What is known.
    pub participant: Participant,
    /// When.
    pub at: Timestamp,
}
