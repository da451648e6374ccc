//! Surveys: what answers must look like, and who may give them when (protocol file 30 §5, §18; file 20 §24).

use crate::common::{ANNA, BEN, SALES, SUPPORT, Scene, answers, small_surveys};
use handover_desk::{
    Answer, Availability, ChatKey, ChoiceLook, Command, Entry, Question, QuestionForm, Refusal, Survey,
    SurveyAnswers, SurveyFault, SurveyKind, SurveyProblem, SurveyWish, TransferTarget, Validation, Writer,
    limits,
};

const YES_OR_NO: u64 = 11;
const A_OR_B: u64 = 12;
const NUMBER: u64 = 13;
const SIDE: u64 = 14;
const BOXES: u64 = 15;
const MAIL: u64 = 16;

fn entry(value: &str, shows: &[u64]) -> Entry {
    Entry { value: value.into(), display: None, checked: false, shows: shows.to_vec() }
}

fn choice(look: ChoiceLook, first: (&str, &[u64]), second: (&str, &[u64])) -> QuestionForm {
    QuestionForm::Choice { look, entries: vec![entry(first.0, first.1), entry(second.0, second.1)] }
}

fn question(id: u64, mandatory: bool, validation: Validation, form: QuestionForm) -> Question {
    let logic = id % 10;
    Question { id, logic, label: "?".into(), mandatory, validation, form }
}

/// `yes` shows the second question, its `a` the third; `b` shows its own question.
fn survey(id: u64, kind: SurveyKind) -> Survey {
    let any = Validation::AlphaNumeric;
    let words = || QuestionForm::Text { area: true, default: "".into() };
    let questions = vec![
        question(YES_OR_NO, true, any, choice(ChoiceLook::Dropdown, ("yes", &[2]), ("no", &[]))),
        question(A_OR_B, true, any, choice(ChoiceLook::Radio, ("a", &[3]), ("b", &[2]))),
        question(NUMBER, true, Validation::Numeric, words()),
        question(SIDE, false, any, choice(ChoiceLook::RadioSideBySide, ("l", &[]), ("r", &[]))),
        question(BOXES, false, any, choice(ChoiceLook::Checkbox, ("x", &[]), ("y", &[]))),
        question(MAIL, false, Validation::Email, words()),
    ];
    Survey { id, kind, name: None, skill: None, header: "".into(), questions }
}

fn asking(kind: SurveyKind) -> (Scene, ChatKey) {
    let mut scene = Scene::new();
    scene.account(|account| account.surveys = vec![survey(7, kind)]).unwrap();
    let chat = scene.asks();
    (scene, chat)
}

/// What comes of these answers to the exit survey.
fn given(all: &[(u64, &[&str])]) -> Result<Answer, Refusal> {
    let (mut scene, chat) = asking(SurveyKind::Exit);
    let before = scene.desk.state().clone();
    let result = scene.ask(Command::AnswerExitSurvey { chat, answers: answers(7, all) });
    assert_eq!(result.is_ok(), *scene.desk.state() != before);
    result
}

fn fault(question: u64, problem: SurveyProblem) -> Result<Answer, Refusal> {
    Err(Refusal::Survey(SurveyFault { question: Some(question), problem }))
}

#[test]
fn a_survey_that_does_not_exist_or_is_asked_elsewhere_is_refused() {
    let unknown = Err(Refusal::Survey(SurveyFault { question: None, problem: SurveyProblem::UnknownSurvey }));
    let (mut scene, chat) = asking(SurveyKind::Exit);
    assert_eq!(scene.ask(Command::AnswerExitSurvey { chat, answers: answers(8, &[]) }), unknown);
    let (mut scene, chat) = asking(SurveyKind::Agent);
    let fitting = answers(7, &[(YES_OR_NO, &["no"])]);
    assert_eq!(scene.ask(Command::AnswerExitSurvey { chat, answers: fitting }), unknown);
}

#[test]
fn a_question_of_another_survey_is_refused() {
    let result = given(&[(YES_OR_NO, &["no"]), (99, &[])]);
    assert_eq!(result, fault(99, SurveyProblem::UnknownQuestion));
}

#[test]
fn a_mandatory_question_must_be_answered_and_an_empty_text_is_no_answer() {
    assert_eq!(given(&[]), fault(YES_OR_NO, SurveyProblem::Missing));
    assert_eq!(given(&[(YES_OR_NO, &[])]), fault(YES_OR_NO, SurveyProblem::Missing));
    assert_eq!(given(&[(YES_OR_NO, &["", ""])]), fault(YES_OR_NO, SurveyProblem::Missing));
    assert!(given(&[(YES_OR_NO, &["no", ""])]).is_ok());
}

#[test]
fn a_hidden_question_needs_no_answer_and_a_chosen_entry_shows_the_next() {
    let missing = |question| fault(question, SurveyProblem::Missing);
    assert!(given(&[(YES_OR_NO, &["no"])]).is_ok());
    assert_eq!(given(&[(YES_OR_NO, &["yes"])]), missing(A_OR_B));
    assert_eq!(given(&[(YES_OR_NO, &["yes"]), (A_OR_B, &["a"])]), missing(NUMBER));
    assert!(given(&[(YES_OR_NO, &["yes"]), (A_OR_B, &["b"])]).is_ok());
    assert!(given(&[(YES_OR_NO, &["yes"]), (A_OR_B, &["a"]), (NUMBER, &["1"])]).is_ok());
}

#[test]
fn an_entry_of_a_hidden_question_shows_nothing() {
    assert!(given(&[(YES_OR_NO, &["no"]), (A_OR_B, &["a"])]).is_ok());
}

#[test]
fn a_question_that_only_shows_itself_stays_hidden() {
    let mut scene = Scene::new();
    let circle = |id, shows: &[u64]| {
        let form = choice(ChoiceLook::Checkbox, ("a", shows), ("b", &[]));
        question(id, true, Validation::AlphaNumeric, form)
    };
    let questions = vec![circle(21, &[2]), circle(22, &[1]), circle(23, &[3])];
    let survey = Survey { questions, ..survey(7, SurveyKind::Exit) };
    scene.account(|account| account.surveys = vec![survey]).unwrap();
    let chat = scene.asks();
    scene.done(Command::AnswerExitSurvey { chat, answers: answers(7, &[(21, &["a"])]) });
}

#[test]
fn only_a_checkbox_takes_several_answers() {
    let no = (YES_OR_NO, &["no"][..]);
    for (question, values) in [(A_OR_B, ["a", "b"]), (NUMBER, ["1", "2"]), (SIDE, ["l", "r"])] {
        let several = given(&[no, (question, &values)]);
        assert_eq!(several, fault(question, SurveyProblem::SeveralAnswers));
        let apart = given(&[no, (question, &values[..1]), (question, &values[1..])]);
        assert_eq!(apart, fault(question, SurveyProblem::SeveralAnswers));
    }
    assert_eq!(given(&[(YES_OR_NO, &["yes", "no"])]), fault(YES_OR_NO, SurveyProblem::SeveralAnswers));
    assert!(given(&[no, (BOXES, &["x", "y"])]).is_ok());
}

#[test]
fn an_answer_of_a_choice_is_one_of_its_entries_to_the_letter() {
    for (question, value) in [(A_OR_B, "c"), (SIDE, "L"), (BOXES, "x "), (BOXES, "z")] {
        let result = given(&[(YES_OR_NO, &["no"]), (question, &[value])]);
        assert_eq!(result, fault(question, SurveyProblem::NotAnEntry), "{value}");
    }
    let second = given(&[(YES_OR_NO, &["no"]), (BOXES, &["x", "z"])]);
    assert_eq!(second, fault(BOXES, SurveyProblem::NotAnEntry));
}

#[test]
fn a_number_is_decimal_with_one_sign_and_one_point_or_comma() {
    let number = |text: &str| given(&[(YES_OR_NO, &["no"]), (NUMBER, &[text])]);
    for text in ["0", "17.50", "17,50", "-3", "+3", " 7 ", "007"] {
        assert!(number(text).is_ok(), "{text}");
    }
    for text in ["seven", "1.", ".5", "1.2.3", "1,2.3", "--1", "+", "1e3", "0x1", "1 000", "١"] {
        assert_eq!(number(text), fault(NUMBER, SurveyProblem::NotANumber), "{text}");
    }
}

#[test]
fn a_mail_address_has_a_name_and_a_domain() {
    let mail = |text: &str| given(&[(YES_OR_NO, &["no"]), (MAIL, &[text])]);
    for text in ["nora@example.com", " nora@example.com ", "n.o+r@a-b.example", "O'Hara@x.y"] {
        assert!(mail(text).is_ok(), "{text}");
    }
    for text in ["nora", "nora@example", "@example.com", "n ora@example.com", "nora@example.com, b@c.de"] {
        assert_eq!(mail(text), fault(MAIL, SurveyProblem::NotAnAddress), "{text}");
    }
}

#[test]
fn an_answer_has_at_most_4_kib() {
    let (mut scene, chat) = asking(SurveyKind::Exit);
    let answered = |bytes: usize| {
        let text = "1".repeat(bytes);
        let all: [(u64, &[&str]); 2] = [(YES_OR_NO, &["no"]), (NUMBER, &[&text])];
        Command::AnswerExitSurvey { chat, answers: answers(7, &all) }
    };
    let limit = limits::FIELD_BYTES;
    assert!(scene.ask(answered(limit)).is_ok());
    let refusal = Refusal::TooLong { member: "survey.question.answer", limit };
    assert_eq!(scene.ask(answered(limit + 1)), Err(refusal));
}

#[test]
fn a_chat_starts_with_fitting_answers_or_not_at_all() {
    let (mut scene, _) = asking(SurveyKind::PreChat);
    let asks = |scene: &mut Scene, answers: SurveyAnswers| {
        let request = scene.request(|request| request.details.survey = Some(Box::new(answers)));
        scene.ask(Command::StartChat(Box::new(request)))
    };
    assert_eq!(asks(&mut scene, answers(7, &[])), fault(YES_OR_NO, SurveyProblem::Missing));
    assert_eq!(scene.desk.state().chats.len(), 1);
    let fitting = answers(7, &[(YES_OR_NO, &["no"])]);
    let Ok(Answer::ChatStarted(chat)) = asks(&mut scene, fitting.clone()) else { panic!("refused") };
    assert_eq!(scene.chat(chat).details.survey.as_deref(), Some(&fitting));
}

fn exit_survey(scene: &Scene, chat: ChatKey) -> Option<SurveyAnswers> {
    scene.chat(chat).extras().and_then(|extras| extras.exit_survey.clone())
}

#[test]
fn an_exit_survey_is_taken_in_any_state_and_the_last_answers_win() {
    let mut scene = Scene::new();
    scene.account(|account| account.surveys = small_surveys()).unwrap();
    let chat = scene.asks();
    let answered = |scene: &mut Scene, text: &str| {
        let answers = answers(1, &[(1, &[text])]);
        scene.done(Command::AnswerExitSurvey { chat, answers: answers.clone() });
        assert_eq!(exit_survey(scene, chat), Some(answers));
    };
    answered(&mut scene, "waiting");
    let anna = scene.agent(ANNA, 1, &[]);
    answered(&mut scene, "offered");
    scene.accept(anna);
    answered(&mut scene, "chatting");
    scene.end(chat, Writer::Visitor).unwrap();
    answered(&mut scene, "ended");
}

#[test]
fn an_agent_survey_is_for_the_agent_who_has_or_had_the_chat_and_not_while_it_waits() {
    let mut scene = Scene::new();
    scene.account(|account| account.surveys = small_surveys()).unwrap();
    let (anna, ben) = (scene.agent(ANNA, 1, &[]), scene.agent(BEN, 1, &[]));
    scene.set(ben, Availability::Away);
    let chat = scene.asks();
    let ask = |scene: &mut Scene, session, text: &str| {
        let answers = answers(2, &[(2, &[text])]);
        scene.ask(Command::AnswerAgentSurvey { chat, session, answers })
    };
    assert_eq!(ask(&mut scene, anna, "ringing"), Err(Refusal::ChatNotFound));
    scene.accept(anna);
    assert!(ask(&mut scene, anna, "first").is_ok());
    assert_eq!(ask(&mut scene, ben, "not mine"), Err(Refusal::ChatNotFound));
    scene.set(ben, Availability::Online);
    scene.hand_on(chat, anna, TransferTarget::Agent(BEN)).unwrap();
    assert_eq!(ask(&mut scene, anna, "handed on"), Err(Refusal::NotInChat));
    assert_eq!(ask(&mut scene, ben, "ringing"), Err(Refusal::ChatNotFound));
    scene.accept(ben);
    assert_eq!(ask(&mut scene, anna, "gone"), Err(Refusal::ChatNotFound));
    scene.end(chat, Writer::Visitor).unwrap();
    assert_eq!(ask(&mut scene, anna, "gone"), Err(Refusal::ChatNotFound));
    assert!(ask(&mut scene, ben, "last").is_ok());
    let kept = scene.chat(chat).extras().and_then(|extras| extras.agent_survey.clone());
    assert_eq!(kept, Some(answers(2, &[(2, &["last"])])));
}

#[test]
fn the_survey_of_a_kind_is_chosen_by_number_name_and_skill_in_this_order() {
    let mut scene = Scene::new();
    let survey = |id: u64, name: Option<&str>, skill| Survey {
        id,
        kind: SurveyKind::PreChat,
        name: name.map(Into::into),
        skill,
        header: "".into(),
        questions: vec![],
    };
    let other = Survey { kind: SurveyKind::Exit, ..survey(5, Some("vip"), Some(SALES)) };
    let surveys =
        vec![other, survey(1, None, Some(SALES)), survey(2, Some("vip"), None), survey(3, None, None)];
    scene.account(|account| account.surveys = surveys).unwrap();
    let chosen = |id, name, skill| {
        scene.desk.survey(SurveyKind::PreChat, SurveyWish { id, name, skill }).map(|survey| survey.id)
    };
    assert_eq!(chosen(Some(3), Some("vip"), Some(SALES)), Some(3));
    assert_eq!(chosen(Some(5), Some("vip"), Some(SALES)), Some(2));
    assert_eq!(chosen(None, Some("none"), Some(SALES)), Some(1));
    assert_eq!(chosen(None, None, Some(SUPPORT)), Some(2));
    assert_eq!(scene.desk.survey(SurveyKind::Agent, SurveyWish::default()), None);
}
