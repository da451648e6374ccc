//! Idempotency: the same key gives the first answer again, and nothing happens twice.

use crate::common::{ANNA, Scene};
use handover_desk::{Command, NewLine, Once, Refusal, Writer, limits};

fn hello(scene: &mut Scene) -> (Once, Command) {
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.chatting(anna);
    let once = Once { key: scene.digest(), body: scene.digest() };
    (once, Command::AddLine { chat, writer: Writer::Agent(anna), line: NewLine::plain("hello") })
}

#[test]
fn a_repeated_request_gets_the_first_answer_and_happens_once() {
    let mut scene = Scene::new();
    let (once, command) = hello(&mut scene);
    let first = scene.decide(Some(once), command.clone());
    let again = scene.decide(Some(once), command);
    assert_eq!(again.result, first.result);
    assert_eq!(again.facts, []);
}

#[test]
fn a_key_that_is_used_for_something_else_is_refused() {
    let mut scene = Scene::new();
    let (once, command) = hello(&mut scene);
    scene.decide(Some(once), command.clone());
    let other = Once { body: scene.digest(), ..once };
    assert_eq!(scene.decide(Some(other), command).result, Err(Refusal::KeyReused));
}

#[test]
fn a_refused_request_does_not_use_up_its_key() {
    let mut scene = Scene::new();
    let (once, command) = hello(&mut scene);
    let login = *scene.desk.state().logins.keys().next().unwrap();
    let session = *scene.desk.state().sessions.keys().next().unwrap();
    assert_eq!(scene.decide(Some(once), Command::Accept(session)).result, Err(Refusal::NothingOffered));
    assert!(scene.desk.login(login).is_some());
    assert!(scene.decide(Some(once), command).result.is_ok());
}

#[test]
fn an_answer_is_remembered_for_24_hours_and_not_a_millisecond_longer() {
    for (wait, repeated) in [(86_399_999, true), (86_400_000, false)] {
        let mut scene = Scene::new();
        let (once, command) = hello(&mut scene);
        let first = scene.decide(Some(once), command.clone());
        scene.now.0 += wait;
        let again = scene.decide(Some(once), command);
        assert_eq!(again.facts.is_empty(), repeated);
        assert_eq!(again.result == first.result, repeated);
    }
}

#[test]
fn beyond_the_limit_the_oldest_answer_is_forgotten() {
    let mut scene = Scene::new();
    let (first, command) = hello(&mut scene);
    scene.decide(Some(first), command.clone());
    let archived = || Command::Archived(vec![]);
    for number in 1..limits::ANSWERS_REMEMBERED {
        let mut key = first;
        key.key.0[..8].copy_from_slice(&number.to_be_bytes());
        scene.desk.handle(handover_desk::Request { now: scene.now, once: Some(key), command: archived() });
    }
    assert_eq!(scene.decide(Some(first), command.clone()).facts, [], "as many as are remembered");
    scene.now.0 += 1;
    let one_more = Once { key: scene.digest(), body: first.body };
    scene.decide(Some(one_more), archived());
    assert_eq!(scene.desk.state().answers.len(), limits::ANSWERS_REMEMBERED);
}
