//! Reading `[[account.canned]]`: texts that agents insert by a shortcut. The console's own; the old configuration service is
//! `docs/protocol/60-predefined-and-automatic-messages.md` §1.

use super::mistake::{Placed, Problem};
use super::table::{Table, Unique, Value};
use handover_desk::{CannedText, limits};
use std::sync::Arc;

/// Characters of a shortcut: it is typed.
const SHORTCUT_CHARS: usize = 32;

/// A canned text as the file states it. Its skills are still names.
#[derive(Clone, Debug)]
pub struct ParsedCanned {
    /// The text without its skills.
    pub text: CannedText,
    /// Skills by name, in the order of the file.
    pub skills: Vec<Placed<Arc<str>>>,
}

/// The canned texts of an account.
pub(super) fn read(account: &Table<'_>) -> Vec<ParsedCanned> {
    let mut seen = Unique::new();
    let tables = account.tables("canned", "account.canned", limits::CANNED_TEXTS_PER_ACCOUNT).into_iter();
    tables.filter_map(|table| canned(table, &mut seen)).collect()
}

fn canned(table: Table<'_>, seen: &mut Unique<String>) -> Option<ParsedCanned> {
    let shortcut = table.required("shortcut").and_then(|value| {
        let shortcut = shortcut(&value)?;
        seen.take(shortcut.to_lowercase(), &value);
        Some(Arc::from(shortcut))
    });
    let title = table.optional("title").and_then(|value| value.words(limits::NAME_BYTES)).map(Arc::from);
    let text = table.required("text").and_then(|value| value.prose(limits::FIELD_BYTES));
    let skills = super::apply_agent::skills(&table);
    table.finish();
    let shortcut: Arc<str> = shortcut?;
    let title = title.unwrap_or_else(|| Arc::clone(&shortcut));
    Some(ParsedCanned { text: CannedText { shortcut, title, text: text?, skills: Vec::new() }, skills })
}

/// A word that can be typed behind a slash.
fn shortcut<'r>(value: &Value<'r>) -> Option<&'r str> {
    let word = value.words(limits::NAME_BYTES)?;
    let fits = word.chars().count() <= SHORTCUT_CHARS
        && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
    if fits {
        Some(word)
    } else {
        value.refuse(Problem::Expected("1 to 32 letters, digits, hyphens, underscores or dots"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::ApplyFile;

    /// The canned texts with these lines, which begin in line 4.
    fn read(lines: &str) -> Result<Vec<ParsedCanned>, String> {
        let file = ApplyFile::parse(&format!("[[account]]\nid = \"a\"\n[[account.canned]]\n{lines}\n"));
        Ok(file.map_err(|mistake| mistake.to_string())?.accounts.remove(0).canned)
    }

    #[test]
    fn a_canned_text_has_a_shortcut_and_a_title_that_is_the_shortcut_unless_stated() {
        let read = read(
            "shortcut = \"hi\"\ntext = \"Hello\\nthere\"\n[[account.canned]]\nshortcut = \"by-e\"\ntitle = \"Good bye\"\n\
             text = \"Bye\"\nskills = [\"Sales\"]",
        )
        .unwrap();
        assert_eq!((&*read[0].text.shortcut, &*read[0].text.title), ("hi", "hi"));
        assert_eq!(&*read[0].text.text, "Hello\nthere");
        assert_eq!(&*read[1].text.title, "Good bye");
        assert_eq!(&*read[1].skills[0].value, "Sales");
    }

    #[test]
    fn each_mistake_is_named_with_its_line_and_key() {
        let form = "expected 1 to 32 letters, digits, hyphens, underscores or dots";
        let long = format!("shortcut = \"{}\"\ntext = \"a\"", "a".repeat(33));
        let cases = [
            ("text = \"a\"", "line 3, key account.canned.shortcut: is missing".to_owned()),
            ("shortcut = \"a\"", "line 3, key account.canned.text: is missing".to_owned()),
            ("shortcut = \"a b\"\ntext = \"a\"", format!("line 4, key account.canned.shortcut: {form}")),
            (&long, format!("line 4, key account.canned.shortcut: {form}")),
            (
                "shortcut = \"a\"\ntext = \"\"",
                "line 5, key account.canned.text: must not be empty".to_owned(),
            ),
        ];
        for (lines, mistake) in cases {
            assert_eq!(read(lines).unwrap_err(), mistake);
        }
        let fits = format!("shortcut = \"{}\"\ntext = \"a\"", "a".repeat(32));
        assert_eq!(read(&fits).unwrap().len(), 1);
        let twice =
            read("shortcut = \"a\"\ntext = \"b\"\n[[account.canned]]\nshortcut = \"A\"\ntext = \"c\"");
        assert!(twice.unwrap_err().starts_with("line 7, key account.canned.shortcut: "));
    }
}
