//! Deciding what supervisors do with the chats and the logins of others (`docs/handover-api.md`, of a supervisor). Each
//! deed has an entry in the audit log, in the same decision.

use super::Step;
use crate::texts::Names;
use crate::{
    Act, AgentId, Answer, AuditEntry, AuditedErasure, Author, Chat, ChatKey, EndReason, Fact, LoginId,
    NewLine, OfferEnd, OfferEnded, Refusal, Role, SessionEndReason, SessionId, SystemMessage, Visibility,
    Why,
};
use alloc::boxed::Box;
use alloc::vec::Vec;

/// What a supervisor wants to do.
pub(super) enum Deed {
    Watch(ChatKey),
    Whisper(ChatKey, Box<str>),
    TakeOver(ChatKey),
    End(ChatKey),
    SignOut(AgentId),
    RemoveFactor(AgentId),
    Unlock(Option<AgentId>),
}

impl Deed {
    /// Whether somebody of this role may do it.
    fn check(&self, role: Option<Role>) -> Result<(), Refusal> {
        match self {
            Self::Watch(_) | Self::Whisper(..) | Self::TakeOver(_) | Self::End(_) | Self::SignOut(_) => {
                role.filter(|role| role.supervises()).map(|_| ()).ok_or(Refusal::NotSupervisor)
            }
            Self::RemoveFactor(_) | Self::Unlock(_) => {
                role.filter(|role| *role == Role::Admin).map(|_| ()).ok_or(Refusal::NotAdmin)
            }
        }
    }
}

impl Step<'_> {
    /// Does what a supervisor wants. Nobody else learns anything of the chat or agent in question.
    pub(super) fn supervise(&mut self, session: SessionId, deed: Deed) -> Result<Answer, Refusal> {
        self.with_session(session, |step, session| {
            let id = session.agent;
            let role = step.desk.agent(id).map(|agent| agent.profile.role);
            deed.check(role)?;
            match deed {
                Deed::Watch(chat) => step.watch(&chat, id),
                Deed::Whisper(chat, text) => step.whisper(&chat, id, text),
                Deed::TakeOver(chat) => step.take_over(&chat, id),
                Deed::End(chat) => step.end_any_chat(&chat, id),
                Deed::SignOut(agent) => step.sign_out_agent(agent, id),
                Deed::RemoveFactor(agent) => step.remove_factor_of(agent, id),
                Deed::Unlock(agent) => step.note_unlock(agent, id),
            }
        })
    }

    pub(super) fn audit(
        &mut self,
        agent: AgentId,
        act: Act,
        chat: Option<ChatKey>,
        subject: Option<AgentId>,
    ) {
        self.audit_with(agent, act, chat, subject, None);
    }

    pub(super) fn audit_with(
        &mut self,
        agent: AgentId,
        act: Act,
        chat: Option<ChatKey>,
        subject: Option<AgentId>,
        erased: Option<AuditedErasure>,
    ) {
        let no = self.desk.state.next_audit;
        let entry = AuditEntry { no, at: self.now, agent, act, chat, subject, erased, link: None };
        let before = self.desk.state.audit.last_key_value().map(|(_, before)| before);
        self.emit(Fact::Audited(entry.behind(before)));
    }

    /// Watching goes on: one entry is enough for a while.
    fn watch(&mut self, key: &ChatKey, supervisor: AgentId) -> Result<Answer, Refusal> {
        let subject = subject_of(self.chat(key)?);
        if !self.desk.is_watch_noted(supervisor, key, self.now) {
            self.audit(supervisor, Act::Watch, Some(*key), subject);
        }
        Ok(Answer::Done)
    }

    /// A private line, which the agent of the chat reads and the visitor never does.
    fn whisper(&mut self, key: &ChatKey, supervisor: AgentId, text: Box<str>) -> Result<Answer, Refusal> {
        let chat = self.chat(key)?;
        let (no, subject) = (chat.no(), subject_of(chat));
        if chat.assigned_to().is_none() {
            return Err(Refusal::NotInChat);
        }
        if text.trim().is_empty() {
            return Err(Refusal::Empty { member: "text" });
        }
        let line = NewLine { visibility: Visibility::AgentsOnly, ..NewLine::plain(text) };
        self.check_line(chat, "text", &line)?;
        let agent = self.desk.agent(supervisor).ok_or(Refusal::AgentNotFound)?;
        let author = Author::Agent { id: supervisor, nickname: agent.profile.nickname.clone() };
        self.audit(supervisor, Act::Whisper, Some(*key), subject);
        Ok(self.write(no, author, line))
    }

    /// The chat is the supervisor's, slots regardless. One that was in conversation says so as a transfer to an agent in
    /// person does.
    fn take_over(&mut self, key: &ChatKey, supervisor: AgentId) -> Result<Answer, Refusal> {
        let chat = self.chat(key)?;
        if chat.is_ended() {
            return Err(Refusal::ChatEnded);
        }
        let (no, skill, subject) = (chat.no(), chat.skill, subject_of(chat));
        let (holder, offered_to) = (chat.assigned_to(), chat.offer().map(|offer| offer.agent));
        if holder == Some(supervisor) {
            return Err(Refusal::OwnChat);
        }
        let target = self.desk.agent(supervisor).ok_or(Refusal::AgentNotFound)?.profile.nickname.clone();
        self.audit(supervisor, Act::TakeOver, Some(*key), subject);
        if let Some(holder) = holder {
            let name = self.agent_name(no);
            self.say(no, SystemMessage::ToAgent, Names { agent: &name, target: &target, ..Names::default() });
            self.hand_on(no, holder, skill, None, None);
        }
        if let Some(agent) = offered_to {
            let end = OfferEnd::Withdrawn;
            self.emit(Fact::OfferEnded(OfferEnded { chat: no, agent, end, at: self.now }));
        }
        self.assign(no, supervisor, Some(Why::TakenOver));
        self.fill(holder.or(offered_to).as_slice());
        Ok(Answer::Done)
    }

    /// The visitor reads that the agent has ended the chat, or that it was disconnected where no agent had it.
    fn end_any_chat(&mut self, key: &ChatKey, supervisor: AgentId) -> Result<Answer, Refusal> {
        let chat = self.chat(key)?;
        if chat.is_ended() {
            return Err(Refusal::ChatEnded);
        }
        let (no, is_assigned, subject) = (chat.no(), chat.assigned_to().is_some(), subject_of(chat));
        self.audit(supervisor, Act::EndChat, Some(*key), subject);
        self.say_plain(no, if is_assigned { SystemMessage::AgentEnded } else { SystemMessage::Disconnected });
        Ok(self.finish_chat(no, EndReason::Supervisor))
    }

    fn sign_out_agent(&mut self, agent: AgentId, supervisor: AgentId) -> Result<Answer, Refusal> {
        self.desk.agent(agent).ok_or(Refusal::UnknownAgent { member: "agent" })?;
        let own = self.desk.state.logins.iter().filter(|(_, login)| login.agent == agent);
        let logins: Vec<LoginId> = own.map(|(id, _)| *id).collect();
        if logins.is_empty() {
            return Err(Refusal::NotSignedIn { member: "agent" });
        }
        self.audit(supervisor, Act::SignOut, None, Some(agent));
        for login in logins {
            self.finish_login(login, SessionEndReason::LoginOver);
        }
        Ok(Answer::Done)
    }
}

/// To whom something is done that is done to a chat: who has it or had it when it ended, or at whom it rings.
fn subject_of(chat: &Chat) -> Option<AgentId> {
    chat.agent.or(chat.offer().map(|offer| offer.agent))
}
