//! A visitor's request for a chat (`docs/protocol/30-visitor-api.md` §9).

use std::ops::RangeInclusive;

use super::{CustomVariable, Problem, RequestError, SurveyAnswers, custom_variables, field, pre_chat_lines};
use crate::limits;
use crate::reader::{Document, Element};

/// What is posted to `chat/request`. Every member is optional.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChatRequest<'d> {
    /// Who is to take the chat.
    pub routing: Routing<'d>,
    /// The visitor's id from an earlier chat.
    pub visitor_id: Option<u64>,
    /// The visitor's name. An addition to the protocol.
    pub visitor_name: Option<&'d str>,
    /// Lines that only the agent sees.
    pub pre_chat_lines: Vec<&'d str>,
    /// The answers to the pre-chat survey.
    pub survey: Option<SurveyAnswers<'d>>,
    /// Custom variables, in their order; the last of a name counts.
    pub custom_variables: Vec<CustomVariable<'d>>,
    /// Silence of the visitor after which the chat ends, in seconds.
    pub interaction_timeout_s: Option<u64>,
    /// The engagement; only handed on.
    pub engagement_id: Option<&'d str>,
    /// The campaign; only handed on.
    pub campaign_id: Option<&'d str>,
    /// The language of the automatic messages, `en-US`.
    pub language: Option<&'d str>,
    /// `LETagVisitorId`; only handed on.
    pub tag_visitor_id: Option<&'d str>,
    /// `LETagSessionId`; only handed on.
    pub tag_session_id: Option<&'d str>,
    /// `LETagContextId`; only handed on.
    pub tag_context_id: Option<&'d str>,
    /// The browser, if the request says another than its own header.
    pub user_agent: Option<&'d str>,
    /// The page the chat was started from; not necessarily a URI.
    pub chat_referrer: Option<&'d str>,
    /// The visitor's address, if the request says another than its own.
    pub visitor_ip: Option<&'d str>,
}

/// Who is to take a chat, and how long the visitor is willing to wait.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Routing<'d> {
    /// A skill by name.
    pub skill: Option<&'d str>,
    /// A skill by id; it wins over the name.
    pub skill_id: Option<u64>,
    /// An agent by login name.
    pub agent: Option<&'d str>,
    /// A queue by name.
    pub service_queue: Option<&'d str>,
    /// The longest wait the visitor accepts, in seconds.
    pub max_wait_time_s: Option<u64>,
}

impl<'d> ChatRequest<'d> {
    /// Reads the request.
    pub fn read(document: &'d Document) -> Result<Self, RequestError> {
        let request = field::root(document, "request")?;
        Ok(Self {
            routing: Routing::of_element(request)?,
            visitor_id: field::optional_number(request, "visitorId", "request.visitorId")?,
            visitor_name: name(request)?,
            pre_chat_lines: pre_chat_lines::read(request),
            survey: survey(request)?,
            custom_variables: variables(request)?,
            interaction_timeout_s: number_in(
                request,
                "interactionTimeout",
                "request.interactionTimeout",
                limits::INTERACTION_TIMEOUT_S,
            )?,
            engagement_id: field::optional(request, "engagementId"),
            campaign_id: field::optional(request, "campaignId"),
            language: field::optional(request, "language"),
            tag_visitor_id: field::optional(request, "LETagVisitorId"),
            tag_session_id: field::optional(request, "LETagSessionId"),
            tag_context_id: field::optional(request, "LETagContextId"),
            user_agent: field::optional(request, "userAgent"),
            chat_referrer: field::optional(request, "chatReferrer"),
            visitor_ip: field::optional(request, "visitorIp"),
        })
    }
}

impl<'d> Routing<'d> {
    fn of_element(request: &'d Element) -> Result<Self, RequestError> {
        let routing = Self {
            skill: field::optional(request, "skill"),
            skill_id: field::optional_number(request, "skillId", "request.skillId")?,
            agent: field::optional(request, "agent"),
            service_queue: field::optional(request, "serviceQueue"),
            max_wait_time_s: number_in(
                request,
                "maxWaitTime",
                "request.maxWaitTime",
                limits::MAX_WAIT_TIME_S,
            )?,
        };
        routing.check()?;
        Ok(routing)
    }

    /// The rules of `docs/protocol/00-conventions.md` §9.5: an agent excludes every other wish, and a queue
    /// needs a wait time.
    fn check(&self) -> Result<(), RequestError> {
        let others = [
            (self.skill.is_some(), "request.skill"),
            (self.skill_id.is_some(), "request.skillId"),
            (self.service_queue.is_some(), "request.serviceQueue"),
            (self.max_wait_time_s.is_some(), "request.maxWaitTime"),
        ];
        if self.agent.is_some()
            && let Some((_, other)) = others.into_iter().find(|(is_there, _)| *is_there)
        {
            return Err(RequestError::new("request.agent", Problem::NotWith(other)));
        }
        if self.service_queue.is_some() && self.max_wait_time_s.is_none() {
            return Err(RequestError::new("request.serviceQueue", Problem::Needs("request.maxWaitTime")));
        }
        Ok(())
    }
}

fn number_in(
    request: &Element,
    name: &str,
    path: &'static str,
    range: RangeInclusive<u64>,
) -> Result<Option<u64>, RequestError> {
    match field::optional_number(request, name, path)? {
        Some(number) if !range.contains(&number) => Err(RequestError::new(path, Problem::OutOfRange(range))),
        number => Ok(number),
    }
}

fn name(request: &Element) -> Result<Option<&str>, RequestError> {
    let Some(name) = field::optional(request, "visitorName") else { return Ok(None) };
    field::within(name, limits::VISITOR_NAME_CHARS, "request.visitorName").map(Some)
}

/// The answers, unless the member is there with nothing in it.
fn survey(request: &Element) -> Result<Option<SurveyAnswers<'_>>, RequestError> {
    request.child("survey").filter(|survey| !survey.is_empty()).map(SurveyAnswers::of_element).transpose()
}

fn variables(request: &Element) -> Result<Vec<CustomVariable<'_>>, RequestError> {
    request.child("customVariables").map_or(Ok(Vec::new()), custom_variables::of_element)
}
