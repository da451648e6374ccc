//! Drafts and read marks: the same on every device, durable, and the draft never seen by the visitor.

use super::{assert_refused, put, read};
use crate::common::ask::{APP_KEY, Ask, Got};
use crate::common::people::{Device, Visitor};
use crate::common::stream::Stream;
use crate::common::{World, bodies};
use serde_json::{Value, json};

async fn draft(world: &World, device: &Device, visitor: &Visitor, body: Value) -> Got {
    put(world, device, &format!("chat/{}/draft", visitor.key()), body).await
}

async fn agent_reads_to(world: &World, device: &Device, visitor: &Visitor, event: Value) -> Got {
    put(world, device, &format!("chat/{}/read", visitor.key()), json!({"event": event})).await
}

async fn visitor_reads_to(world: &World, visitor: &Visitor, event: u32) -> Got {
    let ask = Ask::put(format!("{}/read", visitor.pages())).json(json!({"event": event}).to_string());
    world.send(ask.app_key(APP_KEY)).await
}

async fn marks(world: &World, device: &Device) -> Value {
    read(world, device, "marks").await.expect(200).json()["marks"].clone()
}

#[tokio::test]
async fn a_draft_is_on_every_device_and_goes_with_the_line_that_says_it() {
    let world = World::new().await;
    let (laptop, visitor) = world.chatting().await;
    let phone = world.sign_in("maya@example.com").await;
    let mut stream = Stream::of_device(&world, &phone, "&kinds=marks").await;
    draft(&world, &laptop, &visitor, json!({"text": "Let me ", "private": true})).await.expect(200);
    let told = stream.next().await.unwrap();
    assert_eq!(told.kind, "marks");
    let at = 1_517_231_983_976_i64;
    let expected = json!({"chat": visitor.key(), "draft": {"text": "Let me ", "private": true, "at": at}});
    assert_eq!(told.data, expected);
    assert_eq!(marks(&world, &phone).await, json!([expected]));
    world.agent_says(&phone, &visitor, &bodies::line("Let me")).await;
    assert_eq!(stream.next().await.unwrap().data, json!({"chat": visitor.key()}));
    draft(&world, &laptop, &visitor, json!({"text": "Another"})).await.expect(200);
    world.agent_says(&phone, &visitor, &bodies::line("Something else")).await;
    assert_eq!(marks(&world, &laptop).await[0]["draft"]["text"], "Another");
    draft(&world, &phone, &visitor, json!({"text": ""})).await.expect(200);
    assert_eq!(marks(&world, &laptop).await, json!([{"chat": visitor.key()}]));
}

#[tokio::test]
async fn marks_survive_a_crash() {
    let world = World::new().await;
    let (maya, visitor) = world.chatting().await;
    draft(&world, &maya, &visitor, json!({"text": "Let me"})).await.expect(200);
    agent_reads_to(&world, &maya, &visitor, 3.into()).await.expect(200);
    visitor_reads_to(&world, &visitor, 2).await.expect(200);
    let before = marks(&world, &maya).await;
    assert_eq!((&before[0]["agentRead"], &before[0]["visitorRead"]), (&3.into(), &2.into()));
    assert_eq!(marks(&world.after_crash().await, &maya).await, before);
}

#[tokio::test]
async fn each_side_sees_how_far_the_other_has_read_and_the_visitor_sees_no_draft() {
    let world = World::new().await;
    let (maya, visitor) = world.chatting().await;
    let mut hers = Stream::of_device(&world, &maya, "&kinds=marks").await;
    let mut theirs = Stream::of_visitor(&world, &visitor, "&kinds=marks").await;
    visitor_reads_to(&world, &visitor, 3).await.expect(200);
    assert_eq!(hers.next().await.unwrap().data, json!({"chat": visitor.key(), "visitorRead": 3}));
    assert_eq!(theirs.next().await.unwrap().data, json!({"visitorRead": 3}));
    draft(&world, &maya, &visitor, json!({"text": "secret"})).await.expect(200);
    agent_reads_to(&world, &maya, &visitor, 2.into()).await.expect(200);
    assert_eq!(theirs.next().await.unwrap().data, json!({"agentRead": 2, "visitorRead": 3}));
    for path in ["", "/events", "/info"] {
        let told = world.visitor_reads(format!("{}{path}", visitor.path)).await.expect(200).text();
        assert!(!told.contains("secret"), "{told}");
    }
}

#[tokio::test]
async fn a_read_mark_never_goes_back_and_names_an_event_that_is_there() {
    let world = World::new().await;
    let (maya, visitor) = world.chatting().await;
    agent_reads_to(&world, &maya, &visitor, 3.into()).await.expect(200);
    agent_reads_to(&world, &maya, &visitor, 1.into()).await.expect(200);
    assert_eq!(marks(&world, &maya).await[0]["agentRead"], 3);
    let before = world.state();
    for wrong in
        [json!(4), json!(-1), json!("x"), json!(1.5), json!(""), json!(null), json!(4_294_967_296_u64)]
    {
        assert_refused(&agent_reads_to(&world, &maya, &visitor, wrong).await, 400, "event");
    }
    assert_refused(&visitor_reads_to(&world, &visitor, 4).await, 400, "event must be from 0 to 3");
    assert!(world.state() == before);
}

#[tokio::test]
async fn a_draft_belongs_to_who_has_the_chat_and_ends_with_that() {
    let world = World::new().await;
    let (maya, visitor) = world.chatting().await;
    let ben = world.sign_in("ben").await;
    let got = draft(&world, &ben, &visitor, json!({"text": "Mine"})).await;
    assert_refused(&got, 404, "Chat session not found");
    draft(&world, &maya, &visitor, json!({"text": "Let me"})).await.expect(200);
    world
        .agent_posts(
            &maya,
            format!("{}/transfer", maya.chat(&visitor)),
            &bodies::transfer("agent", crate::common::BEN, "x"),
        )
        .await
        .expect(200);
    world.accept(&ben, &visitor).await;
    assert_eq!(marks(&world, &ben).await, json!([{"chat": visitor.key()}]));
}

#[tokio::test]
async fn a_draft_is_as_long_as_a_line_may_be_and_no_longer() {
    let world = World::new().await;
    let (maya, visitor) = world.chatting().await;
    let longest = "x".repeat(handover_desk::limits::LINE_BYTES);
    draft(&world, &maya, &visitor, json!({"text": longest})).await.expect(200);
    let before = world.state();
    for (wrong, member) in [
        (json!({"text": format!("{longest}x")}), "text"),
        (json!({}), "text"),
        (json!({"text": {"a": 1}}), "text"),
        (json!({"text": "a", "private": "perhaps"}), "private"),
    ] {
        assert_refused(&draft(&world, &maya, &visitor, wrong).await, 400, member);
    }
    let ask = Ask::put(format!("{}/chat/{}/draft", maya.pages(), visitor.key())).bearer(&maya.login.bearer);
    assert_refused(&world.send(ask.xml("<text>a</text>")).await, 415, "application/json");
    assert!(world.state() == before);
}

#[tokio::test]
async fn streams_tell_of_marks_only_when_they_are_asked_to() {
    let world = World::new().await;
    let (maya, visitor) = world.chatting().await;
    draft(&world, &maya, &visitor, json!({"text": "Let me"})).await.expect(200);
    let all = Stream::of_device(&world, &maya, "").await.all(&world).await;
    assert!(all.iter().all(|message| message.kind != "marks" && message.kind != "devices"), "{all:?}");
    let got =
        Stream::try_open(&world, crate::common::stream::device_stream(&maya, "&kinds=marks,board")).await;
    let Err(refused) = got else { panic!("a stream of the board for everybody") };
    assert_refused(&refused, 400, "kinds");
}
