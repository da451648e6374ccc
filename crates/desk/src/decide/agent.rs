//! Deciding about devices and availability, and accepting.

use super::Step;
use crate::{
    AgentId, Answer, Availability, AvailabilitySet, ChatAssigned, ChatNo, Continuity, EventKind, Fact,
    LoginId, Refusal, Session, SessionEndReason, SessionId, SessionNamed, SessionStarted, SystemMessage,
    Timestamp, Why, limits,
};
use alloc::collections::BTreeMap;
use alloc::sync::Arc;
use alloc::vec::Vec;

impl Step<'_> {
    /// A device comes. One more device of an agent changes nothing for anyone, but for a setting or a limit that ends
    /// older ones; the newest is there before they go, so that the agent never leaves.
    pub(super) fn start_session(
        &mut self,
        login: LoginId,
        heard: &BTreeMap<SessionId, Timestamp>,
    ) -> Result<Answer, Refusal> {
        let agent_id = self.desk.login(login).ok_or(Refusal::LoginNotFound)?.agent;
        let agent = self.desk.agent(agent_id).ok_or(Refusal::AgentNotFound)?;
        let settings = self.desk.settings();
        let availability = agent.availability().unwrap_or(settings.initial_availability);
        let id = self.desk.state.next_session;
        let superfluous = self.superfluous_sessions(agent_id, heard);
        self.emit(Fact::SessionStarted(SessionStarted {
            id,
            agent: agent_id,
            login,
            availability,
            at: self.now,
            look_at: self.now.after(self.desk.settings().agent_session_timeout),
            presence_look_at: self.now.after(self.desk.settings().agent_presence),
        }));
        for old in superfluous {
            self.finish_session(old, SessionEndReason::Replaced);
        }
        self.fill(&[agent_id]);
        Ok(Answer::SessionStarted(id))
    }

    /// The sessions that one more would end: all in take-over, else those unheard for longest beyond the limit.
    fn superfluous_sessions(&self, agent: AgentId, heard: &BTreeMap<SessionId, Timestamp>) -> Vec<SessionId> {
        let on = self.desk.agent(agent).and_then(|agent| agent.on_duty());
        let ids = on.iter().flat_map(|on| &on.sessions);
        let last_call = |id: SessionId| {
            let known = self.desk.session(id)?.heard_at;
            Some((heard.get(&id).copied().unwrap_or(known).max(known), id))
        };
        let mut ages: Vec<_> = ids.filter_map(|id| last_call(*id)).collect();
        ages.sort_unstable();
        let surplus = match self.desk.settings().continuity {
            Continuity::Takeover => ages.len(),
            Continuity::Shared => ages.len().saturating_add(1).saturating_sub(limits::SESSIONS_PER_AGENT),
        };
        ages.into_iter().take(surplus).map(|(_, id)| id).collect()
    }

    pub(super) fn end_session(&mut self, id: SessionId) -> Result<Answer, Refusal> {
        self.desk.session(id).ok_or(Refusal::SessionNotFound)?;
        self.finish_session(id, SessionEndReason::Ended);
        Ok(Answer::Done)
    }

    pub(super) fn set_availability(
        &mut self,
        agent: AgentId,
        availability: Availability,
        reason_id: Option<Arc<str>>,
    ) {
        let on = self.desk.agent(agent).and_then(|agent| agent.on_duty());
        if on.is_none_or(|on| on.availability == availability && on.reason_id == reason_id) {
            return;
        }
        self.emit(Fact::AvailabilitySet(AvailabilitySet { agent, availability, reason_id, at: self.now }));
        match availability {
            Availability::Online => self.fill(&[agent]),
            Availability::Away => self.withdraw_offers(agent, false),
            Availability::Occupied => self.withdraw_offers(agent, true),
        }
    }

    /// The oldest offer becomes the agent's chat.
    pub(super) fn accept(&mut self, id: AgentId) -> Result<Answer, Refusal> {
        let agent = self.desk.agent(id).ok_or(Refusal::AgentNotFound)?;
        let chats = agent.offers.iter().filter_map(|no| self.desk.chat(*no));
        let mut live = chats.filter(|chat| chat.offer().is_some_and(|offer| offer.expires_at > self.now));
        let key = live.next().ok_or(Refusal::NothingOffered)?.key;
        let chat = key.chat();
        self.assign(chat, id, None);
        Ok(Answer::Accepted(key))
    }

    /// A waiting chat becomes an agent's. `why` is said where no offer says it.
    pub(super) fn assign(&mut self, chat: ChatNo, agent: AgentId, why: Option<Why>) {
        self.emit(Fact::ChatAssigned(ChatAssigned { chat, agent, at: self.now, why }));
        self.add_event(chat, EventKind::Chatting);
        self.say_plain(chat, SystemMessage::Accepted);
    }

    /// An agent gives one of the own devices a name.
    pub(super) fn name_device(
        &mut self,
        agent: AgentId,
        device: SessionId,
        name: Arc<str>,
    ) -> Result<Answer, Refusal> {
        let known = self.own_device(agent, device)?.name.clone();
        if name.trim().is_empty() {
            return Err(Refusal::Empty { member: "name" });
        }
        let limit = limits::DEVICE_NAME_CHARS;
        if name.chars().nth(limit).is_some() {
            return Err(Refusal::TooManyCharacters { member: "name", limit });
        }
        if known.as_ref() != Some(&name) {
            self.emit(Fact::SessionNamed(SessionNamed { id: device, name }));
        }
        Ok(Answer::Done)
    }

    /// An agent ends the login of one of the own devices, be it the one that asks.
    pub(super) fn sign_out_device(&mut self, agent: AgentId, device: SessionId) -> Result<Answer, Refusal> {
        let login = self.own_device(agent, device)?.login;
        self.finish_login(login, SessionEndReason::LoginOver);
        Ok(Answer::Done)
    }

    /// A device, if it is this agent's.
    fn own_device(&self, agent: AgentId, device: SessionId) -> Result<&Session, Refusal> {
        let own = self.desk.session(device).filter(|session| session.agent == agent);
        own.ok_or(Refusal::SessionNotFound)
    }
}
