//! The surveys: pre-chat, offline, exit and agent survey share one document
//! (`docs/protocol/30-visitor-api.md` §5).

use super::Resource;
use crate::sink::{B, Sink};
use crate::vocabulary::{ChoiceQuestion, TextQuestion, Validation};

/// `survey`. It speaks dialect B; the old dialect C is had with [`super::InDialect`]
/// (`docs/protocol/90-open-questions.md` Q2).
#[derive(Clone, Debug)]
pub struct Survey<'a> {
    /// The survey's id.
    pub id: u64,
    /// Reserved and empty in the surveys for visitors; the agent survey has none
    /// (`docs/protocol/20-agent-api.md` §23).
    pub title: Option<&'a str>,
    /// The heading.
    pub header: &'a str,
    /// The questions.
    pub questions: Vec<Question<'a>>,
}

/// A question of a survey.
#[derive(Clone, Debug)]
pub struct Question<'a> {
    /// The question's id, used in answers.
    pub id: u64,
    /// Where it stands when shown, from 0.
    pub order: u64,
    /// Its number in the survey's logic.
    pub logic_id: u64,
    /// Whether it must be answered if it is shown.
    pub mandatory: bool,
    /// What an answer has to look like.
    pub validation: Validation,
    /// The question in words.
    pub label: &'a str,
    /// How it is answered.
    pub answer: QuestionAnswer<'a>,
}

/// How a question is answered.
#[derive(Clone, Debug)]
pub enum QuestionAnswer<'a> {
    /// With a text.
    Text {
        /// How much text.
        kind: TextQuestion,
        /// What stands there at first; possibly empty.
        last_known_value: &'a str,
    },
    /// With a selection.
    Choice {
        /// How the entries are shown, and whether several can be selected.
        kind: ChoiceQuestion,
        /// What can be selected.
        entries: Vec<SurveyEntry<'a>>,
    },
}

/// Something that can be selected.
#[derive(Clone, Copy, Debug)]
pub struct SurveyEntry<'a> {
    /// Whether it is selected at first.
    pub checked: bool,
    /// What is sent back when it is selected.
    pub value: &'a str,
    /// What is shown, if it is not the value.
    pub display_value: Option<&'a str>,
    /// The logic numbers of the questions that are shown once this is selected.
    pub show_logic_ids: &'a [u64],
}

impl Resource for Survey<'_> {
    type Dialect = B;

    fn describe(&self, sink: &mut impl Sink) {
        sink.element("survey", |sink| {
            sink.attribute_number("id", self.id);
            if let Some(title) = self.title {
                sink.text("title", title);
            }
            sink.text("header", self.header);
            sink.element("questions", |sink| {
                sink.list("question", &self.questions, |sink, question| question.describe(sink));
            });
        });
    }
}

impl Question<'_> {
    fn describe(&self, sink: &mut impl Sink) {
        sink.attribute_boolean("mandatory", self.mandatory);
        sink.attribute_number("order", self.order);
        sink.attribute_number("logicId", self.logic_id);
        sink.attribute_number("id", self.id);
        sink.attribute("type", self.answer.kind());
        sink.attribute("validationType", self.validation.as_str());
        sink.text("label", self.label);
        match &self.answer {
            QuestionAnswer::Text { last_known_value, .. } => sink.text("lastKnownValue", *last_known_value),
            QuestionAnswer::Choice { entries, .. } => {
                sink.list("entry", entries, |sink, entry| entry.describe(sink));
            }
        }
    }
}

impl QuestionAnswer<'_> {
    /// The word for it.
    const fn kind(&self) -> &'static str {
        match self {
            Self::Text { kind, .. } => kind.as_str(),
            Self::Choice { kind, .. } => kind.as_str(),
        }
    }
}

impl SurveyEntry<'_> {
    fn describe(&self, sink: &mut impl Sink) {
        sink.boolean("checked", self.checked);
        sink.text("value", self.value);
        if let Some(display_value) = self.display_value {
            sink.text("displayValue", display_value);
        }
        if !self.show_logic_ids.is_empty() {
            sink.element("logic", |sink| {
                sink.numbers_or_one("showLogicId", self.show_logic_ids.iter().copied());
            });
        }
    }
}
