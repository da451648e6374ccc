//! The invariants of `docs/design.md` §3 that the server keeps beside those of the desk, each under its name.

use crate::common::ask::{APP_KEY, Ask, Got};
use crate::common::bodies::{self, Both};
use crate::common::people::{Device, Visitor};
use crate::common::{ACCOUNT, BEN, FORMATS, OTHER_ACCOUNT, World};
use handover_journal::Fault;
use std::future::Future;
use std::pin::pin;

/// Every kind of write, in an order in which each succeeds.
fn writes(world: &World, maya: &Device, visitor: &Visitor) -> Vec<(&'static str, Ask)> {
    let (chat, own) = (maya.chat(visitor), &visitor.path);
    let agent = |ask: Ask| ask.bearer(&maya.login.bearer);
    let guest = |ask: Ask| ask.app_key(APP_KEY);
    let request = format!("/api/account/{ACCOUNT}/chat/request");
    let sessions = format!("/api/account/{ACCOUNT}/agentSession");
    let end = Ask::post(&maya.path).with("X-HTTP-Method-Override", "DELETE");
    vec![
        ("visitor's name", guest(world.put(format!("{own}/info/visitorName"), &name()))),
        ("visitor's line", guest(world.post(format!("{own}/events"), &bodies::line("Hi")))),
        ("agent's line", agent(world.post(format!("{chat}/events"), &bodies::private("Hello!")))),
        ("one more session", agent(world.post(sessions, &Both::new("{}", "<loginData/>")))),
        ("one more chat", guest(world.post(request, &bodies::for_sales()))),
        ("accept", agent(world.post(format!("{}/incomingRequests", maya.path), &start()))),
        (
            "availability",
            agent(world.put(format!("{}/availability", maya.path), &bodies::availability("Away"))),
        ),
        ("transfer", agent(world.post(format!("{chat}/transfer"), &bodies::transfer("agent", BEN, "x")))),
        ("end", guest(world.post(format!("{own}/events"), &bodies::ended()))),
        ("end of the session", agent(end)),
    ]
}

/// Somebody who takes transfers and no other chats.
async fn colleague_for_transfers(world: &World) {
    let ben = world.sign_in("ben").await;
    world.set_availability(&ben, "Occupied").await;
}

fn name() -> Both {
    bodies::scalar("visitorName", "Nora")
}

fn start() -> Both {
    bodies::scalar("chat", "start")
}

#[tokio::test(start_paused = true)]
async fn invariant_1_an_acknowledgement_means_durable() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (maya, visitor) = world.chatting().await;
        colleague_for_transfers(&world).await;
        for (what, ask) in writes(&world, &maya, &visitor) {
            let before = world.state();
            world.disk.memory().set_fault(Some(Fault::Full));
            world.send(ask.clone()).await.expect(503);
            assert!(world.after_crash().await.state() == before, "{what} was not stored and yet is there");
            world.disk.memory().set_fault(None);
            tokio::time::advance(std::time::Duration::from_millis(100)).await;
            let got = world.send(ask).await;
            assert!(matches!(got.status, 200 | 201), "{what}: {}", got.text());
            assert!(world.state() != before, "{what} has done nothing");
            assert!(world.after_crash().await.state() == world.state(), "{what} was lost in the crash");
        }
    }
}

/// Runs a write until its append waits at the disk; gives the answer if there is one already, which is wrong.
async fn until_held<T>(world: &World, mut write: std::pin::Pin<&mut impl Future<Output = T>>) -> Option<T> {
    tokio::select! {
        biased;
        got = write.as_mut() => Some(got),
        () = world.disk.somebody_waits() => None,
    }
}

#[tokio::test]
async fn invariant_2_what_a_reader_saw_every_later_reader_sees() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (maya, visitor) = world.chatting().await;
        let path = format!("{}/events", visitor.path);
        world.disk.hold();
        let said = bodies::line("Hi");
        let mut write = pin!(world.visitor_posts(&path, &said));
        assert!(until_held(&world, write.as_mut()).await.is_none(), "answered before it was durable");
        assert_eq!(world.visitor_sees(&visitor).await.len(), 4);
        assert_eq!(world.agent_sees(&maya, &visitor).await.len(), 4);
        assert_eq!(world.after_crash().await.visitor_sees(&visitor).await.len(), 4);
        world.disk.release();
        write.await.expect(201);
        let seen = world.visitor_sees(&visitor).await;
        assert_eq!(seen[4..], ["4 You: Hi"]);
        let after_crash = world.after_crash().await;
        assert_eq!(after_crash.visitor_sees(&visitor).await, seen);
        assert_eq!(after_crash.agent_sees(&maya, &visitor).await, seen);
    }
}

#[tokio::test(start_paused = true)]
async fn what_was_held_back_and_then_failed_was_never_seen() {
    let world = World::new().await;
    let (maya, visitor) = world.chatting().await;
    let path = format!("{}/events", visitor.path);
    world.disk.hold();
    let said = bodies::line("Hi");
    let mut write = pin!(world.visitor_posts(&path, &said));
    assert!(until_held(&world, write.as_mut()).await.is_none());
    world.disk.memory().set_fault(Some(Fault::Failed));
    world.disk.release();
    write.await.expect(503);
    assert_eq!(world.agent_sees(&maya, &visitor).await.len(), 4);
    world.disk.memory().set_fault(None);
    assert_eq!(world.after_crash().await.agent_sees(&maya, &visitor).await.len(), 4);
}

#[tokio::test]
async fn a_refusal_that_rests_on_what_is_not_durable_waits_for_it() {
    let world = World::new().await;
    let (_, visitor) = world.chatting().await;
    let path = format!("{}/events", visitor.path);
    world.disk.hold();
    let end = bodies::ended();
    let mut ended = pin!(world.visitor_posts(&path, &end));
    assert!(until_held(&world, ended.as_mut()).await.is_none());
    let said = bodies::line("Hi");
    let mut line = pin!(world.visitor_posts(&path, &said));
    assert!(until_held(&world, line.as_mut()).await.is_none(), "refused for an end that is not durable");
    world.disk.release();
    ended.await.expect(201);
    assert_eq!(line.await.expect(400).message(), "Cannot add line while not in chat");
}

#[tokio::test]
async fn invariant_10_nobody_sees_or_touches_what_is_not_theirs() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (maya, visitor) = world.chatting().await;
        world.visitor_says(&visitor, "my secret").await;
        let ben = world.sign_in("ben").await;
        let otto = world.login_at(OTHER_ACCOUNT, "otto").await;
        let before = world.state();
        let turned_away = |what: &str, got: &Got, status: u16, code: u16| {
            assert_eq!(got.status, status, "{what}: {}", got.text());
            assert_eq!(got.internal_code(), code, "{what}");
            assert!(!got.text().contains("secret"), "{what}");
            assert!(world.state() == before, "{what} has changed something");
        };
        for (what, ask) in surfaces(&world, &format!("{}/chat/{}", ben.path, visitor.key())) {
            let got = world.send(ask.bearer(&ben.login.bearer)).await;
            turned_away(&format!("a colleague: {what}"), &got, 404, 12);
        }
        for (what, ask) in surfaces(&world, &maya.chat(&visitor)) {
            let got = world.send(ask.clone().bearer(&ben.login.bearer)).await;
            turned_away(&format!("a colleague at another's device: {what}"), &got, 401, 10);
            let got = world.send(ask.bearer(&otto.bearer)).await;
            turned_away(&format!("an agent of another account: {what}"), &got, 401, 10);
        }
        for (what, ask) in devices(&world, &maya.path) {
            let got = world.send(ask.bearer(&ben.login.bearer)).await;
            turned_away(&format!("another's device: {what}"), &got, 401, 10);
        }
        let elsewhere = format!("/api/account/{OTHER_ACCOUNT}/chat/{}", visitor.key());
        for (what, ask) in visitor_surfaces(&world, &elsewhere) {
            let got = world.send(ask.app_key(APP_KEY)).await;
            turned_away(&format!("a visitor of another account: {what}"), &got, 404, 12);
        }
        let guessed = visitor.path.replacen("chat/H", "chat/H1", 1);
        for (what, ask) in visitor_surfaces(&world, &guessed) {
            let got = world.send(ask.app_key(APP_KEY)).await;
            turned_away(&format!("a visitor who guesses: {what}"), &got, 404, 12);
        }
    }
}

/// Every method on a chat under an agent session.
fn surfaces(world: &World, chat: &str) -> Vec<(String, Ask)> {
    let reads = ["", "/events", "/events/4", "/info", "/info/visitorName", "/info/visitorTyping"];
    let reads = reads.into_iter().chain(["/info/agentTyping", "/transfer"]);
    let mut all: Vec<_> = reads.map(|b| (format!("GET {b}"), world.get(format!("{chat}{b}")))).collect();
    let typing = bodies::scalar("agentTyping", "typing");
    all.extend([
        ("line".to_owned(), world.post(format!("{chat}/events"), &bodies::line("x"))),
        ("end".to_owned(), world.post(format!("{chat}/events"), &bodies::ended())),
        ("receipt".to_owned(), world.post(format!("{chat}/events"), &receipt())),
        ("typing".to_owned(), world.put(format!("{chat}/info/agentTyping"), &typing)),
        ("transfer".to_owned(), world.post(format!("{chat}/transfer"), &bodies::transfer("agent", BEN, "x"))),
    ]);
    all
}

fn receipt() -> Both {
    Both::new(r#"{"event":{"@type":"line-status"}}"#, r#"<event type="line-status"/>"#)
}

/// Every method on an agent session.
fn devices(world: &World, session: &str) -> Vec<(String, Ask)> {
    let reads = ["", "?data=true", "/availability", "/info", "/incomingRequests", "/chatSessions"];
    let mut all: Vec<_> =
        reads.into_iter().map(|b| (format!("GET {b}"), world.get(format!("{session}{b}")))).collect();
    let end = Ask::post(session).with("X-HTTP-Method-Override", "DELETE");
    all.extend([
        (
            "availability".to_owned(),
            world.put(format!("{session}/availability"), &bodies::availability("Away")),
        ),
        ("accept".to_owned(), world.post(format!("{session}/incomingRequests"), &start())),
        ("end".to_owned(), end.clone().accept(world.format.content_type())),
        ("end, with a key".to_owned(), end.accept(world.format.content_type()).once("0123456789abcdef")),
    ]);
    all
}

/// Every method on a visitor's chat.
fn visitor_surfaces(world: &World, chat: &str) -> Vec<(String, Ask)> {
    let reads = ["", "/events", "/events/4", "/info", "/info/visitorName", "/info/visitorTyping"];
    let reads = reads.into_iter().chain(["/info/agentTyping"]);
    let mut all: Vec<_> = reads.map(|b| (format!("GET {b}"), world.get(format!("{chat}{b}")))).collect();
    let typing = bodies::scalar("visitorTyping", "typing");
    all.extend([
        ("line".to_owned(), world.post(format!("{chat}/events"), &bodies::line("x"))),
        ("end".to_owned(), world.post(format!("{chat}/events"), &bodies::ended())),
        ("receipt".to_owned(), world.post(format!("{chat}/events"), &receipt())),
        ("typing".to_owned(), world.put(format!("{chat}/info/visitorTyping"), &typing)),
        ("name".to_owned(), world.put(format!("{chat}/info/visitorName"), &name())),
    ]);
    all
}

#[tokio::test]
async fn invariant_11_every_write_can_be_repeated_safely() {
    for format in FORMATS {
        let world = World::speaking(format).await;
        let (maya, visitor) = world.chatting().await;
        colleague_for_transfers(&world).await;
        let mut answered = Vec::new();
        for (at, (what, ask)) in writes(&world, &maya, &visitor).into_iter().enumerate() {
            let ask = ask.once(&format!("the key of write {at}"));
            let before = world.state();
            let first = world.send(ask.clone()).await;
            assert!(matches!(first.status, 200 | 201), "{what}: {}", first.text());
            assert!(world.state() != before, "{what} has done nothing");
            assert_same(&world, what, &ask, &first).await;
            answered.push((what, ask, first));
        }
        let after_crash = world.after_crash().await;
        for (what, ask, first) in &answered {
            assert_same(&after_crash, what, ask, first).await;
        }
    }
}

async fn assert_same(world: &World, what: &str, ask: &Ask, first: &Got) {
    let before = world.state();
    let again = world.send(ask.clone()).await;
    assert_eq!((again.status, again.text()), (first.status, first.text()), "{what}");
    assert_eq!(again.header("location"), first.header("location"), "{what}");
    assert!(world.state() == before, "{what} was done twice");
}
