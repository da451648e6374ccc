//! Naming the line and the key of a file that is not TOML. The parser's own report would repeat the line, and with
//! it perhaps a password; only its message is used, and only keys that it recognised as keys.

use super::mistake::{ApplyFileError, Problem};
use super::table::{Lines, join, shown};
use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};

/// The parser's words for a key that stands in its table twice.
const DUPLICATE: &str = "duplicate key";

/// The mistake for the first of the parser's errors, or nothing if there are none.
pub(super) fn mistake(table: &DeTable<'_>, errors: &[Error], lines: &Lines<'_>) -> Option<ApplyFileError> {
    let error = errors.iter().min_by_key(|error| start(error))?;
    let at = lines.place(start(error));
    let repeated = error.span().filter(|_| error.message() == DUPLICATE).map(|span| shown(lines.slice(span)));
    Some(ApplyFileError {
        line: at.line,
        column: at.column,
        key: key(table, start(error), repeated.as_deref(), lines),
        problem: Problem::Syntax(error.message().into()),
    })
}

fn start(error: &Error) -> usize {
    error.span().map_or(0, |span| span.start)
}

/// The key an error belongs to: that whose value it is in, the one that is repeated, that of its line, or the table.
fn key(table: &DeTable<'_>, offset: usize, repeated: Option<&str>, lines: &Lines<'_>) -> String {
    let mut marks = Vec::new();
    collect(table, "", &mut marks);
    marks.retain(|mark| mark.start < offset);
    let last = |wanted: &dyn Fn(&Mark) -> bool| {
        marks.iter().filter(|mark| wanted(mark)).max_by_key(|mark| mark.start).map(|mark| mark.path.clone())
    };
    let line = lines.place(offset).line;
    let around = last(&|mark| mark.kind == Kind::Key && offset < mark.end);
    let first = || repeated.and_then(|name| last(&|mark| mark.is_called(name)));
    let beside = || last(&|mark| mark.kind == Kind::Key && lines.place(mark.start).line == line);
    let table = || last(&|mark| mark.kind == Kind::Header);
    around.or_else(first).or_else(beside).or_else(table).unwrap_or_default()
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Header,
    Key,
}

/// A header, or a key with its value: from where to where, and the key with the tables it stands in.
struct Mark {
    kind: Kind,
    start: usize,
    end: usize,
    path: String,
}

impl Mark {
    fn is_called(&self, name: &str) -> bool {
        self.kind == Kind::Key && self.path.rsplit('.').next() == Some(name)
    }
}

fn collect(table: &DeTable<'_>, path: &str, marks: &mut Vec<Mark>) {
    for (key, value) in table {
        let path = join(path, &shown(key.get_ref()));
        let (start, end) = (key.span().start, value.span().end);
        // What a value in braces holds may be a password that was meant to be a text: its keys are not looked at.
        // A table with a header has the span of the header, which begins before the key; one of a dotted key has
        // the span of the key.
        if value.span().start > start || tables(value).next().is_none() {
            marks.push(Mark { kind: Kind::Key, start, end, path });
            continue;
        }
        for (header, below) in tables(value) {
            marks.push(Mark { kind: Kind::Header, start: header, end: header, path: path.clone() });
            collect(below, &path, marks);
        }
    }
}

/// The tables a value consists of, each with the place it begins at.
fn tables<'v>(value: &'v Spanned<DeValue<'v>>) -> impl Iterator<Item = (usize, &'v DeTable<'v>)> {
    let items = value.get_ref().as_array().map(|items| items.iter()).into_iter().flatten();
    let all = std::iter::once(value).chain(items);
    all.filter_map(|item| Some((item.span().start, item.get_ref().as_table()?)))
}

#[cfg(test)]
mod tests {
    use crate::config::{ApplyFile, EXAMPLE};

    fn mistake(text: &str) -> String {
        ApplyFile::parse(text).unwrap_err().to_string()
    }

    #[test]
    fn a_value_without_quotes_is_named_by_its_key_and_not_repeated() {
        let said = mistake("[[account]]\nid = \"a\"\n[[account.agent]]\nid = 1\npassword = hunter2\n");
        assert!(said.starts_with("line 5, key account.agent.password: this is not TOML: "), "{said}");
        assert!(!said.contains("hunter2"), "{said}");
    }

    #[test]
    fn no_part_of_a_broken_password_is_taken_for_a_key() {
        let broken = [
            "hunter2 = 3",
            "\"hunter2",
            "\"\"\"\nhunter2 = \\q\"\"\"",
            "\"\" hunter2 = 1",
            "hunter2=",
            "a.hunter2 = 1",
            "'x'hunter2",
            "{ hunter2",
            "{hunter2 = 1, hunter2 = 1}",
            "{ a = hunter2",
            "[ hunter2",
        ];
        for password in broken {
            let said =
                mistake(&format!("[[account]]\nid = \"a\"\n[[account.agent]]\npassword = {password}\n"));
            assert!(said.contains("key account.agent.password: this is not TOML"), "{password}: {said}");
            assert!(!said.contains("hunter2"), "{password}: {said}");
        }
    }

    #[test]
    fn a_key_that_stands_twice_is_named_at_its_second_place() {
        let said = mistake("[[account]]\nid = \"a\"\n[account.settings]\nsticky = true\nsticky = false\n");
        assert_eq!(said, "line 5, key account.settings.sticky: this is not TOML: duplicate key");
        let said = mistake("[[account]]\nid = \"a\"\nsettings.sticky = true\nsettings.sticky = false\n");
        assert_eq!(said, "line 4, key account.settings.sticky: this is not TOML: duplicate key");
        let said = mistake("[[account]]\nid = \"a\"\nsettings = { sticky = true, sticky = false }\n");
        assert_eq!(said, "line 3, key account.settings: this is not TOML: duplicate key");
    }

    #[test]
    fn a_table_that_stands_twice_is_named_at_its_second_header() {
        let said = mistake("[[account]]\nid = \"a\"\n[account.settings]\n[account.settings]\n");
        assert_eq!(said, "line 4, key account.settings: this is not TOML: duplicate key");
    }

    #[test]
    fn a_line_that_is_no_key_and_value_is_named_by_its_table() {
        let said = mistake("[[account]]\nid = \"a\"\nsettings = { sticky = true }\n!\n");
        assert!(said.starts_with("line 4, key account: this is not TOML: "), "{said}");
        let said = mistake("a = !\nb = !\n");
        assert!(said.starts_with("line 1, key a: this is not TOML: "), "{said}");
        let said = mistake("!\n");
        assert!(said.starts_with("line 1: this is not TOML: "), "{said}");
    }

    #[test]
    fn no_slip_of_a_finger_brings_a_password_into_a_message() {
        let text = EXAMPLE.replace("a secret", "Qz7Qz7Qz7Qz7");
        let slips =
            ["", "\n", "\"", "'", "=", "[", "]", "{", "}", ",", ".", "#", "\\", " ", "\"\"\"", "\"\n"];
        let mut mistakes = 0;
        for (at, old) in text.char_indices() {
            for slip in slips {
                let replaced = format!("{}{slip}{}", &text[..at], &text[at + old.len_utf8()..]);
                let inserted = format!("{}{slip}{}", &text[..at], &text[at..]);
                for said in [replaced, inserted].into_iter().filter_map(|text| ApplyFile::parse(&text).err())
                {
                    mistakes += 1;
                    assert!(!said.to_string().contains("Qz"), "{slip:?} at {at}: {said}");
                    assert!(said.line <= EXAMPLE.lines().count() + 1, "{slip:?} at {at}: {said}");
                }
            }
        }
        assert!(mistakes > 1_000, "{mistakes}");
    }
}
