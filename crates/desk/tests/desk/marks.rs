//! Drafts and read marks (`docs/handover-api.md`, of an agent and of a visitor).

use crate::common::{ANNA, BEN, SUE, Scene};
use handover_desk::{
    Answer, ChatKey, ChatSeed, Command, Draft, EventId, Fact, NewLine, Refusal, SessionId, Side, TextType,
    TransferTarget, Visibility, Writer, limits,
};

fn draft(chat: ChatKey, session: SessionId, text: &str) -> Command {
    Command::SetDraft { chat, session, text: text.into(), visibility: Visibility::Everyone }
}

fn read(chat: ChatKey, writer: Writer, event: u32) -> Command {
    Command::ReadTo { chat, writer, event: EventId(event) }
}

fn words(scene: &Scene, chat: ChatKey) -> Option<&str> {
    scene.chat(chat).draft().map(|draft| &*draft.text)
}

fn marks(scene: &Scene, chat: ChatKey) -> [Option<u32>; 2] {
    [Side::Agent, Side::Visitor].map(|side| scene.chat(chat).read_by(side).map(|event| event.0))
}

#[test]
fn a_draft_is_kept_for_all_devices_and_the_last_one_wins() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[]);
    let tablet = scene.device(ANNA);
    let chat = scene.chatting(anna);
    scene.done(draft(chat, anna, "Let"));
    scene.now.0 += 5;
    let visibility = Visibility::AgentsOnly;
    scene.done(Command::SetDraft { chat, session: tablet, text: "Let me".into(), visibility });
    let expected = Draft { text: "Let me".into(), visibility, at: scene.now };
    assert_eq!(scene.chat(chat).draft(), Some(&expected));
    assert_eq!(scene.events(chat, 4), Vec::<String>::new());
}

#[test]
fn the_same_draft_again_leaves_no_fact() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.chatting(anna);
    assert_eq!(scene.decide(None, draft(chat, anna, "")).facts, []);
    scene.done(draft(chat, anna, "Let me"));
    scene.now.0 += 5;
    assert_eq!(scene.decide(None, draft(chat, anna, "Let me")).facts, []);
    let visibility = Visibility::AgentsOnly;
    let private = Command::SetDraft { chat, session: anna, text: "Let me".into(), visibility };
    assert_eq!(scene.decide(None, private).facts.len(), 1);
}

#[test]
fn an_empty_draft_is_none_and_leaves_nothing_behind() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.chatting(anna);
    scene.done(draft(chat, anna, "Let me"));
    scene.done(draft(chat, anna, ""));
    assert_eq!((words(&scene, chat), scene.chat(chat).extras()), (None, None));
}

#[test]
fn only_the_agent_who_has_the_chat_keeps_a_draft() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.chatting(anna);
    let ben = scene.agent(BEN, 1, &[]);
    assert_eq!(scene.ask(draft(chat, ben, "x")), Err(Refusal::ChatNotFound));
    assert_eq!(scene.ask(draft(chat, SessionId(1), "x")), Err(Refusal::SessionNotFound));
    scene.hand_on(chat, anna, TransferTarget::Agent(BEN)).unwrap();
    assert_eq!(scene.ask(draft(chat, anna, "x")), Err(Refusal::NotInChat));
    assert_eq!(scene.accept(ben), chat);
    scene.end(chat, Writer::Visitor).unwrap();
    assert_eq!(scene.ask(draft(chat, ben, "x")), Err(Refusal::NotInChat));
}

#[test]
fn a_draft_has_the_length_of_a_line() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.chatting(anna);
    let limit = limits::LINE_BYTES;
    scene.done(draft(chat, anna, &"x".repeat(limit)));
    let too_long = Err(Refusal::TooLong { member: "text", limit });
    assert_eq!(scene.ask(draft(chat, anna, &"x".repeat(limit + 1))), too_long);
    assert_eq!(words(&scene, chat).unwrap().len(), limit);
}

#[test]
fn a_line_of_the_agent_takes_the_place_of_the_draft_that_says_the_same() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.chatting(anna);
    scene.done(draft(chat, anna, " Let me see\n"));
    scene.say(chat, Writer::Agent(anna), "Let me").unwrap();
    scene.say(chat, Writer::Visitor, "Let me see").unwrap();
    assert_eq!(words(&scene, chat), Some(" Let me see\n"));
    let line = NewLine::plain("Let me see ");
    let facts = scene.decide(None, Command::AddLine { chat, writer: Writer::Agent(anna), line }).facts;
    assert!(
        matches!(&facts[..], [Fact::EventAdded(_), Fact::DraftSet(set)] if set.draft.is_none()),
        "{facts:?}"
    );
    assert_eq!(words(&scene, chat), None);
}

#[test]
fn a_line_of_html_takes_the_place_of_the_draft_that_is_the_same_html() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.chatting(anna);
    scene.done(draft(chat, anna, "a < b"));
    for (text, left) in [("a &lt; b", Some("a < b")), ("a < b", None)] {
        let line = NewLine { text_type: TextType::Html, ..NewLine::plain(text) };
        scene.done(Command::AddLine { chat, writer: Writer::Agent(anna), line });
        assert_eq!(words(&scene, chat), left);
    }
}

#[test]
fn a_whisper_leaves_the_draft_of_the_agent_alone() {
    let mut scene = Scene::new();
    let boss = scene.boss();
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.chatting(anna);
    scene.done(draft(chat, anna, "Let me"));
    scene.done(Command::Whisper { session: boss, chat, text: "Let me".into() });
    assert_eq!(words(&scene, chat), Some("Let me"));
}

#[test]
fn a_draft_goes_with_the_chat_when_the_chat_goes() {
    let goes: [fn(&mut Scene, ChatKey, SessionId, SessionId); 5] = [
        |scene, chat, anna, _| {
            scene.hand_on(chat, anna, TransferTarget::Agent(BEN)).unwrap();
        },
        |scene, _, anna, _| {
            scene.done(Command::EndSession(anna));
        },
        |scene, chat, _, boss| {
            scene.done(Command::TakeOver { session: boss, chat });
        },
        |scene, chat, _, _| {
            scene.end(chat, Writer::Visitor).unwrap();
        },
        |scene, chat, _, boss| {
            scene.done(Command::EndAnyChat { session: boss, chat });
        },
    ];
    for go in goes {
        let mut scene = Scene::new();
        let boss = scene.boss();
        let anna = scene.agent(ANNA, 1, &[]);
        let chat = scene.chatting(anna);
        scene.agent(BEN, 1, &[]);
        scene.done(draft(chat, anna, "Let me"));
        go(&mut scene, chat, anna, boss);
        assert_eq!((words(&scene, chat), scene.chat(chat).extras()), (None, None));
    }
}

#[test]
fn a_draft_stays_when_the_agent_changes_devices() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.chatting(anna);
    scene.done(draft(chat, anna, "Let me"));
    scene.device(ANNA);
    scene.done(Command::EndSession(anna));
    assert_eq!(words(&scene, chat), Some("Let me"));
}

#[test]
fn each_side_has_a_mark_of_its_own_that_never_goes_back() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.chatting(anna);
    assert_eq!(marks(&scene, chat), [None, None]);
    scene.done(read(chat, Writer::Agent(anna), 2));
    scene.done(read(chat, Writer::Visitor, 0));
    assert_eq!(marks(&scene, chat), [Some(2), Some(0)]);
    for back in [2, 1, 0] {
        assert_eq!(scene.decide(None, read(chat, Writer::Agent(anna), back)).facts, []);
    }
    scene.done(read(chat, Writer::Visitor, 3));
    assert_eq!(marks(&scene, chat), [Some(2), Some(3)]);
}

#[test]
fn only_an_event_that_is_there_can_have_been_read() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.chatting(anna);
    let last = scene.chat(chat).next_event().0 - 1;
    for writer in [Writer::Agent(anna), Writer::Visitor] {
        let beyond = Refusal::OutOfRange { member: "event", min: 0, max: last.into() };
        assert_eq!(scene.ask(read(chat, writer, last + 1)), Err(beyond));
        assert_eq!(scene.ask(read(chat, writer, last)), Ok(Answer::Done));
    }
    assert_eq!(marks(&scene, chat), [Some(last), Some(last)]);
}

#[test]
fn only_who_may_read_a_chat_has_read_it() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.chatting(anna);
    let ben = scene.agent(BEN, 1, &[]);
    let guessed = ChatKey::new(chat.chat(), ChatSeed { head: 0, tail: 0 });
    assert_eq!(scene.ask(read(chat, Writer::Agent(ben), 0)), Err(Refusal::ChatNotFound));
    assert_eq!(scene.ask(read(guessed, Writer::Visitor, 0)), Err(Refusal::ChatNotFound));
    assert_eq!(scene.ask(read(guessed, Writer::Agent(anna), 0)), Err(Refusal::ChatNotFound));
    scene.end(chat, Writer::Visitor).unwrap();
    assert_eq!(scene.ask(read(chat, Writer::Agent(ben), 0)), Err(Refusal::ChatNotFound));
    scene.done(read(chat, Writer::Agent(anna), 4));
    scene.done(read(chat, Writer::Visitor, 4));
    assert_eq!(marks(&scene, chat), [Some(4), Some(4)]);
}

#[test]
fn the_next_agent_has_read_nothing_and_the_visitor_all_that_was_read() {
    let mut scene = Scene::new();
    let boss = scene.boss();
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.chatting(anna);
    let ben = scene.agent(BEN, 1, &[]);
    scene.done(read(chat, Writer::Agent(anna), 3));
    scene.done(read(chat, Writer::Visitor, 3));
    scene.hand_on(chat, anna, TransferTarget::Agent(BEN)).unwrap();
    assert_eq!(marks(&scene, chat), [Some(3), Some(3)], "the sender reads on until somebody has it");
    scene.done(read(chat, Writer::Agent(anna), 4));
    assert_eq!(scene.accept(ben), chat);
    assert_eq!(marks(&scene, chat), [None, Some(3)]);
    scene.done(read(chat, Writer::Agent(ben), 5));
    scene.done(Command::TakeOver { session: boss, chat });
    assert_eq!((marks(&scene, chat), scene.assigned_to(chat)), ([None, Some(3)], Some(SUE)));
}

#[test]
fn an_agent_who_gets_a_requeued_chat_back_has_read_nothing() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.chatting(anna);
    let ben = scene.agent(BEN, 0, &[]);
    scene.done(read(chat, Writer::Agent(anna), 3));
    scene.done(Command::EndSession(anna));
    let anna = scene.device(ANNA);
    assert_eq!(scene.accept(anna), chat);
    assert_eq!(marks(&scene, chat), [None, None]);
    scene.done(Command::EndSession(ben));
}

#[test]
fn a_late_fact_of_a_chat_that_is_gone_changes_nothing() {
    let mut scene = Scene::new();
    let before = scene.desk.state().clone();
    let chat = handover_desk::ChatNo(9);
    scene.desk.apply(&Fact::DraftSet(handover_desk::DraftSet { chat, draft: None }));
    let (side, event) = (Side::Agent, EventId(1));
    scene.desk.apply(&Fact::EventsRead(handover_desk::EventsRead { chat, side, event }));
    let name = "x".into();
    scene.desk.apply(&Fact::SessionNamed(handover_desk::SessionNamed { id: SessionId(1), name }));
    assert_eq!(*scene.desk.state(), before);
}
