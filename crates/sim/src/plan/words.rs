//! What an account says and asks by itself: automatic texts, surveys, addresses. All by the bits of a number, so that
//! an operator can change it as well.

use handover_desk::{
    AccountProfile, AutomaticText, ChoiceLook, Entry, Group, GroupId, NobodyOnline, Question, QuestionForm,
    Settings, SkillId, Survey, SurveyAnswer, SurveyAnswers, SurveyKind, SystemMessage, Validation,
};
use std::sync::Arc;

/// Languages of chats and texts.
const LANGUAGES: [&str; 5] = ["pt-PT", "pt_BR", "de", "EN-us", "fr-FR"];
/// Texts with everything that may stand in one.
const TEXTS: [Option<&str>; 6] = [
    Some("{agent name} {x} {skillName}"),
    Some("$!{operator.nickname}$!{unknown} to {targetName} of {skill name}"),
    Some("$ {"),
    Some("{agentName} {target name}"),
    Some(""),
    None,
];
/// Every message that has a text, but for the pre-chat line, which is its own.
const MESSAGES: [SystemMessage; 8] = [
    SystemMessage::Busy,
    SystemMessage::Accepted,
    SystemMessage::Routing,
    SystemMessage::AgentEnded,
    SystemMessage::Disconnected,
    SystemMessage::ToAgent,
    SystemMessage::ToSkill,
    SystemMessage::Requeued,
];

/// The profile with surveys, texts and addresses by the bits of a number; an even number of some leaves them out.
#[must_use]
pub fn words(profile: AccountProfile, bits: u16) -> AccountProfile {
    let index = usize::from(bits);
    let text = |nth: usize| AutomaticText {
        message: MESSAGES[(index + nth / 2) % MESSAGES.len()],
        language: LANGUAGES[(index / 3 + nth) % LANGUAGES.len()].into(),
        text: TEXTS[(index / 7 + nth) % TEXTS.len()].map(Arc::from),
    };
    let kinds = [SurveyKind::PreChat, SurveyKind::Offline, SurveyKind::Exit, SurveyKind::Agent];
    let surveys = if bits.is_multiple_of(5) { &[][..] } else { &kinds };
    AccountProfile {
        language: language(bits.rotate_left(5)),
        texts: if bits.is_multiple_of(2) { (0..12).map(text).collect() } else { Vec::new() },
        surveys: (1..).zip(surveys).map(|(id, kind)| survey(id, *kind)).collect(),
        offline_mail: (bits.is_multiple_of(3)).then(|| "desk@shop.example".into()),
        groups: vec![Group { id: GroupId(1), name: "Night".into() }],
        ..profile
    }
}

/// A language, or none.
#[must_use]
pub fn language(pick: u16) -> Option<Arc<str>> {
    LANGUAGES.get(usize::from(pick % 7)).map(|tag| Arc::from(*tag))
}

/// Sets the switches of the desk, each on for a few numbers.
pub(super) fn switch(settings: &mut Settings, bits: u16) {
    settings.nobody_online = if bits % 7 == 3 { NobodyOnline::Refuse } else { NobodyOnline::Accept };
    settings.silent_transfer = bits % 5 == 2;
    settings.show_pre_chat_lines = bits % 6 == 1;
}

/// A survey of five questions: the second is shown by the first, the third by the second, the fifth by the fourth.
fn survey(id: u64, kind: SurveyKind) -> Survey {
    let entry = |value: &str, shows: &[u64]| Entry {
        value: value.into(),
        display: None,
        checked: false,
        shows: shows.to_vec(),
    };
    let choice = |look, entries: [Entry; 2]| QuestionForm::Choice { look, entries: entries.into() };
    let words = || QuestionForm::Text { area: false, default: "".into() };
    let question = |logic: u64, mandatory, validation, form| Question {
        id: 10 * id + logic,
        logic,
        label: "?".into(),
        mandatory,
        validation,
        form,
    };
    let any = Validation::AlphaNumeric;
    let questions = vec![
        question(1, true, any, choice(ChoiceLook::Dropdown, [entry("yes", &[2]), entry("no", &[])])),
        question(2, true, any, choice(ChoiceLook::Radio, [entry("a", &[3]), entry("b", &[2])])),
        question(3, true, Validation::Numeric, words()),
        question(4, false, any, choice(ChoiceLook::Checkbox, [entry("x", &[5]), entry("y", &[])])),
        question(5, true, Validation::Email, words()),
    ];
    Survey { id, kind, name: None, skill: (id == 2).then_some(SkillId(1)), header: "".into(), questions }
}

/// Answers to the survey of this number. About half of them fit.
#[must_use]
pub fn answers(survey: u64, pick: u16) -> SurveyAnswers {
    let first: &[&str] = match pick % 8 {
        0 => &[],
        1 => &["perhaps"],
        2 => &["yes", "no"],
        3..=5 => &["yes"],
        _ => &["no"],
    };
    let second: &[&str] = match pick / 8 % 5 {
        0 => &[],
        1 => &[""],
        2 => &["b"],
        _ => &["a"],
    };
    let third: &[&str] = match pick / 40 % 12 {
        0 => &[],
        1 => &["many"],
        2 => &["1.2.3"],
        3 => &["17,50"],
        4 => &[" -3 "],
        5 => &["7", "8"],
        _ => &["7"],
    };
    let fourth: &[&str] = match pick / 480 % 5 {
        0 => &["x", "y"],
        1 => &["x"],
        2 => &["y", ""],
        _ => &[],
    };
    let fifth: &[&str] = match pick / 2_400 % 5 {
        0 => &["nora"],
        1 => &[],
        _ => &["nora@example.com"],
    };
    let answer = |(nth, values): (u64, &&[&str])| SurveyAnswer {
        question: 10 * survey + nth,
        values: values.iter().map(|value| Arc::from(*value)).collect(),
    };
    let all = [first, second, third, fourth, fifth, &["stray"]];
    let count = if pick.is_multiple_of(23) { 6 } else { 5 };
    let survey = if pick.is_multiple_of(29) { 99 } else { survey };
    SurveyAnswers { survey, answers: (1..).zip(&all[..count]).map(answer).collect() }
}
