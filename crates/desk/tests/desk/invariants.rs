//! The invariants of design §3 that belong to the desk, each shown on one busy day.

use crate::common::{ANNA, BEN, CLEO, SALES, SUE, SUPPORT, Scene, agent};
use handover_desk::{
    Availability, ChatKey, ChatSeed, Command, Desk, DeskState, EventId, Fact, FactorSecret, MaxChats,
    NewLine, Once, Phase, Refusal, Request, SessionId, TimeStep, TransferTarget, Visibility, Writer,
};
use std::collections::BTreeMap;

/// A day on which everything happens that can happen to a chat. Returns the chat that has seen most of it.
fn busy_day() -> (Scene, ChatKey) {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 2, &[SALES]);
    let chat = scene.asks_for(|request| {
        request.skill = Some(SALES);
        request.pre_chat_lines = vec!["vip".into()];
    });
    assert_eq!(scene.accept(anna), chat);
    let ben = scene.agent(BEN, 1, &[SALES, SUPPORT]);
    scene.say(chat, Writer::Visitor, "hi").unwrap();
    scene.hand_on(chat, anna, TransferTarget::Agent(BEN)).unwrap();
    assert_eq!(scene.accept(ben), chat);
    let tablet = scene.device(BEN);
    scene.done(Command::EndSession(ben));
    let missed = scene.asks();
    scene.pass_busily(20);
    scene.agent(CLEO, 1, &[]);
    assert_eq!(scene.rings_at(missed), Some(CLEO));
    scene.set(anna, Availability::Online);
    scene.done(Command::EndSession(tablet));
    assert_eq!(scene.accept(anna), chat);
    scene.done(Command::NameVisitor { chat, name: "Zoe".into() });
    let private = NewLine { visibility: Visibility::AgentsOnly, ..NewLine::plain("rude") };
    scene.done(Command::AddLine { chat, writer: Writer::Agent(anna), line: private });
    scene.end(chat, Writer::Agent(anna)).unwrap();
    scene.asks_for(|request| request.timeout = Some(handover_desk::Span::seconds(1)));
    scene.pass(30, &[]);
    let (ben, boss) = (scene.device(BEN), scene.boss());
    supervised(&mut scene, ben, boss);
    (scene, chat)
}

/// Everything the pages ask for that the day has not seen.
fn supervised(scene: &mut Scene, ben: SessionId, boss: SessionId) {
    scene.done(Command::NameDevice { session: ben, device: ben, name: "Phone".into() });
    let chat = scene.asks_for(|request| request.agent = Some(BEN));
    scene.accept(ben);
    let visibility = Visibility::Everyone;
    scene.done(Command::SetDraft { chat, session: ben, text: "Let me".into(), visibility });
    scene.say(chat, Writer::Agent(ben), "Let me").unwrap();
    scene.done(Command::SetDraft { chat, session: ben, text: "see".into(), visibility });
    for writer in [Writer::Agent(ben), Writer::Visitor] {
        scene.done(Command::ReadTo { chat, writer, event: EventId(3) });
    }
    scene.done(Command::WatchChat { session: boss, chat });
    scene.done(Command::Whisper { session: boss, chat, text: "Offer a refund.".into() });
    scene.done(Command::TakeOver { session: boss, chat });
    let ringing = scene.asks();
    scene.done(Command::TakeOver { session: boss, chat: ringing });
    scene.done(Command::EndAnyChat { session: boss, chat });
    scene.done(Command::SignOutAgent { session: boss, agent: BEN });
    scene.done(Command::SignOutDevice { session: boss, device: boss });
}

#[test]
fn invariant_3_event_ids_of_a_chat_are_0_1_2_without_gap_or_repeat() {
    let (scene, busy) = busy_day();
    assert_eq!(scene.chat(busy).events.len(), 18);
    for chat in scene.desk.state().chats.values() {
        let ids: Vec<u32> = chat.events.iter().map(|event| event.id.0).collect();
        let expected: Vec<u32> = (0..chat.next_event().0).collect();
        assert_eq!(ids, expected);
        assert!(chat.events.windows(2).all(|pair| pair[0].at <= pair[1].at), "times do not go back");
    }
}

#[test]
fn invariant_3_times_do_not_go_back_when_the_clock_does() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.chatting(anna);
    scene.now.0 -= 500_000;
    scene.say(chat, Writer::Visitor, "hi").unwrap();
    let events = &scene.chat(chat).events;
    assert_eq!(events[4].at, events[3].at);
}

#[test]
fn invariant_4_a_chat_is_waiting_offered_assigned_or_ended_and_everyone_agrees() {
    let (scene, _) = busy_day();
    let mut desk = Desk::default();
    for fact in &scene.facts {
        desk.apply(fact);
        for chat in desk.state().chats.values() {
            let no = chat.no();
            let agents = desk.state().agents.values();
            let at = |agent: &handover_desk::Agent| agent.offers.contains(&no) || agent.chats.contains(&no);
            let held: Vec<_> = agents.filter(|agent| at(agent)).map(|agent| agent.profile.id).collect();
            let queued = desk.unoffered().filter(|(_, queued)| *queued == no).count();
            let expected = match &chat.phase {
                Phase::Waiting(_) => (vec![], 1),
                Phase::Offered(_, offer) => (vec![offer.agent], 0),
                Phase::Assigned => (chat.agent.into_iter().collect(), 0),
                Phase::Ended { .. } => (vec![], 0),
            };
            assert_eq!((held, queued), expected, "after {fact:?}");
        }
    }
}

#[test]
fn invariant_5_no_agent_has_more_than_the_limit_but_for_transfers_in_person() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 2, &[]);
    for _ in 0..5 {
        scene.asks();
    }
    assert_eq!(scene.desk.agent(ANNA).unwrap().taken(), 2);
    let ben = scene.agent(BEN, 1, &[]);
    let chat = scene.accept(ben);
    scene.hand_on(chat, ben, TransferTarget::Agent(ANNA)).unwrap();
    assert_eq!(scene.desk.agent(ANNA).unwrap().taken(), 3);
    let accepted = scene.accept(anna);
    scene.end(accepted, Writer::Agent(anna)).unwrap();
    assert_eq!(scene.desk.agent(ANNA).unwrap().taken(), 2, "the slot above the limit is not filled");
    // A take-over is a transfer to the supervisor in person, who need not be asked.
    let sue = scene.supervisor(SUE, 1, &[]);
    let chat = scene.accept(anna);
    scene.done(Command::TakeOver { session: sue, chat });
    assert_eq!(scene.desk.agent(SUE).unwrap().taken(), 2);
    scene.end(chat, Writer::Agent(sue)).unwrap();
    assert_eq!(scene.desk.agent(SUE).unwrap().taken(), 1, "the slot above the limit is not filled");
}

#[test]
fn invariant_6_no_chat_waits_while_an_eligible_agent_has_a_free_slot() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[]);
    let chats = [0; 7].map(|_| scene.asks());
    // A slot is freed by the agent, by the visitor, by a transfer, by a longer list, by another agent, by a return.
    let first = scene.accept(anna);
    scene.end(first, Writer::Agent(anna)).unwrap();
    assert_eq!(scene.rings_at(chats[1]), Some(ANNA));
    scene.end(chats[1], Writer::Visitor).unwrap();
    assert_eq!(scene.rings_at(chats[2]), Some(ANNA));
    let third = scene.accept(anna);
    let ben = scene.agent(BEN, 1, &[]);
    assert_eq!(scene.rings_at(chats[3]), Some(BEN));
    scene.hand_on(third, anna, TransferTarget::Agent(BEN)).unwrap();
    assert_eq!(scene.rings_at(chats[4]), Some(ANNA));
    scene.configure(vec![agent(ANNA, MaxChats::Limited(2), &[])]);
    assert_eq!(scene.rings_at(chats[5]), Some(ANNA));
    scene.set(ben, Availability::Away);
    assert_eq!(scene.rings_at(chats[3]), None);
    scene.set(ben, Availability::Online);
    assert!(scene.rings_at(third) == Some(BEN) && scene.rings_at(chats[3]).is_none());
    scene.agent(CLEO, 2, &[]);
    assert_eq!([chats[3], chats[6]].map(|chat| scene.rings_at(chat)), [Some(CLEO), Some(CLEO)]);
}

#[test]
fn invariant_7_chats_survive_every_change_of_devices() {
    let mut scene = Scene::new();
    let mut device = scene.agent(ANNA, 3, &[]);
    scene.agent(BEN, 3, &[]);
    let one = scene.asks_for(|request| request.agent = Some(ANNA));
    assert_eq!(scene.accept(device), one);
    let two = scene.asks_for(|request| request.agent = Some(ANNA));
    let three = scene.asks_for(|request| request.agent = Some(ANNA));
    assert_eq!(scene.accept(device), two);
    let ringing = scene.offer(three);
    for _ in 0..20 {
        let other = scene.device(ANNA);
        let before = scene.desk.state().chats.clone();
        scene.done(Command::EndSession(device));
        assert_eq!(scene.desk.state().chats, before);
        assert_eq!(scene.listed(other), [one.chat().0, two.chat().0]);
        assert_eq!(scene.offer(three), ringing);
        device = other;
    }
    assert_eq!(scene.events(one, 4), Vec::<String>::new());
}

#[test]
fn invariant_8_same_facts_same_desk() {
    let (scene, _) = busy_day();
    let mut replayed = Desk::default();
    scene.facts.iter().for_each(|fact| replayed.apply(fact));
    let bytes = |desk: &Desk| serde_json::to_string(desk.state()).unwrap();
    assert_eq!(bytes(&scene.desk), bytes(&replayed));
    assert_eq!(scene.desk.next_deadline(), replayed.next_deadline());
}

#[test]
fn invariant_8_facts_and_snapshots_survive_being_written_down() {
    let (scene, _) = busy_day();
    for fact in &scene.facts {
        let text = serde_json::to_string(fact).unwrap();
        assert_eq!(serde_json::from_str::<Fact>(&text).unwrap(), *fact);
    }
    let text = serde_json::to_string(scene.desk.state()).unwrap();
    let state: DeskState = serde_json::from_str(&text).unwrap();
    assert_eq!(state, *scene.desk.state());
    let mut restored = Desk::from_state(state);
    restored.compact();
    assert_eq!(restored.state(), scene.desk.state());
    let mut desk = scene.desk.clone();
    while let Some(now) = desk.next_deadline().filter(|now| now.0 < 40_000_000) {
        let tick = Request { now, once: None, command: Command::Tick { heard: [].into() } };
        assert_eq!(restored.handle(tick.clone()), desk.handle(tick));
    }
}

#[test]
fn invariant_9_apply_is_total() {
    let (scene, _) = busy_day();
    let mut random = 1_u64;
    for _ in 0..300 {
        let mut facts: Vec<&Fact> = Vec::new();
        for fact in &scene.facts {
            // A linear congruential generator is random enough to mix a list.
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let dice = usize::try_from(random >> 33).unwrap();
            for _ in 0..[1, 1, 1, 0, 2][dice % 5] {
                facts.insert(dice % (facts.len() + 1), fact);
            }
        }
        let mut desk = Desk::default();
        for fact in facts {
            desk.apply(fact);
        }
        // Whatever came of it can be written down, read back and told the time.
        let mut again = Desk::from_state(desk.state().clone());
        let now = handover_desk::Timestamp(10_000_000_000);
        again.handle(Request { now, once: None, command: Command::Tick { heard: [].into() } });
    }
}

#[test]
fn invariant_10_nobody_sees_or_touches_what_is_not_theirs() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.chatting(anna);
    let ben = scene.agent(BEN, 1, &[]);
    let guessed = ChatKey::new(chat.chat(), ChatSeed { head: 0, tail: 0 });
    let before = scene.desk.state().clone();
    for (key, writer) in
        [(chat, Writer::Agent(ben)), (guessed, Writer::Visitor), (guessed, Writer::Agent(anna))]
    {
        assert_eq!(scene.say(key, writer, "hi"), Err(Refusal::ChatNotFound));
        assert_eq!(scene.end(key, writer), Err(Refusal::ChatNotFound));
    }
    let steal = scene.hand_on(chat, ben, TransferTarget::Agent(BEN));
    assert_eq!(steal, Err(Refusal::ChatNotFound));
    let take_over = Command::TakeOver { session: ben, chat };
    assert_eq!(scene.ask(take_over), Err(Refusal::NotSupervisor));
    let (text, visibility) = ("x".into(), Visibility::Everyone);
    let draft = Command::SetDraft { chat, session: ben, text, visibility };
    assert_eq!(scene.ask(draft), Err(Refusal::ChatNotFound));
    let read = Command::ReadTo { chat, writer: Writer::Agent(ben), event: EventId(0) };
    assert_eq!(scene.ask(read), Err(Refusal::ChatNotFound));
    for theft in [
        Command::NameDevice { session: ben, device: anna, name: "mine".into() },
        Command::SignOutDevice { session: ben, device: anna },
    ] {
        assert_eq!(scene.ask(theft), Err(Refusal::SessionNotFound));
    }
    let name = Command::NameVisitor { chat: guessed, name: "Eve".into() };
    assert_eq!(scene.ask(name), Err(Refusal::ChatNotFound));
    assert_eq!(*scene.desk.state(), before);
    assert!(scene.chat(chat).is_readable_by(ANNA) && !scene.chat(chat).is_readable_by(BEN));
    assert_eq!(scene.ask(Command::Accept(ben)), Err(Refusal::NothingOffered));
}

#[test]
fn invariant_11_every_write_can_be_repeated_safely() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 3, &[]);
    let login = scene.desk.session(anna).unwrap().login;
    let chat = scene.chatting(anna);
    scene.asks();
    scene.agent(BEN, 1, &[]);
    let digest = scene.digest();
    let request = scene.request(|_| {});
    let transfer = TransferTarget::Agent(BEN);
    let boss = scene.boss();
    let admin = scene.admin(CLEO);
    let set_factor =
        || Command::SetFactor { agent: ANNA, secret: FactorSecret("x".into()), step: TimeStep(1) };
    let (text, visibility) = (|| "hi".into(), Visibility::Everyone);
    let (writer, event) = (Writer::Visitor, EventId(1));
    for command in [
        Command::NameDevice { session: anna, device: anna, name: "Phone".into() },
        Command::SetDraft { chat, session: anna, text: text(), visibility },
        Command::ReadTo { chat, writer, event },
        Command::WatchChat { session: boss, chat },
        Command::Whisper { session: boss, chat, text: text() },
        Command::StartLogin { agent: ANNA, bearer: digest, cookie: digest, csrf: digest, step: None },
        Command::ExtendLogin(login),
        Command::StartSession { login, heard: BTreeMap::new() },
        Command::Accept(anna),
        Command::StartChat(Box::new(request)),
        Command::SetAvailability { session: anna, availability: Availability::Away, reason_id: None },
        Command::AddLine { chat, writer: Writer::Visitor, line: NewLine::plain("hi") },
        Command::NameVisitor { chat, name: "Zoe".into() },
        Command::Transfer { chat, session: anna, target: transfer, text: None },
        Command::EndChat { chat, writer: Writer::Visitor },
        Command::EndSession(anna),
        Command::EndLogin(login),
        Command::SignOutAgent { session: boss, agent: BEN },
        Command::SignOutDevice { session: boss, device: boss },
        set_factor(),
        Command::DropFactor { agent: ANNA, step: TimeStep(2) },
        set_factor(),
        Command::RemoveFactorOf { session: admin, agent: ANNA },
        Command::NoteUnlock { session: admin, agent: None },
        set_factor(),
        Command::RemoveFactor(ANNA),
    ] {
        let once = Some(Once { key: scene.digest(), body: scene.digest() });
        let first = scene.decide(once, command.clone());
        assert!(first.result.is_ok(), "{command:?}: {first:?}");
        let after = scene.desk.state().clone();
        scene.now.0 += 1;
        let again = scene.decide(once, command);
        assert_eq!(again.result, first.result);
        assert_eq!(again.facts, []);
        assert_eq!(*scene.desk.state(), after);
    }
}
