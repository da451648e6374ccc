//! What a visitor leaves while nobody is there: the answers of an offline survey (`docs/protocol/30-visitor-api.md` §8).

use crate::{MessageNo, SkillId, SurveyAnswers, Timestamp, VisitorDetails, VisitorId};
use alloc::boxed::Box;
use serde::{Deserialize, Serialize};

/// An offline message. It stands on the desk until it is durable in the archive.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfflineMessage {
    /// Its number.
    pub no: MessageNo,
    /// When it was left.
    pub at: Timestamp,
    /// The skill it was meant for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skill: Option<SkillId>,
    /// The visitor, when known from an earlier chat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visitor: Option<VisitorId>,
    /// What came with it.
    pub details: Box<VisitorDetails>,
    /// The answers.
    pub answers: SurveyAnswers,
}
