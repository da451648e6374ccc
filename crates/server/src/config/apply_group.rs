//! Reading `[[account.group]]`: the agent groups of an account, beside the main one.

use super::table::{Table, Unique};
use handover_desk::{Group, GroupId, limits};
use std::sync::Arc;

/// The groups of an account.
pub(super) fn read(account: &Table<'_>) -> Vec<Group> {
    let (mut ids, mut names) = (Unique::new(), Unique::new());
    let tables = account.tables("group", "account.group", limits::GROUPS_PER_ACCOUNT).into_iter();
    tables.filter_map(|table| group(table, &mut ids, &mut names)).collect()
}

fn group(table: Table<'_>, ids: &mut Unique<u64>, names: &mut Unique<String>) -> Option<Group> {
    let id = table.required("id").and_then(|value| {
        let id = value.id()?;
        ids.take(id, &value);
        Some(GroupId(id))
    });
    let name = table.required("name").and_then(|value| {
        let name = value.words(limits::NAME_BYTES)?;
        names.take(name.into(), &value);
        Some(Arc::from(name))
    });
    table.finish();
    Some(Group { id: id?, name: name? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::ApplyFile;

    /// The groups with these lines, which begin in line 3.
    fn read(lines: &str) -> Result<Vec<Group>, String> {
        let file = ApplyFile::parse(&format!("[[account]]\nid = \"a\"\n{lines}\n"));
        Ok(file.map_err(|mistake| mistake.to_string())?.accounts.remove(0).profile.groups)
    }

    fn groups(count: usize) -> String {
        let groups = (1..=count).map(|id| format!("[[account.group]]\nid = {id}\nname = \"g{id}\"\n"));
        groups.collect::<Vec<_>>().concat()
    }

    #[test]
    fn everything_about_a_group_can_be_stated() {
        let expected = vec![Group { id: GroupId(1), name: "g1".into() }];
        assert_eq!(read(&groups(1)), Ok(expected));
        assert_eq!(read(""), Ok(Vec::new()));
    }

    #[test]
    fn each_mistake_is_named_with_its_line_and_key() {
        let header = "[[account.group]]\n";
        for (lines, said) in [
            (
                "group = 1",
                "3, key account.group: expected a list of tables, each with a header in double brackets",
            ),
            (&format!("{header}name = \"x\""), "3, key account.group.id: is missing"),
            (
                &format!("{header}id = 0\nname = \"x\""),
                "4, key account.group.id: expected an integer of 1 or more",
            ),
            (&format!("{header}id = 1"), "3, key account.group.name: is missing"),
            (&format!("{header}id = 1\nname = \"\""), "5, key account.group.name: must not be empty"),
            (
                &format!("{header}id = 1\nname = \"x\"\nzzz = 1"),
                "6, key account.group.zzz: there is no such key here; there are id, name",
            ),
            (
                &format!("{}{header}id = 1\nname = \"x\"", groups(1)),
                "7, key account.group.id: is the same as in line 4",
            ),
            (
                &format!("{}{header}id = 2\nname = \"g1\"", groups(1)),
                "8, key account.group.name: is the same as in line 5",
            ),
        ] {
            assert_eq!(read(lines), Err(format!("line {said}")), "{lines}");
        }
    }

    #[test]
    fn there_may_be_as_many_groups_as_their_limit_and_not_one_more() {
        let limit = limits::GROUPS_PER_ACCOUNT;
        assert_eq!(read(&groups(limit)).unwrap().len(), limit);
        let line = 3 + limit * 3;
        let said = format!("line {line}, key account.group: there may be {limit} at most");
        assert_eq!(read(&groups(limit + 1)), Err(said));
    }
}
