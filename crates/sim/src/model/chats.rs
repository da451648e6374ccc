//! Chats: request, accept, lines, name, end, archive (design §4; protocol file 40 §4).

use super::Model;
use super::rows::{AgentRow, ChatRow, PreviousRow, Seen, Stand, Wait, WaitRow, Work};
use handover_desk::{
    AgentId, Answer, Availability, ChatKey, ChatNo, ChatRequest, EndReason, EventId, NewLine, NobodyOnline,
    Refusal, SurveyKind, SystemMessage, TextType, Visibility, Why, Writer, limits,
};
use std::sync::Arc;

impl Model {
    /// `waiting`, line 4, pre-chat lines, the offer, and line 2 when there is none.
    pub(super) fn start_chat(&mut self, request: &ChatRequest) -> Result<Answer, Refusal> {
        self.check_request(request)?;
        if let Some(visitor) = request.visitor {
            let open = self.chats.iter().position(|chat| chat.visitor == visitor && !chat.is_over());
            if let Some(open) = open {
                self.disconnect(open, EndReason::Replaced);
                self.settle();
            }
        }
        let key = ChatKey::new(ChatNo(self.next_chat), request.seed);
        self.next_chat += 1;
        let timeout = request.timeout.unwrap_or(self.settings().visitor_timeout);
        self.chats.push(ChatRow {
            key,
            visitor: request.visitor.unwrap_or(request.fresh_visitor),
            visitor_name: request.visitor_name.clone(),
            details: (*request.details).clone(),
            exit_survey: None,
            agent_survey: None,
            wish: None,
            transcripts_mailed: 0,
            draft: None,
            agent_read: None,
            visitor_read: None,
            why: None,
            skill: request.skill,
            requested_at: self.now,
            priority: request.priority,
            timeout,
            stand: Stand::Waiting(Wait { wanted: request.agent, ..Wait::default() }),
            events: vec![Seen::Waiting],
            heard_at: self.now,
            look_at: self.now.after(timeout),
        });
        let chat = self.find(&key)?;
        self.say(chat, SystemMessage::Routing);
        let private = !self.settings().show_pre_chat_lines;
        let lines = request.pre_chat_lines.iter().cloned();
        self.chats[chat].events.extend(lines.map(|text| Seen::System { number: 0, text, private }));
        self.settle();
        if self.chats[chat].ring().is_none() {
            self.say(chat, SystemMessage::Busy);
        }
        Ok(Answer::ChatStarted(key))
    }

    fn check_request(&self, request: &ChatRequest) -> Result<(), Refusal> {
        if let Some(skill) = request.skill
            && !self.skills.iter().any(|row| row.id == skill)
        {
            return Err(Refusal::UnknownSkill { member: "request.skill" });
        }
        if let Some(timeout) = request.timeout
            && !(1..=86_400).contains(&timeout.as_seconds())
        {
            let member = "request.interactionTimeout";
            return Err(Refusal::OutOfRange { member, min: 1, max: 86_400 });
        }
        if request.visitor_name.as_ref().is_some_and(|name| name.len() > limits::NAME_BYTES) {
            return Err(Refusal::TooLong { member: "request.visitorName", limit: limits::NAME_BYTES });
        }
        if request.pre_chat_lines.len() > limits::PRE_CHAT_LINES {
            let member = "request.preChatLines";
            return Err(Refusal::TooMany { member, limit: limits::PRE_CHAT_LINES });
        }
        let limit = self.settings().line_bytes;
        if request.pre_chat_lines.iter().any(|line| line.len() > limit) {
            return Err(Refusal::TooLong { member: "request.preChatLines.line", limit });
        }
        if let Some(answers) = &request.details.survey {
            self.check_survey(SurveyKind::PreChat, answers)?;
        }
        if request.details.participant.is_some_and(|id| self.participant(id).is_none()) {
            return Err(Refusal::ParticipantUnknown);
        }
        let takes = |row: &AgentRow| {
            let online = |work: &Work| work.present && work.availability == Availability::Online;
            let skilled = request.skill.is_none_or(|skill| row.profile.skills.contains(&skill));
            row.work.as_ref().is_some_and(online) && skilled
        };
        let nobody = !self.agents.iter().any(takes);
        let refused = nobody && self.settings().nobody_online == NobodyOnline::Refuse;
        if refused { Err(Refusal::NobodyOnline) } else { Ok(()) }
    }

    /// The offer that rings longest and has not run out becomes the agent's chat: `chatting`, line 3.
    pub(super) fn accept(&mut self, agent: AgentId) -> Result<Answer, Refusal> {
        let offers = self.offers_of(agent);
        let chats = offers.into_iter().filter_map(|no| self.find_no(no));
        let mut live =
            chats.filter(|chat| self.chats[*chat].ring().is_some_and(|ring| ring.until > self.now));
        let chat = live.next().ok_or(Refusal::NothingOffered)?;
        let why = self.chats[chat].ring().map(|ring| ring.why);
        self.takes(chat, agent, why);
        Ok(Answer::Accepted(self.chats[chat].key))
    }

    /// A waiting chat becomes the agent's, who has read nothing of it.
    pub(super) fn takes(&mut self, chat: usize, agent: AgentId, why: Option<Why>) {
        self.first_wait_is_over(chat, true);
        let row = &mut self.chats[chat];
        row.stand = Stand::With(agent);
        row.why = why;
        row.agent_read = None;
        row.events.push(Seen::Chatting);
        self.say(chat, SystemMessage::Accepted);
        self.busy(agent);
        let visitor = self.chats[chat].visitor;
        self.previous.retain(|row| row.visitor != visitor);
        self.previous.push(PreviousRow { visitor, agent, at: self.now });
    }

    /// Notes how a chat that nobody has accepted so far waits no longer.
    fn first_wait_is_over(&mut self, chat: usize, accepted: bool) {
        let row = &self.chats[chat];
        if row.wait().is_some_and(|wait| !wait.returned) {
            let accepted_after = accepted.then(|| self.now.since(row.requested_at));
            self.waits.push(WaitRow { at: self.now, skill: row.skill, accepted_after });
        }
    }

    /// The chat, when the agent has it. Who may only read it is told its state; anyone else, that there is none.
    pub(super) fn own_chat(&self, key: &ChatKey, agent: AgentId) -> Result<usize, Refusal> {
        let chat = self.find(key)?;
        if self.chats[chat].holder() == Some(agent) {
            Ok(chat)
        } else if self.chats[chat].reader() == Some(agent) {
            Err(Refusal::NotInChat)
        } else {
            Err(Refusal::ChatNotFound)
        }
    }

    pub(super) fn add_line(
        &mut self,
        key: &ChatKey,
        writer: Writer,
        line: &NewLine,
    ) -> Result<Answer, Refusal> {
        match writer {
            Writer::Visitor => {
                let chat = self.find(key)?;
                let row = &self.chats[chat];
                let early = row.wait().is_some() && self.settings().early_lines;
                if row.holder().is_none() && !early {
                    return Err(Refusal::NotInChat);
                }
                self.check_line(chat, "event.text", &line.text, &TextType::Plain)?;
                let seen = Seen::Visitor { name: row.visitor_name.clone(), text: line.text.clone() };
                Ok(self.write(chat, seen))
            }
            Writer::Agent(session) => self.by_device(session, |model, agent| {
                let chat = model.own_chat(key, agent)?;
                model.check_line(chat, "event.text", &line.text, &line.text_type)?;
                let private = line.visibility == Visibility::AgentsOnly;
                let (text, text_type) = (line.text.clone(), line.text_type.clone());
                let row = &mut model.chats[chat];
                row.draft = row.draft.take().filter(|(draft, _, _)| draft.trim() != line.text.trim());
                Ok(model.write(chat, Seen::Agent { id: agent, text, text_type, private }))
            }),
        }
    }

    pub(super) fn check_line(
        &self,
        chat: usize,
        member: &'static str,
        text: &str,
        text_type: &TextType,
    ) -> Result<(), Refusal> {
        let limit = self.settings().line_bytes;
        if text.len() > limit {
            return Err(Refusal::TooLong { member, limit });
        }
        if matches!(text_type, TextType::RichContent(json) if json.len() > limit) {
            return Err(Refusal::TooLong { member: "event.json", limit });
        }
        let limit = self.settings().events_per_chat;
        if self.chats[chat].events.len() >= limit { Err(Refusal::ChatFull { limit }) } else { Ok(()) }
    }

    pub(super) fn write(&mut self, chat: usize, seen: Seen) -> Answer {
        self.chats[chat].events.push(seen);
        self.last_event(chat)
    }

    pub(super) fn last_event(&self, chat: usize) -> Answer {
        let row = &self.chats[chat];
        let last = u32::try_from(row.events.len()).unwrap_or(u32::MAX).saturating_sub(1);
        Answer::EventAdded { chat: row.no(), event: EventId(last) }
    }

    /// An agent's end is told with line 5, a visitor's only by the state.
    pub(super) fn end_chat(&mut self, key: &ChatKey, writer: Writer) -> Result<Answer, Refusal> {
        match writer {
            Writer::Visitor => {
                let chat = self.find(key)?;
                if self.chats[chat].is_over() {
                    return Err(Refusal::ChatEnded);
                }
                self.finish(chat, EndReason::Visitor);
                let answer = self.last_event(chat);
                self.settle();
                Ok(answer)
            }
            Writer::Agent(session) => self.by_device(session, |model, agent| {
                let chat = model.find(key)?;
                if model.chats[chat].is_over() && model.chats[chat].reader() == Some(agent) {
                    return Err(Refusal::ChatEnded);
                }
                let chat = model.own_chat(key, agent)?;
                model.say(chat, SystemMessage::AgentEnded);
                model.finish(chat, EndReason::Agent);
                Ok(model.last_event(chat))
            }),
        }
    }

    /// Line 6, then the end.
    pub(super) fn disconnect(&mut self, chat: usize, reason: EndReason) {
        self.say(chat, SystemMessage::Disconnected);
        self.finish(chat, reason);
    }

    pub(super) fn finish(&mut self, chat: usize, reason: EndReason) {
        self.first_wait_is_over(chat, false);
        let agent = self.chats[chat].holder();
        self.no_longer_inherited(chat);
        let rang_at = self.chats[chat].ring().map(|ring| ring.agent);
        let look_at = self.now.after(self.settings().ended_chat_kept);
        let row = &mut self.chats[chat];
        row.draft = None;
        row.events.push(Seen::Ended);
        row.stand = Stand::Over { reason, agent, archiving: false };
        row.heard_at = self.now;
        row.look_at = look_at;
        for agent in agent.into_iter().chain(rang_at) {
            self.busy(agent);
        }
        self.mail_transcript(chat);
    }

    /// The chat leaves its agent: it waits again, and no device has it from before any longer.
    pub(super) fn leaves(&mut self, chat: usize, wait: Wait) {
        self.no_longer_inherited(chat);
        let row = &mut self.chats[chat];
        row.draft = None;
        row.why = None;
        row.stand = Stand::Waiting(wait);
    }

    fn no_longer_inherited(&mut self, chat: usize) {
        let no = self.chats[chat].no();
        self.sessions.iter_mut().for_each(|row| row.inherited.retain(|inherited| *inherited != no));
    }

    pub(super) fn name_visitor(&mut self, key: &ChatKey, name: &Arc<str>) -> Result<Answer, Refusal> {
        let chat = self.find(key)?;
        if self.chats[chat].is_over() {
            return Err(Refusal::ChatEnded);
        }
        if name.trim().is_empty() {
            return Err(Refusal::Empty { member: "visitorName" });
        }
        if name.len() > limits::NAME_BYTES {
            return Err(Refusal::TooLong { member: "visitorName", limit: limits::NAME_BYTES });
        }
        self.chats[chat].visitor_name = Some(name.clone());
        Ok(Answer::Done)
    }

    /// Only ended chats whose document was asked for go.
    pub(super) fn archived(&mut self, chats: &[ChatNo]) -> Answer {
        self.chats.retain(|chat| {
            let asked_for = matches!(chat.stand, Stand::Over { archiving: true, .. });
            !(asked_for && chats.contains(&chat.no()))
        });
        Answer::Done
    }
}
