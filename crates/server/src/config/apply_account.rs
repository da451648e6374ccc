//! Reading `[[account]]`: the account itself and its skills.

use super::apply_agent::{self, AgentsSeen, ParsedAgent};
use super::apply_canned::{self, ParsedCanned};
use super::apply_origins;
use super::apply_survey::{self, ParsedSurvey};
use super::limits::{ACCOUNT_ID_CHARS, APP_KEY_DIGITS, APP_KEYS};
use super::mistake::{Place, Placed, Problem};
use super::table::{Table, Unique, Value};
use super::{apply_connector, apply_group, apply_settings, apply_text};
use handover_desk::{AccountId, AccountProfile, SkillId, limits};
use jiff::tz::TimeZoneDatabase;
use std::sync::Arc;

/// An account as the file states it.
#[derive(Clone, Debug)]
pub struct ParsedAccount {
    /// Which account.
    pub id: AccountId,
    /// Where its header stands.
    pub at: Place,
    /// The account's own facts but for its surveys and canned texts: what is left out has its default, whatever the account has.
    pub profile: AccountProfile,
    /// All surveys of the account. Their skills are still names.
    pub surveys: Vec<ParsedSurvey>,
    /// All canned texts of the account. Their skills are still names.
    pub canned: Vec<ParsedCanned>,
    /// Skills to add or change.
    pub skills: Vec<ParsedSkill>,
    /// Agents to add or change.
    pub agents: Vec<ParsedAgent>,
}

/// A skill as the file states it.
#[derive(Clone, Debug)]
pub struct ParsedSkill {
    /// Its number.
    pub id: SkillId,
    /// Its name.
    pub name: Placed<Arc<str>>,
    /// Where offline messages for it are mailed to.
    pub offline_mail: Option<Arc<str>>,
}

/// The account in this table, or nothing when a mistake was noted.
pub(super) fn read(table: Table<'_>, ids: &mut Unique<String>) -> Option<ParsedAccount> {
    let id = table.required("id").and_then(|value| {
        let id = account_id(&value)?;
        ids.take(id.into(), &value);
        Some(AccountId::new(id))
    });
    let time_zone = table.optional("time_zone").and_then(|value| time_zone(&value));
    let app_keys = table.optional("app_keys").map(|value| app_keys(&value));
    let origins = table.optional("origins").map(|value| apply_origins::read(&value));
    let settings = apply_settings::read(table.table("settings", "account.settings"));
    let language = table.optional("language").and_then(|value| apply_text::language(&value));
    let offline_mail = table.optional("offline_mail").and_then(|value| value.mail_address());
    let skills = skills(&table);
    let groups = apply_group::read(&table);
    let mut seen = AgentsSeen::new();
    let agents = table.tables("agent", "account.agent", usize::MAX);
    let agents =
        agents.into_iter().filter_map(|agent| apply_agent::read(agent, &groups, &mut seen)).collect();
    let surveys = apply_survey::read(&table);
    let texts = apply_text::read(&table);
    let canned = apply_canned::read(&table);
    let connectors = apply_connector::read(&table);
    let at = table.header();
    table.finish();

    let profile = AccountProfile {
        time_zone: time_zone.unwrap_or_else(|| Arc::from("UTC")),
        app_keys: app_keys.unwrap_or_default(),
        settings,
        language,
        texts,
        surveys: Vec::new(),
        canned: Vec::new(),
        offline_mail,
        connectors,
        groups,
        origins,
    };
    Some(ParsedAccount { id: id?, at, profile, surveys, canned, skills, agents })
}

fn account_id<'r>(value: &Value<'r>) -> Option<&'r str> {
    let id = value.text()?;
    let fits = (1..=ACCOUNT_ID_CHARS).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
    if fits { Some(id) } else { value.refuse(Problem::Expected("1 to 64 of the characters A-Z a-z 0-9 _ -")) }
}

/// The time zone's name as the time zone database spells it.
fn time_zone(value: &Value<'_>) -> Option<Arc<str>> {
    let name = value.words(limits::NAME_BYTES)?;
    let zone = TimeZoneDatabase::bundled().get(name).ok();
    let spelt = zone.as_ref().and_then(|zone| zone.iana_name()).map(Arc::from);
    spelt.or_else(|| value.refuse(Problem::UnknownTimeZone(name.into())))
}

fn app_keys(value: &Value<'_>) -> Vec<Arc<str>> {
    let keys = value.list("a list of application keys").unwrap_or_default();
    if keys.len() > APP_KEYS {
        value.note(Problem::TooMany { limit: APP_KEYS });
    }
    let hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    let read = |key: Value<'_>| {
        let digits = key.text()?;
        let fits = digits.len() == APP_KEY_DIGITS && digits.bytes().all(hex);
        if fits { Some(Arc::from(digits)) } else { key.refuse(Problem::Expected("32 lower-case hex digits")) }
    };
    keys.into_iter().filter_map(read).collect()
}

fn skills(account: &Table<'_>) -> Vec<ParsedSkill> {
    let (mut ids, mut names) = (Unique::new(), Unique::new());
    let tables = account.tables("skill", "account.skill", usize::MAX).into_iter();
    tables.filter_map(|table| skill(table, &mut ids, &mut names)).collect()
}

fn skill(table: Table<'_>, ids: &mut Unique<u64>, names: &mut Unique<String>) -> Option<ParsedSkill> {
    let id = table.required("id").and_then(|value| {
        let id = value.id()?;
        ids.take(id, &value);
        Some(SkillId(id))
    });
    let name = table.required("name").and_then(|value| {
        let name = value.words(limits::NAME_BYTES)?;
        names.take(name.into(), &value);
        Some(Placed { value: Arc::from(name), at: value.place() })
    });
    let offline_mail = table.optional("offline_mail").and_then(|value| value.mail_address());
    table.finish();
    Some(ParsedSkill { id: id?, name: name?, offline_mail })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{ApplyFile, EXAMPLE};

    fn mistake(text: &str) -> String {
        ApplyFile::parse(text).unwrap_err().to_string()
    }

    /// The mistake in the example after one line of it was replaced.
    fn mistake_with(line: usize, by: &str) -> String {
        let lines = EXAMPLE.lines().enumerate();
        let lines: Vec<&str> = lines.map(|(index, old)| if index + 1 == line { by } else { old }).collect();
        mistake(&lines.join("\n"))
    }

    #[test]
    fn what_an_account_leaves_out_has_its_default() {
        let account = ApplyFile::parse("[[account]]\nid = \"a\"").unwrap().accounts.remove(0);
        let defaults = AccountProfile { time_zone: "UTC".into(), ..AccountProfile::default() };
        assert_eq!(account.profile, defaults);
        assert!(account.skills.is_empty() && account.agents.is_empty() && account.surveys.is_empty());
    }

    #[test]
    fn an_account_and_a_skill_may_say_where_offline_messages_go_and_an_account_its_language() {
        let text = "[[account]]\nid = \"a\"\nlanguage = \"en-US\"\noffline_mail = \"desk@example.com\"\n\
                    skill = [{ id = 1, name = \"b\", offline_mail = \"sales@example.com\" }]";
        let account = ApplyFile::parse(text).unwrap().accounts.remove(0);
        assert_eq!(account.profile.language.as_deref(), Some("en-US"));
        assert_eq!(account.profile.offline_mail.as_deref(), Some("desk@example.com"));
        assert_eq!(account.skills[0].offline_mail.as_deref(), Some("sales@example.com"));
    }

    #[test]
    fn each_mistake_is_named_with_its_line_and_key() {
        let id = "1 to 64 of the characters A-Z a-z 0-9 _ -";
        let list = "a list of tables, each with a header in double brackets";
        let cases = [
            (1, "[[acount]]", "1, key acount: there is no such key here; there are account".into()),
            (1, "[account]", format!("1, key account: expected {list}")),
            (2, "", "1, key account.id: is missing".into()),
            (2, "id = 12345678", "2, key account.id: expected a text in quotes".into()),
            (2, "id = \"\"", format!("2, key account.id: expected {id}")),
            (2, "id = \"a/b\"", format!("2, key account.id: expected {id}")),
            (
                3,
                "zone = 1",
                "3, key account.zone: there is no such key here; there are \
                 id, time_zone, app_keys, origins, settings, language, offline_mail, skill, group, agent, survey, text, \
                 canned, connector"
                    .into(),
            ),
            (3, "time_zone = 1", "3, key account.time_zone: expected a text in quotes".into()),
            (
                3,
                "time_zone = \"Lisbon\"",
                "3, key account.time_zone: there is no time zone \"Lisbon\"; \
                 expected an IANA name such as \"Europe/Lisbon\""
                    .into(),
            ),
            (
                3,
                "language = \"English\"",
                "3, key account.language: expected a language tag such as \"pt-PT\"".into(),
            ),
            (
                3,
                "offline_mail = \"desk\"",
                "3, key account.offline_mail: expected a mail address such as \"desk@example.com\"".into(),
            ),
            (4, "app_keys = \"a\"", "4, key account.app_keys: expected a list of application keys".into()),
            (4, "app_keys = [\n1]", "5, key account.app_keys: expected a text in quotes".into()),
            (5, "settings = 1", "5, key account.settings: expected a table".into()),
            (8, "[account.skill]", format!("8, key account.skill: expected {list}")),
            (9, "", "8, key account.skill.id: is missing".into()),
            (9, "id = 0", "9, key account.skill.id: expected an integer of 1 or more".into()),
            (9, "id = \"1\"", "9, key account.skill.id: expected an integer of 1 or more".into()),
            (10, "", "8, key account.skill.name: is missing".into()),
            (10, "name = \"\"", "10, key account.skill.name: must not be empty".into()),
            (10, "name = \"a\\n\"", "10, key account.skill.name: must not hold control characters".into()),
            (
                10,
                "name = \"a\"\noffline_mail = \"\"",
                "11, key account.skill.offline_mail: expected a mail address such as \"desk@example.com\"".into(),
            ),
            (
                11,
                "agent = 1\n[other]",
                "11, key account.skill.agent: there is no such key here; there are id, name, offline_mail".into(),
            ),
        ];
        for (line, by, said) in cases {
            assert_eq!(mistake_with(line, by), format!("line {said}"), "{by}");
        }
    }

    #[test]
    fn a_time_zone_is_spelt_as_the_database_spells_it() {
        let zone = |name: &str| {
            let text = format!("[[account]]\nid = \"a\"\ntime_zone = \"{name}\"");
            let file = ApplyFile::parse(&text).map_err(|mistake| mistake.to_string());
            file.map(|mut file| file.accounts.remove(0).profile.time_zone.to_string())
        };
        assert_eq!(zone("europe/lisbon").unwrap(), "Europe/Lisbon");
        assert_eq!(zone("UTC").unwrap(), "UTC");
        assert!(zone("Etc/Unknown").unwrap_err().starts_with("line 3, key account.time_zone: there is no"));
    }

    #[test]
    fn an_application_key_is_32_lower_case_hex_digits_and_is_not_repeated_in_the_message() {
        for key in ["", "0123456789abcdef0123456789abcde", "0123456789abcdef0123456789abcdef0"] {
            let said = mistake_with(4, &format!("app_keys = [\"{key}\"]"));
            assert_eq!(said, "line 4, key account.app_keys: expected 32 lower-case hex digits");
        }
        let said = mistake_with(4, "app_keys = [\"0123456789ABCDEF0123456789abcdef\"]");
        assert_eq!(said, "line 4, key account.app_keys: expected 32 lower-case hex digits");
    }

    #[test]
    fn a_text_may_be_as_long_as_its_limit_and_not_longer() {
        let text = |id: usize, skill: usize, keys: usize| {
            let key = "\"0123456789abcdef0123456789abcdef\",".repeat(keys);
            let (id, skill) = ("a".repeat(id), "s".repeat(skill));
            format!(
                "[[account]]\nid = \"{id}\"\napp_keys = [{key}]\nskill = [{{id = 1, name = \"{skill}\"}}]\n"
            )
        };
        assert!(ApplyFile::parse(&text(ACCOUNT_ID_CHARS, limits::NAME_BYTES, APP_KEYS)).is_ok());
        assert!(
            mistake(&text(ACCOUNT_ID_CHARS + 1, 1, 1))
                .starts_with("line 2, key account.id: expected 1 to 64")
        );
        let said = mistake(&text(1, limits::NAME_BYTES + 1, 1));
        assert_eq!(said, "line 4, key account.skill.name: is longer than 256 bytes of UTF-8");
        assert_eq!(
            mistake(&text(1, 1, APP_KEYS + 1)),
            "line 3, key account.app_keys: there may be 100 at most"
        );
    }

    #[test]
    fn a_number_may_be_the_largest_that_toml_knows() {
        let text = format!("[[account]]\nid = \"a\"\nskill = [{{id = {}, name = \"b\"}}]", i64::MAX);
        assert_eq!(
            ApplyFile::parse(&text).unwrap().accounts[0].skills[0].id,
            SkillId(i64::MAX.unsigned_abs())
        );
    }
}
