//! Retention: an ended chat stays for five minutes after the last call on it, and goes only when it is archived.

use crate::common::{ANNA, Scene};
use handover_desk::{ChatKey, Command, Fact, Phase, Watch, Writer};

fn ended() -> (Scene, ChatKey) {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.chatting(anna);
    scene.end(chat, Writer::Visitor).unwrap();
    scene.facts.clear();
    (scene, chat)
}

fn is_due(scene: &Scene, chat: ChatKey) -> bool {
    matches!(scene.chat(chat).phase, Phase::Ended { archiving: true, .. })
}

#[test]
fn an_ended_chat_is_due_for_the_archive_five_minutes_after_the_end() {
    let (mut scene, chat) = ended();
    scene.pass_ms(299_999, &[]);
    assert!(!is_due(&scene, chat));
    scene.pass_ms(1, &[]);
    assert!(is_due(&scene, chat));
    assert!(scene.facts.iter().any(|fact| matches!(fact, Fact::ArchiveDue(due) if due.chat == chat.chat())));
}

#[test]
fn a_call_on_an_ended_chat_keeps_it() {
    let (mut scene, chat) = ended();
    scene.pass(3_000, &[Watch::EndedChat(chat.chat())]);
    assert!(!is_due(&scene, chat));
    scene.pass(300, &[]);
    assert!(is_due(&scene, chat));
}

#[test]
fn a_chat_leaves_only_when_its_document_is_durable() {
    let (mut scene, chat) = ended();
    scene.done(Command::Archived(vec![chat.chat()]));
    assert!(scene.desk.chat_by_key(&chat).is_some(), "nobody has asked for it");
    scene.pass(300, &[]);
    assert!(scene.desk.chat_by_key(&chat).is_some());
    scene.done(Command::Archived(vec![chat.chat()]));
    assert!(scene.desk.chat_by_key(&chat).is_none());
    assert_eq!(scene.decide(None, Command::Archived(vec![chat.chat()])).facts, []);
}
