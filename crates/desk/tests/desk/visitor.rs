//! Visitors: silence ends a chat, and only one chat is open at a time.

use crate::common::{ANNA, BEN, Scene, visitor_of};
use handover_desk::{Command, EndReason, Phase, Refusal, Span, Timestamp, Watch, Writer};

fn reason(scene: &Scene, chat: handover_desk::ChatKey) -> Option<EndReason> {
    match scene.chat(chat).phase {
        Phase::Ended { reason, .. } => Some(reason),
        Phase::Waiting(_) | Phase::Offered(..) | Phase::Assigned => None,
    }
}

#[test]
fn a_visitor_silent_for_40_s_is_disconnected_and_the_slot_is_free() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.chatting(anna);
    let next = scene.asks();
    let calling = [Watch::Session(anna), visitor_of(next)];
    scene.pass_ms(39_999, &calling);
    assert_eq!(reason(&scene, chat), None);
    scene.pass_ms(1, &calling);
    assert_eq!(reason(&scene, chat), Some(EndReason::VisitorSilent));
    assert_eq!(scene.events(chat, 4), ["6", "ended"]);
    assert_eq!(scene.rings_at(next), Some(ANNA));
}

#[test]
fn a_visitor_who_calls_is_not_disconnected() {
    let mut scene = Scene::new();
    let chat = scene.asks();
    scene.pass(3_600, &[visitor_of(chat)]);
    assert_eq!(reason(&scene, chat), None);
}

#[test]
fn the_requests_own_timeout_replaces_the_accounts() {
    let mut scene = Scene::new();
    let chat = scene.asks_for(|request| request.timeout = Some(Span::seconds(3)));
    scene.pass_ms(2_999, &[]);
    assert_eq!(reason(&scene, chat), None);
    scene.pass_ms(1, &[]);
    assert_eq!(reason(&scene, chat), Some(EndReason::VisitorSilent));
}

#[test]
fn a_silent_visitors_chat_rings_no_longer() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.asks_for(|request| request.timeout = Some(Span::seconds(3)));
    scene.pass(3, &[]);
    assert_eq!(scene.ask(Command::Accept(anna)), Err(Refusal::NothingOffered));
    assert_eq!(scene.events(chat, 2), ["6", "ended"]);
}

#[test]
fn a_visitor_who_asks_again_ends_the_chat_that_is_open() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[]);
    let first = scene.chatting(anna);
    let visitor = scene.chat(first).visitor;
    let second = scene.asks_for(|request| request.visitor = Some(visitor));
    assert_eq!(reason(&scene, first), Some(EndReason::Replaced));
    assert_eq!(scene.events(first, 4), ["6", "ended"]);
    assert_eq!(scene.rings_at(second), Some(ANNA));
    assert_eq!(scene.chat(second).visitor, visitor);
}

#[test]
fn the_name_is_that_of_the_moment_a_line_is_written() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[]);
    scene.agent(BEN, 1, &[]);
    let chat = scene.chatting(anna);
    scene.say(chat, Writer::Visitor, "hi").unwrap();
    scene.done(Command::NameVisitor { chat, name: "Zoe".into() });
    scene.say(chat, Writer::Visitor, "it is me").unwrap();
    assert_eq!(scene.events(chat, 4), ["?: hi", "Zoe: it is me"]);
    assert_eq!(
        scene.ask(Command::NameVisitor { chat, name: " ".into() }),
        Err(Refusal::Empty { member: "visitorName" })
    );
    scene.end(chat, Writer::Visitor).unwrap();
    assert_eq!(scene.ask(Command::NameVisitor { chat, name: "Z".into() }), Err(Refusal::ChatEnded));
}

#[test]
fn whoever_is_heard_from_is_looked_at_again_one_time_out_after_the_last_call() {
    let mut scene = Scene::new();
    let chat = scene.asks_for(|_| {});
    let called_at = scene.now.0 + 30_000;
    scene.now.0 += 40_000;
    let heard = [(Watch::Visitor(chat.chat()), Timestamp(called_at))].into();
    scene.done(Command::Tick { heard });
    assert_eq!(scene.desk.next_deadline(), Some(Timestamp(called_at + 40_000)));
}
