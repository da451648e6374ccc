//! Turning a parsed account into what the desk is asked to become. It blocks: passwords are checked and hashed.
//!
//! Everything that contradicts the account as it is becomes a mistake with line and key. A caller that plans every
//! account of a file before it configures the first therefore changes all of them or none.

use super::apply_account::ParsedAccount;
use super::apply_agent::ParsedAgent;
use super::apply_password::Password;
use super::mistake::{ApplyFileError, Mistakes, Placed, Problem};
use crate::password::{HashError, PasswordHasher};
use handover_desk::{
    AccountConfig, AccountProfile, AgentId, AgentProfile, CannedText, Desk, GroupId, Skill, SkillId, Survey,
    limits,
};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Why there is no plan. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// The file contradicts the account.
    #[error(transparent)]
    Mistake(#[from] ApplyFileError),
    /// A password could not be hashed.
    #[error(transparent)]
    Hash(#[from] HashError),
}

/// What the account is to become. `current` is the account's desk, nothing when the account does not exist.
///
/// An agent whose stored hash matches the file's password keeps it, so that applying a file again changes nothing.
/// It takes one hash computation for each agent with a plain password, two when the password has changed.
pub fn plan(
    account: &ParsedAccount,
    current: Option<&Desk>,
    hasher: &dyn PasswordHasher,
) -> Result<AccountConfig, PlanError> {
    let names = Names::of(account, current);
    check(account, current, &names)?;
    let skills = account.skills.iter().map(|skill| Skill {
        id: skill.id,
        name: skill.name.value.clone(),
        offline_mail: skill.offline_mail.clone(),
    });
    let surveys = account.surveys.iter().map(|parsed| Survey {
        skill: parsed.skill.as_ref().and_then(|name| names.id(&name.value)),
        ..parsed.survey.clone()
    });
    let canned = account
        .canned
        .iter()
        .map(|parsed| CannedText { skills: names.ids(&parsed.skills), ..parsed.text.clone() });
    let agents = account.agents.iter().map(|agent| profile(agent, current, &names, hasher));
    Ok(AccountConfig {
        profile: AccountProfile {
            surveys: surveys.collect(),
            canned: canned.collect(),
            ..account.profile.clone()
        },
        skills: skills.collect(),
        agents: agents.collect::<Result<_, _>>()?,
    })
}

/// The names that skills of the file have, and those of the account whose number the file does not name.
struct Names<'a> {
    own: BTreeMap<&'a str, SkillId>,
    kept: BTreeMap<&'a str, SkillId>,
}

impl<'a> Names<'a> {
    fn of(account: &'a ParsedAccount, current: Option<&'a Desk>) -> Self {
        let own = account.skills.iter().map(|skill| (skill.name.value.as_ref(), skill.id)).collect();
        let changed: BTreeSet<SkillId> = account.skills.iter().map(|skill| skill.id).collect();
        let existing = current.into_iter().flat_map(|desk| desk.state().skills.values());
        let kept = existing.filter(|skill| !changed.contains(&skill.id));
        Self { own, kept: kept.map(|skill| (skill.name.as_ref(), skill.id)).collect() }
    }

    fn id(&self, name: &str) -> Option<SkillId> {
        self.own.get(name).or_else(|| self.kept.get(name)).copied()
    }

    /// The numbers of these, ascending, without repeats.
    fn ids(&self, names: &[Placed<Arc<str>>]) -> Vec<SkillId> {
        let ids: BTreeSet<SkillId> = names.iter().filter_map(|name| self.id(&name.value)).collect();
        ids.into_iter().collect()
    }
}

fn check(account: &ParsedAccount, current: Option<&Desk>, names: &Names<'_>) -> Result<(), ApplyFileError> {
    let mistakes = Mistakes::default();
    let note = |at: &Placed<Arc<str>>, key: &str, problem| mistakes.note(at.at, key, problem);
    for skill in &account.skills {
        if let Some(other) = names.kept.get(skill.name.value.as_ref()) {
            note(&skill.name, "account.skill.name", Problem::SkillNameTaken(*other));
        }
    }
    let changed: BTreeSet<AgentId> = account.agents.iter().map(|agent| agent.id).collect();
    for agent in &account.agents {
        let holder = current.and_then(|desk| desk.agent_by_login(&agent.login.value));
        if let Some(other) = holder.map(|holder| holder.profile.id).filter(|id| !changed.contains(id)) {
            note(&agent.login, "account.agent.login", Problem::LoginTaken(other));
        }
        for skill in agent.skills.iter().filter(|skill| names.id(&skill.value).is_none()) {
            note(skill, "account.agent.skills", Problem::UnknownSkill(skill.value.as_ref().into()));
        }
    }
    for skill in account.surveys.iter().filter_map(|survey| survey.skill.as_ref()) {
        if names.id(&skill.value).is_none() {
            note(skill, "account.survey.skill", Problem::UnknownSkill(skill.value.as_ref().into()));
        }
    }
    for skill in account.canned.iter().flat_map(|canned| &canned.skills) {
        if names.id(&skill.value).is_none() {
            note(skill, "account.canned.skills", Problem::UnknownSkill(skill.value.as_ref().into()));
        }
    }
    let existing = current.into_iter().flat_map(|desk| desk.state().agents.values());
    let kept: Vec<&AgentProfile> =
        existing.map(|agent| &agent.profile).filter(|profile| !changed.contains(&profile.id)).collect();
    let is_left_out = |group: &GroupId| !account.profile.groups.iter().any(|known| known.id == *group);
    for (agent, group) in kept.iter().filter_map(|agent| Some((agent.id, agent.group.filter(is_left_out)?))) {
        mistakes.note(account.at, "account.group", Problem::GroupInUse { group, agent });
    }
    let agents = kept.len().saturating_add(changed.len());
    let skills = names.own.len().saturating_add(names.kept.len());
    for (key, count, limit) in [
        ("account.skill", skills, limits::SKILLS_PER_DESK),
        ("account.agent", agents, limits::AGENTS_PER_DESK),
    ] {
        if count > limit {
            mistakes.note(account.at, key, Problem::TooMany { limit });
        }
    }
    mistakes.unless_any(())
}

fn profile(
    agent: &ParsedAgent,
    current: Option<&Desk>,
    names: &Names<'_>,
    hasher: &dyn PasswordHasher,
) -> Result<AgentProfile, HashError> {
    let stored = current.and_then(|desk| desk.agent(agent.id)).map(|known| &known.profile.password_hash);
    let password_hash = match &agent.password {
        Password::Hash(hash) => Arc::from(hash.as_str()),
        Password::Plain(plain) => match stored.filter(|hash| hasher.verify(hash, plain)) {
            Some(hash) => hash.clone(),
            None => hasher.hash(plain)?.into(),
        },
    };
    Ok(AgentProfile {
        id: agent.id,
        login: agent.login.value.clone(),
        password_hash,
        nickname: agent.nickname.clone(),
        name: agent.name.clone(),
        email: agent.email.clone(),
        max_chats: agent.max_chats,
        skills: names.ids(&agent.skills),
        enabled: agent.enabled,
        group: agent.group,
        role: agent.role,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{ApplyFile, HASH};
    use handover_desk::{Answer, Command, ConfigChange, MaxChats, Request, Timestamp};
    use proptest::prelude::*;
    use std::cell::Cell;

    /// Counts its hashes, so that no two are alike.
    #[derive(Default)]
    struct Counting(Cell<u32>);

    impl PasswordHasher for Counting {
        fn verify(&self, hash: &str, plain: &str) -> bool {
            hash.split_once(' ').is_some_and(|(_, of)| of == plain)
        }

        fn hash(&self, plain: &str) -> Result<String, HashError> {
            self.0.set(self.0.get() + 1);
            Ok(format!("{} {plain}", self.0.get()))
        }
    }

    fn account(text: &str) -> ParsedAccount {
        ApplyFile::parse(&format!("[[account]]\nid = \"a\"\n{text}")).unwrap().accounts.remove(0)
    }

    fn skill(id: u64, name: &str) -> String {
        format!("[[account.skill]]\nid = {id}\nname = \"{name}\"\n")
    }

    fn agent(id: u64, login: &str, more: &str) -> String {
        format!("[[account.agent]]\nid = {id}\nlogin = \"{login}\"\n{more}\n")
    }

    fn configure(desk: &mut Desk, config: AccountConfig) -> Vec<ConfigChange> {
        let command = Command::Configure(Box::new(config));
        match desk.handle(Request { now: Timestamp(1), once: None, command }).result {
            Ok(Answer::Configured(changes)) => changes,
            other => panic!("{other:?}"),
        }
    }

    /// A desk to which this file was applied.
    fn desk(text: &str) -> Desk {
        let mut desk = Desk::default();
        configure(&mut desk, plan(&account(text), None, &Counting::default()).unwrap());
        desk
    }

    fn mistake(text: &str, current: Option<&Desk>) -> String {
        let hasher = Counting::default();
        let error = plan(&account(text), current, &hasher).unwrap_err();
        assert_eq!(hasher.0.get(), 0, "nothing is hashed in vain");
        error.to_string()
    }

    #[test]
    fn a_password_that_matches_keeps_its_hash_and_another_gets_one() {
        let hasher = Counting::default();
        let desk = desk(&agent(1, "b", "password = \"old\""));
        let hash =
            |text: &str| plan(&account(text), Some(&desk), &hasher).unwrap().agents.remove(0).password_hash;
        assert_eq!(&*hash(&agent(1, "b", "password = \"old\"")), "1 old");
        assert_eq!(hasher.0.get(), 0);
        assert_eq!(&*hash(&agent(1, "b", "password = \"new\"")), "1 new");
        assert_eq!(&*hash(&agent(2, "c", "password = \"old\"")), "2 old");
        assert_eq!(&*hash(&agent(1, "b", &format!("password_hash = '{HASH}'"))), HASH);
    }

    #[test]
    fn skills_are_found_in_the_file_and_in_the_account() {
        let desk = desk(&(skill(5, "Help") + &skill(3, "Sales")));
        let text = skill(4, "New")
            + &agent(1, "b", "password = \"p\"\nskills = [\"Help\", \"New\", \"Sales\", \"New\"]");
        let config = plan(&account(&text), Some(&desk), &Counting::default()).unwrap();
        assert_eq!(config.agents[0].skills, [SkillId(3), SkillId(4), SkillId(5)]);
        assert_eq!(config.skills, [Skill { id: SkillId(4), name: "New".into(), offline_mail: None }]);
    }

    #[test]
    fn a_skill_that_nobody_knows_is_named_with_its_line_and_changes_nothing() {
        let text = agent(1, "b", "password = \"p\"\nskills = [\n\"Sales\"]");
        let said = "line 8, key account.agent.skills: neither the file nor the account has a skill \"Sales\"";
        assert_eq!(mistake(&text, None), said);
        assert_eq!(mistake(&text, Some(&Desk::default())), said);
    }

    #[test]
    fn the_skill_of_a_survey_is_found_as_those_of_agents_are() {
        let survey = |skill: &str| {
            format!(
                "[[account.survey]]\nkind = \"exit\"\nid = 1\nskill = \"{skill}\"\n\
                 question = [{{ id = 1, label = \"Q\", type = \"Text Field\" }}]\n"
            )
        };
        let desk = desk(&skill(5, "Help"));
        let found = |name: &str| {
            let account = account(&(skill(4, "New") + &survey(name)));
            let config = plan(&account, Some(&desk), &Counting::default()).unwrap();
            config.profile.surveys[0].skill
        };
        assert_eq!([found("Help"), found("New")], [Some(SkillId(5)), Some(SkillId(4))]);
        assert_eq!(
            mistake(&survey("Sales"), Some(&desk)),
            "line 6, key account.survey.skill: neither the file nor the account has a skill \"Sales\""
        );
    }

    #[test]
    fn a_group_is_not_left_out_while_an_agent_whom_the_file_does_not_name_is_in_it() {
        let group = "[[account.group]]\nid = 8\nname = \"Night\"\n";
        let desk = desk(&(group.to_owned() + &agent(7, "b", "password = \"p\"\ngroup = \"Night\"")));
        assert_eq!(desk.agent(AgentId(7)).unwrap().profile.group, Some(GroupId(8)));
        assert_eq!(
            mistake("", Some(&desk)),
            "line 1, key account.group: group 8 is left out, but agent 7 of the account is in it"
        );
        assert!(plan(&account(group), Some(&desk), &Counting::default()).is_ok());
        assert!(
            plan(&account(&agent(7, "b", "password = \"p\"")), Some(&desk), &Counting::default()).is_ok()
        );
    }

    #[test]
    fn a_skill_that_the_file_renames_has_only_its_new_name() {
        let desk = desk(&(skill(1, "Old") + &skill(2, "Other")));
        let renamed = |wanted: &str| {
            skill(1, "New") + &agent(1, "b", &format!("password = \"p\"\nskills = [\"{wanted}\"]"))
        };
        assert!(plan(&account(&renamed("New")), Some(&desk), &Counting::default()).is_ok());
        assert!(mistake(&renamed("Old"), Some(&desk)).starts_with("line 10, key account.agent.skills: "));
    }

    #[test]
    fn what_the_account_has_under_another_number_is_named_with_its_line() {
        let desk = desk(&(skill(1, "Sales") + &agent(7, "b", "password = \"p\"")));
        assert_eq!(
            mistake(&skill(2, "Sales"), Some(&desk)),
            "line 5, key account.skill.name: skill 1 of the account has this name"
        );
        assert_eq!(
            mistake(&agent(8, "b", "password = \"p\""), Some(&desk)),
            "line 5, key account.agent.login: agent 7 of the account has this login"
        );
        let handed_on = agent(7, "c", "password = \"p\"") + &agent(8, "b", "password = \"p\"");
        assert!(plan(&account(&handed_on), Some(&desk), &Counting::default()).is_ok());
    }

    #[test]
    fn an_account_may_have_as_many_skills_and_agents_as_a_desk_holds_and_not_one_more() {
        let skills = |count: u64| (1..=count).map(|id| skill(id, &id.to_string())).collect::<String>();
        let agents = |count: u64| {
            (1..=count).map(|id| agent(id, &id.to_string(), "password = \"p\"")).collect::<String>()
        };
        let (most_skills, most_agents) = (limits::SKILLS_PER_DESK as u64, limits::AGENTS_PER_DESK as u64);
        let desk = desk(&(skills(most_skills) + &agents(most_agents)));
        assert!(plan(&account(&skill(1, "one")), Some(&desk), &Counting::default()).is_ok());
        assert_eq!(
            mistake(&skill(most_skills + 1, "x"), Some(&desk)),
            "line 1, key account.skill: there may be 10000 at most"
        );
        assert_eq!(
            mistake(&agent(most_agents + 1, "x", "password = \"p\""), Some(&desk)),
            "line 1, key account.agent: there may be 10000 at most"
        );
    }

    prop_compose! {
        fn any_agent()(
            plain in any::<bool>(), max in -1_i64..4, skills in prop::collection::vec(0_u64..3, 0..5),
            enabled in any::<bool>(),
        ) -> String {
            let password = if plain { "password = \"p\"".into() } else { format!("password_hash = '{HASH}'") };
            let skills: Vec<String> = skills.iter().map(|skill| format!("\"s{skill}\"")).collect();
            format!("{password}\nmax_chats = {max}\nskills = [{}]\nenabled = {enabled}", skills.join(", "))
        }
    }

    proptest! {
        #[test]
        fn applying_a_file_again_changes_nothing(
            agents in prop::collection::btree_map(1_u64..100, any_agent(), 0..6),
            sticky in any::<bool>(),
        ) {
            let mut text = format!("time_zone = \"Asia/Tokyo\"\n[account.settings]\nsticky = {sticky}\n");
            text.extend((0..3).map(|id| skill(id + 1, &format!("s{id}"))));
            text.extend(agents.iter().map(|(id, lines)| agent(*id, &format!("l{id}@x"), lines)));
            let (account, hasher) = (account(&text), Counting::default());

            let mut desk = Desk::default();
            let first = plan(&account, Some(&desk), &hasher).unwrap();
            prop_assert_eq!(configure(&mut desk, first.clone()).len(), 1 + 3 + agents.len());
            let second = plan(&account, Some(&desk), &hasher).unwrap();
            prop_assert_eq!(&first, &second);
            prop_assert_eq!(configure(&mut desk, second), []);
            let unlimited = first.agents.iter().filter(|agent| agent.max_chats == MaxChats::Unlimited).count();
            prop_assert_eq!(unlimited, text.matches("= -1").count());
        }
    }
}
