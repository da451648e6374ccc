//! Offline messages: what their mail says, and that they go to the archive at once.

use crate::smtp::{Does, Stage};
use crate::world::{ACCOUNT, SHOP, START, World, message, profile};
use handover_archive::Archive as _;
use handover_desk::{AccountId, AccountProfile, NameValue, OfflineMessage};

/// The key of the first message in the archive.
const FIRST: &str = "offline-00000000000000000001";

#[tokio::test]
async fn an_offline_message_arrives_once_with_everything_that_was_left() {
    let world = World::new().await;
    let mut left = message("Do you ship\nto Peru?", Some("nora@example.com"));
    left.details.referrer = Some("https://shop.example/shoes".into());
    left.details.custom_variables = vec![NameValue { name: "cart".into(), value: "3".into() }];
    world.leave(left).await;
    let mails = world.delivered().await;
    assert_eq!(mails.len(), 1);
    let mail = &mails[0];
    assert_eq!(mail.to, [SHOP]);
    assert_eq!(mail.header("Reply-To"), ["nora@example.com"]);
    assert_eq!(mail.header("Auto-Submitted"), ["auto-generated"]);
    assert_eq!(mail.parsed().subject(), Some("Offline message: Sales"));
    assert_eq!(
        mail.text(),
        "\
Offline message

What is it about?
    Do you ship
    to Peru?
Your e-mail address
    nora@example.com

Left at: 2018-01-29 08:19:43
Skill: Sales
Page: https://shop.example/shoes
Visitor: 7

Custom variables
cart: 3
"
    );
    for said in ["What is it about?", "Do you ship\nto Peru?", "Sales", "https://shop.example/shoes", "cart"]
    {
        assert!(mail.html().contains(said), "{said}: {}", mail.html());
    }
}

#[tokio::test]
async fn without_an_address_of_the_visitor_nobody_but_the_sender_can_be_answered() {
    let world = World::new().await;
    world.leave(message("nora@example.com", None)).await;
    assert_eq!(world.delivered().await[0].header("Reply-To"), Vec::<&str>::new());
}

#[tokio::test]
async fn a_question_that_the_survey_no_longer_has_is_told_by_its_number() {
    let world = World::new().await;
    world.smtp.instead(Stage::Greeting, Does::Says("421 4.3.2 busy"));
    world.leave(message("Hello", Some("nora@example.com"))).await;
    world.tried(1).await;
    world.configure(AccountProfile { surveys: vec![], ..profile() }).await;
    world.smtp.behave();
    world.advance_ms(60_000).await;
    let mail = &world.delivered().await[0];
    assert!(mail.text().contains("\nQuestion 1\n    Hello\n"), "{}", mail.text());
    assert_eq!(mail.header("Reply-To"), Vec::<&str>::new());
}

#[tokio::test]
async fn a_message_goes_to_the_archive_at_once_and_is_mailed_from_there() {
    let world = World::new().await;
    world.smtp.instead(Stage::Greeting, Does::Says("421 4.3.2 busy"));
    world.leave(message("Hello", None)).await;
    world.until(|world| world.account().view().read().desk().state().messages.is_empty()).await;
    let entry = world.archive.get(&AccountId::new(ACCOUNT), FIRST).await.unwrap().unwrap();
    assert_eq!(entry.ended_at_ms, START.0);
    let kept: OfflineMessage = serde_json::from_slice(&entry.body).unwrap();
    assert_eq!(kept.answers, message("Hello", None).answers);
    world.tried(1).await;
    world.smtp.behave();
    world.advance_ms(60_000).await;
    let mails = world.delivered().await;
    assert_eq!(mails.len(), 1);
    assert!(mails[0].text().contains("Hello"));
}

#[tokio::test]
async fn an_archive_that_fails_keeps_the_message_on_the_desk_and_the_mail_goes_out() {
    let world = World::new().await;
    world.archive.set_full(true);
    world.leave(message("Hello", None)).await;
    assert_eq!(world.delivered().await.len(), 1);
    assert_eq!(world.account().view().read().desk().state().messages.len(), 1);
    world.archive.set_full(false);
    world.advance_ms(1_000).await;
    world.until(|world| world.account().view().read().desk().state().messages.is_empty()).await;
    assert!(world.archived(FIRST).await);
}

#[tokio::test]
async fn a_message_left_before_a_crash_is_archived_and_mailed_once_after_it() {
    let world = World::new().await;
    world.archive.set_full(true);
    world.smtp.instead(Stage::Greeting, Does::Hangs);
    world.leave(message("Hello", None)).await;
    world.smtp.has_been_unusual(1).await;
    world.archive.set_full(false);
    world.smtp.behave();
    let world = world.after_crash(true).await;
    assert_eq!(world.delivered().await.len(), 1);
    world.until(|world| world.account().view().read().desk().state().messages.is_empty()).await;
    assert!(world.archived(FIRST).await);
}
