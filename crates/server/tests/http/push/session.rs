//! The stream of an agent session.

use crate::common::bodies;
use crate::common::people::{Device, Visitor};
use crate::common::stream::{Message, Stream, device_stream};
use crate::common::{BEN, World};

/// What a stream tells without the events.
fn kinds(messages: &[Message]) -> Vec<&str> {
    messages.iter().map(|message| message.kind.as_str()).filter(|kind| *kind != "event").collect()
}

/// The events, with the last digits of the chat that they belong to.
fn events(messages: &[Message], chats: &[&Visitor]) -> Vec<String> {
    let chat = |key: &str| chats.iter().position(|chat| chat.key() == key).unwrap();
    let events = messages.iter().filter(|message| message.kind == "event");
    events.map(|event| format!("{}: {}", chat(event.data["chat"].as_str().unwrap()), event.short())).collect()
}

async fn end(world: &World, visitor: &Visitor) {
    world.visitor_posts(format!("{}/events", visitor.path), &bodies::ended()).await.expect(201);
}

#[tokio::test]
async fn a_stream_begins_with_how_things_are() {
    let world = World::new().await;
    let (maya, visitor) = world.chatting().await;
    let all = Stream::of_device(&world, &maya, "").await.all(&world).await;
    assert_eq!(kinds(&all), ["availability", "chatSessions", "offers", "info", "queue"]);
    assert_eq!(events(&all, &[&visitor]).len(), 4);
    for (kind, path) in [("availability", "availability"), ("chatSessions", "chatSessions")] {
        let read = world.agent_reads(&maya, format!("{}/{path}", maya.path)).await.expect(200).json();
        let told = all.iter().find(|message| message.kind == kind).unwrap();
        assert_eq!(told.data, read);
    }
}

#[tokio::test]
async fn an_offer_is_told_on_every_device_and_so_is_its_end() {
    let world = World::new().await;
    let (laptop, phone) = (world.sign_in("ben").await, world.sign_in("ben").await);
    let mut streams = [
        Stream::of_device(&world, &laptop, "&kinds=offers,chatSessions").await,
        Stream::of_device(&world, &phone, "&kinds=offers,chatSessions").await,
    ];
    for stream in &mut streams {
        assert_eq!(stream.shorts(2).await, ["chatSessions", "offers"]);
    }
    let visitor = world.start_chat(&bodies::for_sales()).await;
    for stream in &mut streams {
        let offer = &stream.next_of("offers").await.data["offers"][0];
        assert_eq!((offer["skill"].as_str(), offer["why"].as_str()), (Some("Sales"), Some("only_one")));
        assert_eq!(offer["requestedAt"], "2018-01-29T08:19:43.976-05:00");
        assert_eq!(offer["expiresAt"], "2018-01-29T08:20:03.976-05:00");
    }
    let name = format!("{}/info/visitorName", visitor.path);
    world.visitor_puts(name, &bodies::scalar("visitorName", "Ann")).await.expect(200);
    for stream in &mut streams {
        assert_eq!(stream.next_of("offers").await.data["offers"][0]["visitorName"], "Ann");
    }
    world.accept(&phone, &visitor).await;
    for stream in &mut streams {
        let gained = stream.next_of("chatSessions").await.data.to_string();
        assert!(gained.contains(visitor.key()), "{gained}");
        assert_eq!(stream.next_of("offers").await.data["offers"], serde_json::json!([]));
    }
    end(&world, &visitor).await;
    for stream in &mut streams {
        let lost = stream.next_of("chatSessions").await.data.to_string();
        assert!(!lost.contains(visitor.key()), "{lost}");
    }
}

#[tokio::test]
async fn a_missed_offer_is_withdrawn_and_the_availability_told() {
    let world = World::new().await;
    let ben = world.sign_in("ben").await;
    let mut stream = Stream::of_device(&world, &ben, "&kinds=offers,availability").await;
    world.start_chat(&bodies::for_sales()).await;
    while stream.next_of("offers").await.data["offers"] == serde_json::json!([]) {}
    world.advance_ms(20_000).await;
    assert_eq!(stream.next_of("availability").await.data["availability"]["chat"], "Away");
    assert_eq!(stream.next_of("offers").await.data["offers"], serde_json::json!([]));
}

#[tokio::test]
async fn an_availability_that_is_set_on_one_device_is_told_on_the_other() {
    let world = World::new().await;
    let (laptop, phone) = (world.sign_in("ben").await, world.sign_in("ben").await);
    let mut stream = Stream::of_device(&world, &phone, "&kinds=availability").await;
    assert_eq!(stream.next().await.unwrap().data["availability"]["chat"], "Online");
    world.set_availability(&laptop, "Occupied").await;
    assert_eq!(stream.next().await.unwrap().data["availability"]["chat"], "Occupied");
}

#[tokio::test]
async fn the_queue_is_told_by_skill() {
    let world = World::new().await;
    let (maya, cleo) = (world.sign_in("maya@example.com").await, world.sign_in("cleo").await);
    world.set_availability(&maya, "Away").await;
    let mut of_maya = Stream::of_device(&world, &maya, "&kinds=queue").await;
    let mut of_cleo = Stream::of_device(&world, &cleo, "&kinds=queue").await;
    assert_eq!(of_maya.next().await.unwrap().data, serde_json::json!({"waiting": 0, "skills": []}));
    assert_eq!(of_cleo.next().await.unwrap().data["waiting"], 0);
    world.start_chat(&bodies::for_sales()).await;
    world.start_chat(&bodies::for_sales()).await;
    world.advance_ms(1_000).await;
    let told = of_maya.next().await.unwrap().data;
    assert_eq!((&told["waiting"], &told["skills"][0]["skill"]), (&2.into(), &"Sales".into()));
    assert_eq!(told["skills"][0]["nextRequestedAt"], "2018-01-29T08:19:43.976-05:00");
    assert_eq!(of_cleo.all(&world).await, [], "another skill's queue is nobody's business");
}

#[tokio::test]
async fn a_change_of_the_queue_is_told_although_something_else_was_told_meanwhile() {
    let world = World::new().await;
    let (laptop, phone) = (world.sign_in("ben").await, world.sign_in("ben").await);
    world.set_availability(&laptop, "Away").await;
    let mut stream = Stream::of_device(&world, &phone, "&kinds=queue,availability").await;
    assert_eq!(stream.shorts(2).await, ["availability", "queue"]);
    world.start_chat(&bodies::for_sales()).await;
    world.set_availability(&laptop, "Occupied").await;
    assert_eq!(stream.shorts(1).await, ["availability"]);
    world.advance_ms(1_000).await;
    assert_eq!(stream.next().await.unwrap().data["waiting"], 1);
}

/// A stream with something of everything behind it: chats held before, gained, ended and handed to somebody else.
async fn busy(world: &World) -> (Device, [Visitor; 3]) {
    let (maya, first) = world.chatting().await;
    world.visitor_says(&first, "one").await;
    let second = world.start_chat(&bodies::for_sales()).await;
    world.visitor_says(&first, "two").await;
    world.accept(&maya, &second).await;
    world.visitor_says(&second, "three").await;
    world.visitor_says(&first, "four").await;
    end(world, &first).await;
    let third = world.start_chat(&bodies::for_sales()).await;
    world.accept(&maya, &third).await;
    world.agent_says(&maya, &third, &bodies::private("five")).await;
    world.visitor_says(&second, "six").await;
    (maya, [first, second, third])
}

#[tokio::test]
async fn events_of_all_chats_come_in_their_order_and_a_gained_chat_is_told_whole() {
    let world = World::new().await;
    let maya = world.sign_in("maya@example.com").await;
    let mut stream = Stream::of_device(&world, &maya, "&kinds=event").await;
    let (_, chats) = busy(&world).await;
    let told = events(&stream.all(&world).await, &[&chats[0], &chats[1], &chats[2]]);
    let hello = "Thank you for choosing to chat with us.  An agent will be with you shortly.";
    let maya_is_there = "You are now chatting with Maya.";
    let expected = [
        "0: 0 waiting",
        &format!("0: 1 {hello}"),
        "0: 2 chatting",
        &format!("0: 3 {maya_is_there}"),
        "0: 4 one",
        "0: 5 two",
        "1: 0 waiting",
        &format!("1: 1 {hello}"),
        "1: 2 chatting",
        &format!("1: 3 {maya_is_there}"),
        "1: 4 three",
        "0: 6 four",
        "0: 7 ended",
        "2: 0 waiting",
        &format!("2: 1 {hello}"),
        "2: 2 chatting",
        &format!("2: 3 {maya_is_there}"),
        "2: 4 five",
        "1: 5 six",
    ];
    assert_eq!(told, expected);
}

#[tokio::test]
async fn a_stream_that_is_resumed_behind_any_position_tells_exactly_the_rest() {
    let world = World::new().await;
    let maya = world.sign_in("maya@example.com").await;
    let mut stream = Stream::of_device(&world, &maya, "&kinds=event").await;
    let (_, chats) = busy(&world).await;
    let mut whole = Vec::new();
    while whole.len() < 19 {
        whole.push(stream.next().await.unwrap());
    }
    for (told, message) in whole.iter().enumerate() {
        let position = message.id.clone().unwrap();
        let rest = whole.get(told + 1..).unwrap();
        let by_header = device_stream(&maya, "&kinds=event").with("Last-Event-ID", &position);
        let by_query = device_stream(&maya, &format!("&kinds=event&from={}", position.replace(';', "%3B")));
        for resumed in [by_header, by_query] {
            let mut resumed = Stream::open(&world, resumed).await;
            for expected in rest {
                assert_eq!(resumed.next().await.as_ref(), Some(expected), "behind {position}");
            }
            world.visitor_says(&chats[1], "more").await;
            assert!(resumed.next().await.unwrap().short().ends_with("more"), "and nothing else");
        }
    }
}

#[tokio::test]
async fn a_stream_without_a_cursor_tells_of_the_chats_in_hand_alone() {
    let world = World::new().await;
    let (maya, chats) = busy(&world).await;
    let all = Stream::of_device(&world, &maya, "&kinds=event").await.all(&world).await;
    let told = events(&all, &[&chats[0], &chats[1], &chats[2]]);
    assert!(told.iter().all(|event| !event.starts_with("0: ")), "{told:?}");
    assert_eq!(told.len(), 6 + 5);
    let only = Stream::of_device(&world, &maya, &format!("&kinds=event&chat={}", chats[2].key())).await;
    let told = { only }.all(&world).await;
    assert!(told.iter().all(|event| event.data["chat"] == chats[2].key()), "{told:?}");
    assert_eq!(told.len(), 5);
}

#[tokio::test]
async fn a_chat_that_comes_back_is_told_anew() {
    let world = World::new().await;
    let (maya, visitor) = world.chatting().await;
    let ben = world.sign_in("ben").await;
    let mut stream = Stream::of_device(&world, &maya, "&kinds=event").await;
    assert_eq!(stream.events(4).await.len(), 4);
    let path = format!("{}/transfer", maya.chat(&visitor));
    world.agent_posts(&maya, path, &bodies::transfer("agent", BEN, "please")).await.expect(200);
    world.accept(&ben, &visitor).await;
    world.agent_says(&ben, &visitor, &bodies::line("It is me")).await;
    assert_eq!(stream.all(&world).await, []);
    let path = format!("{}/transfer", ben.chat(&visitor));
    world.agent_posts(&ben, path, &bodies::transfer("agent", crate::common::MAYA, "back")).await.expect(200);
    world.accept(&maya, &visitor).await;
    let told = stream.all(&world).await;
    let whole = world.agent_sees(&maya, &visitor).await;
    assert_eq!(told.len(), whole.len(), "{whole:?}");
    assert!(told.iter().any(|event| event.short().contains("It is me")));
}

#[tokio::test]
async fn a_stream_ends_with_its_session() {
    let world = World::new().await;
    let (laptop, phone) = (world.sign_in("ben").await, world.sign_in("ben").await);
    let mut stream = Stream::of_device(&world, &phone, "&kinds=availability").await;
    let mut other = Stream::of_device(&world, &laptop, "&kinds=availability").await;
    world.logout(&phone.login).await.expect(200);
    assert_eq!(stream.next_of("close").await.data["reason"], "gone");
    assert_eq!(stream.next().await, None);
    assert_eq!(other.all(&world).await.len(), 1, "the other device goes on");
}

#[tokio::test]
async fn a_wrong_position_or_chat_is_named() {
    let world = World::new().await;
    let (maya, visitor) = world.chatting().await;
    for (query, named) in [
        ("&from=x", "from"),
        ("&from=-1", "from"),
        ("&from=5", "from"),
        ("&from=1%3B1", "from"),
        ("&from=1%3B1:99", "from"),
        ("&chat=H1", "chat"),
        ("&kinds=line", "kinds"),
    ] {
        let refused = Stream::try_open(&world, device_stream(&maya, query)).await.err().unwrap().expect(400);
        assert!(refused.text().contains(named), "{query}: {}", refused.text());
    }
    let ask = device_stream(&maya, "").with("Last-Event-ID", "12;");
    let refused = Stream::try_open(&world, ask).await.err().unwrap().expect(400).text();
    assert!(refused.contains("Last-Event-ID"), "{refused}");
    let ben = world.sign_in("ben").await;
    let not_his = device_stream(&maya, "").bearer(&ben.login.bearer);
    assert_eq!(Stream::try_open(&world, not_his).await.err().unwrap().status, 401);
    let nobodys = Stream::of_device(&world, &ben, &format!("&kinds=event&chat={}", visitor.key())).await;
    assert_eq!({ nobodys }.all(&world).await, [], "a filter opens nothing");
}
