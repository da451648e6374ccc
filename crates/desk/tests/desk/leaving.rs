//! Requeue or disconnect: what becomes of the chats of an agent who leaves.

use crate::common::{ANNA, BEN, SALES, SUPPORT, Scene};
use handover_desk::{Availability, Command, EndReason, LastAgentLeft, Phase, Writer};

#[test]
fn a_chat_is_requeued_when_another_agent_with_the_skill_is_online() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[SALES]);
    let chat = scene.asks_for(|request| request.skill = Some(SALES));
    assert_eq!(scene.accept(anna), chat);
    scene.agent(BEN, 1, &[SALES]);
    scene.done(Command::EndSession(anna));
    assert_eq!(scene.events(chat, 4), ["23", "waiting"]);
    assert_eq!(scene.rings_at(chat), Some(BEN));
}

#[test]
fn slots_do_not_count_for_the_requeue_nor_does_being_occupied() {
    for availability in [Availability::Online, Availability::Occupied] {
        let mut scene = Scene::new();
        let anna = scene.agent(ANNA, 1, &[]);
        let chat = scene.chatting(anna);
        let ben = scene.agent(BEN, 1, &[]);
        let bens = scene.chatting(ben);
        scene.set(ben, availability);
        scene.done(Command::EndSession(anna));
        assert_eq!(scene.events(chat, 4), ["23", "waiting"]);
        assert_eq!(scene.rings_at(chat), None);
        scene.set(ben, Availability::Online);
        scene.end(bens, Writer::Agent(ben)).unwrap();
        assert_eq!(scene.rings_at(chat), Some(BEN));
    }
}

#[test]
fn a_chat_is_disconnected_when_nobody_suitable_is_left() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 2, &[SALES]);
    let chat = scene.asks_for(|request| request.skill = Some(SALES));
    assert_eq!(scene.accept(anna), chat);
    scene.agent(BEN, 1, &[SUPPORT]);
    let cleo = scene.agent(crate::common::CLEO, 1, &[SALES]);
    scene.set(cleo, Availability::Away);
    scene.done(Command::EndSession(anna));
    assert_eq!(scene.events(chat, 4), ["6", "ended"]);
    assert!(matches!(scene.chat(chat).phase, Phase::Ended { reason: EndReason::NobodyLeft, .. }));
}

#[test]
fn an_account_may_let_chats_wait_for_the_next_agent() {
    let mut scene = Scene::with(|settings| settings.last_agent_left = LastAgentLeft::Requeue);
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.chatting(anna);
    scene.done(Command::EndSession(anna));
    assert_eq!(scene.events(chat, 4), ["23", "waiting"]);
    scene.agent(BEN, 1, &[]);
    assert_eq!(scene.rings_at(chat), Some(BEN));
}

#[test]
fn an_offer_of_an_agent_who_leaves_rings_elsewhere_and_nothing_is_written() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.asks();
    scene.agent(BEN, 1, &[]);
    scene.done(Command::EndSession(anna));
    assert_eq!(scene.rings_at(chat), Some(BEN));
    assert_eq!(scene.events(chat, 0), ["waiting", "4"]);
}

#[test]
fn whoever_comes_back_after_leaving_finds_no_chats_and_may_get_them_again() {
    let mut scene = Scene::with(|settings| settings.last_agent_left = LastAgentLeft::Requeue);
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.chatting(anna);
    scene.done(Command::EndSession(anna));
    let again = scene.device(ANNA);
    assert_eq!(scene.listed(again), Vec::<u64>::new());
    assert_eq!(scene.accept(again), chat);
    assert_eq!(scene.events(chat, 6), ["chatting", "3"]);
}
