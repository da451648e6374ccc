//! Reading `[[account.survey.question]]`: one question of a survey, with what there is to choose from
//! (`docs/protocol/30-visitor-api.md` §5).

use super::mistake::Problem;
use super::table::{Table, Unique, Value};
use handover_desk::{ChoiceLook, Entry, Question, QuestionForm, Validation, limits};
use std::sync::Arc;

const VALIDATIONS: [(&str, Validation); 3] = [
    ("alpha_numeric", Validation::AlphaNumeric),
    ("numeric", Validation::Numeric),
    ("email", Validation::Email),
];

/// What the type of a question says about its answer.
#[derive(Clone, Copy)]
enum Type {
    Text { area: bool },
    Choice(ChoiceLook),
}

const TYPES: [(&str, Type); 6] = [
    ("Text Field", Type::Text { area: false }),
    ("Text Area", Type::Text { area: true }),
    ("Dropdown Box", Type::Choice(ChoiceLook::Dropdown)),
    ("Radio Button", Type::Choice(ChoiceLook::Radio)),
    ("Radio Button (side by side)", Type::Choice(ChoiceLook::RadioSideBySide)),
    ("Checkbox", Type::Choice(ChoiceLook::Checkbox)),
];

/// The logic of one survey: the numbers of its questions, and those that entries show.
pub(super) struct Logic<'r> {
    numbers: Unique<i64>,
    shown: Vec<(i64, Value<'r>)>,
}

impl Logic<'_> {
    pub(super) fn new() -> Self {
        Self { numbers: Unique::new(), shown: Vec::new() }
    }

    /// Notes what is shown and does not exist, when all questions of the survey were read.
    pub(super) fn finish(self) {
        let Self { numbers, shown } = self;
        let unknown = shown.into_iter().filter(|(number, _)| !numbers.holds(number));
        unknown.for_each(|(number, value)| value.note(Problem::UnknownLogic(number)));
    }
}

/// The question in this table, or nothing when a mistake was noted. Without a logic number it has its position.
pub(super) fn read<'r>(
    table: Table<'r>,
    position: u64,
    ids: &mut Unique<u64>,
    logic: &mut Logic<'r>,
) -> Option<Question> {
    let id = table.required("id").and_then(|value| {
        let id = value.id()?;
        ids.take(id, &value);
        Some(id)
    });
    let number = logic_number(&table, position, logic);
    let label = table.required("label").and_then(|value| value.words(limits::FIELD_BYTES));
    let mandatory = table.optional("mandatory").and_then(|value| value.boolean()).unwrap_or(false);
    let validation = table.optional("validation").and_then(|value| value.one_of(&VALIDATIONS));
    let form = form(&table, logic);
    table.finish();
    Some(Question {
        id: id?,
        logic: number?,
        label: Arc::from(label?),
        mandatory,
        validation: validation.unwrap_or(Validation::AlphaNumeric),
        form: form?,
    })
}

fn logic_number(table: &Table<'_>, position: u64, logic: &mut Logic<'_>) -> Option<u64> {
    if let Some(value) = table.optional("logic") {
        let number = value.integer(0, i64::MAX)?;
        logic.numbers.take(number, &value);
        return u64::try_from(number).ok();
    }
    if let Err(first_line) = logic.numbers.claim(i64::try_from(position).ok()?, table.header()) {
        table.note_at_header("logic", Problem::Repeated { first_line });
    }
    Some(position)
}

fn form<'r>(table: &Table<'r>, logic: &mut Logic<'r>) -> Option<QuestionForm> {
    let kind = table.required("type").and_then(|value| value.one_of(&TYPES));
    let default = table.optional("default");
    let entries = table.optional("entry");
    match kind? {
        Type::Text { area } => {
            if let Some(entries) = entries {
                let types =
                    "\"Dropdown Box\", \"Radio Button\", \"Radio Button (side by side)\" and \"Checkbox\"";
                entries.note(Problem::OtherType(types));
            }
            Some(QuestionForm::Text {
                area,
                default: default.map_or(Some(Arc::from("")), |value| first_text(&value))?,
            })
        }
        Type::Choice(look) => {
            if let Some(default) = default {
                default.note(Problem::OtherType("\"Text Field\" and \"Text Area\""));
            }
            let Some(value) = entries else {
                table.note_at_header("entry", Problem::Missing);
                return None;
            };
            let mut choice = Choice { look, values: Unique::new(), checked: Unique::new(), logic };
            let tables = value.some_tables("account.survey.question.entry", limits::ENTRIES_PER_QUESTION);
            let entries = tables.into_iter().filter_map(|entry| choice.entry(entry)).collect();
            Some(QuestionForm::Choice { look, entries })
        }
    }
}

/// What stands in a text field at first; it may be empty.
fn first_text(value: &Value<'_>) -> Option<Arc<str>> {
    if value.text()?.is_empty() {
        return Some(Arc::from(""));
    }
    value.prose(limits::FIELD_BYTES)
}

/// What the entries of one question have in common.
struct Choice<'c, 'r> {
    look: ChoiceLook,
    values: Unique<String>,
    checked: Unique<()>,
    logic: &'c mut Logic<'r>,
}

impl<'r> Choice<'_, 'r> {
    fn entry(&mut self, table: Table<'r>) -> Option<Entry> {
        let value = table.required("value").and_then(|value| {
            let text = value.words(limits::FIELD_BYTES)?;
            self.values.take(text.into(), &value);
            Some(Arc::from(text))
        });
        let display = table.optional("display").and_then(|value| value.words(limits::FIELD_BYTES));
        let checked = table.optional("checked").and_then(|value| self.checked(&value)).unwrap_or(false);
        let shows = table.optional("shows").map(|value| self.shows(&value)).unwrap_or_default();
        table.finish();
        Some(Entry { value: value?, display: display.map(Arc::from), checked, shows })
    }

    fn checked(&mut self, value: &Value<'_>) -> Option<bool> {
        let checked = value.boolean()?;
        if checked
            && self.look != ChoiceLook::Checkbox
            && let Err(first_line) = self.checked.claim((), value.place())
        {
            value.note(Problem::SeveralChecked { first_line });
        }
        Some(checked)
    }

    fn shows(&mut self, value: &Value<'r>) -> Vec<u64> {
        let list = value.list("a list of logic numbers").unwrap_or_default();
        if let Some(first_too_many) = list.get(limits::QUESTIONS_PER_SURVEY) {
            first_too_many.note(Problem::TooMany { limit: limits::QUESTIONS_PER_SURVEY });
        }
        let mut seen = Unique::new();
        let mut shows = Vec::new();
        for item in list {
            let Some(number) = item.integer(0, i64::MAX) else { continue };
            seen.take(number, &item);
            shows.extend(u64::try_from(number));
            self.logic.shown.push((number, item));
        }
        shows
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::ApplyFile;

    /// The questions of a survey; their lines begin in line 6.
    fn read(lines: &str) -> Result<Vec<Question>, String> {
        let survey = "[[account.survey]]\nkind = \"exit\"\nid = 1\n";
        let file = ApplyFile::parse(&format!("[[account]]\nid = \"a\"\n{survey}{lines}\n"));
        let mut account = file.map_err(|mistake| mistake.to_string())?.accounts.remove(0);
        Ok(account.surveys.remove(0).survey.questions)
    }

    fn mistake(lines: &str) -> String {
        read(lines).unwrap_err()
    }

    /// A question of four lines and one more.
    fn question(id: usize, type_name: &str, more: &str) -> String {
        format!("[[account.survey.question]]\nid = {id}\nlabel = \"Q\"\ntype = \"{type_name}\"\n{more}\n")
    }

    const CHOICES: [&str; 4] = ["Dropdown Box", "Radio Button", "Radio Button (side by side)", "Checkbox"];

    #[test]
    fn everything_about_a_text_question_can_be_stated() {
        for (type_name, area) in [("Text Field", false), ("Text Area", true)] {
            for (word, validation) in VALIDATIONS {
                let more =
                    format!("logic = 0\nmandatory = true\nvalidation = \"{word}\"\ndefault = \"a\\nb\"");
                let form = QuestionForm::Text { area, default: "a\nb".into() };
                let stated =
                    Question { id: 7, logic: 0, label: "Q".into(), mandatory: true, validation, form };
                assert_eq!(read(&question(7, type_name, &more)), Ok(vec![stated]));
            }
        }
    }

    #[test]
    fn everything_about_a_choice_can_be_stated() {
        let looks =
            [ChoiceLook::Dropdown, ChoiceLook::Radio, ChoiceLook::RadioSideBySide, ChoiceLook::Checkbox];
        for (type_name, look) in CHOICES.into_iter().zip(looks) {
            let entries = "entry = [{ value = \"a\" }, { value = \"b\", display = \"B\", checked = true, shows = [2] }]";
            let read = read(&(question(1, type_name, entries) + &question(2, "Text Field", ""))).unwrap();
            let bare = Entry { value: "a".into(), display: None, checked: false, shows: Vec::new() };
            let stated =
                Entry { value: "b".into(), display: Some("B".into()), checked: true, shows: vec![2] };
            assert_eq!(read[0].form, QuestionForm::Choice { look, entries: vec![bare, stated] });
        }
    }

    #[test]
    fn what_a_question_leaves_out_has_its_default() {
        let read =
            read(&(question(9, "Text Field", "default = \"\"") + &question(4, "Text Area", ""))).unwrap();
        assert_eq!([read[0].logic, read[1].logic], [1, 2]);
        assert!(!read[0].mandatory);
        assert_eq!(read[0].validation, Validation::AlphaNumeric);
        assert_eq!(read[0].form, QuestionForm::Text { area: false, default: "".into() });
        assert_eq!(read[1].form, QuestionForm::Text { area: true, default: "".into() });
    }

    #[test]
    fn each_mistake_is_named_with_its_line_and_key() {
        let header = "[[account.survey.question]]\n";
        let text = |more: &str| question(1, "Text Field", more);
        let types = "\"Text Field\", \"Text Area\", \"Dropdown Box\", \"Radio Button\", \"Radio Button (side by side)\", \
                     \"Checkbox\"";
        let cases = [
            (format!("{header}label = \"Q\""), "6, key account.survey.question.id: is missing".into()),
            (format!("{header}id = 1"), "6, key account.survey.question.label: is missing".into()),
            (
                format!("{header}id = 1\nlabel = \"Q\""),
                "6, key account.survey.question.type: is missing".into(),
            ),
            (
                question(1, "text field", ""),
                format!("9, key account.survey.question.type: expected one of {types}"),
            ),
            (question(0, "Text Field", ""), "7, key account.survey.question.id: expected an integer of 1 or more".into()),
            (text("logic = -1"), "10, key account.survey.question.logic: expected an integer of 0 or more".into()),
            (text("mandatory = 1"), "10, key account.survey.question.mandatory: expected true or false".into()),
            (
                text("validation = \"number\""),
                "10, key account.survey.question.validation: expected one of \"alpha_numeric\", \"numeric\", \"email\""
                    .into(),
            ),
            (text("default = 1"), "10, key account.survey.question.default: expected a text in quotes".into()),
            (
                text("entry = [{ value = \"a\" }]"),
                "10, key account.survey.question.entry: is only for questions of the types \"Dropdown Box\", \
                 \"Radio Button\", \"Radio Button (side by side)\" and \"Checkbox\""
                    .into(),
            ),
            (
                text("order = 1"),
                "10, key account.survey.question.order: there is no such key here; there are id, logic, label, \
                 mandatory, validation, type, default, entry"
                    .into(),
            ),
            (
                text("") + &text(""),
                "12, key account.survey.question.id: is the same as in line 7".into(),
            ),
            (
                text("") + &question(2, "Text Field", "logic = 1"),
                "15, key account.survey.question.logic: is the same as in line 6".into(),
            ),
            (
                text("logic = 2") + &question(2, "Text Field", ""),
                "11, key account.survey.question.logic: is the same as in line 10".into(),
            ),
        ];
        for (lines, said) in cases {
            assert_eq!(mistake(&lines), format!("line {said}"), "{lines}");
        }
    }

    #[test]
    fn each_mistake_of_a_choice_is_named_with_its_line_and_key() {
        let key = "key account.survey.question";
        for type_name in CHOICES {
            let of = |more: &str| mistake(&question(1, type_name, more));
            let entry = |more: &str| of(&format!("entry = [{{ value = \"a\", {more} }}]"));
            assert_eq!(of(""), format!("line 6, {key}.entry: is missing"));
            assert_eq!(of("entry = []"), format!("line 10, {key}.entry: must not be empty"));
            let said = of("default = \"a\"\nentry = [{ value = \"a\" }]");
            let types = "is only for questions of the types \"Text Field\" and \"Text Area\"";
            assert_eq!(said, format!("line 10, {key}.default: {types}"));
            assert_eq!(of("entry = [{}]"), format!("line 10, {key}.entry.value: is missing"));
            assert_eq!(
                of("entry = [{ value = \"\" }]"),
                format!("line 10, {key}.entry.value: must not be empty")
            );
            assert_eq!(entry("display = \"\""), format!("line 10, {key}.entry.display: must not be empty"));
            assert_eq!(entry("checked = 1"), format!("line 10, {key}.entry.checked: expected true or false"));
            assert_eq!(
                entry("shows = 1"),
                format!("line 10, {key}.entry.shows: expected a list of logic numbers")
            );
            let unknown = "no question of this survey has the logic number 2";
            assert_eq!(entry("shows = [\n1, 2]"), format!("line 11, {key}.entry.shows: {unknown}"));
            assert_eq!(
                entry("shows = [1,\n1]"),
                format!("line 11, {key}.entry.shows: is the same as in line 10")
            );
            let known = "there is no such key here; there are value, display, checked, shows";
            assert_eq!(entry("logic = 1"), format!("line 10, {key}.entry.logic: {known}"));
            let said = of("entry = [{ value = \"a\" },\n{ value = \"a\" }]");
            assert_eq!(said, format!("line 11, {key}.entry.value: is the same as in line 10"));
        }
    }

    #[test]
    fn only_checkboxes_may_have_several_entries_checked() {
        for type_name in CHOICES {
            let checked = "entry = [{ value = \"a\", checked = true },\n{ value = \"b\", checked = true }]";
            let said = "line 11, key account.survey.question.entry.checked: the question takes one answer only, and \
                        the one in line 10 is checked already";
            let expected = if type_name == "Checkbox" { None } else { Some(said.to_owned()) };
            assert_eq!(read(&question(1, type_name, checked)).err(), expected);
        }
    }

    #[test]
    fn an_entry_may_show_a_question_that_comes_before_or_after_it() {
        let shows = |logic: u32| format!("entry = [{{ value = \"a\", shows = [{logic}] }}]");
        let text = question(1, "Text Field", "logic = 77");
        assert!(read(&(question(2, "Checkbox", &shows(77)) + &text)).is_ok());
        assert!(read(&(text + &question(2, "Checkbox", &shows(77)))).is_ok());
    }

    #[test]
    fn there_may_be_as_many_of_a_thing_as_its_limit_and_not_one_more() {
        let several = |count: usize| (1..=count).map(|id| question(id, "Text Area", "")).collect::<String>();
        let limit = limits::QUESTIONS_PER_SURVEY;
        assert_eq!(read(&several(limit)).unwrap().len(), limit);
        let line = 6 + 5 * limit;
        let said = format!("line {line}, key account.survey.question: there may be {limit} at most");
        assert_eq!(mistake(&several(limit + 1)), said);

        let entries = |count: usize| {
            let entries: Vec<_> = (0..count).map(|no| format!("{{ value = \"{no}\" }}")).collect();
            read(&question(1, "Checkbox", &format!("entry = [{}]", entries.join(", "))))
        };
        let limit = limits::ENTRIES_PER_QUESTION;
        assert_eq!(entries(limit).unwrap()[0].entries().len(), limit);
        let said = format!("line 10, key account.survey.question.entry: there may be {limit} at most");
        assert_eq!(entries(limit + 1).unwrap_err(), said);

        let shown = |count: usize| {
            let logic: Vec<_> = (1..=count).map(|no| no.to_string()).collect();
            let entry = format!("entry = [{{ value = \"a\", shows = [{}] }}]", logic.join(", "));
            let last = question(200, "Checkbox", &entry);
            read(&(several(limits::QUESTIONS_PER_SURVEY - 1) + &last))
        };
        assert!(shown(limits::QUESTIONS_PER_SURVEY).is_ok());
        let said = shown(limits::QUESTIONS_PER_SURVEY + 1).unwrap_err();
        assert!(
            said.ends_with("key account.survey.question.entry.shows: there may be 100 at most"),
            "{said}"
        );
    }

    #[test]
    fn a_text_may_be_as_long_as_its_limit_and_not_longer() {
        let limit = limits::FIELD_BYTES;
        let in_place = |key: &str, text: &str| match key {
            "label" => question(1, "Text Field", "").replace("\"Q\"", &format!("\"{text}\"")),
            "default" => question(1, "Text Area", &format!("default = \"{text}\"")),
            "entry.value" => question(1, "Checkbox", &format!("entry = [{{ value = \"{text}\" }}]")),
            _ => question(1, "Checkbox", &format!("entry = [{{ value = \"a\", display = \"{text}\" }}]")),
        };
        for key in ["label", "default", "entry.value", "entry.display"] {
            assert!(read(&in_place(key, &"x".repeat(limit))).is_ok(), "{key}");
            let said = mistake(&in_place(key, &"x".repeat(limit + 1)));
            let expected =
                format!("key account.survey.question.{key}: is longer than {limit} bytes of UTF-8");
            assert!(said.ends_with(&expected), "{said}");
        }
    }
}
