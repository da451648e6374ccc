//! Whoever has a stream open is there.

use crate::common::ask::APP_KEY;
use crate::common::stream::{Stream, device_stream};
use crate::common::{World, bodies, seen};
use handover_journal::Fault;

#[tokio::test]
async fn an_agent_with_an_open_stream_is_offered_chats_and_without_it_no_more() {
    let world = World::new().await;
    let ben = world.sign_in("ben").await;
    let stream = Stream::of_device(&world, &ben, "&kinds=offers").await.read_on();
    world.live_ms(300_000, &[], &[]).await;
    let first = world.start_chat(&bodies::for_sales()).await;
    assert_eq!(unoffered(&world), 0);
    world.accept(&ben, &first).await;
    drop(stream);
    tokio::task::yield_now().await;
    world.advance_ms(30_001).await;
    world.start_chat(&bodies::for_sales()).await;
    assert_eq!(unoffered(&world), 1, "nobody was heard from for 30 s");
    let mut stream = Stream::of_device(&world, &ben, "&kinds=offers").await;
    let offers = stream.next_of("offers").await.data;
    assert_eq!(offers["offers"].as_array().unwrap().len(), 1, "the opening of a stream is a call");
}

#[tokio::test]
async fn a_session_whose_stream_is_open_does_not_end_for_silence() {
    let world = World::new().await;
    let (maya, visitor) = world.chatting().await;
    let _of_maya = Stream::of_device(&world, &maya, "").await.read_on();
    let _of_visitor = Stream::of_visitor(&world, &visitor, "").await.read_on();
    world.live_ms(600_000, &[], &[]).await;
    assert_eq!(world.chat_sessions(&maya).await, [maya.chat(&visitor)]);
}

#[tokio::test]
async fn a_visitor_with_an_open_stream_is_not_silent_and_is_from_its_end_on() {
    let world = World::new().await;
    let (maya, visitor) = world.chatting().await;
    let stream = Stream::of_visitor(&world, &visitor, "&from=4").await.read_on();
    world.live_ms(120_000, &[&maya], &[]).await;
    assert_eq!(state(&world, &maya, &visitor).await, "chatting");
    drop(stream);
    tokio::task::yield_now().await;
    world.live_ms(39_000, &[&maya], &[]).await;
    assert_eq!(state(&world, &maya, &visitor).await, "chatting");
    world.live_ms(1_000, &[&maya], &[]).await;
    assert_eq!(state(&world, &maya, &visitor).await, "ended");
}

#[tokio::test]
async fn a_stream_goes_on_when_the_desk_was_read_anew_from_the_journal() {
    let world = World::new().await;
    let (maya, visitor) = world.chatting().await;
    let mut of_visitor = Stream::of_visitor(&world, &visitor, "&from=4&kinds=event").await;
    let mut of_maya = Stream::of_device(&world, &maya, "&from=4&kinds=event").await;
    world.disk.memory().set_fault(Some(Fault::UnknownKept));
    let path = format!("{}/events", visitor.path);
    world.visitor_posts(&path, &bodies::line("Was that stored?")).await.expect(503);
    world.disk.memory().set_fault(None);
    assert_eq!(of_visitor.events(1).await, ["4 Was that stored?"]);
    assert_eq!(of_maya.events(1).await, ["4 Was that stored?"]);
    world.visitor_says(&visitor, "Yes").await;
    assert_eq!(of_visitor.events(1).await, ["5 Yes"]);
    assert_eq!(of_maya.events(1).await, ["5 Yes"]);
}

#[tokio::test]
async fn what_is_not_durable_is_told_to_nobody() {
    let world = World::new().await;
    let (_, visitor) = world.chatting().await;
    let mut stream = Stream::of_visitor(&world, &visitor, "&from=4&kinds=event").await;
    world.disk.hold();
    let said = bodies::line("held back");
    let path = format!("{}/events", visitor.path);
    let mut write = std::pin::pin!(world.visitor_posts(path, &said));
    tokio::select! {
        biased;
        _ = write.as_mut() => panic!("answered before it was durable"),
        () = world.disk.somebody_waits() => {}
    }
    world.clock.advance_ms(15_000);
    assert_eq!(stream.next().await.unwrap().kind, "comment");
    world.disk.release();
    write.await.expect(201);
    assert_eq!(stream.events(1).await, ["4 held back"]);
}

#[tokio::test]
async fn a_stream_needs_what_a_poll_needs() {
    let world = World::new().await;
    let (maya, visitor) = world.chatting().await;
    let no_token = device_stream(&maya, "").without("Authorization");
    assert_eq!(Stream::try_open(&world, no_token).await.err().unwrap().status, 401);
    let path = format!("{}/events?v=1", visitor.path);
    let no_key = crate::common::ask::Ask::get(&path);
    assert_eq!(Stream::try_open(&world, no_key).await.err().unwrap().status, 401);
    let guessed = path.replace(visitor.key().split('-').nth(1).unwrap(), &"0".repeat(34));
    let guessed = crate::common::ask::Ask::get(guessed).app_key(APP_KEY);
    assert_eq!(Stream::try_open(&world, guessed).await.err().unwrap().status, 404);
}

fn unoffered(world: &World) -> usize {
    world.account().view().read().desk().unoffered().count()
}

async fn state(
    world: &World,
    maya: &crate::common::people::Device,
    visitor: &crate::common::people::Visitor,
) -> String {
    seen::info(&world.agent_reads(maya, format!("{}/info", maya.chat(visitor))).await.expect(200), "state")
}
