//! Deciding second factors: which code is taken, and whose factor is set or goes (`docs/handover-api.md`, second factor).

use super::Step;
use crate::{
    Act, AgentId, Answer, CodeUsed, Fact, FactorSecret, Refusal, SecondFactor, SecondFactorRemoved,
    SecondFactorSet, TimeStep,
};

impl Step<'_> {
    /// Takes the code of a step from an agent who has a factor; who has none needs no code.
    pub(super) fn take_code(&mut self, agent: AgentId, step: Option<TimeStep>) -> Result<(), Refusal> {
        let Some(factor) = self.desk.agent(agent).and_then(|agent| agent.factor.as_ref()) else {
            return Ok(());
        };
        let step = step.ok_or(Refusal::CodeNeeded)?;
        if !factor.takes(step) {
            return Err(Refusal::CodeUsed);
        }
        self.emit(Fact::CodeUsed(CodeUsed { agent, step }));
        Ok(())
    }

    /// Sets an agent's factor, whose first code was that of `step`. One that is there has to go first.
    pub(super) fn set_factor(
        &mut self,
        agent: AgentId,
        secret: FactorSecret,
        step: TimeStep,
    ) -> Result<Answer, Refusal> {
        let is_set = self.desk.agent(agent).ok_or(Refusal::AgentNotFound)?.factor.is_some();
        if is_set {
            return Err(Refusal::FactorSet);
        }
        let factor = SecondFactor { secret, used: step };
        self.emit(Fact::SecondFactorSet(SecondFactorSet { agent, factor, at: self.now }));
        Ok(Answer::Done)
    }

    /// Takes an agent's own factor away, for a code of it.
    pub(super) fn drop_factor(&mut self, agent: AgentId, step: TimeStep) -> Result<Answer, Refusal> {
        self.take_code(agent, Some(step))?;
        self.remove_factor(agent)
    }

    /// Takes the factor away from an agent who has lost it, for the operator.
    pub(super) fn remove_factor(&mut self, agent: AgentId) -> Result<Answer, Refusal> {
        let factor = &self.desk.agent(agent).ok_or(Refusal::UnknownAgent { member: "agent" })?.factor;
        if factor.is_none() {
            return Err(Refusal::NoFactor);
        }
        self.emit(Fact::SecondFactorRemoved(SecondFactorRemoved { agent, at: self.now }));
        Ok(Answer::Done)
    }

    /// The same for an admin, whose deed is in the audit log.
    pub(super) fn remove_factor_of(&mut self, agent: AgentId, admin: AgentId) -> Result<Answer, Refusal> {
        let answer = self.remove_factor(agent)?;
        self.audit(admin, Act::RemoveFactor, None, Some(agent));
        Ok(answer)
    }

    /// Writes down that an admin lets a login go. The locks themselves are not the desk's.
    pub(super) fn note_unlock(&mut self, agent: Option<AgentId>, admin: AgentId) -> Result<Answer, Refusal> {
        if agent.is_some_and(|id| self.desk.agent(id).is_none()) {
            return Err(Refusal::UnknownAgent { member: "agent" });
        }
        self.audit(admin, Act::Unlock, None, agent);
        Ok(Answer::Done)
    }
}
