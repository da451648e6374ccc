//! What the operator sees of mails that were not delivered.

use crate::smtp::{Does, Stage};
use crate::world::{START, World, message};
use handover_desk::{MailState, limits};
use handover_server::mail::outbox::undelivered;

#[tokio::test]
async fn the_outbox_lists_what_waits_and_what_was_given_up_without_the_person_or_the_words() {
    let world = World::new().await;
    assert_eq!(undelivered(&world.journal.reopen()).await.unwrap(), []);
    world.smtp.instead(Stage::Mail, Does::Says("550 5.7.1 no"));
    world.ended_chat().await;
    world.tried(1).await;
    world.smtp.instead(Stage::Mail, Does::Says("450 4.7.1 not yet"));
    world.leave(message("Is it in stock?", None)).await;
    world.until(|world| world.outbox().iter().all(|mail| mail.attempts == 1)).await;
    let found = undelivered(&world.journal.reopen()).await.unwrap();
    let shown: Vec<_> = found
        .iter()
        .map(|mail| {
            (mail.account.as_str(), mail.no.0, mail.kind, mail.domain.as_str(), mail.attempts, mail.state)
        })
        .collect();
    let later = MailState::Due(START.after(limits::MAIL_RETRY_FIRST));
    assert_eq!(
        shown,
        [
            ("12345678", 1, "transcript", "example.com", 1, MailState::GivenUp(START)),
            ("12345678", 2, "offline message", "shop.example", 1, later),
        ]
    );
    assert!(found.iter().all(|mail| mail.queued_at == START));
    let errors: Vec<_> = found.iter().map(|mail| mail.last_error.clone().unwrap()).collect();
    assert!(errors[0].contains("550 5.7.1") || errors[0].contains("5.7.1 no"), "{errors:?}");
    let all = format!("{found:?}");
    assert!(!all.contains("nora") && !all.contains("sales@") && !all.contains("stock"), "{all}");
}
