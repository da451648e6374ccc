//! Erasing what is known of a visitor (`docs/operating.md`, Data protection).

use crate::common::{ANNA, Scene};
use handover_desk::{
    Answer, Command, Digest, Erase, ErasureNo, EventKind, Fact, Refusal, VisitorId, Writer, limits,
};
use std::collections::BTreeSet;

fn erase(visitors: impl IntoIterator<Item = VisitorId>, end: bool) -> Command {
    Command::EraseVisitor(Box::new(Erase {
        visitors: visitors.into_iter().collect(),
        messages: BTreeSet::new(),
        mails: BTreeSet::new(),
        participants: BTreeSet::new(),
        documents: 1,
        keys: Digest([7; 32]),
        end,
    }))
}

#[test]
fn words_of_both_sides_go_and_events_keep_their_ids_and_times() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 2, &[]);
    let (chat, other) = (scene.chatting(anna), scene.chatting(anna));
    for chat in [chat, other] {
        scene.say(chat, Writer::Visitor, "zanzibar").unwrap();
        scene.say(chat, Writer::Agent(anna), "zanzibar, too").unwrap();
    }
    let (visitor, before) = (scene.chat(chat).visitor, scene.chat(chat).clone());
    assert_eq!(scene.ask(erase([visitor], false)), Err(Refusal::ChatsOpen { chats: 1 }));
    assert_eq!(*scene.chat(chat), before);

    let decision = scene.decide(None, erase([visitor], true));
    assert_eq!(decision.result, Ok(Answer::ErasureBegun(ErasureNo(1))));
    let facts = serde_json::to_string(&decision.facts).unwrap();
    assert!(!facts.contains("zanzibar"), "{facts}");
    assert!(decision.facts.iter().any(|fact| matches!(fact, Fact::Audited(_))));
    let erased = scene.chat(chat);
    assert!(erased.is_erased() && erased.is_ended() && erased.visitor != visitor);
    for (old, new) in before.events.iter().zip(&erased.events) {
        assert_eq!((old.id, old.at, old.position), (new.id, new.at, new.position));
    }
    let words = |event: &EventKind| if let EventKind::Line(line) = event { line.text.len() } else { 0 };
    assert!(erased.events.iter().all(|event| words(&event.kind) == 0));
    assert!(!serde_json::to_string(erased).unwrap().contains("zanzibar"));
    assert!(serde_json::to_string(scene.chat(other)).unwrap().contains("zanzibar"));
    assert_eq!(scene.say(chat, Writer::Visitor, "again"), Err(Refusal::ChatNotFound));
}

#[test]
fn an_erasure_is_under_way_until_archive_and_files_are_clean() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.chatting(anna);
    let visitor = scene.chat(chat).visitor;
    scene.done(erase([visitor], true));
    let under_way = |scene: &Scene| scene.desk.state().erasures.len();
    // The files are not clean before the archive is.
    scene.done(Command::ErasureFinished(ErasureNo(1)));
    assert_eq!(under_way(&scene), 1);
    scene.done(Command::ErasureArchived(ErasureNo(1)));
    let kept = &scene.desk.state().erasures[&ErasureNo(1)];
    assert!(kept.archived && kept.visitors.is_empty(), "the number of the visitor is kept: {kept:?}");
    scene.done(Command::ErasureFinished(ErasureNo(1)));
    assert_eq!(under_way(&scene), 0);
}

#[test]
fn so_many_are_erased_at_once_and_no_more() {
    let mut scene = Scene::new();
    let most = u64::try_from(limits::ERASED_AT_ONCE).unwrap();
    scene.done(erase((1..=most).map(VisitorId), false));
    let one_more = scene.ask(erase((0..=most).map(VisitorId), false));
    assert!(matches!(one_more, Err(Refusal::TooMany { member: "visitors", .. })), "{one_more:?}");
}
