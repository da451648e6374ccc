//! When a mail is tried, under which headers, and that it arrives whatever happens meanwhile.

use crate::smtp::{Does, Stage};
use crate::world::{ACCOUNT, KEPT_MS, START, VISITOR, World, transport};
use handover_archive::MemoryArchive;
use handover_desk::{AccountId, MailOutcome, MailState, Span, limits};
use handover_journal::Fault;
use handover_server::engine::recover;
use handover_server::limits::MAIL_DRAIN_MS;
use handover_server::mail::{MailTransport as _, Outgoing};

#[tokio::test]
async fn a_transcript_arrives_once_with_the_headers_it_is_known_by() {
    let world = World::new().await;
    world.ended_chat().await;
    let mails = world.delivered().await;
    assert_eq!(mails.len(), 1);
    let mail = &mails[0];
    assert_eq!((mail.from.as_str(), mail.to.as_slice()), ("chat@shop.example", &[VISITOR.to_owned()][..]));
    assert_eq!(mail.id(), "<12345678.1.1517231983976@shop.example>");
    assert_eq!(mail.header("Date"), ["Mon, 29 Jan 2018 13:19:43 +0000"]);
    assert_eq!(mail.header("Auto-Submitted"), ["auto-generated"]);
    assert_eq!(mail.header("To"), [VISITOR]);
    assert_eq!(mail.header("Reply-To"), Vec::<&str>::new());
    let parsed = mail.parsed();
    let sender = parsed.from().unwrap().first().unwrap();
    assert_eq!((sender.name(), sender.address()), (Some("Shöp"), Some("chat@shop.example")));
    assert_eq!(parsed.subject(), Some("Transcript of your chat"));
    assert!(mail.text().contains("Is it in stock?") && mail.html().contains("Is it in stock?"));
}

#[tokio::test]
async fn a_mail_that_is_turned_away_for_the_moment_comes_again_after_a_minute_under_the_same_id() {
    let world = World::new().await;
    world.smtp.instead(Stage::End, Does::Says("451 4.3.0 try later"));
    world.ended_chat().await;
    let mail = world.tried(1).await;
    assert_eq!(mail.state, MailState::Due(START.after(limits::MAIL_RETRY_FIRST)));
    assert!(mail.last_error.unwrap().contains("451"));
    world.smtp.behave();
    world.advance_ms(59_999).await;
    world.breathe().await;
    assert_eq!(world.smtp.offered().len(), 1);
    world.advance_ms(1).await;
    assert_eq!(world.delivered().await.len(), 1);
    let ids: Vec<_> = world.smtp.offered().iter().map(|mail| mail.id().to_owned()).collect();
    assert_eq!(ids, ["<12345678.1.1517231983976@shop.example>"; 2]);
}

#[tokio::test]
async fn the_pauses_grow_and_after_three_days_a_mail_is_given_up_and_stays_to_be_seen() {
    let world = World::new().await;
    world.smtp.instead(Stage::Greeting, Does::Says("421 4.3.2 busy"));
    world.ended_chat().await;
    let (mut attempts, mut pauses_min) = (0, Vec::new());
    let last = loop {
        attempts += 1;
        let mail = world.tried(attempts).await;
        let MailState::Due(at) = mail.state else { break mail };
        let pause_ms = at.0 - world.now().0;
        pauses_min.push(pause_ms / 60_000);
        world.advance_ms(pause_ms).await;
    };
    assert_eq!(pauses_min[..10], [1, 2, 4, 8, 16, 32, 64, 128, 240, 240]);
    let MailState::GivenUp(at) = last.state else { panic!() };
    assert!(at.since(START) >= limits::MAIL_TRIED_FOR.0);
    assert!(at.since(START) < limits::MAIL_TRIED_FOR.0 + limits::MAIL_RETRY_MAX.0);
    world.smtp.behave();
    world.advance_ms(i64::try_from(limits::MAIL_TRIED_FOR.0).unwrap()).await;
    world.breathe().await;
    assert_eq!((world.outbox().len(), world.smtp.taken().len()), (1, 0));
}

#[tokio::test]
async fn a_mail_that_is_refused_for_good_is_given_up_at_once_and_the_person_is_not_named() {
    for stage in [Stage::Mail, Stage::Rcpt, Stage::End] {
        let world = World::new().await;
        world.smtp.instead(stage, Does::Says("550 5.1.1 <nora@example.com>: nora is unknown here"));
        world.ended_chat().await;
        let mail = world.tried(1).await;
        assert_eq!(mail.state, MailState::GivenUp(START), "{stage:?}");
        let error = mail.last_error.unwrap().to_lowercase();
        assert!(error.contains("550") && !error.contains("nora"), "{error}");
    }
}

#[tokio::test]
async fn a_server_that_is_out_of_order_itself_never_makes_a_mail_be_given_up() {
    for does in [Does::Says("554 5.3.2 no service"), Does::Closes] {
        let world = World::new().await;
        world.smtp.instead(Stage::Greeting, does);
        world.ended_chat().await;
        assert!(!world.tried(1).await.is_given_up());
        world.smtp.behave();
        world.advance_ms(60_000).await;
        assert_eq!(world.delivered().await.len(), 1);
    }
    let world = World::new().await;
    world.smtp.instead(Stage::Mail, Does::Says("530 5.7.0 sign in first"));
    world.ended_chat().await;
    assert!(!world.tried(1).await.is_given_up());
}

#[tokio::test]
async fn a_mail_whose_taking_was_not_heard_of_is_sent_again() {
    let world = World::new().await;
    world.smtp.instead(Stage::End, Does::Closes);
    world.ended_chat().await;
    world.tried(1).await;
    world.smtp.behave();
    world.advance_ms(60_000).await;
    world.delivered().await;
    let offered = world.smtp.offered();
    assert_eq!(offered.len(), 2);
    assert_eq!(offered[0].id(), offered[1].id());
}

#[tokio::test]
async fn a_server_that_does_not_answer_is_left_after_its_time() {
    let world = World::new().await;
    for stage in [Stage::Greeting, Stage::End] {
        world.smtp.instead(stage, Does::Hangs);
        let outcome = transport(&world.smtp, 1).send(outgoing(VISITOR)).await;
        let error = "the mail server did not take the mail within 1 s".into();
        assert_eq!(outcome, MailOutcome::Failed { error });
    }
}

#[tokio::test]
async fn an_address_that_cannot_be_written_to_is_refused_without_asking_the_server() {
    let world = World::new().await;
    for to in ["nora", "nora@example.com>\r\nRCPT TO:<all@example.com", ""] {
        let outcome = transport(&world.smtp, 1).send(outgoing(to)).await;
        assert!(matches!(outcome, MailOutcome::Refused { .. }), "{outcome:?}");
    }
    assert_eq!(world.smtp.offered().len(), 0);
}

fn outgoing(to: &str) -> Outgoing {
    Outgoing {
        id: "1".to_owned(),
        to: to.to_owned(),
        reply_to: None,
        subject: "Hi".to_owned(),
        queued_at: START,
        text: "Hi".to_owned(),
        html: "<p>Hi</p>".to_owned(),
    }
}

#[tokio::test]
async fn a_mail_is_not_sent_again_because_the_journal_failed_when_it_was_taken() {
    let world = World::new().await;
    world.smtp.instead(Stage::End, Does::Waits);
    world.ended_chat().await;
    world.smtp.has_been_unusual(1).await;
    world.journal.set_fault(Some(Fault::Failed));
    world.smtp.behave();
    world.smtp.takes(1).await;
    world.breathe().await;
    assert_eq!(world.outbox().len(), 1);
    world.journal.set_fault(None);
    world
        .until(|world| {
            world.clock.advance_ms(1_000);
            world.outbox().is_empty()
        })
        .await;
    assert_eq!(world.smtp.offered().len(), 1);
}

#[tokio::test]
async fn a_mail_that_was_not_sent_before_a_crash_is_sent_once_after_it() {
    let world = World::new().await;
    world.smtp.instead(Stage::Greeting, Does::Hangs);
    world.ended_chat().await;
    world.smtp.has_been_unusual(1).await;
    world.smtp.behave();
    let world = world.after_crash(true).await;
    assert_eq!(world.delivered().await.len(), 1);
    let world = world.after_crash(true).await;
    world.breathe().await;
    assert_eq!((world.outbox().len(), world.smtp.offered().len()), (0, 1));
}

#[tokio::test]
async fn without_a_mail_server_mails_wait_untried_until_there_is_one() {
    let world = World::new().await;
    let world = world.after_crash(false).await;
    world.ended_chat().await;
    world.advance_ms(60_000).await;
    world.breathe().await;
    let waiting = world.outbox();
    assert_eq!((waiting.len(), waiting[0].attempts, world.smtp.offered().len()), (1, 0, 0));
    let world = world.after_crash(true).await;
    assert_eq!(world.delivered().await.len(), 1);
}

#[tokio::test]
async fn a_mail_that_is_being_sent_when_the_server_is_stopped_gets_through_and_is_done_with() {
    let world = World::new().await;
    world.smtp.instead(Stage::End, Does::Waits);
    world.ended_chat().await;
    world.smtp.has_been_unusual(1).await;
    let stopped = async {
        world.breathe().await;
        world.smtp.behave();
    };
    tokio::join!(world.engine.close(), stopped);
    let left = recover(&world.journal.reopen(), &AccountId::new(ACCOUNT)).await.unwrap();
    assert_eq!((left.desk.state().outbox.len(), world.smtp.taken().len()), (0, 1));
}

#[tokio::test]
async fn a_mail_that_hangs_holds_up_the_stop_for_a_moment_only_and_stays() {
    let world = World::new().await;
    world.smtp.instead(Stage::End, Does::Hangs);
    world.ended_chat().await;
    world.smtp.has_been_unusual(1).await;
    let time_passes = async {
        world.breathe().await;
        world.clock.advance_ms(MAIL_DRAIN_MS);
    };
    tokio::join!(world.engine.close(), time_passes);
    let left = recover(&world.journal.reopen(), &AccountId::new(ACCOUNT)).await.unwrap();
    let left: Vec<_> = left.desk.state().outbox.values().map(|mail| mail.attempts).collect();
    assert_eq!(left, [0]);
}

#[tokio::test]
async fn a_chat_that_has_gone_to_the_archive_is_mailed_from_there() {
    let world = World::new().await;
    world.smtp.instead(Stage::Greeting, Does::Says("421 4.3.2 busy"));
    let chat = world.ended_chat().await;
    world.tried(1).await;
    world.advance_ms(KEPT_MS).await;
    world.until(|world| world.account().view().read().desk().chat_by_key(&chat).is_none()).await;
    assert!(world.archived(&chat.to_string()).await);
    world.smtp.behave();
    world.advance_ms(i64::try_from(Span::seconds(240).0).unwrap()).await;
    let mails = world.delivered().await;
    assert_eq!(mails.len(), 1);
    assert!(mails[0].text().contains("Is it in stock?"), "{}", mails[0].text());
}

#[tokio::test]
async fn a_chat_that_is_nowhere_is_given_up_with_a_word_on_it() {
    let world = World::new().await;
    let mut world = world.after_crash(false).await;
    let chat = world.ended_chat().await;
    world.advance_ms(KEPT_MS).await;
    world.until(|world| world.account().view().read().desk().chat_by_key(&chat).is_none()).await;
    world.archive = MemoryArchive::new();
    let world = world.after_crash(true).await;
    let mail = world.tried(1).await;
    assert!(mail.is_given_up());
    assert_eq!(mail.last_error.as_deref(), Some("chat 1 is neither on the desk nor in the archive"));
}

#[tokio::test]
async fn many_mails_all_arrive_once_a_few_at_a_time() {
    let world = World::new().await;
    world.smtp.instead(Stage::Greeting, Does::Waits);
    for _ in 0..20 {
        world.leave(crate::world::message("Hello", None)).await;
    }
    world.smtp.has_been_unusual(handover_server::limits::MAILS_AT_A_TIME).await;
    world.breathe().await;
    world.smtp.behave();
    let mails = world.delivered().await;
    let ids: std::collections::BTreeSet<_> = mails.iter().map(|mail| mail.id().to_owned()).collect();
    assert_eq!((mails.len(), ids.len()), (20, 20));
    assert_eq!(world.smtp.most_at_a_time(), handover_server::limits::MAILS_AT_A_TIME);
}
