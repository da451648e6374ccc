//! What applying a file has changed, in plain words for the operator.

use handover_desk::{AccountId, AgentId, ConfigChange, Desk, SkillId};

/// One line for each change, or one that says there is none. `desk` is the account's desk after the change.
#[must_use]
pub fn describe(account: &AccountId, changes: &[ConfigChange], desk: &Desk) -> Vec<String> {
    if changes.is_empty() {
        return vec![format!("account {account}: nothing changed")];
    }
    changes.iter().map(|change| line(account, *change, desk)).collect()
}

fn line(account: &AccountId, change: ConfigChange, desk: &Desk) -> String {
    match change {
        ConfigChange::Account => format!("account {account}: time zone, keys or settings changed"),
        ConfigChange::SkillAdded(id) => format!("{} added", skill(id, desk)),
        ConfigChange::SkillChanged(id) => format!("{} changed", skill(id, desk)),
        ConfigChange::AgentAdded(id) => format!("{} added", agent(id, desk)),
        ConfigChange::AgentChanged(id) => format!("{} changed", agent(id, desk)),
    }
}

fn skill(id: SkillId, desk: &Desk) -> String {
    desk.skill(id).map_or_else(|| format!("skill {id}"), |skill| format!("skill {} ({id})", skill.name))
}

fn agent(id: AgentId, desk: &Desk) -> String {
    desk.agent(id)
        .map_or_else(|| format!("agent {id}"), |agent| format!("agent {} ({id})", agent.profile.login))
}

#[cfg(test)]
mod tests {
    use super::*;
    use handover_desk::{
        AccountConfig, AccountProfile, AgentProfile, Command, MaxChats, Request, Skill, Timestamp,
    };

    #[test]
    fn every_change_is_said_in_plain_words() {
        let (account, skill, agent) = (AccountId::new("12345678"), SkillId(25_975_313), AgentId(311_098_910));
        let login = "agent.a@example.com";
        let profile = AgentProfile {
            id: agent,
            login: login.into(),
            password_hash: "$secret".into(),
            nickname: "A".into(),
            name: "A".into(),
            email: login.into(),
            max_chats: MaxChats::Limited(3),
            skills: Vec::new(),
            enabled: true,
            group: None,
        };
        let config = AccountConfig {
            profile: AccountProfile::default(),
            skills: vec![Skill { id: skill, name: "Sales".into(), offline_mail: None }],
            agents: vec![profile],
        };
        let mut desk = Desk::default();
        let command = Command::Configure(Box::new(config));
        desk.handle(Request { now: Timestamp(1), once: None, command }).result.unwrap();

        let changes = [
            ConfigChange::Account,
            ConfigChange::SkillAdded(skill),
            ConfigChange::SkillChanged(skill),
            ConfigChange::AgentAdded(agent),
            ConfigChange::AgentChanged(agent),
            ConfigChange::AgentChanged(AgentId(1)),
        ];
        let said = [
            "account 12345678: time zone, keys or settings changed",
            "skill Sales (25975313) added",
            "skill Sales (25975313) changed",
            "agent agent.a@example.com (311098910) added",
            "agent agent.a@example.com (311098910) changed",
            "agent 1 changed",
        ];
        assert_eq!(describe(&account, &changes, &desk), said);
        assert_eq!(describe(&account, &[], &desk), ["account 12345678: nothing changed"]);
    }
}
