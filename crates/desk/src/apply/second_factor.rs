//! Applying facts about second factors.

use crate::{CodeUsed, Desk, SecondFactorRemoved, SecondFactorSet};

impl Desk {
    pub(super) fn apply_second_factor_set(&mut self, fact: &SecondFactorSet) {
        self.advance(fact.at);
        self.change_agent(fact.agent, |agent| agent.factor = Some(fact.factor.clone()));
    }

    pub(super) fn apply_second_factor_removed(&mut self, fact: &SecondFactorRemoved) {
        self.advance(fact.at);
        self.change_agent(fact.agent, |agent| agent.factor = None);
    }

    pub(super) fn apply_code_used(&mut self, fact: &CodeUsed) {
        self.change_agent(fact.agent, |agent| {
            if let Some(factor) = &mut agent.factor {
                factor.used = factor.used.max(fact.step);
            }
        });
    }
}
