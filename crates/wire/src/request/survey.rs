//! The answers to a survey, in every shape that clients send (`docs/protocol/30-visitor-api.md` §5).

use super::{RequestError, field};
use crate::limits;
use crate::reader::{Document, Element};

/// The answers to one survey: exit survey, agent survey (`docs/protocol/20-agent-api.md` §24), or a part of another
/// request. The whole structure of a survey is read as answers without values. Whether they are complete and allowed is the survey's matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SurveyAnswers<'d> {
    /// Which survey, if it is said.
    pub id: Option<u64>,
    /// The answers, one entry per question that was sent.
    pub answers: Vec<Answer<'d>>,
}

/// The answer to one question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer<'d> {
    /// Which question.
    pub question: u64,
    /// What was answered: several values for a checkbox, none if the question came back without an
    /// answer.
    pub values: Vec<&'d str>,
}

impl<'d> SurveyAnswers<'d> {
    /// Reads answers that are submitted on their own.
    pub fn read(document: &'d Document) -> Result<Self, RequestError> {
        Self::of_element(field::root(document, "survey")?)
    }

    /// Reads the inside of a `survey`, wherever it stands.
    pub(super) fn of_element(survey: &'d Element) -> Result<Self, RequestError> {
        let id = field::optional_number(survey, "id", "survey.id")?;
        let wrapped = survey.children_named("questions").flat_map(|inner| inner.children_named("question"));
        let questions = survey.children_named("question").chain(wrapped);
        let answers = questions.map(answer).collect::<Result<Vec<_>, _>>()?;
        field::at_most(answers.len(), limits::ANSWERS_PER_SURVEY, "survey.question")?;
        Ok(Self { id, answers })
    }
}

fn answer(question: &Element) -> Result<Answer<'_>, RequestError> {
    let id = field::required(question, "id", "survey.question.id")?;
    let values = values(question);
    field::at_most(values.len(), limits::VALUES_PER_ANSWER, "survey.question.answer")?;
    Ok(Answer { question: field::number(id, "survey.question.id")?, values })
}

/// The values under the first of `answer`, `answers` and `value` that is there; empty ones are left out
/// (`docs/protocol/90-open-questions.md` Q28).
fn values(question: &Element) -> Vec<&str> {
    let name = ["answer", "answers", "value"].into_iter().find(|name| question.child(name).is_some());
    let texts = name.into_iter().flat_map(|name| question.children_named(name)).map(Element::text);
    texts.filter(|text| !text.is_empty()).collect()
}
