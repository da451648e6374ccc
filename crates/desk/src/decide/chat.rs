//! Deciding the start and the end of chats, and the visitor's name.

use super::mail::{VariableMembers, check_variables};
use super::{Step, check_count, check_length};
use crate::{
    AgentId, Answer, Chat, ChatEnded, ChatKey, ChatNo, ChatRequest, ChatStarted, EndReason, EventKind, Fact,
    NobodyOnline, OfferEnd, OfferEnded, Place, Rank, Refusal, SurveyKind, SystemMessage, VisitorDetails,
    VisitorNamed, Wait, Whom, Writer, limits,
};
use alloc::sync::Arc;
use core::cmp::Reverse;

impl Step<'_> {
    /// A visitor asks for a chat: `waiting`, line 4, pre-chat lines, and line 2 when nobody can take it at once.
    pub(super) fn start_chat(&mut self, request: ChatRequest) -> Result<Answer, Refusal> {
        self.check_request(&request)?;
        if let Some(open) = request.visitor.and_then(|visitor| self.desk.open_chats.get(&visitor)).copied() {
            self.disconnect(open, EndReason::Replaced);
        }
        let no = self.desk.state.next_chat;
        let key = ChatKey::new(no, request.seed);
        let timeout = request.timeout.unwrap_or(self.desk.settings().visitor_timeout);
        let forecast = self.desk.forecast(request.skill.map_or(Whom::Anyone, Whom::Skill));
        self.emit(Fact::ChatStarted(ChatStarted {
            key,
            visitor: request.visitor.unwrap_or(request.fresh_visitor),
            visitor_name: request.visitor_name,
            details: request.details.into(),
            skill: request.skill,
            wanted: request.agent,
            place: Place {
                rank: Rank::Fresh,
                priority: Reverse(request.priority),
                requested_at: self.now,
                no,
            },
            timeout,
            at: self.now,
            look_at: self.now.after(timeout),
            estimate_s: forecast.wait.estimate(),
        }));
        self.add_event(no, EventKind::Waiting);
        self.say_plain(no, SystemMessage::Routing);
        for line in request.pre_chat_lines {
            self.say_text(no, SystemMessage::PreChat, line);
        }
        let rings = self.offer_chat(no);
        debug_assert_eq!(rings, forecast.wait == Wait::Now, "the forecast contradicts the start of a chat");
        if !rings {
            self.say_plain(no, SystemMessage::Busy);
        }
        Ok(Answer::ChatStarted(key))
    }

    fn check_request(&self, request: &ChatRequest) -> Result<(), Refusal> {
        if self.desk.state.chats.len() >= limits::CHATS_PER_DESK {
            return Err(Refusal::DeskFull);
        }
        if request.skill.is_some_and(|skill| self.desk.skill(skill).is_none()) {
            return Err(Refusal::UnknownSkill { member: "request.skill" });
        }
        if let Some(timeout) = request.timeout {
            let seconds = timeout.as_seconds();
            if seconds == 0 || seconds > limits::INTERACTION_TIMEOUT_MAX_S {
                let max = limits::INTERACTION_TIMEOUT_MAX_S;
                return Err(Refusal::OutOfRange { member: "request.interactionTimeout", min: 1, max });
            }
        }
        if let Some(name) = &request.visitor_name {
            check_length("request.visitorName", name, limits::NAME_BYTES)?;
        }
        check_count("request.preChatLines", request.pre_chat_lines.len(), limits::PRE_CHAT_LINES)?;
        for line in &request.pre_chat_lines {
            check_length("request.preChatLines.line", line, self.desk.settings().line_bytes)?;
        }
        check_details("request", &request.details)?;
        if let Some(answers) = &request.details.survey {
            self.check_survey(SurveyKind::PreChat, answers)?;
        }
        if request.details.participant.is_some_and(|id| self.desk.participant(id, self.now).is_none()) {
            return Err(Refusal::ParticipantUnknown);
        }
        let refuses = self.desk.settings().nobody_online == NobodyOnline::Refuse;
        let whom = request.skill.map_or(Whom::Anyone, Whom::Skill);
        if refuses && self.desk.forecast(whom).online == 0 { Err(Refusal::NobodyOnline) } else { Ok(()) }
    }

    pub(super) fn end_chat_by(&mut self, key: &ChatKey, writer: Writer) -> Result<Answer, Refusal> {
        match writer {
            Writer::Visitor => {
                let chat = self.chat(key)?;
                if chat.is_ended() {
                    return Err(Refusal::ChatEnded);
                }
                let no = chat.no();
                Ok(self.finish_chat(no, EndReason::Visitor))
            }
            Writer::Agent(session) => self.with_session(session, |step, session| {
                let ended = step.chat(key)?.is_ended();
                let no = step.own_chat(key, session.agent).map_err(|refusal| {
                    if ended && refusal == Refusal::NotInChat { Refusal::ChatEnded } else { refusal }
                })?;
                step.say_plain(no, SystemMessage::AgentEnded);
                Ok(step.finish_chat(no, EndReason::Agent))
            }),
        }
    }

    /// The chat, if it is assigned to this agent. One that may only be read is refused by its state.
    pub(super) fn own_chat(&self, key: &ChatKey, agent: AgentId) -> Result<ChatNo, Refusal> {
        let chat = self.chat(key)?;
        if chat.assigned_to() == Some(agent) {
            Ok(chat.no())
        } else if chat.is_readable_by(agent) {
            Err(Refusal::NotInChat)
        } else {
            Err(Refusal::ChatNotFound)
        }
    }

    /// The state event, the end, and whatever the freed slot is good for.
    pub(super) fn finish_chat(&mut self, no: ChatNo, reason: EndReason) -> Answer {
        let chat = self.desk.chat(no);
        let offered_to = chat.and_then(Chat::offer).map(|offer| offer.agent);
        let freed = offered_to.or_else(|| chat.and_then(Chat::assigned_to));
        if let Some(agent) = offered_to {
            self.emit(Fact::OfferEnded(OfferEnded {
                chat: no,
                agent,
                end: OfferEnd::Withdrawn,
                at: self.now,
            }));
        }
        let event = self.add_event(no, EventKind::Ended);
        let look_at = self.now.after(self.desk.settings().ended_chat_kept);
        self.emit(Fact::ChatEnded(ChatEnded { chat: no, reason, at: self.now, look_at }));
        self.mail_transcript(no);
        self.fill(freed.as_slice());
        Answer::EventAdded { chat: no, event }
    }

    pub(super) fn name_visitor(&mut self, key: &ChatKey, name: Arc<str>) -> Result<Answer, Refusal> {
        let chat = self.chat(key)?;
        if chat.is_ended() {
            return Err(Refusal::ChatEnded);
        }
        if name.trim().is_empty() {
            return Err(Refusal::Empty { member: "visitorName" });
        }
        check_length("visitorName", &name, limits::NAME_BYTES)?;
        if chat.visitor_name.as_ref() != Some(&name) {
            let chat = chat.no();
            self.emit(Fact::VisitorNamed(VisitorNamed { chat, name }));
        }
        Ok(Answer::Done)
    }
}

/// The members of [`VisitorDetails`] as a chat request and an offline survey name them, in one order.
const DETAILS: [(&str, &str); 9] = [
    ("request.language", "survey.language"),
    ("request.LETagVisitorId", "survey.LETagVisitorId"),
    ("request.LETagSessionId", "survey.LETagSessionId"),
    ("request.LETagContextId", "survey.LETagContextId"),
    ("request.engagementId", "survey.engagementId"),
    ("request.campaignId", "survey.campaignId"),
    ("request.visitorIp", "survey.visitorIp"),
    ("request.chatReferrer", "survey.chatReferrer"),
    ("request.userAgent", "survey.userAgent"),
];

/// Custom variables as a chat request names them; an offline survey has none.
const VARIABLES: VariableMembers =
    ["request.customVariables", "request.customVariables.name", "request.customVariables.value"];

/// Checks the lengths of what came with a request of this root.
pub(super) fn check_details(root: &str, details: &VisitorDetails) -> Result<(), Refusal> {
    let texts = [
        &details.language,
        &details.shark_visitor_id,
        &details.shark_session_id,
        &details.shark_context_id,
        &details.engagement_id,
        &details.campaign_id,
        &details.ip,
        &details.referrer,
        &details.user_agent,
    ];
    for ((request, survey), text) in DETAILS.into_iter().zip(texts) {
        let member = if root == "survey" { survey } else { request };
        check_length(member, text.as_deref().unwrap_or_default(), limits::FIELD_BYTES)?;
    }
    if let Some(continues) = &details.continues {
        check_length("request.a2aSourceSiteId", &continues.account, limits::FIELD_BYTES)?;
        check_length("request.a2aSourceSessionId", &continues.session, limits::FIELD_BYTES)?;
        check_length("request.a2aEventId", &continues.event, limits::FIELD_BYTES)?;
    }
    check_variables(VARIABLES, &details.custom_variables)
}
