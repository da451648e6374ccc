//! Applying facts about what an operator configures.

use crate::{AccountSet, Agent, AgentSet, Desk, SkillSet};

impl Desk {
    pub(super) fn apply_account_set(&mut self, fact: &AccountSet) {
        let groups_changed = self.state.profile.groups != fact.profile.groups;
        self.state.profile = fact.profile.clone();
        if groups_changed {
            self.touch_agents(|agent| agent.profile.group.is_some());
        }
    }

    pub(super) fn apply_skill_set(&mut self, fact: &SkillSet) {
        let skill = &fact.skill;
        self.touch_agents(|agent| agent.profile.skills.contains(&skill.id));
        if let Some(old) = self.state.skills.insert(skill.id, skill.clone())
            && self.skill_names.get(&old.name) == Some(&skill.id)
        {
            self.skill_names.remove(&old.name);
        }
        self.skill_names.insert(skill.name.clone(), skill.id);
    }

    /// What others see of these agents has changed without them: a name of a skill or of a group.
    fn touch_agents(&mut self, which: impl Fn(&Agent) -> bool) {
        let clock = self.state.clock;
        for agent in self.state.agents.values_mut().filter(|agent| which(agent)) {
            agent.changed_at = clock;
        }
    }

    pub(super) fn apply_agent_set(&mut self, fact: &AgentSet) {
        let profile = &fact.profile;
        let id = profile.id;
        if let Some(old) = self.state.agents.get(&id)
            && self.agent_logins.get(&old.profile.login) == Some(&id)
        {
            self.agent_logins.remove(&old.profile.login);
        }
        self.agent_logins.insert(profile.login.clone(), id);
        self.state.agents.entry(id).or_insert_with(|| Agent::off_duty(profile.clone()));
        self.change_agent_profile(id, profile);
    }
}
