//! Choice: which of the eligible agents a chat is offered to, and that the offer says why.

use crate::common::{ANNA, BEN, CLEO, Scene, agent};
use handover_desk::{Availability, MaxChats, Why, Writer};

/// Anna, Ben and Cleo at work, each idle for a second longer than the next.
fn three() -> Scene {
    let mut scene = Scene::new();
    for id in [ANNA, BEN, CLEO] {
        scene.agent(id, 2, &[]);
        scene.now.0 += 1000;
    }
    scene
}

#[test]
fn the_agent_asked_for_comes_first() {
    let mut scene = three();
    let chat = scene.asks_for(|request| request.agent = Some(CLEO));
    assert_eq!(scene.offered(chat), Some((CLEO, Why::AskedFor)));
}

#[test]
fn the_visitors_previous_agent_comes_next() {
    let mut scene = three();
    let ben = scene.device(BEN);
    let first = scene.asks_for(|request| request.agent = Some(BEN));
    assert_eq!(scene.accept(ben), first);
    let visitor = scene.chat(first).visitor;
    scene.end(first, Writer::Visitor).unwrap();
    let second = scene.asks_for(|request| request.visitor = Some(visitor));
    assert_eq!(scene.offered(second), Some((BEN, Why::PreviousAgent)));
}

#[test]
fn the_previous_agent_counts_for_less_than_24_hours_and_only_if_the_account_wants_it() {
    for (sticky, pause, why) in [
        (true, 86_399_999, Why::PreviousAgent),
        (true, 86_400_000, Why::LowestId),
        (false, 1, Why::LongestIdle),
    ] {
        let mut scene = Scene::with(|settings| settings.sticky = sticky);
        let anna = scene.agent(ANNA, 2, &[]);
        let ben = scene.agent(BEN, 2, &[]);
        let chat = scene.asks_for(|request| request.agent = Some(BEN));
        assert_eq!(scene.accept(ben), chat);
        let visitor = scene.chat(chat).visitor;
        scene.now.0 += pause;
        scene.end(chat, Writer::Visitor).unwrap();
        if why == Why::LowestId {
            // Ben is idle since now; so is Anna, who has just had an offer withdrawn.
            let other = scene.asks_for(|request| request.agent = Some(ANNA));
            assert_eq!(scene.rings_at(other), Some(ANNA));
            scene.end(other, Writer::Visitor).unwrap();
        }
        let again = scene.asks_for(|request| request.visitor = Some(visitor));
        assert_eq!(scene.offered(again).map(|(_, why)| why), Some(why), "{pause}");
        assert!(scene.desk.session(anna).is_some());
    }
}

#[test]
fn an_only_candidate_is_told_so() {
    let mut scene = Scene::new();
    scene.agent(ANNA, 1, &[]);
    let chat = scene.asks();
    assert_eq!(scene.offered(chat), Some((ANNA, Why::OnlyOne)));
}

#[test]
fn the_lowest_load_wins_and_is_a_share_of_the_limit() {
    let mut scene = Scene::new();
    scene.agent(ANNA, 1, &[]);
    let first = scene.asks();
    assert_eq!(scene.rings_at(first), Some(ANNA));
    scene.configure(vec![agent(ANNA, MaxChats::Limited(4), &[])]);
    scene.agent(BEN, 2, &[]);
    let second = scene.asks();
    assert_eq!(scene.offered(second), Some((BEN, Why::LowestLoad)));
    // Anna has one of four, Ben one of two.
    let third = scene.asks();
    assert_eq!(scene.offered(third), Some((ANNA, Why::LowestLoad)));
}

#[test]
fn unlimited_counts_as_fifty() {
    let mut scene = Scene::new();
    scene.agent(ANNA, 0, &[]);
    scene.configure(vec![agent(ANNA, MaxChats::Unlimited, &[])]);
    let first = scene.asks();
    assert_eq!(scene.rings_at(first), Some(ANNA));
    scene.agent(BEN, 51, &[]);
    let second = scene.asks_for(|request| request.agent = Some(BEN));
    assert_eq!(scene.rings_at(second), Some(BEN));
    // One of 51 is less than one of 50.
    let third = scene.asks();
    assert_eq!(scene.offered(third), Some((BEN, Why::LowestLoad)));
    // Two of 51 is more than one of 50.
    let fourth = scene.asks();
    assert_eq!(scene.offered(fourth), Some((ANNA, Why::LowestLoad)));
}

#[test]
fn of_equal_loads_the_longest_idle_wins() {
    let mut scene = three();
    let chat = scene.asks();
    assert_eq!(scene.offered(chat), Some((ANNA, Why::LongestIdle)));
}

#[test]
fn of_equally_idle_ones_the_lowest_id_wins() {
    let mut scene = Scene::new();
    for id in [CLEO, BEN, ANNA] {
        scene.agent(id, 2, &[]);
    }
    let chat = scene.asks();
    assert_eq!(scene.offered(chat), Some((ANNA, Why::LowestId)));
}

#[test]
fn whoever_is_asked_for_but_takes_no_chats_is_passed_over() {
    let mut scene = three();
    let cleo = scene.device(CLEO);
    scene.set(cleo, Availability::Occupied);
    let chat = scene.asks_for(|request| request.agent = Some(CLEO));
    assert_eq!(scene.offered(chat), Some((ANNA, Why::LongestIdle)));
}
