//! Reading an operator's apply file: accounts with their settings, skills and agents. A file is taken whole or not
//! at all; the first mistake is named with its line and key. What the account already holds is not known here: see
//! [`super::plan()`].

use super::apply_account::{self, ParsedAccount};
use super::limits::FILE_BYTES;
use super::mistake::{ApplyFileError, Mistakes, Problem};
use super::syntax;
use super::table::{Lines, Reading, Table, Unique};
use toml::de::DeTable;

/// A file without a mistake in itself.
#[derive(Clone, Debug)]
pub struct ApplyFile {
    /// The accounts, in the order of the file.
    pub accounts: Vec<ParsedAccount>,
}

impl ApplyFile {
    /// Reads a file. An error is the first mistake in the order of the file.
    pub fn parse(text: &str) -> Result<Self, ApplyFileError> {
        if text.len() > FILE_BYTES {
            let problem = Problem::FileTooLarge { limit: FILE_BYTES };
            return Err(ApplyFileError { line: 1, column: 1, key: String::new(), problem });
        }
        let (document, errors) = DeTable::parse_recoverable(text);
        let reading = Reading { lines: Lines::of(text), mistakes: Mistakes::default() };
        if let Some(mistake) = syntax::mistake(document.get_ref(), &errors, &reading.lines) {
            return Err(mistake);
        }
        let accounts = accounts(Table::new(document.get_ref(), "", 0, &reading));
        reading.mistakes.unless_any(Self { accounts })
    }
}

fn accounts(file: Table<'_>) -> Vec<ParsedAccount> {
    let mut ids = Unique::new();
    let tables = file.tables("account", "account", usize::MAX);
    let accounts = tables.into_iter().filter_map(|table| apply_account::read(table, &mut ids)).collect();
    file.finish();
    accounts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{EXAMPLE, Place};
    use handover_desk::{Settings, SkillId, WireSwitches};
    use std::sync::Arc;

    fn mistake(text: &str) -> String {
        ApplyFile::parse(text).unwrap_err().to_string()
    }

    #[test]
    fn the_example_is_read() {
        let file = ApplyFile::parse(EXAMPLE).unwrap();
        let [account] = file.accounts.as_slice() else { panic!("one account") };
        assert_eq!(account.id.as_str(), "12345678");
        assert_eq!(&*account.profile.time_zone, "Europe/Lisbon");
        assert_eq!(account.profile.app_keys, [Arc::from("0123456789abcdef0123456789abcdef")]);
        assert_eq!(account.profile.settings, Settings::default());
        assert_eq!((account.skills[0].id, &*account.skills[0].name.value), (SkillId(25_975_313), "Sales"));
        assert_eq!(&*account.agents[0].login.value, "agent.a@example.com");
        assert_eq!(account.agents[0].login.at, Place { line: 13, column: 9 });
        assert!(!format!("{file:?}").contains("a secret"));
    }

    #[test]
    fn the_example_of_the_manual_is_read() {
        let manual = include_str!("../../../../docs/operating.md");
        let mut examples = manual.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next());
        let example = examples.find(|example| example.contains("[[account.survey]]")).unwrap();
        let account = ApplyFile::parse(example).unwrap().accounts.remove(0);
        let profile = &account.profile;
        assert_eq!([account.surveys.len(), profile.texts.len(), profile.connectors.len()], [4, 3, 1]);
        assert!(account.agents[0].group.is_some());
        assert_ne!(profile.settings.wire, WireSwitches::default());
        let windows = ApplyFile::parse(&example.replace('\n', "\r\n")).unwrap().accounts.remove(0);
        assert_eq!(windows.profile, account.profile);
    }

    /// The rows of the manual's table below `heading`: the key, and the first value behind it.
    fn rows(manual: &'static str, heading: &str) -> Vec<(&'static str, &'static str)> {
        let below = manual.split(heading).nth(1).unwrap();
        let rows = below.lines().skip_while(|line| !line.starts_with("|---")).skip(1);
        let rows = rows.take_while(|line| line.starts_with('|'));
        let cells =
            rows.map(|row| row.split('|').map(|cell| cell.trim().trim_matches('`')).collect::<Vec<_>>());
        cells.map(|cells| (cells[1], cells[2].split("`,").next().unwrap())).collect()
    }

    #[test]
    fn the_manual_tells_every_setting_with_its_default() {
        let manual = include_str!("../../../../docs/operating.md");
        for (table, heading) in [
            ("account.settings", "`[account.settings]`:"),
            ("account.settings.wire", "`[account.settings.wire]`; "),
        ] {
            let rows = rows(manual, heading);
            let header = format!("[[account]]\nid = \"a\"\n[{table}]\n");
            let known = mistake(&format!("{header}zzz = 1\n"));
            let known = known.split_once("there are ").unwrap().1.split(", ").filter(|key| *key != "wire");
            assert_eq!(rows.iter().map(|(key, _)| *key).collect::<Vec<_>>(), known.collect::<Vec<_>>());
            for (key, default) in rows {
                let account =
                    ApplyFile::parse(&format!("{header}{key} = {default}\n")).unwrap().accounts.remove(0);
                assert_eq!(account.profile.settings, Settings::default(), "{key} = {default}");
            }
        }
    }

    #[test]
    fn a_file_may_have_carriage_returns_inline_tables_or_nothing_at_all() {
        assert_eq!(ApplyFile::parse(&EXAMPLE.replace('\n', "\r\n")).unwrap().accounts.len(), 1);
        let inline =
            r#"account = [{ id = "a", settings = { sticky = false }, skill = [{ id = 1, name = "b" }] }]"#;
        let account = ApplyFile::parse(inline).unwrap().accounts.remove(0);
        assert!(!account.profile.settings.sticky);
        assert_eq!(account.skills.len(), 1);
        assert!(ApplyFile::parse("").unwrap().accounts.is_empty());
    }

    #[test]
    fn what_must_be_unique_is_named_with_both_lines() {
        let again = |text: &str| mistake(&format!("{EXAMPLE}{text}"));
        let agent = |id: u64, login: &str| {
            again(&format!("[[account.agent]]\nid = {id}\nlogin = \"{login}\"\npassword = \"b\"\n"))
        };
        assert_eq!(
            again("[[account]]\nid = \"12345678\""),
            "line 21, key account.id: is the same as in line 2"
        );
        assert_eq!(
            again("[[account.skill]]\nid = 25975313\nname = \"Help\""),
            "line 21, key account.skill.id: is the same as in line 9"
        );
        assert_eq!(
            again("[[account.skill]]\nid = 1\nname = \"Sales\""),
            "line 22, key account.skill.name: is the same as in line 10"
        );
        assert_eq!(agent(311_098_910, "b"), "line 21, key account.agent.id: is the same as in line 12");
        assert_eq!(
            agent(1, "agent.a@example.com"),
            "line 22, key account.agent.login: is the same as in line 13"
        );
        let other = EXAMPLE.replace("\"12345678\"", "\"other\"");
        assert_eq!(ApplyFile::parse(&format!("{EXAMPLE}{other}")).unwrap().accounts.len(), 2);
    }

    #[test]
    fn the_first_mistake_in_the_order_of_the_file_is_named() {
        let text = "[[account]]\nid = \"a\"\n[[account.skill]]\nid = 1\nname = \"b\"\n\
                    [[account.agent]]\nid = 0\n[[account.skill]]\nzzz = 1\n[[account]]\nid = 5\n";
        assert_eq!(mistake(text), "line 6, key account.agent.login: is missing");
        let text = text.replace("id = 0", "id = 0\nlogin = \"c\"\npassword = \"d\"");
        assert_eq!(mistake(&text), "line 7, key account.agent.id: expected an integer of 1 or more");
        let text = text.replace("id = 0", "id = 2");
        assert_eq!(mistake(&text), "line 10, key account.skill.id: is missing");
    }

    #[test]
    fn a_file_may_be_as_large_as_its_limit_and_not_larger() {
        assert!(ApplyFile::parse(&" ".repeat(FILE_BYTES)).is_ok());
        let said = mistake(&" ".repeat(FILE_BYTES + 1));
        assert_eq!(said, "line 1: the file is larger than 16777216 bytes");
    }
}
