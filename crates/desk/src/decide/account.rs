//! Deciding what an operator's file changes. Only differences become facts, so that it can be applied again and again.

use super::{Step, check_count};
use crate::{
    AccountConfig, AccountProfile, AccountSet, Agent, AgentId, AgentProfile, AgentSet, Answer, CannedText,
    Chat, ConfigChange, ConfigFault, Fact, GroupId, LoginId, MaxChats, Place, Refusal, SessionEndReason,
    Skill, SkillId, SkillSet, Survey, limits,
};
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::sync::Arc;
use alloc::vec::Vec;

impl Step<'_> {
    pub(super) fn configure(&mut self, config: AccountConfig) -> Result<Answer, Refusal> {
        self.check_config(&config)?;
        let mut changes = Vec::new();
        if self.desk.state.profile != config.profile {
            self.emit(Fact::AccountSet(AccountSet { profile: config.profile }));
            changes.push(ConfigChange::Account);
        }
        for skill in config.skills {
            changes.extend(self.configure_skill(skill));
        }
        for profile in config.agents {
            changes.extend(self.configure_agent(profile));
        }
        Ok(Answer::Configured(changes))
    }

    fn check_config(&self, config: &AccountConfig) -> Result<(), Refusal> {
        let mut skills: BTreeMap<SkillId, &Arc<str>> =
            self.desk.state.skills.iter().map(|(id, skill)| (*id, &skill.name)).collect();
        skills.extend(config.skills.iter().map(|skill| (skill.id, &skill.name)));
        if let Some(name) = first_repeated(skills.values().copied()) {
            return Err(Refusal::Config(ConfigFault::SkillNameTaken(name)));
        }
        let mut logins: BTreeMap<AgentId, &Arc<str>> =
            self.desk.state.agents.iter().map(|(id, agent)| (*id, &agent.profile.login)).collect();
        logins.extend(config.agents.iter().map(|agent| (agent.id, &agent.login)));
        if let Some(login) = first_repeated(logins.values().copied()) {
            return Err(Refusal::Config(ConfigFault::LoginTaken(login)));
        }
        for agent in &config.agents {
            if let Some(skill) = agent.skills.iter().find(|skill| !skills.contains_key(skill)).copied() {
                return Err(Refusal::Config(ConfigFault::UnknownSkill { agent: agent.id, skill }));
            }
        }
        self.check_groups(config)?;
        check_profile(&config.profile, |skill| skills.contains_key(&skill)).map_err(Refusal::Config)?;
        check_count("skill", skills.len(), limits::SKILLS_PER_DESK)
            .map_err(|_| Refusal::Config(ConfigFault::TooManySkills))?;
        check_count("agent", logins.len(), limits::AGENTS_PER_DESK)
            .map_err(|_| Refusal::Config(ConfigFault::TooManyAgents))
    }

    /// Every agent is in a group there is, those included whom the file does not name.
    fn check_groups(&self, config: &AccountConfig) -> Result<(), Refusal> {
        let mut groups: BTreeMap<AgentId, Option<GroupId>> =
            self.desk.state.agents.iter().map(|(id, agent)| (*id, agent.profile.group)).collect();
        groups.extend(config.agents.iter().map(|agent| (agent.id, agent.group)));
        let known = |id: GroupId| config.profile.groups.iter().any(|group| group.id == id);
        for (agent, group) in groups {
            if let Some(group) = group.filter(|id| !known(*id)) {
                return Err(Refusal::Config(ConfigFault::UnknownGroup { agent, group }));
            }
        }
        Ok(())
    }

    fn configure_skill(&mut self, skill: Skill) -> Option<ConfigChange> {
        let id = skill.id;
        let change = match self.desk.skill(id) {
            Some(old) if *old == skill => return None,
            Some(_) => ConfigChange::SkillChanged(id),
            None => ConfigChange::SkillAdded(id),
        };
        self.emit(Fact::SkillSet(SkillSet { skill }));
        Some(change)
    }

    fn configure_agent(&mut self, mut profile: AgentProfile) -> Option<ConfigChange> {
        profile.skills.sort_unstable();
        profile.skills.dedup();
        let id = profile.id;
        let change = match self.desk.agent(id) {
            Some(old) if old.profile == profile => return None,
            Some(_) => ConfigChange::AgentChanged(id),
            None => ConfigChange::AgentAdded(id),
        };
        let enabled = profile.enabled;
        self.emit(Fact::AgentSet(AgentSet { profile }));
        if !enabled {
            self.end_all_logins(id);
        }
        self.withdraw_what_no_longer_fits(id);
        self.fill(&[id]);
        Some(change)
    }

    fn end_all_logins(&mut self, agent: AgentId) {
        let own = self.desk.state.logins.iter().filter(|(_, login)| login.agent == agent);
        let ids: Vec<LoginId> = own.map(|(id, _)| *id).collect();
        for id in ids {
            self.finish_login(id, SessionEndReason::Disabled);
        }
    }

    /// Withdraws offers for skills the agent has lost, and the newest ones beyond a lowered limit.
    fn withdraw_what_no_longer_fits(&mut self, id: AgentId) {
        let Some(agent) = self.desk.agent(id) else { return };
        let mut free = match agent.profile.max_chats {
            MaxChats::Unlimited => usize::MAX,
            MaxChats::Limited(max) => {
                let personal = agent.offers.iter().filter(|no| self.is_personal(**no)).count();
                let max = usize::try_from(max).unwrap_or(usize::MAX);
                max.saturating_sub(agent.chats.len()).saturating_sub(personal)
            }
        };
        let mut withdrawn = Vec::new();
        for no in agent.offers.iter().filter(|no| !self.is_personal(**no)) {
            let skill = self.desk.chat(*no).and_then(|chat| chat.skill);
            let skilled = skill.is_none_or(|skill| agent.profile.skills.contains(&skill));
            if skilled && free > 0 {
                free = free.saturating_sub(1);
            } else {
                withdrawn.push(*no);
            }
        }
        let places: BTreeSet<Place> = withdrawn.into_iter().filter_map(|no| self.withdraw(no)).collect();
        self.offer_chats(&places);
    }

    fn is_personal(&self, no: crate::ChatNo) -> bool {
        self.desk.chat(no).and_then(Chat::offer).is_some_and(crate::Offer::is_personal)
    }

    /// Whether `fits` holds for any other agent.
    pub(super) fn others(&self, except: AgentId, fits: impl Fn(&Agent) -> bool) -> bool {
        let mut others = self.desk.state.agents.values().filter(|agent| agent.profile.id != except);
        others.any(fits)
    }
}

/// Checks surveys, texts and groups; `is_skill` knows the skills there will be.
fn check_profile(profile: &AccountProfile, is_skill: impl Fn(SkillId) -> bool) -> Result<(), ConfigFault> {
    let longest = |counts: &mut dyn Iterator<Item = usize>| counts.max().unwrap_or_default();
    let questions = || profile.surveys.iter().flat_map(|survey| &survey.questions);
    for (what, count, limit) in [
        ("surveys", profile.surveys.len(), limits::SURVEYS_PER_ACCOUNT),
        (
            "questions of a survey",
            longest(&mut profile.surveys.iter().map(|survey| survey.questions.len())),
            limits::QUESTIONS_PER_SURVEY,
        ),
        (
            "entries of a question",
            longest(&mut questions().map(|question| question.entries().len())),
            limits::ENTRIES_PER_QUESTION,
        ),
        ("automatic texts", profile.texts.len(), limits::TEXTS_PER_ACCOUNT),
        ("groups", profile.groups.len(), limits::GROUPS_PER_ACCOUNT),
        ("canned texts", profile.canned.len(), limits::CANNED_TEXTS_PER_ACCOUNT),
    ] {
        if count > limit {
            return Err(ConfigFault::TooMany { what, limit });
        }
    }
    for survey in &profile.surveys {
        if let Some(skill) = survey.skill.filter(|skill| !is_skill(*skill)) {
            return Err(ConfigFault::UnknownSkillOfSurvey { survey: survey.id, skill });
        }
    }
    check_canned(&profile.canned, &is_skill)?;
    let repeated = repeated_number(profile.surveys.iter().map(|survey| survey.id));
    let in_survey = |survey: &Survey| repeated_number(survey.questions.iter().map(|question| question.id));
    let repeated = repeated.or_else(|| profile.surveys.iter().find_map(in_survey));
    repeated.map_or(Ok(()), |id| Err(ConfigFault::SurveyNumberTaken(id)))
}

/// Checks the lengths and the skills of canned texts.
fn check_canned(canned: &[CannedText], is_skill: impl Fn(SkillId) -> bool) -> Result<(), ConfigFault> {
    let limit = limits::FIELD_BYTES;
    for text in canned {
        for (what, words) in [
            ("the shortcut of a canned text", &text.shortcut),
            ("the title of a canned text", &text.title),
            ("a canned text", &text.text),
        ] {
            if words.len() > limit {
                return Err(ConfigFault::TooLong { what, limit });
            }
        }
        if let Some(skill) = text.skills.iter().find(|skill| !is_skill(**skill)) {
            let shortcut = text.shortcut.clone();
            return Err(ConfigFault::UnknownSkillOfCannedText { shortcut, skill: *skill });
        }
    }
    Ok(())
}

fn repeated_number(mut numbers: impl Iterator<Item = u64>) -> Option<u64> {
    let mut seen = BTreeSet::new();
    numbers.find(|number| !seen.insert(*number))
}

fn first_repeated<'a>(names: impl Iterator<Item = &'a Arc<str>>) -> Option<Arc<str>> {
    let mut seen = BTreeSet::new();
    names.into_iter().find(|name| !seen.insert(*name)).cloned()
}
