//! Reading `[[account.survey]]`: what visitors and agents are asked. The skill is still a name.
//!
//! A client asks for a survey of a kind by number, by name, or by the chat's skill. So names are unique among the
//! surveys of a kind, and of those without a name there is one for each skill and one without skill: no survey is
//! out of reach. Of several for one skill, the first in the file is asked when the client names none.

use super::apply_question::{self, Logic};
use super::mistake::{Placed, Problem};
use super::table::{Table, Unique};
use handover_desk::{Question, Survey, SurveyKind, limits};
use std::sync::Arc;

const KINDS: [(&str, SurveyKind); 4] = [
    ("pre_chat", SurveyKind::PreChat),
    ("offline", SurveyKind::Offline),
    ("exit", SurveyKind::Exit),
    ("agent", SurveyKind::Agent),
];

/// A survey as the file states it.
#[derive(Clone, Debug)]
pub struct ParsedSurvey {
    /// All of it but the skill.
    pub survey: Survey,
    /// The name of the skill it belongs to.
    pub skill: Option<Placed<Arc<str>>>,
}

/// What must be unique among the surveys of one account.
struct Seen {
    ids: Unique<u64>,
    names: Unique<(SurveyKind, String)>,
    nameless: Unique<(SurveyKind, Option<String>)>,
}

/// The surveys of an account.
pub(super) fn read(account: &Table<'_>) -> Vec<ParsedSurvey> {
    let mut seen = Seen { ids: Unique::new(), names: Unique::new(), nameless: Unique::new() };
    let tables = account.tables("survey", "account.survey", limits::SURVEYS_PER_ACCOUNT).into_iter();
    tables.filter_map(|table| survey(table, &mut seen)).collect()
}

fn survey(table: Table<'_>, seen: &mut Seen) -> Option<ParsedSurvey> {
    let kind = table.required("kind").and_then(|value| value.one_of(&KINDS));
    let id = table.required("id").and_then(|value| {
        let id = value.id()?;
        seen.ids.take(id, &value);
        Some(id)
    });
    let skill = table.optional("skill").and_then(|value| {
        Some(Placed { value: Arc::from(value.words(limits::NAME_BYTES)?), at: value.place() })
    });
    let name = kind.and_then(|kind| name(&table, kind, skill.as_ref(), seen));
    let header = table.optional("header").and_then(|value| value.words(limits::FIELD_BYTES));
    let questions = questions(&table);
    table.finish();
    let survey = Survey {
        id: id?,
        kind: kind?,
        name,
        skill: None,
        header: header.unwrap_or_default().into(),
        questions,
    };
    Some(ParsedSurvey { survey, skill })
}

fn name(
    table: &Table<'_>,
    kind: SurveyKind,
    skill: Option<&Placed<Arc<str>>>,
    seen: &mut Seen,
) -> Option<Arc<str>> {
    let Some(value) = table.optional("name") else {
        let skill = skill.map(|skill| skill.value.as_ref().into());
        if let Err(first_line) = seen.nameless.claim((kind, skill), table.header()) {
            table.note_at_header("name", Problem::SurveyNameless { first_line });
        }
        return None;
    };
    let name = value.words(limits::NAME_BYTES)?;
    seen.names.take((kind, name.into()), &value);
    Some(Arc::from(name))
}

fn questions(table: &Table<'_>) -> Vec<Question> {
    let Some(value) = table.required("question") else { return Vec::new() };
    let tables = value.some_tables("account.survey.question", limits::QUESTIONS_PER_SURVEY);
    let (mut ids, mut logic) = (Unique::new(), Logic::new());
    let positions = 1_u64..;
    let read = |(table, position)| apply_question::read(table, position, &mut ids, &mut logic);
    let questions = tables.into_iter().zip(positions).filter_map(read).collect();
    logic.finish();
    questions
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{ApplyFile, Place};

    /// The surveys with these lines, which begin in line 3.
    fn read(lines: &str) -> Result<Vec<ParsedSurvey>, String> {
        let file = ApplyFile::parse(&format!("[[account]]\nid = \"a\"\n{lines}\n"));
        Ok(file.map_err(|mistake| mistake.to_string())?.accounts.remove(0).surveys)
    }

    fn mistake(lines: &str) -> String {
        read(lines).unwrap_err()
    }

    /// A survey of four lines and those in `more`.
    fn survey(kind: &str, id: usize, more: &str) -> String {
        let question = format!("question = [{{ id = {id}, label = \"Q\", type = \"Text Field\" }}]");
        format!("[[account.survey]]\nkind = \"{kind}\"\nid = {id}\n{question}\n{more}")
    }

    #[test]
    fn everything_about_a_survey_can_be_stated() {
        for (word, kind) in KINDS {
            let more = "skill = \"Sales\"\nname = \"long\"\nheader = \"Please tell us\"\n";
            let read = read(&survey(word, 7, more)).unwrap().remove(0);
            assert_eq!((read.survey.id, read.survey.kind), (7, kind));
            assert_eq!(read.survey.name.as_deref(), Some("long"));
            assert_eq!(&*read.survey.header, "Please tell us");
            assert_eq!(read.survey.questions.len(), 1);
            assert_eq!(read.skill, Some(Placed { value: "Sales".into(), at: Place { line: 7, column: 9 } }));
        }
        let bare = read(&survey("exit", 7, "")).unwrap().remove(0);
        assert_eq!((bare.survey.name, &*bare.survey.header, bare.skill), (None, "", None));
    }

    #[test]
    fn each_mistake_is_named_with_its_line_and_key() {
        let words = "expected one of \"pre_chat\", \"offline\", \"exit\", \"agent\"";
        let cases = [
            (survey("chat", 1, ""), format!("4, key account.survey.kind: {words}")),
            ("[[account.survey]]".into(), "3, key account.survey.kind: is missing".into()),
            (survey("exit", 0, ""), "5, key account.survey.id: expected an integer of 1 or more".into()),
            (
                "[[account.survey]]\nkind = \"exit\"\nid = 1".into(),
                "3, key account.survey.question: is missing".into(),
            ),
            (
                "[[account.survey]]\nkind = \"exit\"\nid = 1\nquestion = []".into(),
                "6, key account.survey.question: must not be empty".into(),
            ),
            (survey("exit", 1, "skill = \"\""), "7, key account.survey.skill: must not be empty".into()),
            (survey("exit", 1, "skill = 5"), "7, key account.survey.skill: expected a text in quotes".into()),
            (survey("exit", 1, "name = \"\""), "7, key account.survey.name: must not be empty".into()),
            (survey("exit", 1, "header = 1"), "7, key account.survey.header: expected a text in quotes".into()),
            (
                survey("exit", 1, "title = \"\""),
                "7, key account.survey.title: there is no such key here; there are kind, id, skill, name, header, \
                 question"
                    .into(),
            ),
        ];
        for (lines, said) in cases {
            assert_eq!(mistake(&lines), format!("line {said}"), "{lines}");
        }
    }

    #[test]
    fn numbers_of_surveys_are_unique_in_the_account_and_those_of_questions_in_the_survey() {
        let lines = survey("exit", 1, "") + &survey("agent", 1, "");
        assert_eq!(mistake(&lines), "line 9, key account.survey.id: is the same as in line 5");
        let same_question = survey("agent", 2, "").replace("{ id = 2", "{ id = 1");
        assert!(read(&(survey("exit", 1, "") + &same_question)).is_ok());
        let other = "[[account]]\nid = \"b\"\n";
        assert!(read(&(survey("exit", 1, "") + other + &survey("exit", 1, ""))).is_ok());
    }

    #[test]
    fn no_survey_is_out_of_reach() {
        let two = |first: &str, second: &str| read(&(survey("exit", 1, first) + &survey("exit", 2, second)));
        for (first, second) in [
            ("", "name = \"x\"\n"),
            ("", "skill = \"Sales\"\n"),
            ("skill = \"Sales\"\n", "skill = \"Sales\"\nname = \"x\"\n"),
            ("name = \"y\"\n", "name = \"x\"\n"),
        ] {
            assert_eq!(two(first, second).unwrap().len(), 2, "{first}{second}");
        }
        assert!(read(&(survey("exit", 1, "name = \"x\"\n") + &survey("agent", 2, "name = \"x\"\n"))).is_ok());

        let nameless =
            "is missing: the survey in line 3 is of the same kind and skill and has no name either";
        assert_eq!(two("", "").unwrap_err(), format!("line 7, key account.survey.name: {nameless}"));
        let of_sales = "skill = \"Sales\"\n";
        let said = format!("line 8, key account.survey.name: {nameless}");
        assert_eq!(two(of_sales, of_sales).unwrap_err(), said);
        let said = two("name = \"x\"\n", "skill = \"Sales\"\nname = \"x\"\n").unwrap_err();
        assert_eq!(said, "line 13, key account.survey.name: is the same as in line 7");
    }

    #[test]
    fn there_may_be_as_many_surveys_as_their_limit_and_not_one_more() {
        let several = |count: usize| {
            (1..=count).map(|id| survey("exit", id, &format!("name = \"{id}\"\n"))).collect::<String>()
        };
        let limit = limits::SURVEYS_PER_ACCOUNT;
        assert_eq!(read(&several(limit)).unwrap().len(), limit);
        let said = format!("line {}, key account.survey: there may be {limit} at most", 3 + 5 * limit);
        assert_eq!(mistake(&several(limit + 1)), said);
    }

    #[test]
    fn a_text_may_be_as_long_as_its_limit_and_not_longer() {
        for (key, limit) in
            [("skill", limits::NAME_BYTES), ("name", limits::NAME_BYTES), ("header", limits::FIELD_BYTES)]
        {
            let of = |bytes: usize| read(&survey("exit", 1, &format!("{key} = \"{}\"", "x".repeat(bytes))));
            assert!(of(limit).is_ok(), "{key}");
            let said = format!("line 7, key account.survey.{key}: is longer than {limit} bytes of UTF-8");
            assert_eq!(of(limit + 1).unwrap_err(), said);
        }
    }
}
