//! Checking answers against a survey (`docs/protocol/30-visitor-api.md` §5).

use super::{ChoiceLook, Entry, Question, QuestionForm, Survey, Validation};
use crate::{SurveyAnswer, SurveyAnswers};
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;

/// Characters of a mail address (RFC 5321 §4.5.3.1.3, without the angle brackets).
const ADDRESS_CHARS: usize = 254;
/// Characters before the `@` (RFC 5321 §4.5.3.1.1).
const LOCAL_PART_CHARS: usize = 64;
/// Characters of one label of a domain (RFC 1035 §2.3.4).
const LABEL_CHARS: usize = 63;

/// Why answers do not fit a survey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SurveyFault {
    /// The question, if it is about one.
    pub question: Option<u64>,
    /// What is wrong.
    pub problem: SurveyProblem,
}

/// What is wrong with answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SurveyProblem {
    /// There is no such survey for this purpose.
    UnknownSurvey,
    /// The survey has no such question.
    UnknownQuestion,
    /// A mandatory question that is displayed is not answered.
    Missing,
    /// Several answers where one is allowed.
    SeveralAnswers,
    /// The answer is none of the entries.
    NotAnEntry,
    /// The answer must be a number.
    NotANumber,
    /// The answer must be a mail address.
    NotAnAddress,
}

impl fmt::Display for SurveyFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(question) = self.question {
            write!(f, "question {question} ")?;
        }
        f.write_str(match self.problem {
            SurveyProblem::UnknownSurvey => "id does not name a survey that is asked here",
            SurveyProblem::UnknownQuestion => "is not part of this survey",
            SurveyProblem::Missing => "must be answered",
            SurveyProblem::SeveralAnswers => "takes one answer only",
            SurveyProblem::NotAnEntry => "must be answered with one of its entries",
            SurveyProblem::NotANumber => "must be answered with a number",
            SurveyProblem::NotAnAddress => "must be answered with a mail address",
        })
    }
}

/// The answers by question; an empty text is no answer.
type Given<'a> = BTreeMap<u64, Vec<&'a Arc<str>>>;

impl Survey {
    /// Checks answers: known questions, the logic, mandatory ones, entries, validation.
    pub fn check(&self, answers: &SurveyAnswers) -> Result<(), SurveyFault> {
        if answers.survey != self.id {
            return Err(SurveyFault { question: None, problem: SurveyProblem::UnknownSurvey });
        }
        let mut given = Given::new();
        for SurveyAnswer { question, values } in &answers.answers {
            if !self.questions.iter().any(|known| known.id == *question) {
                let problem = SurveyProblem::UnknownQuestion;
                return Err(SurveyFault { question: Some(*question), problem });
            }
            let values = values.iter().filter(|value| !value.is_empty());
            given.entry(*question).or_default().extend(values);
        }
        let shown = self.shown(&given);
        for question in &self.questions {
            let values = given.get(&question.id).map(Vec::as_slice).unwrap_or_default();
            let must = question.mandatory && shown.contains(&question.id);
            question
                .check(values, must)
                .map_err(|problem| SurveyFault { question: Some(question.id), problem })?;
        }
        Ok(())
    }

    /// The questions that are displayed with these answers: those no entry shows, and those that a chosen entry of a
    /// displayed question shows.
    fn shown(&self, given: &Given<'_>) -> BTreeSet<u64> {
        let hidden: BTreeSet<u64> = self
            .questions
            .iter()
            .flat_map(Question::entries)
            .flat_map(|entry| &entry.shows)
            .copied()
            .collect();
        let open = self.questions.iter().filter(|question| !hidden.contains(&question.logic));
        let mut shown: BTreeSet<u64> = open.map(|question| question.id).collect();
        loop {
            let chosen = self.questions.iter().filter(|question| shown.contains(&question.id));
            let logic: BTreeSet<u64> = chosen.flat_map(|question| question.shows(given)).collect();
            let more = self.questions.iter().filter(|question| logic.contains(&question.logic));
            let before = shown.len();
            shown.extend(more.map(|question| question.id).collect::<Vec<_>>());
            if shown.len() == before {
                return shown;
            }
        }
    }
}

impl Question {
    /// The entries of a choice; a text has none.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        match &self.form {
            QuestionForm::Text { .. } => &[],
            QuestionForm::Choice { entries, .. } => entries,
        }
    }

    /// The logic numbers that the chosen entries show.
    fn shows<'q>(&'q self, given: &'q Given<'_>) -> impl Iterator<Item = u64> + 'q {
        let values = given.get(&self.id).map(Vec::as_slice).unwrap_or_default();
        let chosen = self.entries().iter().filter(|entry| values.contains(&&entry.value));
        chosen.flat_map(|entry| entry.shows.iter().copied())
    }

    fn check(&self, values: &[&Arc<str>], must: bool) -> Result<(), SurveyProblem> {
        if must && values.is_empty() {
            return Err(SurveyProblem::Missing);
        }
        let several = match &self.form {
            QuestionForm::Text { .. } => false,
            QuestionForm::Choice { look, .. } => *look == ChoiceLook::Checkbox,
        };
        if values.len() > 1 && !several {
            return Err(SurveyProblem::SeveralAnswers);
        }
        for value in values {
            match &self.form {
                QuestionForm::Text { .. } => check_text(self.validation, value)?,
                QuestionForm::Choice { entries, .. } => {
                    if !entries.iter().any(|entry| entry.value == **value) {
                        return Err(SurveyProblem::NotAnEntry);
                    }
                }
            }
        }
        Ok(())
    }
}

fn check_text(validation: Validation, text: &str) -> Result<(), SurveyProblem> {
    match validation {
        Validation::AlphaNumeric => Ok(()),
        Validation::Numeric if is_number(text.trim()) => Ok(()),
        Validation::Numeric => Err(SurveyProblem::NotANumber),
        Validation::Email if is_mail_address(text.trim()) => Ok(()),
        Validation::Email => Err(SurveyProblem::NotAnAddress),
    }
}

/// A decimal number: an optional sign, digits, and digits behind one point or comma.
fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, fraction) = unsigned.split_once(['.', ',']).unwrap_or((unsigned, "0"));
    [whole, fraction].iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether a text is a mail address that can be written to: a local part of the usual characters, and a domain of at
/// least two labels.
#[must_use]
pub fn is_mail_address(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else { return false };
    let local_fits = (1..=LOCAL_PART_CHARS).contains(&local.len())
        && local.split('.').all(|atom| !atom.is_empty() && atom.bytes().all(is_atom_byte));
    let label_fits = |label: &str| {
        (1..=LABEL_CHARS).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    text.len() <= ADDRESS_CHARS && local_fits && domain.contains('.') && domain.split('.').all(label_fits)
}

/// The characters of an atom (RFC 5322 §3.2.3).
fn is_atom_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte)
}
