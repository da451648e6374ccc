//! Surveys: what visitors and agents are asked (`docs/protocol/30-visitor-api.md` §5).

mod check;

use crate::SkillId;
use alloc::sync::Arc;
use alloc::vec::Vec;
pub use check::{SurveyFault, SurveyProblem, is_mail_address};
use serde::{Deserialize, Serialize};

/// When a survey is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SurveyKind {
    /// Of the visitor, before the chat.
    PreChat,
    /// Of the visitor, when nobody is there.
    Offline,
    /// Of the visitor, after the chat.
    Exit,
    /// Of the agent, from the conversation on.
    Agent,
}

/// A survey as configured.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Survey {
    /// Its number, echoed with the answers; unique in the account.
    pub id: u64,
    /// When it is asked.
    pub kind: SurveyKind,
    /// The name by which a client may ask for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Arc<str>>,
    /// The skill it belongs to; absent: any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skill: Option<SkillId>,
    /// The heading.
    pub header: Arc<str>,
    /// The questions in the order of display.
    pub questions: Vec<Question>,
}

/// One question of a survey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Its number, unique in the survey.
    pub id: u64,
    /// Its number for the logic, unique in the survey.
    pub logic: u64,
    /// The words.
    pub label: Arc<str>,
    /// Whether it must be answered, if it is displayed.
    pub mandatory: bool,
    /// What an answer must look like.
    pub validation: Validation,
    /// How it is answered.
    pub form: QuestionForm,
}

/// What an answer must look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Validation {
    /// Anything.
    AlphaNumeric,
    /// A decimal number.
    Numeric,
    /// A mail address.
    Email,
}

/// How a question is answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuestionForm {
    /// By words of one's own.
    Text {
        /// Whether there are several lines of room.
        area: bool,
        /// The text that stands there at first, `lastKnownValue`.
        default: Arc<str>,
    },
    /// By choosing.
    Choice {
        /// How the choice looks.
        look: ChoiceLook,
        /// What there is to choose from.
        entries: Vec<Entry>,
    },
}

/// How a choice looks. Only checkboxes take several answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChoiceLook {
    /// `Dropdown Box`.
    Dropdown,
    /// `Radio Button`.
    Radio,
    /// `Radio Button (side by side)`.
    RadioSideBySide,
    /// `Checkbox`.
    Checkbox,
}

/// One entry of a choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The answer, sent back as it is.
    pub value: Arc<str>,
    /// What is shown for it, when that is not the value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display: Option<Arc<str>>,
    /// Whether it is chosen at first.
    #[serde(default, skip_serializing_if = "crate::settings::is_default")]
    pub checked: bool,
    /// The logic numbers of the questions to be shown when it is chosen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shows: Vec<u64>,
}

/// Which survey of a kind is wanted (`docs/protocol/30-visitor-api.md` §6).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SurveyWish<'w> {
    /// This one.
    pub id: Option<u64>,
    /// The one of this name.
    pub name: Option<&'w str>,
    /// The one of this skill.
    pub skill: Option<SkillId>,
}

/// The survey of a kind that a wish leads to: by number, by name, of the skill, for any skill; in that order.
pub(crate) fn choose<'s>(
    surveys: &'s [Survey],
    kind: SurveyKind,
    wish: SurveyWish<'_>,
) -> Option<&'s Survey> {
    let of_kind = || surveys.iter().filter(move |survey| survey.kind == kind);
    let by_id = wish.id.and_then(|id| of_kind().find(|survey| survey.id == id));
    let by_name = || wish.name.and_then(|name| of_kind().find(|survey| survey.name.as_deref() == Some(name)));
    let of_skill = || wish.skill.and_then(|skill| of_kind().find(|survey| survey.skill == Some(skill)));
    by_id.or_else(by_name).or_else(of_skill).or_else(|| of_kind().find(|survey| survey.skill.is_none()))
}
