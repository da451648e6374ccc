//! Deciding logins (`docs/protocol/10-domain-login.md` parts 3-5).

use super::Step;
use crate::{
    AgentId, Answer, Digest, Fact, Login, LoginEnded, LoginExtended, LoginId, LoginStarted, Refusal,
    SessionEndReason, SessionId, TimeStep, limits,
};
use alloc::vec::Vec;

impl Step<'_> {
    pub(super) fn start_login(
        &mut self,
        agent: AgentId,
        bearer: Digest,
        cookie: Digest,
        csrf: Digest,
        step: Option<TimeStep>,
    ) -> Result<Answer, Refusal> {
        if !self.desk.agent(agent).is_some_and(|agent| agent.profile.enabled) {
            return Err(Refusal::AgentNotFound);
        }
        self.take_code(agent, step)?;
        let own = self.desk.state.logins.iter().filter(|(_, login)| login.agent == agent);
        let mut ages: Vec<_> = own.map(|(id, login)| (login.expires_at, *id)).collect();
        ages.sort_unstable();
        let surplus = ages.len().saturating_add(1).saturating_sub(limits::LOGINS_PER_AGENT);
        let id = self.desk.state.next_login;
        let expires_at = self.now.after(self.desk.settings().login);
        let login = Login { agent, bearer, cookie, csrf, expires_at };
        self.emit(Fact::LoginStarted(LoginStarted { id, login, at: self.now }));
        for (_, oldest) in ages.into_iter().take(surplus) {
            self.finish_login(oldest, SessionEndReason::Replaced);
        }
        Ok(Answer::LoginStarted(id))
    }

    pub(super) fn extend_login(&mut self, id: LoginId) -> Result<Answer, Refusal> {
        self.desk.login(id).ok_or(Refusal::LoginNotFound)?;
        let expires_at = self.now.after(self.desk.settings().login);
        self.emit(Fact::LoginExtended(LoginExtended { id, expires_at }));
        Ok(Answer::Done)
    }

    pub(super) fn end_login(&mut self, id: LoginId) -> Result<Answer, Refusal> {
        self.desk.login(id).ok_or(Refusal::LoginNotFound)?;
        self.finish_login(id, SessionEndReason::LoginOver);
        Ok(Answer::Done)
    }

    /// Ends a login and every session started with it.
    pub(super) fn finish_login(&mut self, id: LoginId, reason: SessionEndReason) {
        let own = self.desk.state.sessions.iter().filter(|(_, session)| session.login == id);
        let sessions: Vec<SessionId> = own.map(|(id, _)| *id).collect();
        for session in sessions {
            self.finish_session(session, reason);
        }
        self.emit(Fact::LoginEnded(LoginEnded { id, at: self.now }));
    }
}
