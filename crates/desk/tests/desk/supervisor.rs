//! What supervisors may do, and what is written down of it (`docs/handover-api.md`, of a supervisor).

use crate::common::{ANNA, BEN, CLEO, SALES, SUE, Scene, visitor_of};
use handover_desk::{
    Act, AgentId, Answer, AuditNo, Availability, ChatKey, ChatSeed, Command, EndReason, Fact, OfferEnd,
    OfferEnded, Phase, Refusal, SessionId, TransferTarget, Watch, Why, Writer, limits,
};

fn whisper(session: SessionId, chat: ChatKey, text: &str) -> Command {
    Command::Whisper { session, chat, text: text.into() }
}

/// All that only supervisors may ask.
fn deeds(session: SessionId, chat: ChatKey) -> [Command; 5] {
    [
        Command::WatchChat { session, chat },
        whisper(session, chat, "x".repeat(limits::LINE_BYTES + 1).as_str()),
        Command::TakeOver { session, chat },
        Command::EndAnyChat { session, chat },
        Command::SignOutAgent { session, agent: AgentId(99) },
    ]
}

/// The audit log in short: who did what, to whom.
fn log(scene: &Scene) -> Vec<(AgentId, Act, Option<AgentId>)> {
    scene.desk.audit(AuditNo(1)).map(|entry| (entry.agent, entry.act, entry.subject)).collect()
}

#[test]
fn nobody_but_a_supervisor_may_do_what_supervisors_do() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.chatting(anna);
    let ben = scene.agent(BEN, 1, &[]);
    let unknown = ChatKey::new(chat.chat(), ChatSeed { head: 0, tail: 0 });
    let before = scene.desk.state().clone();
    for command in deeds(ben, chat).into_iter().chain(deeds(anna, chat)).chain(deeds(ben, unknown)) {
        assert_eq!(scene.ask(command.clone()), Err(Refusal::NotSupervisor), "{command:?}");
    }
    for command in deeds(SessionId(1), chat) {
        assert_eq!(scene.ask(command.clone()), Err(Refusal::SessionNotFound), "{command:?}");
    }
    assert_eq!(*scene.desk.state(), before);
}

#[test]
fn a_supervisor_touches_a_chat_only_by_its_whole_key() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.chatting(anna);
    let boss = scene.boss();
    let guessed = ChatKey::new(chat.chat(), ChatSeed { head: 0, tail: 0 });
    let before = scene.desk.state().clone();
    for command in deeds(boss, guessed).into_iter().take(4) {
        assert_eq!(scene.ask(command.clone()), Err(Refusal::ChatNotFound), "{command:?}");
    }
    assert_eq!(*scene.desk.state(), before);
}

#[test]
fn an_agent_who_was_made_a_supervisor_is_one_at_once() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.chatting(anna);
    let ben = scene.agent(BEN, 1, &[]);
    let role = handover_desk::Role::Supervisor;
    scene.configure(vec![handover_desk::AgentProfile { role, ..scene.profile(BEN) }]);
    assert_eq!(scene.ask(whisper(ben, chat, "hi")), Ok(event(chat, 4)));
}

fn event(chat: ChatKey, id: u32) -> Answer {
    Answer::EventAdded { chat: chat.chat(), event: handover_desk::EventId(id) }
}

#[test]
fn a_whisper_is_a_private_line_for_the_agent_of_the_chat() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.chatting(anna);
    let boss = scene.boss();
    assert_eq!(scene.done(whisper(boss, chat, "Offer a refund.")), event(chat, 4));
    assert_eq!(scene.events(chat, 4), ["Sue: Offer a refund. (hidden)"]);
    assert_eq!(scene.assigned_to(chat), Some(ANNA));
    assert_eq!(log(&scene), [(SUE, Act::Whisper, Some(ANNA))]);
}

#[test]
fn a_whisper_needs_somebody_who_has_the_chat() {
    let mut scene = Scene::new();
    let boss = scene.boss();
    let chat = scene.asks();
    assert_eq!(scene.ask(whisper(boss, chat, "hi")), Err(Refusal::NotInChat));
    let anna = scene.agent(ANNA, 1, &[]);
    assert_eq!(scene.rings_at(chat), Some(ANNA));
    assert_eq!(scene.ask(whisper(boss, chat, "hi")), Err(Refusal::NotInChat));
    assert_eq!(scene.accept(anna), chat);
    scene.end(chat, Writer::Visitor).unwrap();
    assert_eq!(scene.ask(whisper(boss, chat, "hi")), Err(Refusal::NotInChat));
    assert_eq!(log(&scene), []);
}

#[test]
fn a_whisper_says_something() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.chatting(anna);
    let boss = scene.boss();
    for empty in ["", " \n"] {
        assert_eq!(scene.ask(whisper(boss, chat, empty)), Err(Refusal::Empty { member: "text" }));
    }
    assert_eq!(log(&scene), []);
}

#[test]
fn a_whisper_has_the_limits_of_a_line() {
    let mut scene = Scene::with(|settings| settings.events_per_chat = 6);
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.chatting(anna);
    let boss = scene.boss();
    let limit = limits::LINE_BYTES;
    assert_eq!(scene.done(whisper(boss, chat, &"x".repeat(limit))), event(chat, 4));
    let too_long = Refusal::TooLong { member: "text", limit };
    assert_eq!(scene.ask(whisper(boss, chat, &"x".repeat(limit + 1))), Err(too_long));
    assert_eq!(scene.done(whisper(boss, chat, "x")), event(chat, 5));
    assert_eq!(scene.ask(whisper(boss, chat, "x")), Err(Refusal::ChatFull { limit: 6 }));
}

#[test]
fn a_chat_in_the_queue_is_the_supervisors_at_once() {
    let mut scene = Scene::new();
    let boss = scene.boss();
    let chat = scene.asks_for(|request| request.skill = Some(SALES));
    scene.done(Command::TakeOver { session: boss, chat });
    assert_eq!(scene.assigned_to(chat), Some(SUE));
    assert_eq!(scene.events(chat, 3), ["chatting", "3"]);
    assert_eq!(scene.said(chat, 3), ["You are now chatting with Sue."]);
    assert_eq!(scene.chat(chat).why, Some(Why::TakenOver));
    assert_eq!(log(&scene), [(SUE, Act::TakeOver, None)]);
    scene.say(chat, Writer::Agent(boss), "hello").unwrap();
}

#[test]
fn a_ringing_chat_is_taken_from_where_it_rings_and_the_slot_is_filled() {
    let mut scene = Scene::new();
    let boss = scene.boss();
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.asks();
    let next = scene.asks();
    assert_eq!((scene.rings_at(chat), scene.rings_at(next)), (Some(ANNA), None));
    let facts = scene.decide(None, Command::TakeOver { session: boss, chat }).facts;
    let withdrawn = OfferEnded { chat: chat.chat(), agent: ANNA, end: OfferEnd::Withdrawn, at: scene.now };
    assert!(facts.contains(&Fact::OfferEnded(withdrawn)), "{facts:?}");
    assert_eq!((scene.assigned_to(chat), scene.rings_at(next)), (Some(SUE), Some(ANNA)));
    assert_eq!(scene.accept(anna), next);
    assert_eq!(log(&scene), [(SUE, Act::TakeOver, Some(ANNA))]);
    assert_eq!(scene.availability(ANNA), Some(Availability::Online), "nothing was missed");
}

#[test]
fn a_chat_that_rings_at_the_supervisor_can_be_taken_over_as_well() {
    let mut scene = Scene::new();
    let sue = scene.supervisor(SUE, 1, &[]);
    let chat = scene.asks();
    assert_eq!(scene.rings_at(chat), Some(SUE));
    scene.done(Command::TakeOver { session: sue, chat });
    assert_eq!(scene.assigned_to(chat), Some(SUE));
    assert_eq!(scene.ask(Command::Accept(sue)), Err(Refusal::NothingOffered));
}

#[test]
fn a_chat_is_taken_from_its_agent_as_by_a_transfer_in_person_and_the_slot_is_filled() {
    let mut scene = Scene::new();
    let boss = scene.boss();
    let anna = scene.agent(ANNA, 1, &[SALES]);
    let chat = scene.asks_for(|request| request.skill = Some(SALES));
    assert_eq!(scene.accept(anna), chat);
    let next = scene.asks();
    scene.done(Command::TakeOver { session: boss, chat });
    assert_eq!(scene.events(chat, 4), ["13", "waiting", "chatting", "3"]);
    assert_eq!(scene.said(chat, 13), ["Please wait while I transfer the chat to 'Sue'."]);
    assert_eq!(scene.said(chat, 3)[1], "You are now chatting with Sue.");
    assert_eq!((scene.assigned_to(chat), scene.chat(chat).skill), (Some(SUE), Some(SALES)));
    assert_eq!(scene.rings_at(next), Some(ANNA));
    assert_eq!(scene.say(chat, Writer::Agent(anna), "?"), Err(Refusal::ChatNotFound));
    assert!(!scene.chat(chat).is_readable_by(ANNA));
    assert_eq!(log(&scene), [(SUE, Act::TakeOver, Some(ANNA))]);
}

#[test]
fn a_silent_transfer_leaves_out_the_waiting_of_a_take_over_too() {
    let mut scene = Scene::with(|settings| settings.silent_transfer = true);
    let boss = scene.boss();
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.chatting(anna);
    scene.done(Command::TakeOver { session: boss, chat });
    assert_eq!(scene.events(chat, 4), ["13", "chatting", "3"]);
}

#[test]
fn a_take_over_may_exceed_the_supervisors_slots_and_is_counted_in_them() {
    let mut scene = Scene::new();
    let sue = scene.supervisor(SUE, 1, &[]);
    let own = scene.chatting(sue);
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.chatting(anna);
    scene.set(anna, Availability::Away);
    scene.done(Command::TakeOver { session: sue, chat });
    assert_eq!(scene.listed(sue), [own.chat().0, chat.chat().0]);
    let next = scene.asks();
    scene.end(own, Writer::Agent(sue)).unwrap();
    assert_eq!(scene.rings_at(next), None, "the slot above the limit is not filled");
    scene.end(chat, Writer::Agent(sue)).unwrap();
    assert_eq!(scene.rings_at(next), Some(SUE));
}

#[test]
fn a_supervisor_who_is_not_online_can_take_over() {
    for availability in [Availability::Away, Availability::Occupied] {
        let mut scene = Scene::new();
        let sue = scene.supervisor(SUE, 1, &[]);
        scene.set(sue, availability);
        let chat = scene.asks();
        scene.done(Command::TakeOver { session: sue, chat });
        assert_eq!((scene.assigned_to(chat), scene.availability(SUE)), (Some(SUE), Some(availability)));
    }
}

#[test]
fn an_ended_chat_or_the_own_one_cannot_be_taken_over() {
    let mut scene = Scene::new();
    let sue = scene.supervisor(SUE, 1, &[]);
    let chat = scene.chatting(sue);
    let before = scene.desk.state().clone();
    assert_eq!(scene.ask(Command::TakeOver { session: sue, chat }), Err(Refusal::OwnChat));
    assert_eq!(*scene.desk.state(), before);
    scene.end(chat, Writer::Visitor).unwrap();
    let before = scene.desk.state().clone();
    assert_eq!(scene.ask(Command::TakeOver { session: sue, chat }), Err(Refusal::ChatEnded));
    assert_eq!(scene.ask(Command::EndAnyChat { session: sue, chat }), Err(Refusal::ChatEnded));
    assert_eq!(*scene.desk.state(), before);
}

#[test]
fn a_chat_that_was_transferred_away_is_taken_over_from_the_queue() {
    let mut scene = Scene::new();
    let boss = scene.boss();
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.chatting(anna);
    scene.agent(BEN, 1, &[]);
    scene.hand_on(chat, anna, TransferTarget::Agent(BEN)).unwrap();
    scene.done(Command::TakeOver { session: boss, chat });
    assert_eq!((scene.assigned_to(chat), scene.rings_at(chat)), (Some(SUE), None));
    assert!(scene.desk.agent(BEN).unwrap().offers.is_empty());
    assert_eq!(scene.chat(chat).why, Some(Why::TakenOver));
}

#[test]
fn the_end_by_a_supervisor_reads_as_the_agents_or_as_a_disconnection() {
    let mut scene = Scene::new();
    let boss = scene.boss();
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.chatting(anna);
    let ringing = scene.asks();
    scene.set(anna, Availability::Away);
    let waiting = scene.asks();
    scene.set(anna, Availability::Occupied);
    for chat in [chat, waiting, ringing] {
        scene.done(Command::EndAnyChat { session: boss, chat });
        assert!(matches!(scene.chat(chat).phase, Phase::Ended { reason: EndReason::Supervisor, .. }));
    }
    assert_eq!(scene.events(chat, 4), ["5", "ended"]);
    assert_eq!(scene.said(chat, 5), ["Anna has ended the chat."]);
    assert_eq!(scene.events(waiting, 3), ["6", "ended"]);
    assert_eq!(log(&scene)[0], (SUE, Act::EndChat, Some(ANNA)));
    assert_eq!(log(&scene)[1], (SUE, Act::EndChat, None));
}

#[test]
fn the_slot_of_a_chat_that_a_supervisor_ends_is_filled() {
    let mut scene = Scene::new();
    let boss = scene.boss();
    let anna = scene.agent(ANNA, 1, &[]);
    let [first, second, third] = [0; 3].map(|_| scene.asks());
    scene.done(Command::EndAnyChat { session: boss, chat: first });
    assert_eq!(
        (scene.events(first, 2), scene.rings_at(second)),
        (vec!["6".into(), "ended".into()], Some(ANNA))
    );
    assert_eq!(log(&scene), [(SUE, Act::EndChat, Some(ANNA))]);
    assert_eq!(scene.accept(anna), second);
    scene.done(Command::EndAnyChat { session: boss, chat: second });
    assert_eq!(scene.rings_at(third), Some(ANNA));
}

#[test]
fn signing_an_agent_out_ends_every_login_and_the_chats_go_on_elsewhere() {
    let mut scene = Scene::new();
    let boss = scene.boss();
    let anna = scene.agent(ANNA, 1, &[]);
    scene.device(ANNA);
    scene.login(ANNA);
    let chat = scene.chatting(anna);
    scene.agent(BEN, 1, &[]);
    scene.done(Command::SignOutAgent { session: boss, agent: ANNA });
    assert!(scene.desk.state().logins.values().all(|login| login.agent != ANNA));
    assert!(scene.desk.state().sessions.values().all(|session| session.agent != ANNA));
    assert_eq!((scene.availability(ANNA), scene.rings_at(chat)), (None, Some(BEN)));
    assert_eq!(scene.events(chat, 4), ["23", "waiting"]);
    assert_eq!(log(&scene), [(SUE, Act::SignOut, Some(ANNA))]);
}

#[test]
fn an_agent_who_is_unknown_or_not_signed_in_cannot_be_signed_out() {
    let mut scene = Scene::new();
    let boss = scene.boss();
    scene.agent(ANNA, 1, &[]);
    scene.done(Command::SignOutAgent { session: boss, agent: ANNA });
    let before = scene.desk.state().clone();
    let sign_out = |agent| Command::SignOutAgent { session: boss, agent };
    assert_eq!(scene.ask(sign_out(ANNA)), Err(Refusal::NotSignedIn { member: "agent" }));
    assert_eq!(scene.ask(sign_out(AgentId(99))), Err(Refusal::UnknownAgent { member: "agent" }));
    assert_eq!(*scene.desk.state(), before);
}

#[test]
fn a_login_without_a_device_can_be_signed_out_too() {
    let mut scene = Scene::new();
    let boss = scene.boss();
    scene.configure(vec![crate::common::agent(ANNA, handover_desk::MaxChats::Limited(1), &[])]);
    let login = scene.login(ANNA);
    scene.done(Command::SignOutAgent { session: boss, agent: ANNA });
    assert!(scene.desk.login(login).is_none());
}

#[test]
fn a_supervisor_may_sign_out_all_of_the_own_devices() {
    let mut scene = Scene::new();
    let boss = scene.boss();
    scene.done(Command::SignOutAgent { session: boss, agent: SUE });
    assert_eq!(scene.availability(SUE), None);
    assert_eq!(scene.ask(Command::Return(boss)), Err(Refusal::SessionNotFound));
    assert_eq!(log(&scene), [(SUE, Act::SignOut, Some(SUE))]);
}

#[test]
fn watching_a_chat_changes_nothing_but_the_log() {
    let mut scene = Scene::new();
    let boss = scene.boss();
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.chatting(anna);
    let before = scene.chat(chat).clone();
    scene.done(Command::WatchChat { session: boss, chat });
    assert_eq!(*scene.chat(chat), before);
    assert_eq!(log(&scene), [(SUE, Act::Watch, Some(ANNA))]);
    let waiting = scene.asks();
    scene.done(Command::WatchChat { session: boss, chat: waiting });
    scene.end(chat, Writer::Visitor).unwrap();
    assert_eq!(log(&scene)[1], (SUE, Act::Watch, None));
}

#[test]
fn watching_one_chat_has_one_entry_in_ten_minutes() {
    let mut scene = Scene::new();
    let boss = scene.boss();
    let cleo = scene.supervisor(CLEO, 3, &[]);
    let chat = scene.chatting(cleo);
    let other = scene.chatting(cleo);
    let calling = [Watch::Session(boss), Watch::Session(cleo), visitor_of(chat), visitor_of(other)];
    let watch = |session, chat| Command::WatchChat { session, chat };
    scene.done(watch(boss, chat));
    scene.done(watch(boss, chat));
    assert_eq!(log(&scene).len(), 1);
    scene.done(watch(boss, other));
    scene.done(watch(cleo, chat));
    assert_eq!(log(&scene).len(), 3, "another chat, another supervisor");
    scene.pass_ms(599_999, &calling);
    scene.done(watch(boss, chat));
    assert!(scene.desk.is_watch_noted(SUE, &chat, scene.now));
    assert_eq!(log(&scene).len(), 3);
    scene.pass_ms(1, &calling);
    assert!(!scene.desk.is_watch_noted(SUE, &chat, scene.now));
    scene.done(watch(boss, chat));
    assert_eq!(log(&scene).len(), 4);
}

#[test]
fn another_deed_is_no_watching() {
    let mut scene = Scene::new();
    let boss = scene.boss();
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.chatting(anna);
    scene.done(whisper(boss, chat, "hi"));
    scene.done(Command::WatchChat { session: boss, chat });
    assert_eq!(log(&scene).len(), 2);
}

#[test]
fn each_deed_has_one_entry_in_the_same_decision_with_number_time_and_chat() {
    let mut scene = Scene::new();
    let boss = scene.boss();
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.chatting(anna);
    let agent = ANNA;
    for (no, command) in (1..).zip([
        Command::WatchChat { session: boss, chat },
        whisper(boss, chat, "hi"),
        Command::TakeOver { session: boss, chat },
        Command::EndAnyChat { session: boss, chat },
        Command::SignOutAgent { session: boss, agent },
    ]) {
        scene.now.0 += 1;
        let names_chat = !matches!(command, Command::SignOutAgent { .. });
        let facts = scene.decide(None, command).facts;
        let mut entries =
            facts.iter().filter_map(|fact| if let Fact::Audited(e) = fact { Some(e) } else { None });
        let entry = entries.next().unwrap();
        assert_eq!((entry.no, entry.at, entry.agent), (AuditNo(no), scene.now, SUE));
        assert_eq!(entry.chat, names_chat.then_some(chat));
        assert!(entries.next().is_none());
    }
    let numbers: Vec<u64> = scene.desk.audit(AuditNo(3)).map(|entry| entry.no.0).collect();
    assert_eq!(numbers, [3, 4, 5]);
}

#[test]
fn the_log_keeps_the_latest_10_000_entries() {
    let mut scene = Scene::new();
    let boss = scene.boss();
    let login = Command::SignOutAgent { session: boss, agent: ANNA };
    scene.agent(ANNA, 1, &[]);
    scene.done(login.clone());
    let first = *scene.desk.audit(AuditNo(1)).next().unwrap();
    let mut entry = first;
    for _ in 1..limits::AUDIT_KEPT {
        entry.no.0 += 1;
        scene.desk.apply(&Fact::Audited(entry));
    }
    assert_eq!((limits::AUDIT_KEPT, scene.desk.audit(AuditNo(1)).next()), (10_000, Some(&first)));
    scene.login(ANNA);
    scene.done(login);
    let kept = &scene.desk.state().audit;
    assert_eq!((kept.len(), kept.first_key_value().unwrap().0), (10_000, &AuditNo(2)));
    assert_eq!(kept.last_key_value().unwrap().0, &AuditNo(10_001));
}

#[test]
fn an_absent_supervisor_who_does_something_is_present_again() {
    let mut scene = Scene::new();
    let sue = scene.supervisor(SUE, 1, &[]);
    let chat = scene.asks_for(|request| request.skill = Some(SALES));
    scene.pass(31, &[visitor_of(chat)]);
    let next = scene.asks();
    assert_eq!(scene.rings_at(next), None);
    scene.done(Command::WatchChat { session: sue, chat });
    assert_eq!(scene.rings_at(next), Some(SUE));
}
