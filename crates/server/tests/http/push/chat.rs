//! The stream of one chat.

use crate::common::ask::Ask;
use crate::common::bodies::{self, scalar};
use crate::common::stream::{Stream, visitor_stream};
use crate::common::{World, seen};
use serde_json::json;

#[tokio::test]
async fn a_stream_says_what_it_is_and_is_kept_by_nobody() {
    let world = World::new().await;
    let (_, visitor) = world.chatting().await;
    let stream = Stream::of_visitor(&world, &visitor, "").await;
    assert_eq!(stream.headers["content-type"], "text/event-stream");
    assert_eq!(stream.headers["cache-control"], "no-store");
    assert_eq!(stream.headers["x-accel-buffering"], "no");
}

#[tokio::test]
async fn every_event_is_told_once_and_is_the_document_of_its_own_address() {
    let world = World::new().await;
    let (maya, visitor) = world.chatting().await;
    let mut of_visitor = Stream::of_visitor(&world, &visitor, "").await;
    let path = format!("{}/events?v=1", maya.chat(&visitor));
    let mut of_agent = Stream::open(&world, Ask::get(path).bearer(&maya.login.bearer)).await;
    world.visitor_says(&visitor, "Hello").await;
    world.agent_says(&maya, &visitor, &bodies::private("verified")).await;
    world.agent_says(&maya, &visitor, &bodies::line("Good day")).await;
    for (id, reader) in [("visitor", &mut of_visitor), ("agent", &mut of_agent)] {
        let expected: &[&str] = match id {
            "visitor" => &["0", "1", "2", "3", "4", "6"],
            _ => &["0", "1", "2", "3", "4", "5", "6"],
        };
        let mut told = Vec::new();
        for event in expected {
            told.push(reader.next_of("event").await);
            assert_eq!(told.last().unwrap().id.as_deref(), Some(*event));
        }
        for message in told {
            let event = message.id.unwrap();
            let read = if id == "visitor" {
                world.visitor_reads(format!("{}/events/{event}", visitor.path)).await
            } else {
                world.agent_reads(&maya, format!("{}/events/{event}", maya.chat(&visitor))).await
            };
            assert_eq!(message.data, read.expect(200).json());
        }
    }
}

#[tokio::test]
async fn a_stream_that_is_resumed_behind_any_event_tells_the_rest() {
    let world = World::new().await;
    let (maya, visitor) = world.chatting().await;
    for line in 0..3 {
        world.visitor_says(&visitor, &format!("line {line}")).await;
        world.agent_says(&maya, &visitor, &bodies::private("note")).await;
    }
    let whole = Stream::of_visitor(&world, &visitor, "").await.events(7).await;
    for behind in 0..=9u32 {
        let rest: Vec<_> = whole
            .iter()
            .filter(|event| event.split(' ').next().unwrap().parse::<u32>().unwrap() > behind)
            .cloned()
            .collect();
        let resumed = visitor_stream(&visitor, "&from=0").with("Last-Event-ID", &behind.to_string());
        assert_eq!(Stream::open(&world, resumed).await.events(rest.len()).await, rest);
        let asked = format!("&from={}", behind + 1);
        assert_eq!(Stream::of_visitor(&world, &visitor, &asked).await.events(rest.len()).await, rest);
    }
}

#[tokio::test]
async fn what_changes_beside_the_events_is_told_when_it_does() {
    let world = World::new().await;
    let (maya, visitor) = world.chatting().await;
    let mut stream = Stream::of_visitor(&world, &visitor, "&from=4").await;
    let info = stream.next().await.unwrap();
    assert_eq!((info.kind.as_str(), &info.id), ("info", &None));
    assert_eq!(info.data["info"]["state"], "chatting");
    let path = format!("{}/info/agentTyping", maya.chat(&visitor));
    world.agent_puts(&maya, &path, &scalar("agentTyping", "typing")).await.expect(201);
    world.agent_puts(&maya, &path, &scalar("agentTyping", "typing")).await.expect(201);
    let typing = stream.next().await.unwrap();
    assert_eq!(typing.data, json!({"visitorTyping": "not-typing", "agentTyping": "typing"}));
    world.agent_says(&maya, &visitor, &bodies::line("Good day")).await;
    assert_eq!(stream.shorts(2).await, ["4 Good day", "typing"], "a line ends the typing that led to it");
    let path = format!("{}/info/visitorName", visitor.path);
    world.visitor_puts(&path, &scalar("visitorName", "Ann")).await.expect(200);
    let info = stream.next().await.unwrap();
    assert_eq!(info.data["info"]["visitorName"], "Ann");
    assert_eq!(stream.all(&world).await, [], "reading changes nothing that is told");
}

#[tokio::test]
async fn a_waiting_visitor_is_told_the_place_in_the_queue_at_most_once_a_second() {
    let world = World::new().await;
    let ben = world.sign_in("ben").await;
    for _ in 0..2 {
        let visitor = world.start_chat(&bodies::for_sales()).await;
        world.accept(&ben, &visitor).await;
    }
    let waiting =
        [world.start_chat(&bodies::for_sales()).await, world.start_chat(&bodies::for_sales()).await];
    let mut stream = Stream::of_visitor(&world, &waiting[1], "&kinds=queue").await;
    assert_eq!(stream.next().await.unwrap().data["position"], 2);
    world.visitor_posts(format!("{}/events", waiting[0].path), &bodies::ended()).await.expect(201);
    world.advance_ms(999).await;
    let before = world.visitor_reads(format!("{}/info", waiting[1].path)).await;
    assert_eq!(seen::info(&before, "state"), "waiting");
    world.advance_ms(1).await;
    assert_eq!(stream.next().await.unwrap().data["position"], 1);
    assert_eq!(stream.all(&world).await, []);
}

#[tokio::test]
async fn the_stream_of_a_chat_that_ends_ends_and_need_not_be_asked_for_again() {
    let world = World::new().await;
    let (maya, visitor) = world.chatting().await;
    let mut stream = Stream::of_visitor(&world, &visitor, "&from=4&kinds=event").await;
    world.agent_posts(&maya, format!("{}/events", maya.chat(&visitor)), &bodies::ended()).await.expect(201);
    let last = stream.next_of("close").await;
    assert_eq!(last.data["reason"], "ended");
    assert_eq!(stream.next().await, None);
    let again = visitor_stream(&visitor, "").with("Last-Event-ID", "5");
    let again = Stream::try_open(&world, again).await.err().unwrap();
    assert_eq!((again.status, again.text().as_str()), (204, ""));
    let mut whole = Stream::of_visitor(&world, &visitor, "").await;
    assert_eq!(whole.events(6).await.len(), 6, "who has not read it still can");
    assert_eq!(whole.next_of("close").await.data["reason"], "ended");
}

#[tokio::test]
async fn an_agent_is_told_no_more_of_a_chat_that_is_somebody_elses() {
    let world = World::new().await;
    let (maya, visitor) = world.chatting().await;
    let ben = world.sign_in("ben").await;
    let path = format!("{}/events?v=1&kinds=event&from=4", maya.chat(&visitor));
    let mut stream = Stream::open(&world, Ask::get(path).bearer(&maya.login.bearer)).await;
    let transfer = bodies::transfer("agent", crate::common::BEN, "please");
    world.agent_posts(&maya, format!("{}/transfer", maya.chat(&visitor)), &transfer).await.expect(200);
    world.accept(&ben, &visitor).await;
    world.agent_says(&ben, &visitor, &bodies::line("It is me")).await;
    let all = stream.all(&world).await;
    assert!(all.iter().all(|message| !message.data.to_string().contains("It is me")), "{all:?}");
    assert_eq!(all.last().unwrap().data["reason"], "gone");
}

#[tokio::test]
async fn a_wrong_cursor_or_kind_is_named_and_nothing_is_opened() {
    let world = World::new().await;
    let (_, visitor) = world.chatting().await;
    let refused = |ask: Ask| async { Stream::try_open(&world, ask).await.err().unwrap().expect(400).text() };
    for from in ["-1", "x", "1.5", "99999999999999999999", "5"] {
        let said = refused(visitor_stream(&visitor, &format!("&from={from}"))).await;
        assert!(said.contains("from"), "{from}: {said}");
    }
    for last in ["-1", "x", "+4", "1 2", "18446744073709551615", "4"] {
        let said = refused(visitor_stream(&visitor, "").with("Last-Event-ID", last)).await;
        assert!(said.contains("Last-Event-ID"), "{last}: {said}");
    }
    let said = refused(visitor_stream(&visitor, "&kinds=event,news")).await;
    assert!(said.contains("kinds"), "{said}");
    let mut stream = Stream::of_visitor(&world, &visitor, "&from=4").await;
    assert_eq!(stream.next().await.unwrap().kind, "info", "the next event is no event of the future");
}

#[tokio::test]
async fn a_stream_ends_with_a_reason_when_the_server_stops() {
    let world = World::new().await;
    let (_, visitor) = world.chatting().await;
    let mut stream = Stream::of_visitor(&world, &visitor, "&from=4").await;
    assert_eq!(stream.next().await.unwrap().kind, "info");
    world.surfaces.app().streams.stop();
    assert_eq!(stream.next().await.unwrap().data["reason"], "stopping");
    assert_eq!(stream.next().await, None);
}
