//! What is wrong with answers to a survey (protocol file 30 §5), question by question, by looking everything up anew.

use super::mail::is_address;
use handover_desk::{
    ChoiceLook, Question, QuestionForm, Survey, SurveyAnswers, SurveyFault, SurveyProblem, Validation,
};

/// The first thing that is wrong: questions that are not there, then the survey's questions in order.
pub(super) fn fault(survey: &Survey, answers: &SurveyAnswers) -> Option<SurveyFault> {
    for answer in &answers.answers {
        if !survey.questions.iter().any(|question| question.id == answer.question) {
            let problem = SurveyProblem::UnknownQuestion;
            return Some(SurveyFault { question: Some(answer.question), problem });
        }
    }
    for question in &survey.questions {
        if let Some(problem) = problem(survey, question, answers) {
            return Some(SurveyFault { question: Some(question.id), problem });
        }
    }
    None
}

fn problem(survey: &Survey, question: &Question, answers: &SurveyAnswers) -> Option<SurveyProblem> {
    let words = words(question, answers);
    if words.is_empty() {
        let missing = question.mandatory && is_shown(survey, question, answers, &mut Vec::new());
        return missing.then_some(SurveyProblem::Missing);
    }
    match &question.form {
        QuestionForm::Text { .. } if words.len() > 1 => Some(SurveyProblem::SeveralAnswers),
        QuestionForm::Choice { look, .. } if words.len() > 1 && *look != ChoiceLook::Checkbox => {
            Some(SurveyProblem::SeveralAnswers)
        }
        QuestionForm::Text { .. } => match question.validation {
            Validation::AlphaNumeric => None,
            Validation::Numeric => (!is_number(words[0].trim())).then_some(SurveyProblem::NotANumber),
            Validation::Email => (!is_address(words[0].trim())).then_some(SurveyProblem::NotAnAddress),
        },
        QuestionForm::Choice { entries, .. } => {
            let strange = |word: &&str| !entries.iter().any(|entry| *entry.value == **word);
            words.iter().any(strange).then_some(SurveyProblem::NotAnEntry)
        }
    }
}

/// What was answered; an empty text is no answer.
fn words<'a>(question: &Question, answers: &'a SurveyAnswers) -> Vec<&'a str> {
    let mut words = Vec::new();
    for answer in answers.answers.iter().filter(|answer| answer.question == question.id) {
        words.extend(answer.values.iter().map(|value| &**value).filter(|value| !value.is_empty()));
    }
    words
}

/// A question that no entry shows is there from the start; another one when an entry that shows it was chosen in a
/// question that is there. `asked` holds the questions on the way, which cannot show themselves.
fn is_shown(survey: &Survey, question: &Question, answers: &SurveyAnswers, asked: &mut Vec<u64>) -> bool {
    let shows = |other: &Question, chosen_only: bool| match &other.form {
        QuestionForm::Text { .. } => false,
        QuestionForm::Choice { entries, .. } => entries.iter().any(|entry| {
            let chosen = words(other, answers).contains(&&*entry.value);
            entry.shows.contains(&question.logic) && (chosen || !chosen_only)
        }),
    };
    if !survey.questions.iter().any(|other| shows(other, false)) {
        return true;
    }
    asked.push(question.id);
    let found = survey.questions.iter().any(|other| {
        !asked.contains(&other.id) && shows(other, true) && is_shown(survey, other, answers, asked)
    });
    asked.pop();
    found
}

fn is_number(text: &str) -> bool {
    let digits = text.trim_start_matches(['+', '-']);
    let one_sign = text.len() <= digits.len() + 1;
    let points = digits.matches(['.', ',']).count();
    let edges =
        digits.starts_with(|c: char| c.is_ascii_digit()) && digits.ends_with(|c: char| c.is_ascii_digit());
    one_sign && points <= 1 && edges && digits.chars().all(|c| c.is_ascii_digit() || c == '.' || c == ',')
}
