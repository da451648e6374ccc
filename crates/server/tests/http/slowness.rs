//! What the operator is told when the disk or the machine is too slow for what people wait for.

use crate::common::log::Log;
use crate::common::{ACCOUNT, World, bodies};
use handover_desk::limits;
use handover_server::limits::{LATE_DEADLINE_MS, SLOW_APPEND_MS};
use serde_json::Value;
use std::pin::pin;

const NOTHING: [Value; 0] = [];

/// Writes a line while the disk takes so long.
async fn write_for(world: &World, path: &str, ms: u64) {
    world.disk.hold();
    let said = bodies::line("Hi");
    let mut write = pin!(world.visitor_posts(path, &said));
    tokio::select! {
        biased;
        _ = write.as_mut() => panic!("answered before it was durable"),
        () = world.disk.somebody_waits() => {}
    }
    world.clock.advance_ms(i64::try_from(ms).unwrap());
    world.disk.release();
    write.await.expect(201);
}

#[tokio::test]
async fn an_append_that_took_longer_than_a_second_is_told_once() {
    let world = World::new().await;
    let (_, visitor) = world.chatting().await;
    let path = format!("{}/events", visitor.path);
    let log = Log::listen();
    write_for(&world, &path, SLOW_APPEND_MS).await;
    assert_eq!(log.told(), NOTHING);
    write_for(&world, &path, SLOW_APPEND_MS + 1).await;
    let told = log.told();
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0]["account"], ACCOUNT);
    assert_eq!(told[0]["append_ms"], SLOW_APPEND_MS + 1);
    assert_eq!(told[0]["facts"], 1);
}

/// What is told when an offer is missed so many milliseconds after its 20 s.
async fn told_of_a_miss(late_ms: u64) -> Vec<Value> {
    let world = World::new().await;
    let maya = world.sign_in("maya@example.com").await;
    world.start_chat(&bodies::for_sales()).await;
    assert_eq!(world.ringing(&maya).await, 1);
    let log = Log::listen();
    world.advance_ms(20_000 + i64::try_from(late_ms).unwrap()).await;
    assert_eq!(world.availability(&maya).await, "Away");
    log.told()
}

#[tokio::test]
async fn a_deadline_dealt_with_more_than_a_second_late_is_told_once() {
    assert_eq!(told_of_a_miss(LATE_DEADLINE_MS).await, NOTHING);
    let told = told_of_a_miss(LATE_DEADLINE_MS + 1).await;
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(told[0]["account"], ACCOUNT);
    assert_eq!(told[0]["late_ms"], LATE_DEADLINE_MS + 1);
}

#[tokio::test]
async fn more_deadlines_than_one_decision_deals_with_are_told_once_a_second() {
    let world = World::new().await;
    let start_many = async || {
        for _ in 0..=limits::DEADLINES_PER_TICK {
            world.start_chat(&bodies::for_sales()).await;
        }
    };
    let log = Log::listen();
    for _ in 0..2 {
        start_many().await;
        world.advance_ms(42_000).await;
        assert_eq!(log.told().len(), 1);
    }
}

#[tokio::test]
async fn what_came_due_while_the_server_was_down_is_not_late() {
    let world = World::new().await;
    let maya = world.sign_in("maya@example.com").await;
    world.start_chat(&bodies::for_sales()).await;
    assert_eq!(world.ringing(&maya).await, 1);
    world.surfaces.app().engine.close().await;
    world.clock.advance_ms(60_000);
    let log = Log::listen();
    let world = world.after_crash().await;
    world.account().settle().await.unwrap();
    assert_eq!(world.availability(&maya).await, "Away");
    assert_eq!(log.told(), NOTHING);
}
