//! Queue order: requeued and transferred chats first, then priority, then request time.

use crate::common::{ANNA, BEN, SALES, SUPPORT, Scene};
use handover_desk::{Availability, ChatKey, Command, TransferTarget, Writer};

/// In which order chats are offered to one agent who takes them one by one.
fn served(scene: &mut Scene, session: handover_desk::SessionId, count: usize) -> Vec<ChatKey> {
    let mut order = Vec::new();
    for _ in 0..count {
        let chat = scene.accept(session);
        scene.end(chat, Writer::Agent(session)).unwrap();
        order.push(chat);
    }
    order
}

#[test]
fn higher_priority_is_served_earlier_then_the_earlier_request() {
    let mut scene = Scene::new();
    let low = scene.asks_for(|request| request.priority = -1);
    let first = scene.asks();
    scene.now.0 += 1;
    let second = scene.asks();
    let urgent = scene.asks_for(|request| request.priority = 7);
    let anna = scene.agent(ANNA, 1, &[]);
    assert_eq!(served(&mut scene, anna, 4), [urgent, first, second, low]);
}

#[test]
fn requeued_and_transferred_chats_come_first_by_their_request_time() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 3, &[SALES]);
    let early = scene.chatting(anna);
    scene.now.0 += 1;
    let late = scene.asks_for(|request| request.priority = 9);
    assert_eq!(scene.accept(anna), late);
    let ben = scene.agent(BEN, 1, &[SALES, SUPPORT]);
    let kept = scene.asks_for(|request| request.skill = Some(SUPPORT));
    assert_eq!(scene.accept(ben), kept);
    let urgent = scene.asks_for(|request| {
        request.skill = Some(SUPPORT);
        request.priority = 100;
    });
    scene.hand_on(late, anna, TransferTarget::Skill(SUPPORT)).unwrap();
    scene.done(Command::EndSession(anna));
    scene.end(kept, Writer::Agent(ben)).unwrap();
    assert_eq!(served(&mut scene, ben, 3), [early, late, urgent]);
}

#[test]
fn a_chat_keeps_its_place_through_missed_offers() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[]);
    let first = scene.asks();
    scene.now.0 += 1;
    let second = scene.asks();
    scene.pass_busily(20);
    assert_eq!([first, second].map(|chat| scene.rings_at(chat)), [None, None]);
    scene.set(anna, Availability::Online);
    assert_eq!([first, second].map(|chat| scene.rings_at(chat)), [Some(ANNA), None]);
}

#[test]
fn a_freed_slot_goes_to_the_first_chat_whose_skill_the_agent_has() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[SALES]);
    let chat = scene.chatting(anna);
    let support = scene.asks_for(|request| request.skill = Some(SUPPORT));
    let sales = scene.asks_for(|request| request.skill = Some(SALES));
    scene.end(chat, Writer::Agent(anna)).unwrap();
    assert_eq!(scene.rings_at(support), None);
    assert_eq!(scene.rings_at(sales), Some(ANNA));
}

#[test]
fn the_queue_tells_the_waiting_chats_skill_by_skill() {
    let mut scene = Scene::new();
    let any = scene.asks();
    let support = scene.asks_for(|request| request.skill = Some(SUPPORT));
    let sales = scene.asks_for(|request| request.skill = Some(SALES));
    let queue: Vec<_> = scene.desk.unoffered().collect();
    assert_eq!(queue, [(None, any.chat()), (Some(SALES), sales.chat()), (Some(SUPPORT), support.chat())]);
}
