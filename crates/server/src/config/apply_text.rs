//! Reading `[[account.text]]`: what the desk says of itself, in the account's own words
//! (`docs/protocol/60-predefined-and-automatic-messages.md` §2.3).

use super::limits::LANGUAGE_CHARS;
use super::mistake::Problem;
use super::table::{Table, Unique, Value};
use handover_desk::{AutomaticText, SystemMessage, limits};
use std::sync::Arc;

/// The names of the messages; each may be given by its number as well.
const MESSAGES: [(&str, SystemMessage); 8] = [
    ("busy", SystemMessage::Busy),
    ("accepted", SystemMessage::Accepted),
    ("routing", SystemMessage::Routing),
    ("agent_ended", SystemMessage::AgentEnded),
    ("disconnected", SystemMessage::Disconnected),
    ("to_agent", SystemMessage::ToAgent),
    ("to_skill", SystemMessage::ToSkill),
    ("requeued", SystemMessage::Requeued),
];

/// The same, as a mistake lists them.
const MESSAGE_FORM: &str = "one of \"busy\" (2), \"accepted\" (3), \"routing\" (4), \"agent_ended\" (5), \
                            \"disconnected\" (6), \"to_agent\" (13), \"to_skill\" (15), \"requeued\" (23)";

/// The texts of an account.
pub(super) fn read(account: &Table<'_>) -> Vec<AutomaticText> {
    let mut seen = Unique::new();
    let tables = account.tables("text", "account.text", limits::TEXTS_PER_ACCOUNT).into_iter();
    tables.filter_map(|table| automatic_text(table, &mut seen)).collect()
}

fn automatic_text(table: Table<'_>, seen: &mut Unique<(u16, String)>) -> Option<AutomaticText> {
    let message = table.required("message").and_then(|value| message(&value));
    let language = table.required("language").and_then(|value| {
        let language = language(&value)?;
        if let Some(message) = message {
            seen.take((message.number(), language.to_ascii_lowercase()), &value);
        }
        Some(language)
    });
    let text = words(&table);
    table.finish();
    Some(AutomaticText { message: message?, language: language?, text })
}

fn message(value: &Value<'_>) -> Option<SystemMessage> {
    let is_meant = |(name, message): &&(&str, SystemMessage)| value.is(name, message.number().into());
    let found = MESSAGES.iter().find(is_meant).map(|(_, message)| *message);
    found.or_else(|| value.refuse(Problem::Expected(MESSAGE_FORM)))
}

/// A language tag such as `pt-PT`, as far as its form goes (RFC 5646 §2.1).
pub(super) fn language(value: &Value<'_>) -> Option<Arc<str>> {
    let tag = value.text()?;
    let part_fits =
        |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let primary = tag.split('-').next().unwrap_or_default();
    let fits = tag.len() <= LANGUAGE_CHARS
        && (2..=3).contains(&primary.len())
        && primary.bytes().all(|byte| byte.is_ascii_alphabetic())
        && tag.split('-').all(part_fits);
    if fits {
        Some(Arc::from(tag))
    } else {
        value.refuse(Problem::Expected("a language tag such as \"pt-PT\""))
    }
}

/// The words, or nothing when the message is left out.
fn words(table: &Table<'_>) -> Option<Arc<str>> {
    let text = table.optional("text");
    let enabled = match table.optional("enabled") {
        Some(value) => Some((value.boolean()?, value)),
        None => None,
    };
    match (text, enabled) {
        (Some(text), Some((false, enabled))) => {
            let second = if text.place() > enabled.place() { text } else { enabled };
            second.refuse(Problem::TextLeftOut)
        }
        (Some(text), Some((true, _)) | None) => text.prose(limits::FIELD_BYTES),
        (None, Some((false, _))) => None,
        (None, Some((true, _)) | None) => {
            table.note_at_header("text", Problem::NoText);
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::ApplyFile;

    /// The texts with these lines, which begin in line 3.
    fn read(lines: &str) -> Result<Vec<AutomaticText>, String> {
        let file = ApplyFile::parse(&format!("[[account]]\nid = \"a\"\n{lines}\n"));
        Ok(file.map_err(|mistake| mistake.to_string())?.accounts.remove(0).profile.texts)
    }

    fn text(message: &str, language: &str, more: &str) -> String {
        format!("[[account.text]]\nmessage = {message}\nlanguage = \"{language}\"\n{more}\n")
    }

    #[test]
    fn every_message_can_be_said_otherwise_by_name_and_by_number() {
        for (name, message) in MESSAGES {
            let expected =
                AutomaticText { message, language: "pt-PT".into(), text: Some("Olá {agent name}\n".into()) };
            for given in [format!("\"{name}\""), message.number().to_string()] {
                let read = read(&text(&given, "pt-PT", "text = \"Olá {agent name}\\n\"")).unwrap();
                assert_eq!(read, std::slice::from_ref(&expected));
            }
            assert!(MESSAGE_FORM.contains(&format!("\"{name}\" ({})", message.number())), "{name}");
        }
    }

    #[test]
    fn a_message_can_be_left_out() {
        let left_out = AutomaticText { message: SystemMessage::Busy, language: "en".into(), text: None };
        assert_eq!(read(&text("2", "en", "enabled = false")), Ok(vec![left_out]));
        assert!(read(&text("2", "en", "enabled = true\ntext = \"x\"")).unwrap()[0].text.is_some());
    }

    #[test]
    fn each_mistake_is_named_with_its_line_and_key() {
        let unknown = format!("line 4, key account.text.message: expected {MESSAGE_FORM}");
        for message in ["\"bussy\"", "\"2\"", "0", "22", "2.0", "-2", "true"] {
            assert_eq!(read(&text(message, "en", "text = \"x\"")).unwrap_err(), unknown, "{message}");
        }
        let both = "expected either text or enabled = false, not both";
        let cases = [
            (
                "[[account.text]]\nlanguage = \"en\"\ntext = \"x\"".into(),
                "3, key account.text.message: is missing",
            ),
            (
                "[[account.text]]\nmessage = 2\ntext = \"x\"".into(),
                "3, key account.text.language: is missing",
            ),
            (text("2", "en", ""), "3, key account.text.text: expected text or enabled = false"),
            (text("2", "en", "enabled = true"), "3, key account.text.text: expected text or enabled = false"),
            (text("2", "en", "enabled = 0"), "6, key account.text.enabled: expected true or false"),
            (text("2", "en", "text = \"\""), "6, key account.text.text: must not be empty"),
            (
                text("2", "en", "text = \"\\u0007\""),
                "6, key account.text.text: must not hold control characters",
            ),
            (
                text("2", "en", "words = 1\nenabled = false"),
                "6, key account.text.words: there is no such key here; there are message, language, text, enabled",
            ),
            (
                text("2", "en-US", "text = \"x\"") + &text("\"busy\"", "EN-us", "enabled = false"),
                "9, key account.text.language: is the same as in line 5",
            ),
        ];
        for (lines, said) in cases {
            assert_eq!(read(&lines), Err(format!("line {said}")), "{lines}");
        }
        assert_eq!(
            read(&text("2", "en", "text = \"x\"\nenabled = false")),
            Err(format!("line 7, key account.text.enabled: {both}"))
        );
        assert_eq!(
            read(&text("2", "en", "enabled = false\ntext = \"x\"")),
            Err(format!("line 7, key account.text.text: {both}"))
        );
    }

    #[test]
    fn a_language_is_a_tag() {
        let of = |tag: &str| read(&text("2", tag, "text = \"x\"")).map(|texts| texts[0].language.to_string());
        let longest = "zh-aaaaaaaa-bbbbbbbb-cccccccc-dddd";
        assert_eq!(longest.len(), LANGUAGE_CHARS - 1);
        for tag in ["en", "pt-PT", "zh-Hant-TW", "de-1996", &format!("{longest}d")] {
            assert_eq!(of(tag).as_deref(), Ok(tag));
        }
        for tag in [
            "",
            "e",
            "English",
            "en_US",
            "en-",
            "-en",
            "e1",
            "en-abcdefghi",
            "en US",
            &format!("{longest}dd"),
        ] {
            let said = "line 5, key account.text.language: expected a language tag such as \"pt-PT\"";
            assert_eq!(of(tag), Err(said.into()), "{tag}");
        }
    }

    #[test]
    fn there_may_be_as_many_and_as_long_texts_as_their_limits_and_not_more() {
        let several =
            |count: usize| (0..count).map(|no| text("2", &format!("en-{no}"), "text = \"x\"")).collect();
        let read_several = |count: usize| {
            let lines: String = several(count);
            read(&lines)
        };
        assert_eq!(read_several(limits::TEXTS_PER_ACCOUNT).unwrap().len(), limits::TEXTS_PER_ACCOUNT);
        let said = read_several(limits::TEXTS_PER_ACCOUNT + 1).unwrap_err();
        assert!(said.ends_with("key account.text: there may be 1000 at most"), "{said}");

        let of = |bytes: usize| read(&text("2", "en", &format!("text = \"{}\"", "x".repeat(bytes))));
        assert!(of(limits::FIELD_BYTES).is_ok());
        let said = "line 6, key account.text.text: is longer than 4096 bytes of UTF-8";
        assert_eq!(of(limits::FIELD_BYTES + 1), Err(said.into()));
    }
}
