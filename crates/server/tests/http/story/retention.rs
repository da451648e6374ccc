//! How long an account keeps what people wrote (`docs/operating.md`, Data protection).

use crate::common::people::Visitor;
use crate::common::{ACCOUNT, World, bodies};
use handover_archive::Archive as _;
use handover_desk::{AccountId, Settings};
use handover_wire::Format;

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// A chat that has ended and is in the archive.
async fn archived(world: &World) -> Visitor {
    let (maya, visitor) = world.chatting().await;
    world.agent_says(&maya, &visitor, &bodies::private("zanzibar")).await;
    world.visitor_posts(format!("{}/events", visitor.path), &bodies::ended()).await.expect(201);
    world.live_ms(300_000, &[], &[]).await;
    world.until_archived(&visitor).await;
    visitor
}

async fn document(world: &World, visitor: &Visitor) -> serde_json::Value {
    let entry = world.archive.get(&AccountId::new(ACCOUNT), visitor.key()).await.unwrap().unwrap();
    serde_json::from_slice(&entry.body).unwrap()
}

/// Lets the archiver work, which nobody waits for.
async fn until(world: &World, visitor: &Visitor, is_blank: bool) {
    for _ in 0..2_000 {
        if is_blank && !document(world, visitor).await.to_string().contains("zanzibar") {
            return;
        }
        tokio::task::yield_now().await;
    }
    assert!(!is_blank, "the words are still in the archive");
    assert!(document(world, visitor).await.to_string().contains("zanzibar"), "the words are gone too early");
}

#[tokio::test]
async fn what_people_wrote_goes_from_the_archive_after_the_days_that_the_account_says() {
    let world = World::with(Format::Json, Settings { archive_days: 30, ..Settings::default() }).await;
    let visitor = archived(&world).await;
    world.advance_ms(29 * DAY_MS).await;
    until(&world, &visitor, false).await;
    world.advance_ms(2 * DAY_MS).await;
    until(&world, &visitor, true).await;
    let blank = document(&world, &visitor).await;
    assert_eq!(blank["events"].as_array().unwrap().len(), 6, "{blank}");
    assert_eq!(blank["key"], visitor.key());
}

#[tokio::test]
async fn an_account_that_says_nothing_keeps_everything() {
    let world = World::new().await;
    let visitor = archived(&world).await;
    world.advance_ms(10_000 * DAY_MS).await;
    until(&world, &visitor, false).await;
}
