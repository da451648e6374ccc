//! What a visitor handed over with the chat request (`docs/protocol/30-visitor-api.md` §9).

use crate::Guid;
use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// Facts of the chat request that the desk keeps and echoes, but never decides by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct VisitorDetails {
    /// Language of the automatic messages, such as `en-US`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Arc<str>>,
    /// `LETagVisitorId`, echoed as `sharkVisitorId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shark_visitor_id: Option<Arc<str>>,
    /// `LETagSessionId`, echoed as `sharkSessionId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shark_session_id: Option<Arc<str>>,
    /// `LETagContextId`, echoed as `sharkContextId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shark_context_id: Option<Arc<str>>,
    /// Echoed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub engagement_id: Option<Arc<str>>,
    /// Echoed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub campaign_id: Option<Arc<str>>,
    /// The visitor's address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ip: Option<Arc<str>>,
    /// The page the chat was started from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub referrer: Option<Arc<str>>,
    /// The visitor's browser.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_agent: Option<Arc<str>>,
    /// Session variables; the last value of a name wins.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub custom_variables: Vec<NameValue>,
    /// Who the visitor has proved to be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub participant: Option<Guid>,
    /// The chat of another account that this one carries on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub continues: Option<Box<Continues>>,
    /// Answers to the pre-chat survey.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub survey: Option<Box<SurveyAnswers>>,
}

/// The chat of another account that a chat carries on (`docs/protocol/30-visitor-api.md` §22). Only kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Continues {
    /// `a2aSourceSiteId`: the account.
    pub account: Arc<str>,
    /// `a2aSourceSessionId`: the session there.
    pub session: Arc<str>,
    /// `a2aEventId`: the transfer event there.
    pub event: Arc<str>,
}

/// A custom variable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameValue {
    /// Its name.
    pub name: Arc<str>,
    /// Its value.
    pub value: Arc<str>,
}

/// The answers of one survey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SurveyAnswers {
    /// Which survey.
    pub survey: u64,
    /// Answer by answer.
    pub answers: Vec<SurveyAnswer>,
}

/// The answer of one question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SurveyAnswer {
    /// Which question.
    pub question: u64,
    /// One value, or several for a question that allows it.
    pub values: Vec<Arc<str>>,
}
