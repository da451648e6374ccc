//! The surveys of the test account: those of the protocol's examples, by their numbers.

use super::SALES;
use handover_desk::{ChoiceLook, Entry, Question, QuestionForm, SkillId, Survey, SurveyKind, Validation};

/// The survey before a chat (`docs/protocol/30-visitor-api.md` §6, §9).
pub(crate) const PRE_CHAT: u64 = 40216;
/// The survey for nobody being there (§7).
pub(crate) const OFFLINE: u64 = 40290;
/// The same for Sales (§8).
pub(crate) const OFFLINE_SALES: u64 = 361_346;
/// The survey after a chat (§17).
pub(crate) const EXIT: u64 = 361_348;
/// The survey of the agent (`docs/protocol/20-agent-api.md` §23).
pub(crate) const AGENT: u64 = 41108;

/// All of them.
pub(crate) fn all() -> Vec<Survey> {
    vec![pre_chat(), offline(), offline_sales(), exit(), example_of_answers(), agent()]
}

fn pre_chat() -> Survey {
    let about = choice(ChoiceLook::Dropdown, vec![shows(entry("Order"), 5), entry("Other")]);
    let colours = choice(ChoiceLook::Checkbox, vec![entry("Blue"), entry("Red")]);
    let questions = vec![
        Question { mandatory: true, ..question(12_786_273, 4, "What is it about?", about) },
        question(16_314_710, 5, "Order number?", text("")),
        question(2222, 7, "Which colours?", colours),
    ];
    survey(PRE_CHAT, SurveyKind::PreChat, "Please tell us a little before we start.", questions)
}

fn offline() -> Survey {
    let message = QuestionForm::Text { area: true, default: "".into() };
    let questions = vec![question(13_387_460, 6, "Message:", message)];
    survey(OFFLINE, SurveyKind::Offline, "Leave a message", questions)
}

fn offline_sales() -> Survey {
    let questions = vec![
        question(4_991_310, 1, "Name", text("")),
        Question { validation: Validation::Email, ..question(4_991_311, 2, "Mail", text("")) },
    ];
    let skill = Some(SkillId(SALES));
    Survey { skill, ..survey(OFFLINE_SALES, SurveyKind::Offline, "Leave a message for Sales", questions) }
}

fn exit() -> Survey {
    let shown = |value: &str, display: &str| Entry { display: Some(display.into()), ..entry(value) };
    let wanted = choice(ChoiceLook::Radio, vec![shown("yes", "Yes"), shown("no", "No")]);
    let questions = vec![
        question(4_991_315, 1, "Email you a transcript?", wanted),
        Question { validation: Validation::Email, ..question(4_991_311, 2, "If yes, your email:", text("")) },
    ];
    survey(EXIT, SurveyKind::Exit, "", questions)
}

/// The survey that the example of answers belongs to (`docs/protocol/30-visitor-api.md` §5).
fn example_of_answers() -> Survey {
    let colours = choice(ChoiceLook::Checkbox, vec![entry("Blue"), entry("Red")]);
    let questions = vec![
        Question { validation: Validation::Numeric, ..question(25_245_945, 1, "How much?", text("")) },
        question(12_817_515, 2, "Which colours?", colours),
    ];
    let name = Some("answers".into());
    Survey { name, ..survey(40292, SurveyKind::Exit, "", questions) }
}

fn agent() -> Survey {
    let solved = choice(ChoiceLook::Radio, vec![entry("Yes"), shows(entry("No"), 6)]);
    let product = choice(ChoiceLook::Dropdown, vec![entry("Phone"), entry("Scanner")]);
    let questions = vec![
        Question { mandatory: true, ..question(16_148_804, 1, "Order number", text("A-17")) },
        Question { mandatory: true, ..question(26_386_685, 5, "Was the issue solved?", solved) },
        question(4_291_707, 6, "Which product?", product),
    ];
    survey(AGENT, SurveyKind::Agent, "Wrap-up", questions)
}

fn survey(id: u64, kind: SurveyKind, header: &str, questions: Vec<Question>) -> Survey {
    Survey { id, kind, name: None, skill: None, header: header.into(), questions }
}

fn question(id: u64, logic: u64, label: &str, form: QuestionForm) -> Question {
    let validation = Validation::AlphaNumeric;
    Question { id, logic, label: label.into(), mandatory: false, validation, form }
}

fn text(default: &str) -> QuestionForm {
    QuestionForm::Text { area: false, default: default.into() }
}

fn choice(look: ChoiceLook, entries: Vec<Entry>) -> QuestionForm {
    QuestionForm::Choice { look, entries }
}

fn entry(value: &str) -> Entry {
    Entry { value: value.into(), display: None, checked: false, shows: Vec::new() }
}

fn shows(entry: Entry, logic: u64) -> Entry {
    Entry { shows: vec![logic], ..entry }
}
