//! Availability and eligibility: who is offered a chat at all.

use crate::common::{ANNA, BEN, SALES, SUPPORT, Scene};
use handover_desk::Availability;

#[test]
fn a_chat_rings_only_at_an_agent_with_its_skill() {
    let mut scene = Scene::new();
    scene.agent(ANNA, 1, &[SUPPORT]);
    let chat = scene.asks_for(|request| request.skill = Some(SALES));
    assert_eq!(scene.rings_at(chat), None);
    scene.agent(BEN, 1, &[SALES]);
    assert_eq!(scene.rings_at(chat), Some(BEN));
}

#[test]
fn a_chat_without_skill_rings_at_anyone() {
    let mut scene = Scene::new();
    scene.agent(ANNA, 1, &[]);
    let chat = scene.asks();
    assert_eq!(scene.rings_at(chat), Some(ANNA));
}

#[test]
fn an_agent_without_a_free_slot_gets_nothing() {
    let mut scene = Scene::new();
    scene.agent(ANNA, 2, &[]);
    let chats = [scene.asks(), scene.asks(), scene.asks()];
    assert_eq!(chats.map(|chat| scene.rings_at(chat)), [Some(ANNA), Some(ANNA), None]);
}

#[test]
fn away_and_occupied_agents_get_no_new_chats() {
    for availability in [Availability::Away, Availability::Occupied] {
        let mut scene = Scene::new();
        let anna = scene.agent(ANNA, 1, &[]);
        scene.set(anna, availability);
        let chat = scene.asks();
        assert_eq!(scene.rings_at(chat), None);
        scene.set(anna, Availability::Online);
        assert_eq!(scene.rings_at(chat), Some(ANNA));
    }
}

#[test]
fn whoever_stops_taking_chats_loses_the_offers_to_the_next() {
    for availability in [Availability::Away, Availability::Occupied] {
        let mut scene = Scene::new();
        let anna = scene.agent(ANNA, 1, &[]);
        let chat = scene.asks();
        scene.agent(BEN, 1, &[]);
        scene.set(anna, availability);
        assert_eq!(scene.rings_at(chat), Some(BEN));
    }
}
