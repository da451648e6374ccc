//! Reading `[[account.agent]]`: one agent, with what is left out filled in.

use super::apply_password::{self, Password};
use super::limits::MAX_CHATS_DEFAULT;
use super::mistake::{Placed, Problem};
use super::table::{Table, Unique};
use handover_desk::{AgentId, Group, GroupId, MaxChats, Role, limits};
use std::sync::Arc;

/// The words for the roles.
const ROLES: [(&str, Role); 3] =
    [("agent", Role::Agent), ("supervisor", Role::Supervisor), ("admin", Role::Admin)];

/// An agent as the file states it. Skills are still names.
#[derive(Clone, Debug)]
pub struct ParsedAgent {
    /// Its number.
    pub id: AgentId,
    /// The login name.
    pub login: Placed<Arc<str>>,
    /// The password, or its hash.
    pub password: Password,
    /// The name visitors see: the login up to its `@` unless stated.
    pub nickname: Arc<str>,
    /// The name colleagues see: the nickname unless stated.
    pub name: Arc<str>,
    /// The mail address: the login if it is one, unless stated.
    pub email: Arc<str>,
    /// How many chats at once.
    pub max_chats: MaxChats,
    /// Skills by name, in the order of the file.
    pub skills: Vec<Placed<Arc<str>>>,
    /// Whether the agent may sign in.
    pub enabled: bool,
    /// The group; absent: the main one.
    pub group: Option<GroupId>,
    /// What the agent may do beside answering chats.
    pub role: Role,
}

/// Numbers and logins of the agents of one account.
pub(super) struct AgentsSeen {
    ids: Unique<u64>,
    logins: Unique<String>,
}

impl AgentsSeen {
    pub(super) fn new() -> Self {
        Self { ids: Unique::new(), logins: Unique::new() }
    }
}

/// The agent in this table, or nothing when a mistake was noted. `groups` are those of the account.
pub(super) fn read(table: Table<'_>, groups: &[Group], seen: &mut AgentsSeen) -> Option<ParsedAgent> {
    let id = table.required("id").and_then(|value| {
        let id = value.id()?;
        seen.ids.take(id, &value);
        Some(AgentId(id))
    });
    let login = table.required("login").and_then(|value| {
        let login = value.words(limits::NAME_BYTES)?;
        seen.logins.take(login.into(), &value);
        Some(Placed { value: Arc::from(login), at: value.place() })
    });
    let password = apply_password::read(&table);
    let nickname = words(&table, "nickname");
    let name = words(&table, "name");
    let email = email(&table);
    let max_chats = max_chats(&table);
    let skills = skills(&table);
    let enabled = table.optional("enabled").and_then(|value| value.boolean()).unwrap_or(true);
    let group = group(&table, groups);
    let role = table.optional("role").and_then(|value| value.one_of(&ROLES)).unwrap_or_default();
    table.finish();

    let login = login?;
    let nickname = nickname.unwrap_or_else(|| Arc::from(before_at(&login.value)));
    Some(ParsedAgent {
        id: id?,
        password: password?,
        name: name.unwrap_or_else(|| nickname.clone()),
        nickname,
        email: email.unwrap_or_else(|| address(&login.value)),
        login,
        max_chats,
        skills,
        enabled,
        group,
        role,
    })
}

fn words(table: &Table<'_>, key: &'static str) -> Option<Arc<str>> {
    table.optional(key).and_then(|value| value.words(limits::NAME_BYTES)).map(Arc::from)
}

/// The mail address when one is stated; it may be empty.
fn email(table: &Table<'_>) -> Option<Arc<str>> {
    let value = table.optional("email")?;
    if value.text()?.is_empty() {
        return Some(Arc::from(""));
    }
    value.words(limits::NAME_BYTES).map(Arc::from)
}

fn max_chats(table: &Table<'_>) -> MaxChats {
    let stated = table.optional("max_chats").and_then(|value| value.integer(-1, i64::from(u32::MAX)));
    stated.map_or(MaxChats::Limited(MAX_CHATS_DEFAULT), |number| {
        u32::try_from(number).map_or(MaxChats::Unlimited, MaxChats::Limited)
    })
}

/// Skills by name, in the order of the file.
pub(super) fn skills(table: &Table<'_>) -> Vec<Placed<Arc<str>>> {
    let list = table.optional("skills").and_then(|value| value.list("a list of skill names"));
    let names = list.unwrap_or_default().into_iter().filter_map(|value| {
        let name = value.words(limits::NAME_BYTES)?;
        Some(Placed { value: Arc::from(name), at: value.place() })
    });
    names.collect()
}

fn group(table: &Table<'_>, groups: &[Group]) -> Option<GroupId> {
    let value = table.optional("group")?;
    let name = value.words(limits::NAME_BYTES)?;
    let found = groups.iter().find(|group| *group.name == *name).map(|group| group.id);
    found.or_else(|| value.refuse(Problem::UnknownGroup(name.into())))
}

/// The part of a login before its `@`, or all of it when that is empty.
fn before_at(login: &str) -> &str {
    let part = login.split('@').next().unwrap_or(login);
    if part.is_empty() { login } else { part }
}

fn address(login: &Arc<str>) -> Arc<str> {
    if login.contains('@') { login.clone() } else { Arc::from("") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{ApplyFile, HASH, Place};

    /// The agent with these lines, which begin in line 4.
    fn agent(lines: &str) -> Result<ParsedAgent, String> {
        let group = "[[account.group]]\nid = 8\nname = \"Night\"\n";
        let text = format!("[[account]]\nid = \"a\"\n[[account.agent]]\n{lines}\n{group}");
        let file = ApplyFile::parse(&text).map_err(|mistake| mistake.to_string())?;
        Ok(file.accounts.into_iter().next().unwrap().agents.into_iter().next().unwrap())
    }

    /// The mistake of an agent with all that is mandatory in lines 4 to 6 and this line after it.
    fn mistake_with(line: &str) -> String {
        agent(&format!("id = 1\nlogin = \"b\"\npassword = \"hunter2\"\n{line}")).unwrap_err()
    }

    #[test]
    fn everything_about_an_agent_can_be_stated() {
        let agent = agent(&format!(
            "id = 7\nlogin = \"b@example.com\"\npassword_hash = '{HASH}'\nnickname = \"B\"\nname = \"Agent B\"\n\
             email = \"other@example.com\"\nmax_chats = -1\nskills = [\"x\", \"y\"]\nenabled = false\n\
             group = \"Night\"\nrole = \"supervisor\""
        ))
        .unwrap();
        assert_eq!((agent.id, &*agent.login.value), (AgentId(7), "b@example.com"));
        assert!(matches!(&agent.password, Password::Hash(hash) if hash == HASH));
        assert_eq!((&*agent.nickname, &*agent.name), ("B", "Agent B"));
        assert_eq!(&*agent.email, "other@example.com");
        assert_eq!(agent.max_chats, MaxChats::Unlimited);
        assert_eq!(agent.skills[1], Placed { value: "y".into(), at: Place { line: 11, column: 16 } });
        assert!(!agent.enabled);
        assert_eq!((agent.group, agent.role), (Some(GroupId(8)), Role::Supervisor));
    }

    #[test]
    fn what_is_left_out_is_filled_in_from_the_login() {
        let mail = agent("id = 1\nlogin = \"b.c@example.com\"\npassword = \"p\"").unwrap();
        assert_eq!((&*mail.nickname, &*mail.name, &*mail.email), ("b.c", "b.c", "b.c@example.com"));
        assert_eq!(mail.max_chats, MaxChats::Limited(3));
        assert!(mail.skills.is_empty() && mail.enabled && mail.group.is_none());
        assert_eq!(mail.role, Role::Agent);
        let bare = agent("id = 1\nlogin = \"bot\"\npassword = \"p\"\nnickname = \"Bo\"").unwrap();
        assert_eq!((&*bare.nickname, &*bare.name, &*bare.email), ("Bo", "Bo", ""));
        let odd = agent("id = 1\nlogin = \"@bot\"\npassword = \"p\"\nemail = \"\"").unwrap();
        assert_eq!((&*odd.nickname, &*odd.email), ("@bot", ""));
    }

    #[test]
    fn a_key_that_must_be_there_is_named_with_the_line_of_the_header() {
        let missing = |lines: &str| agent(lines).unwrap_err();
        assert_eq!(missing("login = \"b\""), "line 3, key account.agent.id: is missing");
        assert_eq!(missing("id = 1"), "line 3, key account.agent.login: is missing");
    }

    #[test]
    fn each_mistake_is_named_with_its_line_and_key() {
        let cases = [
            ("max_chats = -2", "max_chats: expected an integer of -1 or more"),
            ("max_chats = \"3\"", "max_chats: expected an integer of -1 or more"),
            ("max_chats = 4294967296", "max_chats: expected an integer of 4294967295 or less"),
            ("skills = \"Sales\"", "skills: expected a list of skill names"),
            ("skills = [1]", "skills: expected a text in quotes"),
            ("enabled = \"yes\"", "enabled: expected true or false"),
            ("nickname = \"\"", "nickname: must not be empty"),
            ("name = 1", "name: expected a text in quotes"),
            (
                "group = \"Day\"",
                "group: the account has no group \"Day\" in this file; without the key an agent is in the main group",
            ),
            ("group = 8", "group: expected a text in quotes"),
            ("role = \"boss\"", "role: expected one of \"agent\", \"supervisor\", \"admin\""),
            ("email = \"a\\tb\"", "email: must not hold control characters"),
        ];
        for (line, problem) in cases {
            assert_eq!(mistake_with(line), format!("line 7, key account.agent.{problem}"));
        }
        let said = mistake_with("\"max chats\" = 3");
        assert!(
            said.starts_with("line 7, key account.agent.\"max chats\": there is no such key here"),
            "{said}"
        );
    }

    #[test]
    fn as_many_chats_as_the_limit_are_allowed() {
        let max = |number: i64| {
            agent(&format!("id = 1\nlogin = \"b\"\npassword = \"p\"\nmax_chats = {number}"))
                .unwrap()
                .max_chats
        };
        assert_eq!(max(-1), MaxChats::Unlimited);
        assert_eq!(max(0), MaxChats::Limited(0));
        assert_eq!(max(i64::from(u32::MAX)), MaxChats::Limited(u32::MAX));
    }
}
