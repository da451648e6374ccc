//! What supervisors do, and what is written down of it (`docs/handover-api.md`, of a supervisor); the figures of the last
//! hour.

use super::Model;
use super::rows::{Seen, Stand, Wait};
use handover_desk::{
    Act, AgentId, Answer, AuditEntry, AuditNo, ChatKey, EndReason, LoginId, Refusal, Role, SessionId,
    SkillId, Span, SystemMessage, TextType, TransferTarget, Why,
};

/// How long one entry is enough for watching one chat.
const WATCHED: Span = Span::seconds(600);

/// Chats answered and abandoned in the last hour, minute by minute, and the wait of those answered.
pub(super) type Figures = (Vec<u32>, Vec<u32>, u64);

impl Model {
    /// What only a supervisor may ask.
    pub(super) fn by_supervisor(
        &mut self,
        session: SessionId,
        act: impl FnOnce(&mut Self, AgentId) -> Result<Answer, Refusal>,
    ) -> Result<Answer, Refusal> {
        self.by_device(session, |model, agent| {
            let role = model.agent(agent).map(|row| row.profile.role);
            if !matches!(role, Some(Role::Supervisor | Role::Admin)) {
                return Err(Refusal::NotSupervisor);
            }
            act(model, agent)
        })
    }

    pub(super) fn note(&mut self, agent: AgentId, act: Act, chat: Option<ChatKey>, subject: Option<AgentId>) {
        let no = AuditNo(self.audit.len() as u64 + 1);
        let entry = AuditEntry { no, at: self.now, agent, act, chat, subject, erased: None, link: None };
        self.audit.push(entry.behind(self.audit.last()));
    }

    /// Who has the chat or had it when it ended, or at whom it rings.
    fn subject(&self, chat: usize) -> Option<AgentId> {
        match &self.chats[chat].stand {
            Stand::Waiting(_) => None,
            Stand::Ringing(_, ring) => Some(ring.agent),
            Stand::With(agent) => Some(*agent),
            Stand::Over { agent, .. } => *agent,
        }
    }

    pub(super) fn watch(&mut self, key: &ChatKey, supervisor: AgentId) -> Result<Answer, Refusal> {
        let chat = self.find(key)?;
        let lately = self.audit.iter().filter(|entry| self.now.since(entry.at) < WATCHED.0);
        let mut watched = lately.filter(|entry| entry.act == Act::Watch && entry.agent == supervisor);
        if !watched.any(|entry| entry.chat == Some(*key)) {
            self.note(supervisor, Act::Watch, Some(*key), self.subject(chat));
        }
        Ok(Answer::Done)
    }

    pub(super) fn whisper(
        &mut self,
        key: &ChatKey,
        supervisor: AgentId,
        text: &str,
    ) -> Result<Answer, Refusal> {
        let chat = self.find(key)?;
        if self.chats[chat].holder().is_none() {
            return Err(Refusal::NotInChat);
        }
        if text.chars().all(char::is_whitespace) {
            return Err(Refusal::Empty { member: "text" });
        }
        self.check_line(chat, "text", text, &TextType::Plain)?;
        self.note(supervisor, Act::Whisper, Some(*key), self.subject(chat));
        let text_type = TextType::Plain;
        Ok(self.write(chat, Seen::Agent { id: supervisor, text: text.into(), text_type, private: true }))
    }

    /// From an agent it comes as a transfer does, but without ringing.
    pub(super) fn take_over(&mut self, key: &ChatKey, supervisor: AgentId) -> Result<Answer, Refusal> {
        let chat = self.find(key)?;
        if self.chats[chat].is_over() {
            return Err(Refusal::ChatEnded);
        }
        if self.chats[chat].holder() == Some(supervisor) {
            return Err(Refusal::OwnChat);
        }
        self.note(supervisor, Act::TakeOver, Some(*key), self.subject(chat));
        if let Some(holder) = self.chats[chat].holder() {
            self.tell_transfer(chat, holder, TransferTarget::Agent(supervisor));
            if !self.settings().silent_transfer {
                self.chats[chat].events.push(Seen::Waiting);
            }
            self.leaves(chat, Wait { returned: true, ..Wait::default() });
            self.busy(holder);
        }
        if let Some(ring) = self.chats[chat].ring().copied() {
            self.busy(ring.agent);
        }
        self.takes(chat, supervisor, Some(Why::TakenOver));
        self.settle();
        Ok(Answer::Done)
    }

    pub(super) fn end_any_chat(&mut self, key: &ChatKey, supervisor: AgentId) -> Result<Answer, Refusal> {
        let chat = self.find(key)?;
        if self.chats[chat].is_over() {
            return Err(Refusal::ChatEnded);
        }
        self.note(supervisor, Act::EndChat, Some(*key), self.subject(chat));
        let with_agent = self.chats[chat].holder().is_some();
        self.say(chat, if with_agent { SystemMessage::AgentEnded } else { SystemMessage::Disconnected });
        self.finish(chat, EndReason::Supervisor);
        let answer = self.last_event(chat);
        self.settle();
        Ok(answer)
    }

    pub(super) fn sign_out_agent(&mut self, agent: AgentId, supervisor: AgentId) -> Result<Answer, Refusal> {
        if self.agent(agent).is_none() {
            return Err(Refusal::UnknownAgent { member: "agent" });
        }
        let own = self.logins.iter().filter(|row| row.agent == agent);
        let logins: Vec<LoginId> = own.map(|row| row.id).collect();
        if logins.is_empty() {
            return Err(Refusal::NotSignedIn { member: "agent" });
        }
        self.note(supervisor, Act::SignOut, None, Some(agent));
        for login in logins {
            self.login_ends(login);
        }
        Ok(Answer::Done)
    }

    /// What happened to chats of a skill in the 60 minutes of which this one is the last.
    #[must_use]
    pub fn figures(&self, skill: Option<SkillId>) -> Figures {
        let (mut answered, mut abandoned, mut waits) = (vec![0; 60], vec![0; 60], 0);
        for row in self.waits.iter().filter(|row| row.skill == skill) {
            let age = self.now.0 / 60_000 - row.at.0 / 60_000;
            let Ok(age) = usize::try_from(age) else { continue };
            let Some(place) = 59_usize.checked_sub(age) else { continue };
            match row.accepted_after {
                Some(wait_ms) => {
                    answered[place] += 1;
                    waits += wait_ms;
                }
                None => abandoned[place] += 1,
            }
        }
        (answered, abandoned, waits)
    }
}
