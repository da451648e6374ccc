//! Presence: an agent none of whose devices is heard from gets no new offers, and is gone after a while.

use crate::common::{ANNA, BEN, Scene, visitor_of};
use handover_desk::{Availability, Command, Watch};

#[test]
fn an_agent_unheard_for_30_s_loses_the_offers_and_keeps_the_chats() {
    let mut scene = Scene::with(|settings| settings.offer_timeout = handover_desk::Span::seconds(60));
    let anna = scene.agent(ANNA, 2, &[]);
    let chat = scene.chatting(anna);
    let ringing = scene.asks();
    assert_eq!(scene.rings_at(ringing), Some(ANNA));
    let visitors = [visitor_of(chat), visitor_of(ringing)];
    scene.pass_ms(29_999, &visitors);
    assert_eq!(scene.rings_at(ringing), Some(ANNA));
    scene.pass_ms(1, &visitors);
    assert_eq!(scene.rings_at(ringing), None);
    assert_eq!(scene.assigned_to(chat), Some(ANNA));
    assert_eq!(scene.availability(ANNA), Some(Availability::Online), "it is silence, not a missed offer");
}

#[test]
fn the_first_poll_of_an_absent_agent_makes_present_and_brings_what_waits() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[]);
    scene.pass(30, &[]);
    let chat = scene.asks();
    assert_eq!(scene.rings_at(chat), None);
    scene.done(Command::Return(anna));
    assert_eq!(scene.rings_at(chat), Some(ANNA));
}

#[test]
fn an_open_offer_of_an_absent_agent_goes_to_the_next() {
    let mut scene = Scene::with(|settings| settings.offer_timeout = handover_desk::Span::seconds(60));
    scene.agent(ANNA, 1, &[]);
    let chat = scene.asks();
    let ben = scene.agent(BEN, 1, &[]);
    scene.pass(30, &[Watch::Session(ben), visitor_of(chat)]);
    assert_eq!(scene.rings_at(chat), Some(BEN));
}

#[test]
fn one_device_that_is_heard_from_is_enough() {
    let mut scene = Scene::new();
    scene.agent(ANNA, 1, &[]);
    let second = scene.device(ANNA);
    scene.pass(300, &[Watch::Session(second)]);
    let chat = scene.asks();
    assert_eq!(scene.rings_at(chat), Some(ANNA));
}

#[test]
fn a_session_silent_for_400_s_ends() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[]);
    let second = scene.device(ANNA);
    scene.pass_ms(399_999, &[Watch::Session(second)]);
    assert!(scene.desk.session(anna).is_some());
    scene.pass_ms(1, &[Watch::Session(second)]);
    assert!(scene.desk.session(anna).is_none());
    assert!(scene.desk.session(second).is_some());
}

#[test]
fn the_last_session_that_is_silent_requeues_the_chats() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.chatting(anna);
    let ben = scene.agent(BEN, 1, &[]);
    scene.pass(400, &[Watch::Session(ben), visitor_of(chat)]);
    assert_eq!(scene.availability(ANNA), None);
    assert_eq!(scene.rings_at(chat), Some(BEN));
    assert_eq!(scene.events(chat, 4), ["23", "waiting"]);
}

#[test]
fn what_an_absent_agent_does_makes_present() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 2, &[]);
    let chat = scene.chatting(anna);
    scene.pass(30, &[visitor_of(chat)]);
    let waiting = scene.asks();
    assert_eq!(scene.rings_at(waiting), None);
    scene.say(chat, handover_desk::Writer::Agent(anna), "back").unwrap();
    assert_eq!(scene.rings_at(waiting), Some(ANNA));
}
