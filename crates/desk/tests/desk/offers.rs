//! Offers: to one agent at a time, for 20 s; accepted, missed or withdrawn.

use crate::common::{ANNA, BEN, CLEO, Scene};
use handover_desk::{Availability, Command, Refusal, Span, Timestamp, Why, Writer};

#[test]
fn an_accepted_offer_becomes_the_agents_chat_and_the_visitor_is_told() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.asks();
    assert_eq!(scene.accept(anna), chat);
    assert_eq!(scene.assigned_to(chat), Some(ANNA));
    assert_eq!(scene.events(chat, 0), ["waiting", "4", "chatting", "3"]);
}

#[test]
fn accept_takes_the_oldest_offer() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 2, &[]);
    let first = scene.asks();
    let second = scene.asks_for(|request| request.priority = 9);
    assert_eq!([scene.accept(anna), scene.accept(anna)], [first, second]);
    assert_eq!(scene.ask(Command::Accept(anna)), Err(Refusal::NothingOffered));
}

#[test]
fn an_offer_can_be_accepted_for_20_s_and_not_a_millisecond_longer() {
    for (wait, accepted) in [(19_999, true), (20_000, false)] {
        let mut scene = Scene::new();
        let anna = scene.agent(ANNA, 1, &[]);
        let chat = scene.asks();
        assert_eq!(scene.offer(chat).unwrap().expires_at, Timestamp(scene.now.0 + 20_000));
        // The tick that is due at the same moment comes late.
        scene.now.0 += wait;
        assert_eq!(scene.ask(Command::Accept(anna)).is_ok(), accepted);
    }
}

#[test]
fn an_offer_that_is_missed_goes_to_the_next_agent_and_the_agent_becomes_away() {
    let mut scene = Scene::new();
    scene.agent(ANNA, 1, &[]);
    let chat = scene.asks();
    scene.agent(BEN, 1, &[]);
    scene.pass_busily(20);
    assert_eq!(scene.availability(ANNA), Some(Availability::Away));
    assert_eq!(scene.rings_at(chat), Some(BEN));
    assert_eq!(scene.events(chat, 0), ["waiting", "4"], "missing an offer is no event");
}

#[test]
fn whoever_misses_one_offer_loses_the_others_too() {
    let mut scene = Scene::new();
    scene.agent(ANNA, 2, &[]);
    let first = scene.asks();
    scene.now.0 += 10_000;
    let second = scene.asks();
    scene.agent(BEN, 2, &[]);
    scene.pass_busily(10);
    assert_eq!([first, second].map(|chat| scene.rings_at(chat)), [Some(BEN), Some(BEN)]);
}

#[test]
fn whoever_has_missed_a_chat_comes_last_for_it_for_60_s() {
    for (wait, next) in [(59_999, (CLEO, Why::OnlyOne)), (60_000, (ANNA, Why::AskedFor))] {
        let mut scene = Scene::with(|settings| settings.offer_timeout = Span::seconds(100));
        let anna = scene.agent(ANNA, 1, &[]);
        let chat = scene.asks_for(|request| request.agent = Some(ANNA));
        let ben = scene.agent(BEN, 1, &[]);
        scene.agent(CLEO, 1, &[]);
        let everybody = scene.everybody();
        scene.pass(100, &everybody);
        assert_eq!(scene.rings_at(chat), Some(BEN), "Anna has missed it");
        scene.set(anna, Availability::Online);
        scene.now.0 += wait;
        scene.set(ben, Availability::Away);
        assert_eq!(scene.offered(chat), Some(next), "after {wait} ms");
    }
}

#[test]
fn whoever_has_missed_a_chat_gets_it_again_when_nobody_else_can_take_it() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.asks();
    scene.pass_busily(20);
    assert_eq!(scene.rings_at(chat), None);
    scene.set(anna, Availability::Online);
    assert_eq!(scene.rings_at(chat), Some(ANNA));
}

#[test]
fn a_visitor_who_leaves_frees_the_slot_of_the_offer() {
    let mut scene = Scene::new();
    scene.agent(ANNA, 1, &[]);
    let first = scene.asks();
    let second = scene.asks();
    assert_eq!(scene.rings_at(second), None);
    scene.end(first, Writer::Visitor).unwrap();
    assert_eq!(scene.rings_at(second), Some(ANNA));
}
