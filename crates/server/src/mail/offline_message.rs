//! What a visitor left while nobody was there (`docs/protocol/30-visitor-api.md` §8), for the account: in the account's
//! language, as its own people read it.

use super::letter::{Written, one_line};
use super::transcript::indented;
use super::words::{self, Words};
use crate::engine::Published;
use askama::Template;
use handover_desk::{
    OfflineMessage, Question, QuestionForm, Survey, SurveyAnswer, SurveyKind, Validation, is_mail_address,
};

#[derive(Template)]
#[template(path = "offline_message.html")]
struct Html<'t> {
    told: &'t Told,
}

#[derive(Template)]
#[template(path = "offline_message.txt")]
struct Text<'t> {
    told: &'t Told,
}

/// A message in the words of one language.
struct Told {
    words: &'static Words,
    /// What is known of it, and where it came from.
    facts: Vec<Entry>,
    answers: Vec<Entry>,
    variables: Vec<Entry>,
}

/// A name and a value.
struct Entry {
    name: String,
    value: String,
}

impl Entry {
    fn new(name: &str, value: impl Into<String>) -> Self {
        Self { name: one_line(name), value: value.into() }
    }

    /// The value with every line but the first indented, so that none looks like another entry.
    fn indented(&self) -> String {
        indented(&self.value)
    }
}

/// The mail of an offline message.
pub(super) fn write(message: &OfflineMessage, view: &Published) -> Result<Written, askama::Error> {
    let desk = view.desk();
    let profile = &desk.state().profile;
    let words = words::of([profile.language.as_deref(), None]);
    let skill =
        message.skill.map(|id| desk.skill(id).map_or_else(|| id.to_string(), |skill| skill.name.to_string()));
    let of_message =
        |survey: &&Survey| survey.kind == SurveyKind::Offline && survey.id == message.answers.survey;
    let survey = profile.surveys.iter().find(of_message);
    let page = message.details.referrer.as_deref();
    let facts = [
        Some(Entry::new(words.left_at, words.time(message.at, view.zone()))),
        skill.as_deref().map(|skill| Entry::new(words.skill, skill)),
        page.map(|page| Entry::new(words.page, page)),
        message.visitor.map(|visitor| Entry::new(words.visitor, visitor.to_string())),
    ];
    let answers = message.answers.answers.iter().map(|answer| told(answer, question(survey, answer), words));
    let variables = message.details.custom_variables.iter();
    let told = Told {
        words,
        facts: facts.into_iter().flatten().collect(),
        answers: answers.collect(),
        variables: variables.map(|variable| Entry::new(&variable.name, &*variable.value)).collect(),
    };
    Ok(Written {
        subject: skill
            .map_or_else(|| words.message.to_owned(), |skill| format!("{}: {skill}", words.message)),
        text: Text { told: &told }.render()?,
        html: Html { told: &told }.render()?,
        reply_to: address_of(message, survey),
    })
}

fn question<'s>(survey: Option<&'s Survey>, answer: &SurveyAnswer) -> Option<&'s Question> {
    survey?.questions.iter().find(|question| question.id == answer.question)
}

/// A question by its words, or by its number when the survey no longer has it, and the answer as the visitor saw it.
fn told(answer: &SurveyAnswer, question: Option<&Question>, words: &'static Words) -> Entry {
    let shown = |value: &str| {
        let entries = match question.map(|question| &question.form) {
            Some(QuestionForm::Choice { entries, .. }) => entries.as_slice(),
            Some(QuestionForm::Text { .. }) | None => &[],
        };
        let entry = entries.iter().find(|entry| *entry.value == *value);
        entry.and_then(|entry| entry.display.as_deref()).unwrap_or(value).to_owned()
    };
    let values: Vec<String> = answer.values.iter().map(|value| shown(value)).collect();
    match question {
        Some(question) => Entry::new(&question.label, values.join(", ")),
        None => Entry::new(&format!("{} {}", words.question, answer.question), values.join(", ")),
    }
}

/// The visitor's own address, if a question that asks for one was answered.
fn address_of(message: &OfflineMessage, survey: Option<&Survey>) -> Option<String> {
    let answers = message.answers.answers.iter();
    let asks_for_it = |answer: &&SurveyAnswer| {
        question(survey, answer).is_some_and(|question| question.validation == Validation::Email)
    };
    let mut values = answers.filter(asks_for_it).flat_map(|answer| &answer.values).map(|value| value.trim());
    values.find(|value| is_mail_address(value)).map(str::to_owned)
}
