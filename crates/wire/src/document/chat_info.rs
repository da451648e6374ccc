//! What is known about a chat (`docs/protocol/20-agent-api.md` §16, `docs/protocol/30-visitor-api.md` §11).

use super::{Resource, link};
use crate::href::Href;
use crate::sink::{B, Guid, Sink};
use crate::time::WireTime;
use crate::vocabulary::{ChatState, Typing};

/// Something with an id and a name: a skill, or an agent.
#[derive(Clone, Copy, Debug)]
pub struct Named<'a> {
    /// Its id.
    pub id: u64,
    /// Its name.
    pub name: &'a str,
}

impl Named<'_> {
    /// Describes the inside: `id` and `name`.
    pub(super) fn describe(&self, sink: &mut impl Sink) {
        sink.number("id", self.id);
        sink.text("name", self.name);
    }
}

/// `info` of a chat. On its own it speaks dialect B; inside a chat document the same description is written in
/// dialect A2.
#[derive(Clone, Copy, Debug)]
pub struct ChatInfo<'a> {
    /// The address of the chat, as the side that asks knows it.
    pub chat: &'a str,
    /// The state of the chat.
    pub state: ChatState,
    /// The chat's id.
    pub chat_session_key: &'a str,
    /// The skill the chat is routed to.
    pub skill: Option<Named<'a>>,
    /// The agent who chats; none while waiting.
    pub agent: Option<Named<'a>>,
    /// When the chat was asked for.
    pub start_time: WireTime<'a>,
    /// How long the chat took, in seconds (`docs/protocol/90-open-questions.md` Q13).
    pub duration_s: u64,
    /// When the last request was sent to the chat.
    pub last_update: WireTime<'a>,
    /// Silence of the visitor after which the chat ends, in seconds.
    pub chat_timeout_s: u64,
    /// The visitor's id.
    pub visitor_id: Option<u64>,
    /// Whether the agent is typing.
    pub agent_typing: Typing,
    /// Whether the visitor is typing.
    pub visitor_typing: Typing,
    /// The visitor's name; what stands in for a missing one depends on the side that asks (Q14).
    pub visitor_name: &'a str,
    /// The correlation id (`docs/protocol/00-conventions.md` §7.2).
    pub rt_session_id: u64,
    /// Who the visitor has proved to be.
    pub participant_id: Option<Guid>,
    /// `LETagVisitorId` of the chat request.
    pub shark_visitor_id: Option<&'a str>,
    /// `LETagSessionId` of the chat request.
    pub shark_session_id: Option<&'a str>,
    /// `LETagContextId` of the chat request.
    pub shark_context_id: Option<&'a str>,
    /// The engagement, as it was given in the chat request.
    pub engagement_id: Option<&'a str>,
    /// The campaign, as it was given in the chat request.
    pub campaign_id: Option<&'a str>,
    /// The language, as it was given in the chat request.
    pub language: Option<&'a str>,
}

impl Resource for ChatInfo<'_> {
    type Dialect = B;

    fn describe(&self, sink: &mut impl Sink) {
        sink.element("info", |sink| {
            self.describe_links(sink);
            self.describe_chat(sink);
            self.describe_visitor(sink);
            self.describe_origin(sink);
        });
    }
}

impl ChatInfo<'_> {
    fn describe_links(&self, sink: &mut impl Sink) {
        let below = |path| Href::below(self.chat, path);
        link::list(
            sink,
            [
                (below("/info"), "self"),
                (below("/info/visitorName"), "visitor-name"),
                (below("/info/visitorTyping"), "visitor-typing"),
                (below("/info/agentTyping"), "agent-typing"),
            ],
        );
    }

    fn describe_chat(&self, sink: &mut impl Sink) {
        sink.text("state", self.state.as_str());
        sink.text("chatSessionKey", self.chat_session_key);
        if let Some(skill) = self.skill {
            sink.text("skillName", skill.name);
            sink.number("skillId", skill.id);
        }
        if let Some(agent) = self.agent {
            sink.text("agentName", agent.name);
            sink.number("agentId", agent.id);
        }
        sink.time("startTime", self.start_time);
        sink.number("duration", self.duration_s);
        sink.time("lastUpdate", self.last_update);
        sink.number("chatTimeout", self.chat_timeout_s);
    }

    fn describe_visitor(&self, sink: &mut impl Sink) {
        if let Some(id) = self.visitor_id {
            sink.number("visitorId", id);
        }
        sink.text("agentTyping", self.agent_typing.as_str());
        sink.text("visitorTyping", self.visitor_typing.as_str());
        sink.text("visitorName", self.visitor_name);
        sink.number("rtSessionId", self.rt_session_id);
        if let Some(id) = self.participant_id {
            sink.text("participantId", id);
        }
    }

    /// What the chat request brought along and is only handed on.
    fn describe_origin(&self, sink: &mut impl Sink) {
        if let Some(id) = self.shark_visitor_id {
            sink.text("sharkVisitorId", id);
        }
        if let Some(id) = self.shark_session_id {
            sink.text("sharkSessionId", id);
        }
        if let Some(id) = self.shark_context_id {
            sink.late_text("sharkContextId", id);
        }
        if let Some(id) = self.engagement_id {
            sink.late_text("engagementId", id);
        }
        if let Some(id) = self.campaign_id {
            sink.late_text("campaignId", id);
        }
        if let Some(language) = self.language {
            sink.text("language", language);
        }
    }
}
