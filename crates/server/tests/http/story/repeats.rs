//! Writes with an `Idempotency-Key`.

use crate::common::ask::{APP_KEY, Ask};
use crate::common::{ACCOUNT, FORMATS, World, bodies};

const KEY: &str = "0123456789abcdef";

#[tokio::test]
async fn a_repeated_line_gets_the_first_answer_and_is_there_once() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (maya, visitor) = world.chatting().await;
        let path = format!("{}/events", visitor.path);
        let ask = || world.post(&path, &bodies::line("Hi")).app_key(APP_KEY).once(KEY);
        let first = world.send(ask()).await.expect(201);
        world.agent_says(&maya, &visitor, &bodies::line("Hello!")).await;
        let before = world.state();
        let again = world.send(ask()).await.expect(201);
        assert_eq!((again.text(), again.location()), (first.text(), first.location()));
        assert_eq!(world.state(), before);
        assert_eq!(world.visitor_sees(&visitor).await[4..], ["4 You: Hi", "5 Maya: Hello!"]);
    }
}

#[tokio::test]
async fn a_key_that_comes_back_with_something_else_is_refused() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (_, visitor) = world.chatting().await;
        let path = format!("{}/events", visitor.path);
        let ask = |text: &str| world.post(&path, &bodies::line(text)).app_key(APP_KEY).once(KEY);
        world.send(ask("Hi")).await.expect(201);
        let before = world.state();
        let got = world.send(ask("Ho")).await.expect(422);
        assert_eq!(got.format(), format);
        assert_eq!(got.internal_code(), 5);
        assert_eq!(world.state(), before);
    }
}

#[tokio::test]
async fn a_key_has_16_to_255_characters() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (_, visitor) = world.chatting().await;
        let path = format!("{}/events", visitor.path);
        let ask = |key: &str| world.post(&path, &bodies::line("Hi")).app_key(APP_KEY).once(key);
        for (key, status) in [(15, 400), (16, 201), (255, 201), (256, 400)] {
            let before = world.state();
            let got = world.send(ask(&"k".repeat(key))).await.expect(status);
            assert_eq!(world.state() == before, got.status == 400);
        }
        assert_eq!(world.send(ask("short")).await.expect(400).internal_code(), 5);
    }
}

#[tokio::test]
async fn the_same_key_of_two_visitors_or_agents_means_two_writes() {
    let world = World::new().await;
    let (maya, visitor) = world.chatting().await;
    let other = world.start_chat(&bodies::for_sales()).await;
    world.accept(&maya, &other).await;
    for chat in [&visitor, &other] {
        let path = format!("{}/events", chat.path);
        world.send(world.post(path, &bodies::line("Hi")).app_key(APP_KEY).once(KEY)).await.expect(201);
    }
    let path = format!("{}/events", maya.chat(&visitor));
    let ask = world.post(path, &bodies::line("Hi")).bearer(&maya.login.bearer).once(KEY);
    world.send(ask).await.expect(201);
    assert_eq!(world.visitor_sees(&visitor).await[4..], ["4 You: Hi", "5 Maya: Hi"]);
}

#[tokio::test]
async fn a_repeated_chat_request_starts_one_chat() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let maya = world.sign_in("maya@example.com").await;
        let path = format!("/api/account/{ACCOUNT}/chat/request");
        let ask = || world.post(&path, &bodies::for_sales()).app_key(APP_KEY).once(KEY);
        let first = world.send(ask()).await.expect(201);
        let again = world.send(ask()).await.expect(201);
        assert_eq!(first.location(), again.location());
        assert_eq!(world.ringing(&maya).await, 1);
    }
}

#[tokio::test]
async fn a_repeated_end_of_a_session_gets_the_first_answer() {
    let world = World::new().await;
    let maya = world.sign_in("maya@example.com").await;
    let end = || {
        let ask = Ask::post(&maya.path).with("X-HTTP-Method-Override", "DELETE");
        ask.bearer(&maya.login.bearer).once(KEY)
    };
    world.send(end()).await.expect(200);
    let before = world.state();
    world.send(end()).await.expect(200);
    assert_eq!(world.state(), before);
}
