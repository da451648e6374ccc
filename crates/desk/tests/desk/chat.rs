//! Chats: the request, the lines, the end.

use crate::common::{ANNA, BEN, Scene};
use handover_desk::{Answer, Command, NewLine, Refusal, TextType, Visibility, Writer};

#[test]
fn a_request_that_rings_at_once_is_told_to_wait_and_no_more() {
    let mut scene = Scene::new();
    scene.agent(ANNA, 1, &[]);
    let chat = scene.asks();
    assert_eq!(scene.events(chat, 0), ["waiting", "4"]);
}

#[test]
fn a_request_that_nobody_can_take_is_told_so_after_the_pre_chat_lines() {
    let mut scene = Scene::new();
    let chat = scene.asks_for(|request| request.pre_chat_lines = vec!["cart: 3".into(), "vip".into()]);
    assert_eq!(scene.events(chat, 0), ["waiting", "4", "0 (hidden)", "0 (hidden)", "2"]);
}

#[test]
fn both_sides_write_while_chatting() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.chatting(anna);
    let answer = scene.say(chat, Writer::Visitor, "hi").unwrap();
    assert!(matches!(answer, Answer::EventAdded { event, .. } if event.0 == 4));
    scene.say(chat, Writer::Agent(anna), "hello").unwrap();
    assert_eq!(scene.events(chat, 4), ["?: hi", "Anna: hello"]);
}

#[test]
fn a_private_line_of_an_agent_is_hidden_and_a_visitors_line_never_is() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.chatting(anna);
    let line = NewLine { text: "rude".into(), text_type: TextType::Html, visibility: Visibility::AgentsOnly };
    for writer in [Writer::Agent(anna), Writer::Visitor] {
        scene.done(Command::AddLine { chat, writer, line: line.clone() });
    }
    assert_eq!(scene.events(chat, 4), ["Anna: rude (hidden)", "?: rude"]);
}

#[test]
fn a_visitor_may_write_while_waiting_only_if_the_account_allows_it() {
    for early in [false, true] {
        let mut scene = Scene::with(|settings| settings.early_lines = early);
        scene.agent(ANNA, 1, &[]);
        let ringing = scene.asks();
        let unoffered = scene.asks();
        for chat in [ringing, unoffered] {
            let result = scene.say(chat, Writer::Visitor, "hello?");
            assert_eq!(result.is_ok(), early);
            assert!(early || result == Err(Refusal::NotInChat));
        }
    }
}

#[test]
fn an_agent_ends_a_chat_with_line_5() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.chatting(anna);
    let next = scene.asks();
    let answer = scene.end(chat, Writer::Agent(anna)).unwrap();
    assert_eq!(scene.events(chat, 4), ["5", "ended"]);
    assert!(matches!(answer, Answer::EventAdded { event, .. } if event.0 == 5), "the state event is named");
    assert_eq!(scene.rings_at(next), Some(ANNA));
}

#[test]
fn a_visitor_ends_a_chat_without_a_line() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.chatting(anna);
    scene.end(chat, Writer::Visitor).unwrap();
    assert_eq!(scene.events(chat, 4), ["ended"]);
}

#[test]
fn an_ended_chat_takes_no_line_and_no_second_end() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[]);
    let ben = scene.agent(BEN, 1, &[]);
    let chat = scene.asks_for(|request| request.agent = Some(ANNA));
    assert_eq!(scene.accept(anna), chat);
    scene.end(chat, Writer::Visitor).unwrap();
    for writer in [Writer::Visitor, Writer::Agent(anna)] {
        assert_eq!(scene.say(chat, writer, "more"), Err(Refusal::NotInChat));
        assert_eq!(scene.end(chat, writer), Err(Refusal::ChatEnded));
    }
    assert_eq!(scene.end(chat, Writer::Agent(ben)), Err(Refusal::ChatNotFound));
    assert!(scene.chat(chat).is_readable_by(ANNA));
}
