//! The survey that a visitor leaves when nobody is there (`docs/protocol/30-visitor-api.md` §8).

use super::{Problem, RequestError, SurveyAnswers, field};
use crate::reader::Document;

/// What is put to `offlineSurvey`: answers, and what is known about the visitor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfflineSurvey<'d> {
    /// Which survey.
    pub survey: u64,
    /// The answers; their `id` is the survey's.
    pub answers: SurveyAnswers<'d>,
    /// A skill by name.
    pub skill: Option<&'d str>,
    /// The visitor's id from an earlier chat.
    pub visitor_id: Option<u64>,
    /// The visitor's address, if the request says another than its own.
    pub visitor_ip: Option<&'d str>,
    /// The page the visitor comes from; not necessarily a URI.
    pub chat_referrer: Option<&'d str>,
    /// The browser, if the request says another than its own header.
    pub user_agent: Option<&'d str>,
    /// `LETagVisitorId`; only handed on.
    pub tag_visitor_id: Option<&'d str>,
    /// `LETagSessionId`; only handed on.
    pub tag_session_id: Option<&'d str>,
    /// `LETagContextId`; only handed on.
    pub tag_context_id: Option<&'d str>,
}

impl<'d> OfflineSurvey<'d> {
    /// Reads the request. Survey id and questions have to be there.
    pub fn read(document: &'d Document) -> Result<Self, RequestError> {
        let survey = field::root(document, "survey")?;
        let answers = SurveyAnswers::of_element(survey)?;
        let id = answers.id.ok_or(RequestError::new("survey.id", Problem::Missing))?;
        if answers.answers.is_empty() {
            return Err(RequestError::new("survey.question", Problem::Missing));
        }
        Ok(Self {
            survey: id,
            answers,
            skill: field::optional(survey, "skill"),
            visitor_id: field::optional_number(survey, "visitorId", "survey.visitorId")?,
            visitor_ip: field::optional(survey, "visitorIp"),
            chat_referrer: field::referrer(survey),
            user_agent: field::optional(survey, "userAgent"),
            tag_visitor_id: field::optional(survey, "LETagVisitorId"),
            tag_session_id: field::optional(survey, "LETagSessionId"),
            tag_context_id: field::optional(survey, "LETagContextId"),
        })
    }
}
