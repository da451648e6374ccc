//! Second factors: whose code is taken, and what an admin does about them.

use super::Model;
use super::rows::AgentRow;
use handover_desk::{Act, AgentId, Answer, FactorSecret, Refusal, Role, SessionId, TimeStep};

impl Model {
    fn agent_row(&mut self, agent: AgentId) -> Option<&mut AgentRow> {
        self.agents.iter_mut().find(|row| row.profile.id == agent)
    }

    /// An agent with a factor needs the code of a later step than all before; it is used up.
    pub(super) fn use_code(&mut self, agent: AgentId, step: Option<TimeStep>) -> Result<(), Refusal> {
        let row = self.agent_row(agent);
        match (row.and_then(|row| row.factor.as_mut()), step) {
            (None, _) => Ok(()),
            (Some(_), None) => Err(Refusal::CodeNeeded),
            (Some((_, used)), Some(step)) if step.0 <= used.0 => Err(Refusal::CodeUsed),
            (Some((_, used)), Some(step)) => {
                *used = step;
                Ok(())
            }
        }
    }

    pub(super) fn set_factor(
        &mut self,
        agent: AgentId,
        secret: &FactorSecret,
        step: TimeStep,
    ) -> Result<Answer, Refusal> {
        let row = self.agent_row(agent).ok_or(Refusal::AgentNotFound)?;
        if row.factor.is_some() {
            return Err(Refusal::FactorSet);
        }
        row.factor = Some((secret.clone(), step));
        Ok(Answer::Done)
    }

    pub(super) fn drop_factor(&mut self, agent: AgentId, step: TimeStep) -> Result<Answer, Refusal> {
        self.use_code(agent, Some(step))?;
        self.remove_factor(agent)
    }

    pub(super) fn remove_factor(&mut self, agent: AgentId) -> Result<Answer, Refusal> {
        let row = self.agent_row(agent).ok_or(Refusal::UnknownAgent { member: "agent" })?;
        row.factor.take().map(|_| Answer::Done).ok_or(Refusal::NoFactor)
    }

    pub(super) fn remove_factor_of(&mut self, agent: AgentId, admin: AgentId) -> Result<Answer, Refusal> {
        let answer = self.remove_factor(agent)?;
        self.note(admin, Act::RemoveFactor, None, Some(agent));
        Ok(answer)
    }

    pub(super) fn note_unlock(&mut self, agent: Option<AgentId>, admin: AgentId) -> Result<Answer, Refusal> {
        if let Some(agent) = agent {
            self.agent(agent).ok_or(Refusal::UnknownAgent { member: "agent" })?;
        }
        self.note(admin, Act::Unlock, None, agent);
        Ok(Answer::Done)
    }

    /// What only an admin may ask.
    pub(super) fn by_admin(
        &mut self,
        session: SessionId,
        act: impl FnOnce(&mut Self, AgentId) -> Result<Answer, Refusal>,
    ) -> Result<Answer, Refusal> {
        self.by_device(session, |model, agent| {
            let role = model.agent(agent).map(|row| row.profile.role);
            if role == Some(Role::Admin) { act(model, agent) } else { Err(Refusal::NotAdmin) }
        })
    }
}
