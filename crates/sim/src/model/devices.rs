//! Logins, devices, availability, and what becomes of offers and chats when an agent stops or leaves (design §4:
//! devices, offer, requeue or disconnect).

use super::Model;
use super::rows::{LoginRow, Seen, SessionRow, Stand, Wait, Work};
use handover_desk::{
    AgentId, Answer, Availability, Continuity, EndReason, LastAgentLeft, LoginId, Refusal, SessionId,
    SkillId, SystemMessage, TimeStep, Timestamp, Why,
};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Devices of one agent at once.
const DEVICES: usize = 8;
/// Logins of one agent at once.
const LOGINS: usize = 64;

impl Model {
    pub(super) fn start_login(&mut self, agent: AgentId, step: Option<TimeStep>) -> Result<Answer, Refusal> {
        let row = self.agent(agent).filter(|row| row.profile.enabled);
        row.ok_or(Refusal::AgentNotFound)?;
        self.use_code(agent, step)?;
        let id = LoginId(self.next_login);
        self.next_login += 1;
        let expires_at = self.now.after(self.settings().login);
        let own = self.logins.iter().filter(|row| row.agent == agent);
        let mut older: Vec<_> = own.map(|row| (row.expires_at, row.id)).collect();
        older.sort_unstable();
        self.logins.push(LoginRow { id, agent, expires_at });
        for (_, oldest) in older.iter().take((older.len() + 1).saturating_sub(LOGINS)) {
            self.login_ends(*oldest);
        }
        Ok(Answer::LoginStarted(id))
    }

    pub(super) fn extend_login(&mut self, id: LoginId) -> Result<Answer, Refusal> {
        self.login(id)?;
        let expires_at = self.now.after(self.settings().login);
        self.logins.iter_mut().filter(|row| row.id == id).for_each(|row| row.expires_at = expires_at);
        Ok(Answer::Done)
    }

    pub(super) fn end_login(&mut self, id: LoginId) -> Result<Answer, Refusal> {
        self.login(id)?;
        self.login_ends(id);
        Ok(Answer::Done)
    }

    /// The login's end is the end of the devices that came with it.
    pub(super) fn login_ends(&mut self, id: LoginId) {
        let with_it = self.sessions.iter().filter(|row| row.login == id);
        let ids: Vec<SessionId> = with_it.map(|row| row.id).collect();
        for session in ids {
            self.device_goes(session);
        }
        self.logins.retain(|row| row.id != id);
    }

    pub(super) fn start_session(
        &mut self,
        login: LoginId,
        heard: &BTreeMap<SessionId, Timestamp>,
    ) -> Result<Answer, Refusal> {
        let agent = self.login(login)?.agent;
        let id = SessionId(self.next_session);
        self.next_session += 1;
        let own = self.sessions.iter().filter(|row| row.agent == agent);
        let last_call =
            |row: &SessionRow| heard.get(&row.id).map_or(row.heard_at, |at| row.heard_at.max(*at));
        let mut older: Vec<_> = own.map(|row| (last_call(row), row.id)).collect();
        older.sort_unstable();
        let too_many = match self.settings().continuity {
            Continuity::Takeover => older.len(),
            Continuity::Shared => (older.len() + 1).saturating_sub(DEVICES),
        };
        let look_at = self.now.after(self.settings().agent_session_timeout);
        let inherited = self.chats_of(agent);
        self.sessions.push(SessionRow {
            id,
            agent,
            login,
            heard_at: self.now,
            look_at,
            inherited,
            name: None,
        });
        self.sessions.retain(|row| !older.iter().take(too_many).any(|(_, old)| *old == row.id));
        self.agent_is_here(agent);
        self.settle();
        Ok(Answer::SessionStarted(id))
    }

    /// A first device brings the agent to work; any device makes the agent present.
    fn agent_is_here(&mut self, agent: AgentId) {
        let look_at = self.now.after(self.settings().agent_presence);
        if let Some(work) = self.work_mut(agent) {
            work.present = true;
            work.look_at = look_at;
            return;
        }
        let availability = self.settings().initial_availability;
        let work = Work { availability, reason_id: None, present: true, look_at };
        self.agents
            .iter_mut()
            .filter(|row| row.profile.id == agent)
            .for_each(|row| row.work = Some(work.clone()));
        self.busy(agent);
    }

    pub(super) fn end_session(&mut self, id: SessionId) -> Result<Answer, Refusal> {
        if !self.sessions.iter().any(|row| row.id == id) {
            return Err(Refusal::SessionNotFound);
        }
        self.device_goes(id);
        Ok(Answer::Done)
    }

    /// While another device is there nothing happens; with the last one the agent leaves.
    pub(super) fn device_goes(&mut self, id: SessionId) {
        let Some(agent) = self.sessions.iter().find(|row| row.id == id).map(|row| row.agent) else { return };
        self.sessions.retain(|row| row.id != id);
        if self.sessions.iter().any(|row| row.agent == agent) {
            return;
        }
        self.agents.iter_mut().filter(|row| row.profile.id == agent).for_each(|row| row.work = None);
        self.stop_ringing_at(agent, false);
        for no in self.chats_of(agent) {
            let Some(chat) = self.find_no(no) else { continue };
            if self.is_worth_waiting(self.chats[chat].skill, agent) {
                self.say(chat, SystemMessage::Requeued);
                self.chats[chat].events.push(Seen::Waiting);
                self.leaves(chat, Wait { returned: true, ..Wait::default() });
                self.busy(agent);
            } else {
                self.disconnect(chat, EndReason::NobodyLeft);
            }
        }
        self.settle();
    }

    /// Whether any other agent with the skill is online or occupied, or the account lets chats wait in any case.
    pub(super) fn is_worth_waiting(&self, skill: Option<SkillId>, leaving: AgentId) -> bool {
        let another = self.agents.iter().any(|row| {
            let skilled = skill.is_none_or(|skill| row.profile.skills.contains(&skill));
            let here = row.work.as_ref().is_some_and(|work| work.availability != Availability::Away);
            row.profile.id != leaving && skilled && here
        });
        another || self.settings().last_agent_left == LastAgentLeft::Requeue
    }

    pub(super) fn set_availability(
        &mut self,
        agent: AgentId,
        availability: Availability,
        reason_id: Option<Arc<str>>,
    ) {
        let Some(work) = self.work_mut(agent) else { return };
        if work.availability == availability && work.reason_id == reason_id {
            return;
        }
        work.availability = availability;
        work.reason_id = reason_id;
        match availability {
            Availability::Online => {}
            Availability::Away => self.stop_ringing_at(agent, false),
            Availability::Occupied => self.stop_ringing_at(agent, true),
        }
        self.settle();
    }

    /// Takes back what rings at an agent, all or all but transfers to the agent in person.
    pub(super) fn stop_ringing_at(&mut self, agent: AgentId, keep_personal: bool) {
        for no in self.offers_of(agent) {
            let Some(chat) = self.find_no(no) else { continue };
            let personal = self.chats[chat].ring().is_some_and(|ring| ring.why == Why::Transferred);
            if !(personal && keep_personal) {
                self.stop_ringing(chat, false);
            }
        }
    }

    /// A chat rings no longer. A transfer in person falls to the queue of its skill, or ends when nobody is left.
    pub(super) fn stop_ringing(&mut self, chat: usize, missed: bool) {
        let Stand::Ringing(mut wait, ring) = self.chats[chat].stand.clone() else { return };
        if missed {
            wait.missed.retain(|(agent, _)| *agent != ring.agent);
            wait.missed.push((ring.agent, self.now));
        }
        self.chats[chat].stand = Stand::Waiting(wait);
        self.busy(ring.agent);
        if ring.why == Why::Transferred && !self.is_worth_waiting(self.chats[chat].skill, ring.agent) {
            self.disconnect(chat, EndReason::NobodyLeft);
        }
    }

    /// An offer was missed: the agent becomes away, which takes back the other offers as well.
    pub(super) fn miss(&mut self, chat: usize) {
        let Some(agent) = self.chats[chat].ring().map(|ring| ring.agent) else { return };
        self.stop_ringing(chat, true);
        if let Some(work) = self.work_mut(agent).filter(|work| work.availability != Availability::Away) {
            work.availability = Availability::Away;
            work.reason_id = None;
        }
        self.stop_ringing_at(agent, false);
        self.settle();
    }
}
