//! The words of mails, one file per language. A language is added with a file and a line here.

mod de;
mod en;
mod es;
mod fr;
mod pt;

use handover_desk::Timestamp;
use jiff::tz::TimeZone;

/// What the templates say in one language.
#[derive(Debug)]
pub(super) struct Words {
    /// The language, as a tag.
    pub(super) tag: &'static str,
    /// How a time is written, for `strftime`.
    time: &'static str,
    /// The heading and the usual subject of a transcript.
    pub(super) transcript: &'static str,
    /// In front of the name of a time zone.
    pub(super) times_in: &'static str,
    /// A visitor without a name.
    pub(super) you: &'static str,
    /// In front of the number of lines that did not fit.
    pub(super) left_out: &'static str,
    /// The heading of an offline message.
    pub(super) message: &'static str,
    /// When it was left.
    pub(super) left_at: &'static str,
    /// The skill it is for.
    pub(super) skill: &'static str,
    /// The page the visitor was on.
    pub(super) page: &'static str,
    /// The visitor's number.
    pub(super) visitor: &'static str,
    /// A question, in front of its number.
    pub(super) question: &'static str,
    /// The heading of the custom variables.
    pub(super) variables: &'static str,
}

const ALL: [&Words; 5] = [&en::WORDS, &de::WORDS, &es::WORDS, &fr::WORDS, &pt::WORDS];

/// The words of the first wish that there are words for: of the very tag, else of its primary language; else English.
pub(super) fn of(wishes: [Option<&str>; 2]) -> &'static Words {
    let exact = |tag: &str| ALL.into_iter().find(|words| words.tag.eq_ignore_ascii_case(tag));
    let primary = |tag: &str| exact(tag.split(['-', '_']).next().unwrap_or(tag));
    let found = wishes.into_iter().flatten().find_map(|tag| exact(tag).or_else(|| primary(tag)));
    found.unwrap_or(&en::WORDS)
}

impl Words {
    /// A time in a time zone. A time no calendar has is left blank.
    pub(super) fn time(&self, at: Timestamp, zone: &TimeZone) -> String {
        let at = jiff::Timestamp::from_millisecond(at.0).map(|at| at.to_zoned(zone.clone()));
        at.map(|at| at.strftime(self.time).to_string()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_wish_that_can_be_met_decides() {
        let tag = |wishes| of(wishes).tag;
        assert_eq!(tag([Some("de"), Some("fr")]), "de");
        assert_eq!(tag([Some("DE-at"), Some("fr")]), "de");
        assert_eq!(tag([Some("pt_BR"), None]), "pt");
        assert_eq!(tag([Some("tlh"), Some("es-MX")]), "es");
        assert_eq!(tag([None, Some("fr")]), "fr");
        assert_eq!(tag([Some(""), Some("tlh")]), "en");
        assert_eq!(tag([None, None]), "en");
    }

    #[test]
    fn every_language_has_its_own_tag_and_writes_times() {
        let tags: std::collections::BTreeSet<_> = ALL.iter().map(|words| words.tag).collect();
        assert_eq!(tags.len(), ALL.len());
        for words in ALL {
            let time = words.time(Timestamp(1_517_231_983_976), &TimeZone::UTC);
            assert!(time.contains("2018") && time.ends_with("13:19:43"), "{}: {time}", words.tag);
        }
    }
}
