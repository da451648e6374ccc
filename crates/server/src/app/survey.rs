//! Surveys of the desk, told in the documents of the wire, and answers of the wire, as the desk takes them
//! (`docs/protocol/30-visitor-api.md` §5).

use handover_desk::{
    ChoiceLook, Entry, Question, QuestionForm, Survey, SurveyAnswer, SurveyAnswers, SurveyKind,
};
use handover_wire::document::{self, QuestionAnswer, SurveyEntry};
use handover_wire::request;
use handover_wire::vocabulary::{ChoiceQuestion, TextQuestion, Validation};
use std::sync::Arc;

/// The document of a survey. Those for visitors have an empty title, the one for agents has none.
pub(crate) fn document(survey: &Survey) -> document::Survey<'_> {
    let questions = survey.questions.iter().zip(0..).map(|(question, order)| to_wire(question, order));
    document::Survey {
        id: survey.id,
        title: (survey.kind != SurveyKind::Agent).then_some(""),
        header: &survey.header,
        questions: questions.collect(),
    }
}

fn to_wire(question: &Question, order: u64) -> document::Question<'_> {
    let answer = match &question.form {
        QuestionForm::Text { area, default } => QuestionAnswer::Text {
            kind: if *area { TextQuestion::TextArea } else { TextQuestion::TextField },
            last_known_value: default,
        },
        QuestionForm::Choice { look, entries } => QuestionAnswer::Choice {
            kind: match look {
                ChoiceLook::Dropdown => ChoiceQuestion::DropdownBox,
                ChoiceLook::Radio => ChoiceQuestion::RadioButton,
                ChoiceLook::RadioSideBySide => ChoiceQuestion::RadioButtonSideBySide,
                ChoiceLook::Checkbox => ChoiceQuestion::Checkbox,
            },
            entries: entries.iter().map(entry).collect(),
        },
    };
    document::Question {
        id: question.id,
        order,
        logic_id: question.logic,
        mandatory: question.mandatory,
        validation: match question.validation {
            handover_desk::Validation::AlphaNumeric => Validation::AlphaNumeric,
            handover_desk::Validation::Numeric => Validation::Numeric,
            handover_desk::Validation::Email => Validation::Email,
        },
        label: &question.label,
        answer,
    }
}

fn entry(entry: &Entry) -> SurveyEntry<'_> {
    SurveyEntry {
        checked: entry.checked,
        value: &entry.value,
        display_value: entry.display.as_deref(),
        show_logic_ids: &entry.shows,
    }
}

/// Answers as the desk takes them. Those that name no survey are meant for none, which the desk refuses.
pub(crate) fn answers(answers: &request::SurveyAnswers<'_>) -> SurveyAnswers {
    let answer = |answer: &request::Answer<'_>| SurveyAnswer {
        question: answer.question,
        values: answer.values.iter().map(|value| Arc::from(*value)).collect(),
    };
    SurveyAnswers {
        survey: answers.id.unwrap_or_default(),
        answers: answers.answers.iter().map(answer).collect(),
    }
}
