//! How many may wait at a time, and what becomes of who does not read.

use crate::common::ask::Ask;
use crate::common::stream::{Stream, visitor_stream};
use crate::common::{Making, World, bodies};
use handover_server::limits::{BATCH_MESSAGES, SLOW_READER, STREAMS_PER_CHAT};
use handover_server::settings::ServerConfig;

/// A world where an address may have two streams, and which trusts the proxy that its requests come from.
async fn behind_a_proxy() -> World {
    let server = ServerConfig {
        streams_per_address: 2,
        trusted_proxies: vec!["198.51.100.0/24".parse().unwrap()],
        ..ServerConfig::default()
    };
    World::made(Making { server, ..Making::default() }).await
}

#[tokio::test]
async fn a_reader_has_so_many_streams_and_no_more() {
    let world = World::new().await;
    let (_, visitor) = world.chatting().await;
    let ask = || visitor_stream(&visitor, "");
    let mut open = Vec::new();
    for _ in 0..STREAMS_PER_CHAT {
        open.push(Stream::open(&world, ask()).await);
    }
    let refused = Stream::try_open(&world, ask()).await.err().unwrap().expect(429);
    assert_eq!(refused.header("retry-after"), Some("1"));
    world.send(visitor_stream(&visitor, "").with("Prefer", "wait=5")).await.expect(429);
    world.visitor_reads(format!("{}/events", visitor.path)).await.expect(200);
    drop(open.pop());
    tokio::task::yield_now().await;
    Stream::open(&world, ask()).await;
}

#[tokio::test]
async fn an_address_has_so_many_streams_whoever_reads_them() {
    let world = behind_a_proxy().await;
    let (_, visitor) = world.chatting().await;
    let from = |address: &str| visitor_stream(&visitor, "").with("X-Forwarded-For", address);
    let _first = Stream::open(&world, from("203.0.113.5")).await;
    let _second = Stream::open(&world, from("203.0.113.5, 198.51.100.9")).await;
    let refused = |ask: Ask| async { Stream::try_open(&world, ask).await.err().map(|got| got.status) };
    assert_eq!(refused(from("203.0.113.5")).await, Some(429));
    assert_eq!(refused(from("192.0.2.1, 203.0.113.5")).await, Some(429), "what a client writes itself");
    assert_eq!(refused(from("203.0.113.6")).await, None);
    let world = {
        let server = ServerConfig { streams_per_address: 1, ..ServerConfig::default() };
        World::made(Making { server, ..Making::default() }).await
    };
    let (_, visitor) = world.chatting().await;
    let from = |address: &str| visitor_stream(&visitor, "").with("X-Forwarded-For", address);
    let _first = Stream::open(&world, from("203.0.113.5")).await;
    let refused = Stream::try_open(&world, from("203.0.113.6")).await.err().unwrap();
    assert_eq!(refused.status, 429, "nobody is believed but a trusted proxy");
}

#[tokio::test]
async fn who_does_not_read_is_cut_with_a_reason_and_resumes_and_others_feel_nothing() {
    let world = World::new().await;
    let (maya, visitor) = world.chatting().await;
    let mut slow = Stream::of_visitor(&world, &visitor, "&from=4&kinds=event").await;
    let path = format!("{}/events?v=1&from=4&kinds=event", maya.chat(&visitor));
    let mut quick = Stream::open(&world, Ask::get(path).bearer(&maya.login.bearer)).await;
    let lines = 3 * BATCH_MESSAGES;
    for line in 0..lines {
        world.visitor_says(&visitor, &format!("{line}")).await;
        assert_eq!(quick.events(1).await, [format!("{} {line}", line + 4)]);
    }
    world.advance_ms(i64::try_from(SLOW_READER.0).unwrap()).await;
    tokio::task::yield_now().await;
    let mut told = Vec::new();
    let last = loop {
        let message = slow.next().await.unwrap();
        if message.kind == "close" {
            break message;
        }
        told.push(message);
    };
    assert_eq!(last.data["reason"], "slow");
    assert_eq!(slow.next().await, None);
    assert!(!told.is_empty() && told.len() < lines, "{} of {lines}", told.len());
    let cursor = told.last().unwrap().id.clone().unwrap();
    let resumed = visitor_stream(&visitor, "&kinds=event").with("Last-Event-ID", &cursor);
    let rest = Stream::open(&world, resumed).await.events(lines - told.len()).await;
    let whole: Vec<_> = told.iter().map(crate::common::stream::Message::short).chain(rest).collect();
    let expected: Vec<_> = (0..lines).map(|line| format!("{} {line}", line + 4)).collect();
    assert_eq!(whole, expected);
    world.agent_says(&maya, &visitor, &bodies::line("Hello")).await;
    assert_eq!(quick.events(1).await.len(), 1);
}
