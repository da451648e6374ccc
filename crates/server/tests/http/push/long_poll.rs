//! Answers that are held back until there is one.

use crate::common::ask::{Ask, Got};
use crate::common::people::Visitor;
use crate::common::{World, bodies, seen};
use std::pin::pin;

fn events(world: &World, visitor: &Visitor, from: u32, wait: &str) -> Ask {
    let path = format!("{}/events?from={from}", visitor.path);
    world.get(path).app_key(crate::common::ask::APP_KEY).with("Prefer", wait)
}

/// The answer to a request that must still wait when something happens.
async fn meanwhile(world: &World, ask: Ask, happens: impl Future<Output = ()>) -> Got {
    let mut answer = pin!(world.send(ask));
    tokio::select! {
        biased;
        got = answer.as_mut() => panic!("did not wait: {} {}", got.status, got.text()),
        () = tokio::task::yield_now() => {}
    }
    happens.await;
    answer.await
}

#[tokio::test]
async fn a_poll_waits_for_the_next_event() {
    let world = World::new().await;
    let (_, visitor) = world.chatting().await;
    let got = meanwhile(&world, events(&world, &visitor, 4, "wait=25"), async {
        world.visitor_says(&visitor, "Hello").await;
    });
    let got = got.await.expect(200);
    assert_eq!(seen::events(&got), ["4 You: Hello"]);
    assert_eq!(got.header("preference-applied"), Some("wait=25"));
    let at_once = world.send(events(&world, &visitor, 4, "wait=25")).await.expect(200);
    assert_eq!(seen::events(&at_once), ["4 You: Hello"]);
}

#[tokio::test]
async fn a_line_for_agents_alone_does_not_wake_the_visitor() {
    let world = World::new().await;
    let (maya, visitor) = world.chatting().await;
    let got = meanwhile(&world, events(&world, &visitor, 4, "wait=25"), async {
        world.agent_says(&maya, &visitor, &bodies::private("careful")).await;
        world.agent_says(&maya, &visitor, &bodies::line("Hello")).await;
    });
    assert_eq!(seen::events(&got.await.expect(200)), ["5 Maya: Hello"]);
}

#[tokio::test]
async fn a_poll_that_waited_for_nothing_is_what_a_poll_at_once_is() {
    let world = World::new().await;
    let (_, visitor) = world.chatting().await;
    let plain = world.visitor_reads(format!("{}/events?from=4", visitor.path)).await.expect(200);
    for (asked, applied, ms) in [("wait=3", "wait=3", 3_000), ("wait=61", "wait=60", 60_000)] {
        let got = meanwhile(&world, events(&world, &visitor, 4, asked), async {
            world.advance_ms(ms - 1).await;
        });
        let mut got = pin!(got);
        tokio::select! {
            biased;
            _ = got.as_mut() => panic!("{asked}: did not wait"),
            () = tokio::task::yield_now() => {}
        }
        world.advance_ms(1).await;
        let got = got.await.expect(200);
        assert_eq!(got.header("preference-applied"), Some(applied));
        assert_eq!(got.text(), plain.text());
    }
    for asked in ["wait=soon", "wait=-1", "wait", "respond-async", "wait=0"] {
        let got = world.send(events(&world, &visitor, 4, asked)).await.expect(200);
        assert_eq!(got.text(), plain.text(), "{asked}");
        assert_eq!(got.header("preference-applied").is_some(), asked == "wait=0", "{asked}");
    }
}

#[tokio::test]
async fn who_waits_is_not_silent() {
    let world = World::new().await;
    let (maya, visitor) = world.chatting().await;
    let got = meanwhile(&world, events(&world, &visitor, 4, "wait=60"), async {
        world.live_ms(59_000, &[&maya], &[]).await;
        world.agent_says(&maya, &visitor, &bodies::line("Still there?")).await;
    });
    assert_eq!(seen::events(&got.await.expect(200)), ["4 Maya: Still there?"]);
}

#[tokio::test]
async fn the_end_of_a_chat_and_the_stop_of_the_server_end_every_wait() {
    let world = World::new().await;
    let (maya, visitor) = world.chatting().await;
    let got = meanwhile(&world, events(&world, &visitor, 4, "wait=60"), async {
        world.surfaces.app().streams.stop();
    });
    assert_eq!(seen::events(&got.await.expect(200)), Vec::<String>::new());
    let world = world.after_crash().await;
    world.agent_posts(&maya, format!("{}/events", maya.chat(&visitor)), &bodies::ended()).await.expect(201);
    let got = world.send(events(&world, &visitor, 6, "wait=60")).await.expect(200);
    assert_eq!(seen::events(&got), Vec::<String>::new());
}

#[tokio::test]
async fn an_agent_waits_for_something_that_rings() {
    let world = World::new().await;
    let ben = world.sign_in("ben").await;
    let path = format!("{}/incomingRequests", ben.path);
    let ask = world.get(&path).bearer(&ben.login.bearer).with("Prefer", "wait=25");
    let got = meanwhile(&world, ask, async {
        world.start_chat(&bodies::for_sales()).await;
    });
    assert_eq!(got.await.expect(200).root().get("ringingCount"), Some("1"));
}

#[tokio::test]
async fn with_a_tag_a_document_waits_for_a_change_and_says_that_there_was_none() {
    let world = World::new().await;
    let (maya, visitor) = world.chatting().await;
    let ben = world.sign_in("ben").await;
    let path = format!("{}/chatSessions", ben.path);
    let first = world.agent_reads(&ben, &path).await.expect(200);
    let tag = first.header("etag").unwrap().to_owned();
    let ask = || {
        let ask = world.get(&path).bearer(&ben.login.bearer).with("Prefer", "wait=5");
        ask.with("If-None-Match", &tag)
    };
    let unchanged = meanwhile(&world, ask(), async { world.advance_ms(5_000).await }).await.expect(304);
    assert_eq!(unchanged.header("preference-applied"), Some("wait=5"));
    let changed = meanwhile(&world, ask(), async {
        let transfer = bodies::transfer("agent", crate::common::BEN, "please");
        world.agent_posts(&maya, format!("{}/transfer", maya.chat(&visitor)), &transfer).await.expect(200);
        world.accept(&ben, &visitor).await;
    });
    assert!(changed.await.expect(200).text().contains(visitor.key()));
    let without = world.get(&path).bearer(&ben.login.bearer).with("Prefer", "wait=5");
    world.send(without).await.expect(200);
}

#[tokio::test]
async fn the_document_of_a_chat_waits_for_an_event_too() {
    let world = World::new().await;
    let (maya, visitor) = world.chatting().await;
    let path = format!("{}?from=4", maya.chat(&visitor));
    let ask = world.get(path).bearer(&maya.login.bearer).with("Prefer", "wait=25");
    let got = meanwhile(&world, ask, async { world.visitor_says(&visitor, "Hello").await });
    assert_eq!(seen::events(&got.await.expect(200)), ["4 You: Hello"]);
    let path = format!("{}?from=5", visitor.path);
    let ask = world.get(path).app_key(crate::common::ask::APP_KEY).with("Prefer", "wait=25");
    let got = meanwhile(&world, ask, async {
        world.agent_says(&maya, &visitor, &bodies::line("Good day")).await;
    });
    assert_eq!(seen::events(&got.await.expect(200)), ["5 Maya: Good day"]);
}

#[tokio::test]
async fn who_waits_for_an_event_that_cannot_come_next_has_lost_count() {
    let world = World::new().await;
    let (_, visitor) = world.chatting().await;
    let refused = world.send(events(&world, &visitor, 5, "wait=25")).await.expect(400);
    assert!(refused.text().contains("from"), "{}", refused.text());
    let plain = world.visitor_reads(format!("{}/events?from=5", visitor.path)).await.expect(200);
    assert_eq!(seen::events(&plain), Vec::<String>::new(), "an old client's poll is answered as ever");
}
