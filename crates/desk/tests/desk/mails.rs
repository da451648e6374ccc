//! Transcripts, offline messages, and the outbox that takes both (protocol file 30 §8, §19; file 90 Q54).

use crate::common::{ANNA, SALES, SUPPORT, Scene, answers, small_surveys, visitor_of};
use handover_desk::{
    AccountConfig, Answer, ChatKey, Command, EndReason, Letter, Mail, MailNo, MailOutcome, MailState,
    MessageNo, NewMessage, Phase, Refusal, Skill, SkillId, Span, TranscriptWish, VisitorDetails, VisitorId,
    Watch, Writer, limits,
};

fn wish(to: &str) -> TranscriptWish {
    TranscriptWish { to: to.into(), subject: None, utc_offset_min: None }
}

fn wished(scene: &mut Scene, chat: ChatKey, to: &str) -> Result<Answer, Refusal> {
    scene.ask(Command::WishTranscript { chat, wish: wish(to) })
}

fn mails(scene: &Scene) -> Vec<Mail> {
    scene.desk.state().outbox.values().cloned().collect()
}

fn recipients(scene: &Scene) -> Vec<String> {
    mails(scene).iter().map(|mail| mail.to.to_string()).collect()
}

#[test]
fn a_transcript_is_queued_when_the_chat_ends_and_the_last_address_wins() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.chatting(anna);
    wished(&mut scene, chat, "nora@example.com").unwrap();
    wished(&mut scene, chat, "ada@example.com").unwrap();
    assert_eq!(mails(&scene), []);
    scene.end(chat, Writer::Visitor).unwrap();
    let wish = wish("ada@example.com");
    let letter = Letter::Transcript { chat, wish: wish.clone() };
    let (now, none) = (scene.now, None);
    let state = MailState::Due(now);
    let expected =
        Mail { no: MailNo(1), to: wish.to, letter, queued_at: now, attempts: 0, last_error: none, state };
    assert_eq!(mails(&scene), [expected]);
    let extras = scene.chat(chat).extras().unwrap();
    assert_eq!((extras.transcript.as_ref(), extras.transcripts_mailed), (None, 1));
}

#[test]
fn a_transcript_of_an_ended_chat_is_queued_at_once() {
    let mut scene = Scene::new();
    let chat = scene.asks();
    scene.end(chat, Writer::Visitor).unwrap();
    assert_eq!(mails(&scene), []);
    wished(&mut scene, chat, "nora@example.com").unwrap();
    wished(&mut scene, chat, "ada@example.com").unwrap();
    assert_eq!(recipients(&scene), ["nora@example.com", "ada@example.com"]);
}

#[test]
fn a_transcript_goes_out_whatever_ends_the_chat() {
    type End = fn(&mut Scene, ChatKey, handover_desk::SessionId);
    let ends: [(EndReason, End); 5] = [
        (EndReason::Agent, |scene, chat, anna| drop(scene.end(chat, Writer::Agent(anna)))),
        (EndReason::Visitor, |scene, chat, _| drop(scene.end(chat, Writer::Visitor))),
        (EndReason::VisitorSilent, |scene, _, anna| scene.pass(41, &[Watch::Session(anna)])),
        (EndReason::NobodyLeft, |scene, _, anna| drop(scene.done(Command::EndSession(anna)))),
        (EndReason::Replaced, |scene, chat, _| {
            let visitor = scene.chat(chat).visitor;
            scene.asks_for(|request| request.visitor = Some(visitor));
        }),
    ];
    for (expected, end) in ends {
        let mut scene = Scene::new();
        let anna = scene.agent(ANNA, 1, &[]);
        let chat = scene.chatting(anna);
        wished(&mut scene, chat, "nora@example.com").unwrap();
        end(&mut scene, chat, anna);
        let phase = &scene.chat(chat).phase;
        assert!(matches!(phase, Phase::Ended { reason, .. } if *reason == expected), "{phase:?}");
        assert_eq!(recipients(&scene), ["nora@example.com"], "{expected:?}");
    }
}

#[test]
fn a_chat_that_waits_has_a_transcript_as_well() {
    let mut scene = Scene::new();
    let chat = scene.asks();
    wished(&mut scene, chat, "nora@example.com").unwrap();
    scene.pass(41, &[]);
    assert_eq!(recipients(&scene), ["nora@example.com"]);
}

#[test]
fn a_transcript_needs_an_address_and_a_chat() {
    let mut scene = Scene::new();
    let chat = scene.asks();
    for to in ["", "nora", "nora@example", "a@b.c\r\nBcc: d@e.f", "a@b.c,d@e.f"] {
        assert_eq!(wished(&mut scene, chat, to), Err(Refusal::NotAnAddress { member: "email" }), "{to}");
    }
    let guessed = ChatKey::new(chat.chat(), handover_desk::ChatSeed { head: 0, tail: 0 });
    assert_eq!(wished(&mut scene, guessed, "nora@example.com"), Err(Refusal::ChatNotFound));
    assert!(scene.chat(chat).extras().is_none());
}

/// A mail that is due at once.
fn one_mail(scene: &mut Scene) -> MailNo {
    let chat = scene.asks();
    scene.end(chat, Writer::Visitor).unwrap();
    wished(scene, chat, "nora@example.com").unwrap();
    mails(scene).last().unwrap().no
}

fn tried(scene: &mut Scene, mail: MailNo, outcome: MailOutcome) {
    assert_eq!(scene.done(Command::MailTried { mail, outcome }), Answer::Done);
}

fn failed() -> MailOutcome {
    MailOutcome::Failed { error: "451 try later".into() }
}

fn refused() -> MailOutcome {
    MailOutcome::Refused { error: "550 nobody".into() }
}

#[test]
fn a_mail_that_was_sent_is_gone() {
    let mut scene = Scene::new();
    let mail = one_mail(&mut scene);
    tried(&mut scene, mail, MailOutcome::Sent);
    assert_eq!(mails(&scene), []);
    assert_eq!(scene.desk.mails_due().count(), 0);
}

#[test]
fn the_pause_doubles_from_a_minute_to_four_hours() {
    let mut scene = Scene::new();
    let mail = one_mail(&mut scene);
    for (attempts, minutes) in (1..).zip([1, 2, 4, 8, 16, 32, 64, 128, 240, 240, 240]) {
        tried(&mut scene, mail, failed());
        let due_at = scene.now.after(Span::seconds(60 * minutes));
        let expected = (attempts, Some("451 try later"), MailState::Due(due_at));
        let row = mails(&scene).pop().unwrap();
        assert_eq!((row.attempts, row.last_error.as_deref(), row.state), expected);
        scene.now = due_at;
    }
}

#[test]
fn a_mail_tried_ever_so_often_still_pauses() {
    let mut scene = Scene::new();
    let mail = one_mail(&mut scene);
    (0..70).for_each(|_| tried(&mut scene, mail, failed()));
    assert_eq!(mails(&scene)[0].state, MailState::Due(scene.now.after(limits::MAIL_RETRY_MAX)));
}

#[test]
fn a_mail_is_tried_for_three_days() {
    for (short_ms, given_up) in [(1, false), (0, true)] {
        let mut scene = Scene::new();
        let mail = one_mail(&mut scene);
        scene.now.0 += 3 * 24 * 3_600_000 - short_ms;
        tried(&mut scene, mail, failed());
        assert_eq!(mails(&scene)[0].is_given_up(), given_up);
        assert_eq!(scene.desk.mails_due().count(), usize::from(!given_up));
    }
}

#[test]
fn a_mail_that_is_refused_is_given_up_and_stays_so() {
    let mut scene = Scene::new();
    let mail = one_mail(&mut scene);
    tried(&mut scene, mail, refused());
    let row = mails(&scene).pop().unwrap();
    assert_eq!((row.state, row.last_error.as_deref()), (MailState::GivenUp(scene.now), Some("550 nobody")));
    scene.pass(60, &[]);
    let before = scene.desk.state().outbox.clone();
    for outcome in [failed(), refused(), MailOutcome::Sent] {
        tried(&mut scene, mail, outcome);
        assert_eq!(scene.desk.state().outbox, before);
    }
}

#[test]
fn an_attempt_at_a_mail_that_is_gone_changes_nothing() {
    let mut scene = Scene::new();
    let mail = one_mail(&mut scene);
    tried(&mut scene, mail, MailOutcome::Sent);
    let before = (scene.desk.state().clone(), scene.facts.len());
    for (mail, outcome) in [(mail, MailOutcome::Sent), (mail, failed()), (MailNo(99), refused())] {
        tried(&mut scene, mail, outcome);
    }
    assert_eq!((scene.desk.state().clone(), scene.facts.len()), before);
}

#[test]
fn mails_are_listed_by_the_time_they_are_due() {
    let mut scene = Scene::new();
    let [first, second, third] = [(); 3].map(|()| one_mail(&mut scene));
    let due = |scene: &Scene| scene.desk.mails_due().map(|(_, mail)| mail.no).collect::<Vec<_>>();
    assert_eq!(due(&scene), [first, second, third]);
    tried(&mut scene, first, failed());
    tried(&mut scene, first, failed());
    tried(&mut scene, second, failed());
    assert_eq!(due(&scene), [third, second, first]);
    let restored = handover_desk::Desk::from_state(scene.desk.state().clone());
    assert!(restored.mails_due().eq(scene.desk.mails_due()));
    tried(&mut scene, third, refused());
    assert_eq!(due(&scene), [second, first]);
}

fn left(skill: Option<SkillId>) -> Command {
    let visitor = Some(VisitorId(5));
    let details = Box::new(VisitorDetails { ip: Some("192.0.2.7".into()), ..VisitorDetails::default() });
    Command::LeaveMessage(NewMessage { skill, visitor, details, answers: answers(3, &[(3, &["Call me"])]) })
}

/// Surveys, and sales with an address of its own.
fn office() -> Scene {
    let mut scene = Scene::new();
    let mut profile = scene.desk.state().profile.clone();
    profile.surveys = small_surveys();
    let skills =
        vec![Skill { id: SALES, name: "sales".into(), offline_mail: Some("sales@shop.example".into()) }];
    scene.done(Command::Configure(Box::new(AccountConfig { profile, skills, agents: vec![] })));
    scene
}

#[test]
fn an_offline_message_goes_to_its_skill_or_the_account_or_nobody_and_is_kept_in_any_case() {
    let mut scene = office();
    for skill in [None, Some(SUPPORT)] {
        scene.done(left(skill));
    }
    assert_eq!(recipients(&scene), [""; 0]);
    scene.done(left(Some(SALES)));
    scene.account(|account| account.offline_mail = Some("desk@shop.example".into())).unwrap();
    for skill in [None, Some(SUPPORT), Some(SALES)] {
        scene.done(left(skill));
    }
    let expected = ["sales@shop.example", "desk@shop.example", "desk@shop.example", "sales@shop.example"];
    assert_eq!(recipients(&scene), expected);
    let letters: Vec<Letter> = mails(&scene).into_iter().map(|mail| mail.letter).collect();
    assert_eq!(letters, [3, 4, 5, 6].map(|no| Letter::OfflineMessage(MessageNo(no))));
    let messages: Vec<_> = scene.desk.state().messages.values().collect();
    assert_eq!(messages.iter().map(|message| message.no.0).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6]);
    assert_eq!(
        (messages[2].skill, messages[2].visitor, messages[2].at),
        (Some(SALES), Some(VisitorId(5)), scene.now)
    );
    assert_eq!(messages[2].details.ip.as_deref(), Some("192.0.2.7"));
    assert_eq!(messages[2].answers, answers(3, &[(3, &["Call me"])]));
}

#[test]
fn an_offline_message_is_kept_until_it_is_archived() {
    let mut scene = office();
    scene.done(left(None));
    scene.done(left(None));
    scene.pass(7 * 24 * 3600, &[]);
    assert_eq!(scene.desk.state().messages.len(), 2);
    scene.done(Command::MessagesArchived(vec![MessageNo(1), MessageNo(1), MessageNo(99)]));
    assert_eq!(scene.desk.state().messages.keys().copied().collect::<Vec<_>>(), [MessageNo(2)]);
    scene.done(left(None));
    assert!(scene.desk.state().messages.contains_key(&MessageNo(3)));
}

#[test]
fn an_offline_message_for_no_skill_or_without_answers_is_refused() {
    let mut scene = office();
    let before = scene.desk.state().clone();
    let refusal = Refusal::UnknownSkill { member: "survey.skill" };
    assert_eq!(scene.ask(left(Some(SkillId(99)))), Err(refusal));
    let Command::LeaveMessage(mut message) = left(None) else { return };
    message.answers = answers(3, &[]);
    assert!(matches!(scene.ask(Command::LeaveMessage(message)), Err(Refusal::Survey(_))));
    assert_eq!(*scene.desk.state(), before);
}

#[test]
fn variables_are_set_by_name_until_the_chat_has_ended() {
    let mut scene = Scene::new();
    let chat = scene.asks();
    let set = |pairs: &[(&str, &str)]| {
        let variable = |(name, value): &(&str, &str)| handover_desk::NameValue {
            name: (*name).into(),
            value: (*value).into(),
        };
        Command::SetVariables { chat, variables: pairs.iter().map(variable).collect() }
    };
    scene.done(set(&[("a", "1"), ("b", "2")]));
    scene.done(set(&[("a", "3"), ("c", "4"), ("c", "5")]));
    let known = |scene: &Scene| {
        let all = scene.chat(chat).details.custom_variables.iter();
        all.map(|variable| format!("{}={}", variable.name, variable.value)).collect::<Vec<_>>()
    };
    assert_eq!(known(&scene), ["b=2", "a=3", "c=5"]);
    scene.pass(10, &[visitor_of(chat)]);
    scene.end(chat, Writer::Visitor).unwrap();
    assert_eq!(scene.ask(set(&[("a", "6")])), Err(Refusal::ChatEnded));
    assert_eq!(known(&scene), ["b=2", "a=3", "c=5"]);
}
