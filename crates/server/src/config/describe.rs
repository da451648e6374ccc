//! What applying a file has changed, in plain words for the operator.

use handover_desk::{AccountId, AccountProfile, AgentId, ConfigChange, Desk, SkillId};

/// One line for each change, or one that says there is none. `before` is the account's profile before the change,
/// `desk` its desk after it.
#[must_use]
pub fn describe(
    account: &AccountId,
    changes: &[ConfigChange],
    before: &AccountProfile,
    desk: &Desk,
) -> Vec<String> {
    if changes.is_empty() {
        return vec![format!("account {account}: nothing changed")];
    }
    let line = |change: &ConfigChange| match *change {
        ConfigChange::Account => {
            format!("account {account}: {} changed", parts(before, &desk.state().profile).join(", "))
        }
        ConfigChange::SkillAdded(id) => format!("{} added", skill(id, desk)),
        ConfigChange::SkillChanged(id) => format!("{} changed", skill(id, desk)),
        ConfigChange::AgentAdded(id) => format!("{} added", agent(id, desk)),
        ConfigChange::AgentChanged(id) => format!("{} changed", agent(id, desk)),
    };
    changes.iter().map(line).collect()
}

/// What of an account differs. Every member is looked at: one that is added does not compile until it is here.
fn parts(before: &AccountProfile, after: &AccountProfile) -> Vec<&'static str> {
    let AccountProfile {
        time_zone,
        app_keys,
        settings,
        language,
        texts,
        surveys,
        offline_mail,
        connectors,
        groups,
        origins,
        canned,
    } = before;
    let parts = [
        ("time zone", *time_zone != after.time_zone),
        ("application keys", *app_keys != after.app_keys),
        ("settings", *settings != after.settings),
        ("language", *language != after.language),
        ("texts", *texts != after.texts),
        ("surveys", *surveys != after.surveys),
        ("mail address", *offline_mail != after.offline_mail),
        ("connectors", *connectors != after.connectors),
        ("groups", *groups != after.groups),
        ("origins", *origins != after.origins),
        ("canned texts", *canned != after.canned),
    ];
    parts.into_iter().filter_map(|(part, differs)| differs.then_some(part)).collect()
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
        AccountConfig, AgentProfile, AutomaticText, CannedText, Command, Connector, Group, GroupId, MaxChats,
        Request, Role, Settings, Skill, Survey, SurveyKind, SystemMessage, Timestamp,
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
            role: Role::Agent,
        };
        let config = AccountConfig {
            profile: AccountProfile { time_zone: "UTC".into(), ..AccountProfile::default() },
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
            "account 12345678: time zone changed",
            "skill Sales (25975313) added",
            "skill Sales (25975313) changed",
            "agent agent.a@example.com (311098910) added",
            "agent agent.a@example.com (311098910) changed",
            "agent 1 changed",
        ];
        assert_eq!(describe(&account, &changes, &AccountProfile::default(), &desk), said);
        let said = describe(&account, &[], &AccountProfile::default(), &desk);
        assert_eq!(said, ["account 12345678: nothing changed"]);
    }

    #[test]
    fn every_part_of_an_account_that_differs_is_named() {
        let before = AccountProfile::default();
        let text = AutomaticText { message: SystemMessage::Busy, language: "en".into(), text: None };
        let survey = Survey {
            id: 1,
            kind: SurveyKind::Exit,
            name: None,
            skill: None,
            header: "".into(),
            questions: Vec::new(),
        };
        let connector = Connector { id: 1, public_key: "".into(), issuer: None, audience: None };
        let canned = CannedText {
            shortcut: "hi".into(),
            title: "Hi".into(),
            text: "Hello".into(),
            skills: Vec::new(),
        };
        let after = AccountProfile {
            time_zone: "UTC".into(),
            app_keys: vec!["k".into()],
            settings: Settings { sticky: false, ..Settings::default() },
            language: Some("en".into()),
            texts: vec![text],
            surveys: vec![survey],
            offline_mail: Some("a@example.com".into()),
            connectors: vec![connector],
            groups: vec![Group { id: GroupId(1), name: "g".into() }],
            origins: Some(vec!["*".into()]),
            canned: vec![canned],
        };
        let all = [
            "time zone",
            "application keys",
            "settings",
            "language",
            "texts",
            "surveys",
            "mail address",
            "connectors",
            "groups",
            "origins",
            "canned texts",
        ];
        assert_eq!(parts(&before, &after), all);
        assert!(parts(&after, &after).is_empty());
        let one = AccountProfile { groups: after.groups.clone(), ..before.clone() };
        assert_eq!(parts(&before, &one), ["groups"]);
    }
}
