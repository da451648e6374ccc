//! The switches by which the desk decides, in both positions (protocol file 90 Q26, Q35, Q48), and what a session has
//! inherited (Q6).

use crate::common::{ANNA, BEN, CLEO, SALES, SUPPORT, Scene};
use handover_desk::{
    Answer, Availability, ChatNo, Command, NobodyOnline, Refusal, SessionId, SkillId, TransferTarget,
};

fn asks(scene: &mut Scene, skill: Option<SkillId>) -> Result<Answer, Refusal> {
    let request = scene.request(|request| request.skill = skill);
    scene.ask(Command::StartChat(Box::new(request)))
}

#[test]
fn a_request_with_nobody_online_waits() {
    let mut scene = Scene::new();
    assert!(asks(&mut scene, Some(SALES)).is_ok());
}

#[test]
fn a_request_with_nobody_online_is_refused_if_the_account_says_so() {
    let mut scene = Scene::with(|settings| settings.nobody_online = NobodyOnline::Refuse);
    let before = scene.desk.state().clone();
    assert_eq!(asks(&mut scene, None), Err(Refusal::NobodyOnline));
    assert_eq!(*scene.desk.state(), before);
    let anna = scene.agent(ANNA, 1, &[SALES]);
    assert!(asks(&mut scene, Some(SALES)).is_ok());
    assert!(asks(&mut scene, None).is_ok(), "an agent whose slots are taken is online");
    assert_eq!(asks(&mut scene, Some(SUPPORT)), Err(Refusal::NobodyOnline));
    for availability in [Availability::Away, Availability::Occupied] {
        scene.set(anna, availability);
        assert_eq!(asks(&mut scene, Some(SALES)), Err(Refusal::NobodyOnline));
    }
    scene.set(anna, Availability::Online);
    scene.pass(31, &[]);
    assert_eq!(asks(&mut scene, Some(SALES)), Err(Refusal::NobodyOnline), "an absent agent is not online");
}

#[test]
fn a_request_that_is_refused_does_not_replace_the_visitor_s_chat() {
    let mut scene = Scene::with(|settings| settings.nobody_online = NobodyOnline::Refuse);
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.chatting(anna);
    scene.set(anna, Availability::Away);
    let visitor = scene.chat(chat).visitor;
    let request = scene.request(|request| request.visitor = Some(visitor));
    assert_eq!(scene.ask(Command::StartChat(Box::new(request))), Err(Refusal::NobodyOnline));
    assert_eq!(scene.assigned_to(chat), Some(ANNA));
}

#[test]
fn a_transfer_tells_that_the_chat_waits_unless_it_is_silent() {
    for (silent, expected) in [
        (false, &["13", "Anna: wants a refund (hidden)", "waiting", "chatting", "3"][..]),
        (true, &["13", "Anna: wants a refund (hidden)", "chatting", "3"]),
    ] {
        let mut scene = Scene::with(|settings| settings.silent_transfer = silent);
        let anna = scene.agent(ANNA, 1, &[]);
        let chat = scene.chatting(anna);
        let ben = scene.agent(BEN, 1, &[]);
        scene.hand_on(chat, anna, TransferTarget::Agent(BEN)).unwrap();
        assert!(scene.chat(chat).waiting().is_some());
        assert_eq!(scene.accept(ben), chat);
        assert_eq!(scene.events(chat, 4), expected);
    }
}

#[test]
fn pre_chat_lines_are_for_agents_unless_the_account_shows_them() {
    for (shown, expected) in [(false, "0 (hidden)"), (true, "0")] {
        let mut scene = Scene::with(|settings| settings.show_pre_chat_lines = shown);
        let chat = scene.asks_for(|request| request.pre_chat_lines = vec!["Order 4711".into()]);
        assert_eq!(scene.events(chat, 0), ["waiting", "4", expected, "2"]);
        assert_eq!(scene.said(chat, 0), ["Order 4711"]);
    }
}

#[test]
fn showing_pre_chat_lines_shows_no_private_line() {
    let mut scene = Scene::with(|settings| settings.show_pre_chat_lines = true);
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.chatting(anna);
    scene.agent(BEN, 1, &[]);
    scene.hand_on(chat, anna, TransferTarget::Agent(BEN)).unwrap();
    assert_eq!(scene.events(chat, 5), ["Anna: wants a refund (hidden)", "waiting"]);
}

fn inherited(scene: &Scene, session: SessionId) -> Vec<ChatNo> {
    scene.desk.session(session).unwrap().inherited.iter().copied().collect()
}

#[test]
fn a_session_inherits_the_chats_its_agent_had_when_it_started() {
    let mut scene = Scene::new();
    let first = scene.agent(ANNA, 3, &[]);
    let old = scene.chatting(first);
    let second = scene.device(ANNA);
    let fresh = scene.chatting(second);
    assert_eq!(inherited(&scene, first), []);
    assert_eq!(inherited(&scene, second), [old.chat()]);
    let third = scene.device(ANNA);
    assert_eq!(inherited(&scene, third), [old.chat(), fresh.chat()]);
    scene.end(old, handover_desk::Writer::Visitor).unwrap();
    assert_eq!(inherited(&scene, second), []);
    assert_eq!(inherited(&scene, third), [fresh.chat()]);
}

#[test]
fn a_chat_that_was_handed_on_and_came_back_is_no_longer_inherited() {
    let mut scene = Scene::new();
    let first = scene.agent(ANNA, 3, &[]);
    let chat = scene.chatting(first);
    let other = scene.chatting(first);
    let second = scene.device(ANNA);
    let ben = scene.agent(BEN, 1, &[]);
    scene.agent(CLEO, 1, &[]);
    scene.hand_on(chat, first, TransferTarget::Agent(BEN)).unwrap();
    assert_eq!(inherited(&scene, second), [other.chat()]);
    assert_eq!(scene.accept(ben), chat);
    scene.hand_on(chat, ben, TransferTarget::Agent(ANNA)).unwrap();
    assert_eq!(scene.accept(second), chat);
    assert_eq!(scene.listed(second), [chat.chat().0, other.chat().0]);
    assert_eq!(inherited(&scene, second), [other.chat()]);
}
