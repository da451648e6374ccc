//! A visitor's request for a chat (`docs/protocol/30-visitor-api.md` §9).

use std::ops::RangeInclusive;

use super::{CustomVariable, RequestError, SurveyAnswers, custom_variables, field, pre_chat_lines, rules};
use crate::limits;
use crate::reader::{Document, Element};

/// What is posted to `chat/request`. Every member is optional. `ssoKey` and the other members that
/// `docs/protocol/90-open-questions.md` Q51 lets go are accepted and not looked at.
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
    /// The participant, if the visitor has authenticated (§21).
    pub participant_id: Option<&'d str>,
    /// The conversation, if the visitor has authenticated (§21).
    pub conversation_id: Option<&'d str>,
    /// The chat of another account that this one continues (§22).
    pub continuation: Continuation<'d>,
}

/// Where a chat was transferred from: what the event of the other account said, unchanged.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Continuation<'d> {
    /// `a2aEventId`.
    pub event_id: Option<&'d str>,
    /// `a2aSourceSessionId`.
    pub source_session_id: Option<&'d str>,
    /// `a2aSourceSiteId`.
    pub source_site_id: Option<&'d str>,
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
            interaction_timeout_s: seconds_in(
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
            chat_referrer: field::referrer(request),
            visitor_ip: field::optional(request, "visitorIp"),
            participant_id: field::optional(request, "participantId"),
            conversation_id: field::optional(request, "conversationId"),
            continuation: Continuation {
                event_id: field::optional(request, "a2aEventId"),
                source_session_id: field::optional(request, "a2aSourceSessionId"),
                source_site_id: field::optional(request, "a2aSourceSiteId"),
            },
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
            max_wait_time_s: seconds_in(
                request,
                "maxWaitTime",
                "request.maxWaitTime",
                limits::MAX_WAIT_TIME_S,
            )?,
        };
        routing.check()?;
        Ok(routing)
    }

    fn check(&self) -> Result<(), RequestError> {
        let queue = (self.service_queue.is_some(), "request.serviceQueue");
        let time = (self.max_wait_time_s.is_some(), "request.maxWaitTime");
        let others = [
            (self.skill.is_some(), "request.skill"),
            (self.skill_id.is_some(), "request.skillId"),
            queue,
            time,
        ];
        rules::agent_is_alone((self.agent.is_some(), "request.agent"), others)?;
        rules::queue_has_time(queue, time)
    }
}

/// A number of seconds in `range`, which begins at 0 or above.
fn seconds_in(
    request: &Element,
    name: &str,
    path: &'static str,
    range: RangeInclusive<i64>,
) -> Result<Option<u64>, RequestError> {
    let number = field::optional(request, name).map(|value| field::number_in(value, range, path));
    Ok(number.transpose()?.map(i64::unsigned_abs))
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
