//! The answers to a survey, in every shape that clients send (`docs/protocol/30-visitor-api.md` §5).

use super::{RequestError, field};
use crate::reader::{Document, Element};

/// The answers to one survey. Whether they are complete and allowed is the survey's matter.
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
    /// What was answered: several values for a checkbox, none if the question came back without an answer.
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
        let answers = questions.map(answer).collect::<Result<_, _>>()?;
        Ok(Self { id, answers })
    }
}

fn answer(question: &Element) -> Result<Answer<'_>, RequestError> {
    let id = field::required(question, "id", "survey.question.id")?;
    Ok(Answer { question: field::number(id, "survey.question.id")?, values: values(question) })
}

/// The values under `answer`, or under `value` if there is no `answer`.
fn values(question: &Element) -> Vec<&str> {
    let named = |name| question.children_named(name).map(Element::text).collect::<Vec<_>>();
    let answers = named("answer");
    if answers.is_empty() { named("value") } else { answers }
}
