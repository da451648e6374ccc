//! What supervisors do, and that the audit log says so.

use super::{act, assert_refused, post, read};
use crate::common::ask::Ask;
use crate::common::people::{Device, Visitor};
use crate::common::stream::Stream;
use crate::common::{MAYA, SUE, World, bodies, seen};
use serde_json::{Value, json};

async fn audit(world: &World, sue: &Device) -> Vec<String> {
    let audit = read(world, sue, "audit").await.expect(200).json();
    let entries = audit["audit"]["entries"].as_array().unwrap();
    assert_eq!(audit["audit"]["next"], entries.len() + 1);
    let told = |entry: &Value| {
        let subject =
            entry["subject"]["nickname"].as_str().map(|name| format!(" {name}")).unwrap_or_default();
        format!(
            "{} {}{subject}",
            entry["agent"]["nickname"].as_str().unwrap(),
            entry["act"].as_str().unwrap()
        )
    };
    entries.iter().map(told).collect()
}

async fn whisper(world: &World, sue: &Device, visitor: &Visitor, text: &str) -> crate::common::ask::Got {
    post(world, sue, &format!("board/chat/{}/whisper", visitor.key()), json!({"text": text})).await
}

async fn watched(world: &World, sue: &Device, visitor: &Visitor) -> Vec<String> {
    let path = format!("board/chat/{}/events", visitor.key());
    seen::events(&read(world, sue, &path).await.expect(200))
}

#[tokio::test]
async fn a_supervisor_watches_a_chat_as_its_agent_sees_it_and_is_noted_once_in_ten_minutes() {
    let world = World::new().await;
    let (maya, visitor) = world.chatting().await;
    let sue = world.sign_in_supervisor().await;
    world.agent_says(&maya, &visitor, &bodies::private("a note")).await;
    assert_eq!(watched(&world, &sue, &visitor).await, world.agent_sees(&maya, &visitor).await);
    let path = format!("board/chat/{}/events", visitor.key());
    let next = seen::next(&read(&world, &sue, &path).await.expect(200));
    assert_eq!(next, format!("{}/{path}?from=5", sue.pages()), "the links lead on where they came from");
    let ask = Ask::get(format!("{}/board/chat/{}/events?from=4", sue.pages(), visitor.key()));
    let mut stream = Stream::open(&world, ask.bearer(&sue.login.bearer)).await;
    assert_eq!(stream.events(1).await, ["4 a note"]);
    world.visitor_says(&visitor, "Hi").await;
    assert_eq!(stream.events(1).await, ["5 Hi"]);
    assert_eq!(audit(&world, &sue).await, ["Sue watch Maya"]);
    drop(stream);
    world.live_ms(10 * 60_000, &[&maya, &sue], &[&visitor]).await;
    watched(&world, &sue, &visitor).await;
    assert_eq!(audit(&world, &sue).await, ["Sue watch Maya", "Sue watch Maya"]);
}

#[tokio::test]
async fn a_supervisor_who_watches_does_not_see_what_the_agent_has_not_sent() {
    let world = World::new().await;
    let (maya, visitor) = world.chatting().await;
    let sue = world.sign_in_supervisor().await;
    let path = format!("chat/{}", visitor.key());
    super::put(&world, &maya, &format!("{path}/draft"), json!({"text": "half a thought"})).await.expect(200);
    super::put(&world, &maya, &format!("{path}/read"), json!({"event": 2})).await.expect(200);
    let ask = Ask::get(format!("{}/board/{path}/events?kinds=marks", sue.pages()));
    let mut stream = Stream::open(&world, ask.bearer(&sue.login.bearer)).await;
    assert_eq!(stream.next().await.unwrap().data, json!({"agentRead": 2}));
}

#[tokio::test]
async fn a_whisper_is_for_the_agent_and_the_visitor_never_sees_it() {
    let world = World::new().await;
    let (maya, visitor) = world.chatting().await;
    let sue = world.sign_in_supervisor().await;
    let before = world.visitor_sees(&visitor).await;
    whisper(&world, &sue, &visitor, "Offer a refund").await.expect(201);
    assert_eq!(world.agent_sees(&maya, &visitor).await.last().unwrap(), "4 Sue privately: Offer a refund");
    assert_eq!(world.visitor_sees(&visitor).await, before);
    assert_eq!(audit(&world, &sue).await, ["Sue whisper Maya"]);
    assert_refused(&whisper(&world, &sue, &visitor, "").await, 400, "text");
    let waiting = world.start_chat(&bodies::for_sales()).await;
    assert_refused(&whisper(&world, &sue, &waiting, "Hi").await, 400, "not in chat");
}

#[tokio::test]
async fn a_chat_is_taken_over_from_its_agent() {
    let world = World::new().await;
    let (maya, visitor) = world.chatting().await;
    let sue = world.sign_in_supervisor().await;
    act(&world, &sue, &visitor, "takeOver").await.expect(200);
    assert_eq!(world.chat_sessions(&sue).await, [sue.chat(&visitor)]);
    assert_eq!(world.chat_sessions(&maya).await, Vec::<String>::new());
    let seen = world.visitor_sees(&visitor).await;
    assert_eq!(&seen[4..], ["4 system 13", "5 waiting", "6 chatting", "7 system 3"]);
    world.agent_says(&sue, &visitor, &bodies::line("Sue here")).await;
    let details = read(&world, &sue, &format!("chat/{}/details", visitor.key())).await.expect(200).json();
    assert_eq!(details["details"]["why"], "taken_over");
    assert_refused(&act(&world, &sue, &visitor, "takeOver").await, 400, "chat");
    assert_eq!(audit(&world, &sue).await, ["Sue take_over Maya"]);
}

#[tokio::test]
async fn a_chat_is_taken_over_from_the_queue_and_while_it_rings() {
    let world = World::new().await;
    let sue = world.sign_in_supervisor().await;
    let queued = world.start_chat(&bodies::for_sales()).await;
    act(&world, &sue, &queued, "takeOver").await.expect(200);
    let maya = world.sign_in("maya@example.com").await;
    let ringing = world.start_chat(&bodies::for_sales()).await;
    assert_eq!(world.ringing(&maya).await, 1);
    act(&world, &sue, &ringing, "takeOver").await.expect(200);
    assert_eq!(world.ringing(&maya).await, 0);
    assert_eq!(world.chat_sessions(&sue).await, [sue.chat(&queued), sue.chat(&ringing)]);
    assert_eq!(audit(&world, &sue).await, ["Sue take_over", "Sue take_over Maya"]);
}

#[tokio::test]
async fn a_supervisor_ends_any_chat() {
    let world = World::new().await;
    let (_, visitor) = world.chatting().await;
    let sue = world.sign_in_supervisor().await;
    act(&world, &sue, &visitor, "end").await.expect(200);
    assert_eq!(&world.visitor_sees(&visitor).await[4..], ["4 system 5", "5 ended"]);
    assert_refused(&act(&world, &sue, &visitor, "end").await, 400, "Chat was ended");
    assert_refused(&act(&world, &sue, &visitor, "takeOver").await, 400, "Chat was ended");
    assert_eq!(audit(&world, &sue).await, ["Sue end_chat Maya"]);
}

#[tokio::test]
async fn an_agent_who_is_signed_out_is_out_everywhere_and_the_chats_go_on() {
    let world = World::new().await;
    let (laptop, visitor) = world.chatting().await;
    let phone = world.sign_in("maya@example.com").await;
    let ben = world.sign_in("ben").await;
    let sue = world.sign_in_supervisor().await;
    let sign_out = format!("board/agent/{MAYA}/signOut");
    post(&world, &sue, &sign_out, json!({})).await.expect(200);
    for device in [&laptop, &phone] {
        assert_eq!(read(&world, device, "me").await.status, 401);
    }
    world.accept(&ben, &visitor).await;
    assert_eq!(&world.visitor_sees(&visitor).await[4..6], ["4 system 23", "5 waiting"]);
    assert_eq!(audit(&world, &sue).await, ["Sue sign_out Maya"]);
    let before = world.state();
    assert_eq!(post(&world, &sue, &sign_out, json!({})).await.status, 400);
    assert_eq!(post(&world, &sue, "board/agent/1/signOut", json!({})).await.status, 400);
    assert_eq!(post(&world, &sue, "board/agent/x/signOut", json!({})).await.status, 400);
    assert!(world.state() == before);
}

#[tokio::test]
async fn who_is_no_supervisor_any_longer_does_nothing_more() {
    let world = World::new().await;
    let (_, visitor) = world.chatting().await;
    let sue = world.sign_in_supervisor().await;
    let ask = Ask::get(format!("{}/board/chat/{}/events", sue.pages(), visitor.key()));
    let mut stream = Stream::open(&world, ask.bearer(&sue.login.bearer)).await;
    let account = world.account();
    let config = {
        let view = account.view().read();
        let mut profile = view.desk().agent(handover_desk::AgentId(SUE)).unwrap().profile.clone();
        profile.role = handover_desk::Role::Agent;
        let own = view.desk().state().profile.clone();
        handover_desk::AccountConfig { profile: own, skills: Vec::new(), agents: vec![profile] }
    };
    world.configure(crate::common::ACCOUNT, config).await;
    assert_refused(&act(&world, &sue, &visitor, "end").await, 403, "Only a supervisor may do this");
    world.visitor_says(&visitor, "Hi").await;
    stream.next_of("close").await;
}

#[tokio::test]
async fn the_audit_log_is_read_on_from_where_one_was() {
    let world = World::new().await;
    let (_, visitor) = world.chatting().await;
    let sue = world.sign_in_supervisor().await;
    for text in ["a", "b", "c"] {
        whisper(&world, &sue, &visitor, text).await.expect(201);
    }
    let from = |from: u64| format!("audit?from={from}");
    let rest = read(&world, &sue, &from(3)).await.expect(200).json();
    assert_eq!((&rest["audit"]["entries"][0]["no"], &rest["audit"]["next"]), (&3.into(), &4.into()));
    assert_eq!(rest["audit"]["entries"].as_array().unwrap().len(), 1);
    assert_eq!(rest["audit"]["entries"][0]["chat"], visitor.key());
    let none = read(&world, &sue, &from(9)).await.expect(200).json();
    assert_eq!(none["audit"], json!({"entries": [], "next": 9}));
    assert!(!world.state().contains("never said"), "the check below can fail");
    assert!(!rest.to_string().contains("\"c\""), "the words of a whisper are not in the log");
}
