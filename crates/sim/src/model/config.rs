//! What an operator's file changes: differences only; what no longer fits is taken back.

use super::Model;
use super::rows::AgentRow;
use handover_desk::{
    AccountConfig, AgentId, AgentProfile, Answer, ConfigChange, ConfigFault, GroupId, LoginId, MaxChats,
    Refusal, Skill, Survey, Timestamp, Why,
};
use std::sync::Arc;

impl Model {
    pub(super) fn configure(&mut self, config: &AccountConfig) -> Result<Answer, Refusal> {
        self.check_config(config).map_err(Refusal::Config)?;
        let mut changes = Vec::new();
        if self.profile != config.profile {
            self.profile = config.profile.clone();
            changes.push(ConfigChange::Account);
        }
        for skill in &config.skills {
            changes.extend(self.configure_skill(skill));
        }
        for profile in &config.agents {
            changes.extend(self.configure_agent(profile));
        }
        Ok(Answer::Configured(changes))
    }

    fn check_config(&self, config: &AccountConfig) -> Result<(), ConfigFault> {
        let mut skills = self.skills.clone();
        for skill in &config.skills {
            skills.retain(|old| old.id != skill.id);
            skills.push(skill.clone());
        }
        skills.sort_by_key(|skill| skill.id);
        let names: Vec<&Arc<str>> = skills.iter().map(|skill| &skill.name).collect();
        if let Some(name) = first_repeat(&names) {
            return Err(ConfigFault::SkillNameTaken(name));
        }
        let mut agents: Vec<&AgentProfile> = self.agents.iter().map(|row| &row.profile).collect();
        for agent in &config.agents {
            agents.retain(|old| old.id != agent.id);
            agents.push(agent);
        }
        agents.sort_by_key(|agent| agent.id);
        let logins: Vec<&Arc<str>> = agents.iter().map(|agent| &agent.login).collect();
        if let Some(login) = first_repeat(&logins) {
            return Err(ConfigFault::LoginTaken(login));
        }
        for agent in &config.agents {
            for skill in &agent.skills {
                if !skills.iter().any(|known| known.id == *skill) {
                    return Err(ConfigFault::UnknownSkill { agent: agent.id, skill: *skill });
                }
            }
        }
        for agent in agents {
            let groups: Vec<GroupId> = config.profile.groups.iter().map(|group| group.id).collect();
            if let Some(group) = agent.group.filter(|group| !groups.contains(group)) {
                return Err(ConfigFault::UnknownGroup { agent: agent.id, group });
            }
        }
        check_surveys(&config.profile.surveys, &skills)
    }

    fn configure_skill(&mut self, skill: &Skill) -> Option<ConfigChange> {
        match self.skills.iter_mut().find(|old| old.id == skill.id) {
            Some(old) if old == skill => None,
            Some(old) => {
                *old = skill.clone();
                Some(ConfigChange::SkillChanged(skill.id))
            }
            None => {
                self.skills.push(skill.clone());
                Some(ConfigChange::SkillAdded(skill.id))
            }
        }
    }

    fn configure_agent(&mut self, profile: &AgentProfile) -> Option<ConfigChange> {
        let mut profile = profile.clone();
        profile.skills.sort_unstable();
        profile.skills.dedup();
        let id = profile.id;
        let enabled = profile.enabled;
        let change = match self.agents.iter_mut().find(|row| row.profile.id == id) {
            Some(row) if row.profile == profile => return None,
            Some(row) => {
                row.profile = profile;
                ConfigChange::AgentChanged(id)
            }
            None => {
                self.agents.push(AgentRow { profile, work: None, idle_since: Timestamp::MIN, factor: None });
                ConfigChange::AgentAdded(id)
            }
        };
        if !enabled {
            let own = self.logins.iter().filter(|row| row.agent == id);
            let logins: Vec<LoginId> = own.map(|row| row.id).collect();
            for login in logins {
                self.login_ends(login);
            }
        }
        self.take_back_what_no_longer_fits(id);
        self.settle();
        Some(change)
    }

    /// Takes back offers for skills the agent has lost, and the newest ones beyond the limit. Transfers in person
    /// stay: neither skill nor limit counts for them.
    fn take_back_what_no_longer_fits(&mut self, id: AgentId) {
        let Some(profile) = self.agent(id).map(|row| row.profile.clone()) else { return };
        let mut kept = self.chats_of(id).len();
        let mut ordinary = Vec::new();
        for no in self.offers_of(id) {
            let Some(chat) = self.find_no(no) else { continue };
            if self.chats[chat].ring().is_some_and(|ring| ring.why == Why::Transferred) {
                kept += 1;
            } else {
                ordinary.push(chat);
            }
        }
        for chat in ordinary {
            let skilled = self.chats[chat].skill.is_none_or(|skill| profile.skills.contains(&skill));
            let fits = match profile.max_chats {
                MaxChats::Unlimited => true,
                MaxChats::Limited(max) => kept < max as usize,
            };
            if skilled && fits {
                kept += 1;
            } else {
                self.stop_ringing(chat, false);
            }
        }
    }
}

/// Surveys belong to skills that there are, and each number is used once.
fn check_surveys(surveys: &[Survey], skills: &[Skill]) -> Result<(), ConfigFault> {
    for survey in surveys {
        if let Some(skill) = survey.skill.filter(|id| !skills.iter().any(|skill| skill.id == *id)) {
            return Err(ConfigFault::UnknownSkillOfSurvey { survey: survey.id, skill });
        }
    }
    let ids: Vec<u64> = surveys.iter().map(|survey| survey.id).collect();
    let questions =
        surveys.iter().map(|survey| survey.questions.iter().map(|question| question.id).collect());
    for numbers in [ids].into_iter().chain(questions) {
        for (index, number) in numbers.iter().enumerate() {
            if numbers[..index].contains(number) {
                return Err(ConfigFault::SurveyNumberTaken(*number));
            }
        }
    }
    Ok(())
}

fn first_repeat(names: &[&Arc<str>]) -> Option<Arc<str>> {
    let repeat = names.iter().enumerate().find(|(index, name)| names[..*index].contains(name));
    repeat.map(|(_, name)| Arc::clone(name))
}
