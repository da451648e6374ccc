//! Limits of surveys, texts, mails, messages and identities, at the limit and one past it.

use crate::common::{ANNA, SALES, Scene, answers, small_surveys};
use handover_desk::{
    AccountProfile, Answer, AutomaticText, CannedText, ChatKey, Command, ConfigFault, Desk, Entry, Group,
    GroupId, Guid, MailNo, MailOutcome, MessageNo, NameValue, NewMessage, Question, QuestionForm, Refusal,
    SkillId, Survey, SystemMessage, Timestamp, TranscriptWish, Writer, limits,
};

fn wished(scene: &mut Scene, chat: ChatKey, subject_bytes: usize) -> Result<Answer, Refusal> {
    let subject = Some("s".repeat(subject_bytes).into());
    let wish = TranscriptWish { to: "nora@example.com".into(), subject, utc_offset_min: None };
    scene.ask(Command::WishTranscript { chat, wish })
}

fn ended(scene: &mut Scene) -> ChatKey {
    let chat = scene.asks();
    scene.end(chat, Writer::Visitor).unwrap();
    chat
}

fn left() -> Command {
    let answers = answers(3, &[(3, &["?"])]);
    Command::LeaveMessage(NewMessage { skill: None, visitor: None, details: Box::default(), answers })
}

fn office() -> Scene {
    let mut scene = Scene::new();
    let mail = Some("desk@shop.example".into());
    scene
        .account(|account| {
            account.surveys = small_surveys();
            account.offline_mail = mail;
        })
        .unwrap();
    scene
}

#[test]
fn a_chat_has_five_transcripts() {
    let mut scene = Scene::new();
    let chat = scene.asks();
    (0..20).for_each(|_| drop(wished(&mut scene, chat, 0).unwrap()));
    scene.end(chat, Writer::Visitor).unwrap();
    (0..4).for_each(|_| drop(wished(&mut scene, chat, 0).unwrap()));
    let refusal = Refusal::TooMany { member: "transcript requests", limit: limits::TRANSCRIPTS_PER_CHAT };
    assert_eq!(wished(&mut scene, chat, 0), Err(refusal));
    assert_eq!(scene.desk.state().outbox.len(), limits::TRANSCRIPTS_PER_CHAT);
}

#[test]
fn a_subject_has_256_bytes() {
    let mut scene = Scene::new();
    let chat = scene.asks();
    let limit = limits::SUBJECT_BYTES;
    assert!(wished(&mut scene, chat, limit).is_ok());
    assert_eq!(wished(&mut scene, chat, limit + 1), Err(Refusal::TooLong { member: "subject", limit }));
}

#[test]
fn an_outbox_has_10_000_mails() {
    let mut scene = office();
    let chat = ended(&mut scene);
    wished(&mut scene, chat, 0).unwrap();
    let mut state = scene.desk.state().clone();
    let mail = state.outbox.values().next().unwrap().clone();
    let count = u64::try_from(limits::OUTBOX_MAILS).unwrap();
    state
        .outbox
        .extend((2..count).map(|no| (MailNo(no), handover_desk::Mail { no: MailNo(no), ..mail.clone() })));
    state.next_mail = MailNo(count);
    scene.desk = Desk::from_state(state);
    wished(&mut scene, chat, 0).unwrap();
    assert_eq!(scene.desk.state().outbox.len(), limits::OUTBOX_MAILS);
    let waiting = scene.asks();
    assert_eq!(wished(&mut scene, chat, 0), Err(Refusal::OutboxFull));
    assert_eq!(wished(&mut scene, waiting, 0), Err(Refusal::OutboxFull));
    assert_eq!(scene.ask(left()), Err(Refusal::OutboxFull));
    scene.done(Command::MailTried { mail: MailNo(1), outcome: MailOutcome::Sent });
    assert!(scene.ask(left()).is_ok());
}

#[test]
fn of_the_mails_given_up_the_latest_1_000_are_kept() {
    let mut scene = office();
    let count = u64::try_from(limits::MAILS_GIVEN_UP_KEPT).unwrap();
    (0..count + 2).for_each(|_| drop(scene.done(left())));
    let mut give_up = |no: u64| {
        let outcome = MailOutcome::Refused { error: "550".into() };
        scene.done(Command::MailTried { mail: MailNo(no), outcome });
        scene.desk.state().outbox.keys().next().copied()
    };
    for no in 2..=count {
        assert_eq!(give_up(no), Some(MailNo(1)));
    }
    assert_eq!(give_up(count + 1), Some(MailNo(1)));
    assert_eq!(give_up(count + 2), Some(MailNo(1)));
    let outbox = &scene.desk.state().outbox;
    assert_eq!(outbox.len(), limits::MAILS_GIVEN_UP_KEPT + 1, "one is due, 1,000 are given up");
    assert!(!outbox.contains_key(&MailNo(2)) && outbox.contains_key(&MailNo(3)));
}

#[test]
fn a_desk_has_10_000_offline_messages() {
    let mut scene = Scene::new();
    scene.account(|account| account.surveys = small_surveys()).unwrap();
    (0..limits::MESSAGES_PER_DESK).for_each(|_| drop(scene.done(left())));
    assert_eq!(scene.ask(left()), Err(Refusal::DeskFull));
    scene.done(Command::MessagesArchived(vec![MessageNo(7)]));
    assert!(scene.ask(left()).is_ok());
}

#[test]
fn a_desk_remembers_100_000_identities_and_forgets_the_one_that_expires_first() {
    let mut scene = Scene::new();
    let proves = |scene: &mut Scene, bits: u128| {
        let participant = Guid::random(bits);
        let claims = "{}".into();
        scene.done(Command::Authenticate { participant, conversation: participant, claims });
        participant
    };
    let first = proves(&mut scene, 0);
    scene.now = Timestamp(scene.now.0 + 1);
    let mut state = scene.desk.state().clone();
    let mut known = state.participants[&first].clone();
    known.expires_at = Timestamp(known.expires_at.0 + 1);
    let count = u128::try_from(limits::PARTICIPANTS_REMEMBERED).unwrap();
    state.participants.extend((1..count - 1).map(|bits| (Guid::random(bits), known.clone())));
    scene.desk = Desk::from_state(state);
    proves(&mut scene, count);
    assert_eq!(scene.desk.state().participants.len(), limits::PARTICIPANTS_REMEMBERED);
    assert!(scene.desk.participant(first, scene.now).is_some());
    proves(&mut scene, count + 1);
    assert_eq!(scene.desk.state().participants.len(), limits::PARTICIPANTS_REMEMBERED);
    assert_eq!(scene.desk.participant(first, scene.now), None);
}

#[test]
fn what_an_identity_provider_says_has_8_kib() {
    let mut scene = Scene::new();
    let limit = limits::CLAIMS_BYTES;
    let mut known = |bytes: usize| {
        let id = Guid::random(1);
        let claims = "c".repeat(bytes).into();
        scene.ask(Command::Authenticate { participant: id, conversation: id, claims })
    };
    assert!(known(limit).is_ok());
    assert_eq!(known(limit + 1), Err(Refusal::TooLong { member: "ssoKey", limit }));
}

#[test]
fn a_chat_has_100_variables_however_they_come() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.chatting(anna);
    let set = |range: std::ops::Range<usize>, bytes: usize| {
        let variable = |n| NameValue { name: format!("n{n}").into(), value: "v".repeat(bytes).into() };
        Command::SetVariables { chat, variables: range.map(variable).collect() }
    };
    let (limit, bytes) = (limits::CUSTOM_VARIABLES, limits::FIELD_BYTES);
    scene.done(set(0..limit - 1, 1));
    scene.done(set(limit - 1..limit, bytes));
    let too_long = Refusal::TooLong { member: "customVariables.value", limit: bytes };
    assert_eq!(scene.ask(set(0..1, bytes + 1)), Err(too_long));
    let too_many = Refusal::TooMany { member: "customVariables", limit };
    assert_eq!(scene.ask(set(limit..limit + 1, 1)), Err(too_many));
    scene.done(set(0..limit, 2));
    let named = NameValue { name: "n".repeat(bytes + 1).into(), value: "".into() };
    let chat = scene.asks();
    let result = scene.ask(Command::SetVariables { chat, variables: vec![named] });
    assert_eq!(result, Err(Refusal::TooLong { member: "customVariables.name", limit: bytes }));
}

fn survey(id: u64, questions: u64, entries: usize) -> Survey {
    let template = small_surveys().remove(0);
    let entry = Entry { value: "x".into(), display: None, checked: false, shows: vec![] };
    let look = handover_desk::ChoiceLook::Radio;
    let form = QuestionForm::Choice { look, entries: vec![entry; entries] };
    let question = |n| Question { id: id * 1_000 + n, form: form.clone(), ..template.questions[0].clone() };
    Survey { id, questions: (0..questions).map(question).collect(), ..template }
}

#[test]
fn an_account_has_so_many_surveys_questions_entries_texts_and_groups() {
    type Fill = fn(&mut AccountProfile, usize);
    let fills: [(&str, usize, Fill); 6] = [
        ("surveys", limits::SURVEYS_PER_ACCOUNT, |account, n| {
            account.surveys = (0..n).map(|id| survey(u64::try_from(id).unwrap(), 0, 0)).collect();
        }),
        ("questions of a survey", limits::QUESTIONS_PER_SURVEY, |account, n| {
            account.surveys = vec![survey(1, u64::try_from(n).unwrap(), 0)];
        }),
        ("entries of a question", limits::ENTRIES_PER_QUESTION, |account, n| {
            account.surveys = vec![survey(1, 1, 0), survey(2, 1, n)];
        }),
        ("automatic texts", limits::TEXTS_PER_ACCOUNT, |account, n| {
            let text = AutomaticText { message: SystemMessage::Busy, language: "en".into(), text: None };
            account.texts = vec![text; n];
        }),
        ("groups", limits::GROUPS_PER_ACCOUNT, |account, n| {
            let group = |id| Group { id: GroupId(id), name: "".into() };
            account.groups = (0..u64::try_from(n).unwrap()).map(group).collect();
        }),
        ("canned texts", limits::CANNED_TEXTS_PER_ACCOUNT, |account, n| {
            let text = || "x".into();
            let canned = CannedText { shortcut: text(), title: text(), text: text(), skills: vec![] };
            account.canned = vec![canned; n];
        }),
    ];
    for (what, limit, fill) in fills {
        let mut scene = Scene::new();
        assert!(scene.account(|account| fill(account, limit)).is_ok(), "{what}");
        let fault = Refusal::Config(ConfigFault::TooMany { what, limit });
        assert_eq!(scene.account(|account| fill(account, limit + 1)), Err(fault));
    }
}

#[test]
fn a_survey_or_group_that_contradicts_the_account_is_refused_and_changes_nothing() {
    let mut scene = Scene::new();
    scene.account(|account| account.groups = vec![Group { id: GroupId(5), name: "Night".into() }]).unwrap();
    scene.agent(ANNA, 1, &[]);
    let night = handover_desk::AgentProfile { group: Some(GroupId(5)), ..scene.profile(ANNA) };
    scene.configure(vec![night]);
    let before = scene.desk.state().clone();
    let twins = vec![survey(1, 2, 0), survey(1, 0, 0)];
    let mut same_questions = survey(1, 2, 0);
    same_questions.questions[1].id = 1_000;
    let of_no_skill = vec![Survey { skill: Some(SkillId(99)), ..survey(1, 0, 0) }];
    for (surveys, fault) in [
        (twins, ConfigFault::SurveyNumberTaken(1)),
        (vec![same_questions], ConfigFault::SurveyNumberTaken(1_000)),
        (of_no_skill, ConfigFault::UnknownSkillOfSurvey { survey: 1, skill: SkillId(99) }),
    ] {
        assert_eq!(scene.account(|account| account.surveys = surveys), Err(Refusal::Config(fault)));
    }
    let fault = ConfigFault::UnknownGroup { agent: ANNA, group: GroupId(5) };
    assert_eq!(scene.account(|account| account.groups.clear()), Err(Refusal::Config(fault)));
    assert_eq!(*scene.desk.state(), before);
}

#[test]
fn a_canned_text_has_texts_of_4096_bytes_and_is_for_skills_there_are() {
    let canned = |lengths: [usize; 3], skills: &[SkillId]| {
        let [shortcut, title, text] = lengths.map(|length| "x".repeat(length).into());
        vec![CannedText { shortcut, title, text, skills: skills.to_vec() }]
    };
    let mut scene = Scene::new();
    let limit = limits::FIELD_BYTES;
    scene.account(|account| account.canned = canned([limit; 3], &[SALES])).unwrap();
    let before = scene.desk.state().clone();
    for (lengths, what) in [
        ([limit + 1, 1, 1], "the shortcut of a canned text"),
        ([1, limit + 1, 1], "the title of a canned text"),
        ([1, 1, limit + 1], "a canned text"),
    ] {
        let fault = ConfigFault::TooLong { what, limit };
        assert_eq!(
            scene.account(|account| account.canned = canned(lengths, &[])),
            Err(Refusal::Config(fault))
        );
    }
    let (shortcut, skill) = ("x".into(), SkillId(99));
    let fault = ConfigFault::UnknownSkillOfCannedText { shortcut, skill };
    let stray = canned([1; 3], &[SALES, SkillId(99)]);
    assert_eq!(scene.account(|account| account.canned = stray), Err(Refusal::Config(fault)));
    assert_eq!(*scene.desk.state(), before);
}
