//! What an agent wants to know of a chat beside its conversation: the visitor, the answers, how it came here
//! (`docs/handover-api.md`).

use super::json::NumberAndName;
use super::why;
use crate::engine::Published;
use handover_desk::{AccountProfile, Chat, NameValue, Question, QuestionForm, SurveyAnswer, SurveyAnswers};
use serde::Serialize;
use std::borrow::Cow;

/// The details of a chat.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Details<'v> {
    chat: &'v str,
    visitor: Visitor<'v>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    survey: Vec<Answered<'v>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    variables: Vec<Variable<'v>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    skill: Option<NumberAndName<'v>>,
    requested_at: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    accepted_at: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    exit_survey: Vec<Answered<'v>>,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Visitor<'v> {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'v str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'v str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<&'v str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    browser: Option<&'v str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<&'v str>,
}

/// A question and what was answered.
#[derive(Debug, Serialize)]
struct Answered<'v> {
    question: Cow<'v, str>,
    answer: String,
}

#[derive(Debug, Serialize)]
struct Variable<'v> {
    name: &'v str,
    value: &'v str,
}

/// The details of a chat under this key.
pub(crate) fn document<'v>(view: &'v Published, chat: &'v Chat, key: &'v str) -> Details<'v> {
    let desk = view.desk();
    let profile = &desk.state().profile;
    let details = &chat.details;
    let skill = chat.skill.and_then(|id| desk.skill(id));
    let exit_survey = chat.extras().and_then(|extras| extras.exit_survey.as_ref());
    Details {
        chat: key,
        visitor: Visitor {
            id: chat.visitor.to_string(),
            name: chat.visitor_name.as_deref(),
            language: details.language.as_deref(),
            page: details.referrer.as_deref(),
            browser: details.user_agent.as_deref(),
            address: details.ip.as_deref(),
        },
        survey: answered(profile, details.survey.as_deref()),
        variables: details.custom_variables.iter().map(variable).collect(),
        skill: skill.map(|skill| NumberAndName { id: skill.id.0, name: &skill.name }),
        requested_at: chat.started_at.0,
        accepted_at: chat.accepted_at().map(|at| at.0),
        why: chat.why.map(why::word),
        exit_survey: answered(profile, exit_survey),
    }
}

fn variable(variable: &NameValue) -> Variable<'_> {
    Variable { name: &variable.name, value: &variable.value }
}

/// The answers with the words of their questions; a question that is configured no more is named by its number.
fn answered<'v>(profile: &'v AccountProfile, answers: Option<&'v SurveyAnswers>) -> Vec<Answered<'v>> {
    let Some(answers) = answers else { return Vec::new() };
    let survey = profile.surveys.iter().find(|survey| survey.id == answers.survey);
    let question = |answer: &SurveyAnswer| survey?.questions.iter().find(|known| known.id == answer.question);
    let told = answers.answers.iter().map(|answer| {
        let question = question(answer);
        let words = answer.values.iter().map(|value| question.map_or(&**value, |known| shown(known, value)));
        Answered {
            question: question
                .map_or_else(|| answer.question.to_string().into(), |known| (&*known.label).into()),
            answer: words.collect::<Vec<_>>().join(", "),
        }
    });
    told.collect()
}

/// What the visitor saw of an answer that was chosen.
fn shown<'a>(question: &'a Question, value: &'a str) -> &'a str {
    match &question.form {
        QuestionForm::Text { .. } => value,
        QuestionForm::Choice { entries, .. } => {
            let entry = entries.iter().find(|entry| *entry.value == *value);
            entry.and_then(|entry| entry.display.as_deref()).unwrap_or(value)
        }
    }
}
