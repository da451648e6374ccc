//! Devices: several agent sessions of one agent are equal windows on the same agent.

use crate::common::{ANNA, BEN, Scene};
use handover_desk::{
    Availability, Command, Continuity, Fact, Refusal, SessionEndReason, SessionId, Timestamp, Watch, Writer,
};

#[test]
fn a_second_device_lists_the_chats_to_carry_on_with() {
    let mut scene = Scene::new();
    let first = scene.agent(ANNA, 3, &[]);
    let one = scene.chatting(first);
    let two = scene.chatting(first);
    let second = scene.device(ANNA);
    assert_eq!(scene.listed(second), [one.chat().0, two.chat().0]);
    scene.say(one, Writer::Agent(second), "still here").unwrap();
    scene.say(two, Writer::Agent(first), "here too").unwrap();
}

#[test]
fn ending_a_device_while_another_is_active_changes_nothing_for_the_chats() {
    let mut scene = Scene::new();
    let first = scene.agent(ANNA, 3, &[]);
    let chat = scene.chatting(first);
    let ringing = scene.asks();
    let second = scene.device(ANNA);
    let decision = scene.decide(None, Command::EndSession(first));
    assert!(matches!(decision.facts[..], [Fact::SessionEnded(_)]));
    assert_eq!(scene.assigned_to(chat), Some(ANNA));
    assert_eq!(scene.rings_at(ringing), Some(ANNA));
    assert_eq!(scene.accept(second), ringing);
}

#[test]
fn an_offer_rings_on_every_device_and_is_accepted_once() {
    let mut scene = Scene::new();
    let first = scene.agent(ANNA, 3, &[]);
    let second = scene.device(ANNA);
    let chat = scene.asks();
    assert_eq!(scene.accept(second), chat);
    assert_eq!(scene.ask(Command::Accept(first)), Err(Refusal::NothingOffered));
}

#[test]
fn availability_belongs_to_the_agent_and_not_to_the_device() {
    let mut scene = Scene::new();
    let first = scene.agent(ANNA, 3, &[]);
    scene.set(first, Availability::Occupied);
    let second = scene.device(ANNA);
    assert_eq!(scene.availability(ANNA), Some(Availability::Occupied));
    scene.done(Command::EndSession(first));
    assert_eq!(scene.availability(ANNA), Some(Availability::Occupied));
    scene.done(Command::EndSession(second));
    assert_eq!(scene.availability(ANNA), None);
}

#[test]
fn a_first_session_starts_as_the_account_wants() {
    let mut scene = Scene::new();
    scene.agent(ANNA, 1, &[]);
    assert_eq!(scene.availability(ANNA), Some(Availability::Online));
    let mut scene = Scene::with(|settings| settings.initial_availability = Availability::Away);
    scene.agent(ANNA, 1, &[]);
    assert_eq!(scene.availability(ANNA), Some(Availability::Away));
}

#[test]
fn a_first_session_gets_what_is_waiting() {
    let mut scene = Scene::new();
    let chat = scene.asks();
    assert_eq!(scene.rings_at(chat), None);
    scene.agent(ANNA, 1, &[]);
    assert_eq!(scene.rings_at(chat), Some(ANNA));
}

#[test]
fn a_ninth_session_ends_the_one_unheard_for_longest() {
    let mut scene = Scene::new();
    let first = scene.agent(ANNA, 3, &[]);
    let chat = scene.chatting(first);
    let mut others = Vec::new();
    for _ in 0..7 {
        scene.now.0 += 1;
        others.push(scene.device(ANNA));
    }
    assert_eq!(scene.desk.state().sessions.len(), 8);
    // The first and all but the second are heard from when presence is looked at.
    let mut calling: Vec<Watch> = others.iter().skip(1).map(|id| Watch::Session(*id)).collect();
    calling.extend([Watch::Session(first), crate::common::visitor_of(chat)]);
    scene.pass(31, &calling);
    scene.device(ANNA);
    assert_eq!(scene.desk.state().sessions.len(), 8);
    assert_eq!(scene.ask(Command::Return(others[0])), Err(Refusal::SessionNotFound));
    assert!(scene.ask(Command::Return(first)).is_ok());
    assert_eq!(scene.assigned_to(chat), Some(ANNA));
}

#[test]
fn the_ninth_session_counts_calls_that_are_not_in_the_journal_yet() {
    let mut scene = Scene::new();
    let first = scene.agent(ANNA, 3, &[]);
    let others: Vec<_> = (0..7).map(|_| scene.device(ANNA)).collect();
    let login = scene.desk.session(first).unwrap().login;
    let heard =
        [first].into_iter().chain(others.iter().copied().skip(1)).map(|id| (id, Timestamp(scene.now.0 + 5)));
    let command = Command::StartSession { login, heard: heard.collect() };
    scene.now.0 += 10;
    assert!(scene.ask(command).is_ok());
    assert_eq!(scene.desk.session(others[0]), None);
    assert!(scene.desk.session(first).is_some());
}

#[test]
fn in_takeover_a_session_ends_the_older_ones_and_the_chats_stay() {
    let mut scene = Scene::with(|settings| settings.continuity = Continuity::Takeover);
    let first = scene.agent(ANNA, 3, &[]);
    scene.agent(BEN, 3, &[]);
    scene.set(first, Availability::Occupied);
    scene.set(first, Availability::Online);
    let chat = scene.asks_for(|request| request.agent = Some(ANNA));
    assert_eq!(scene.accept(first), chat);
    let ringing = scene.asks_for(|request| request.agent = Some(ANNA));
    let until = scene.offer(ringing);
    scene.now.0 += 5_000;
    let second = scene.device(ANNA);
    assert_eq!(scene.ask(Command::Return(first)), Err(Refusal::SessionNotFound));
    assert_eq!(scene.listed(second), [chat.chat().0]);
    assert_eq!(scene.offer(ringing), until, "the clock of an offer goes on");
    let replaced =
        |fact: &Fact| matches!(fact, Fact::SessionEnded(ended) if ended.reason == SessionEndReason::Replaced);
    assert_eq!(scene.facts.iter().filter(|fact| replaced(fact)).count(), 1);
    assert_eq!(scene.events(chat, 4), Vec::<String>::new());
}

#[test]
fn a_session_that_is_over_can_do_nothing() {
    let mut scene = Scene::new();
    let session = scene.agent(ANNA, 1, &[]);
    scene.done(Command::EndSession(session));
    assert_eq!(scene.ask(Command::EndSession(session)), Err(Refusal::SessionNotFound));
    assert_eq!(scene.ask(Command::Accept(session)), Err(Refusal::SessionNotFound));
}

fn name(session: SessionId, device: SessionId, name: &str) -> Command {
    Command::NameDevice { session, device, name: name.into() }
}

#[test]
fn an_agent_names_the_own_devices_from_any_of_them() {
    let mut scene = Scene::new();
    let (laptop, phone) = (scene.agent(ANNA, 1, &[]), scene.device(ANNA));
    scene.done(name(laptop, phone, "Firefox on Linux"));
    let named = |scene: &Scene, device| scene.desk.session(device).unwrap().name.clone();
    assert_eq!(named(&scene, phone).as_deref(), Some("Firefox on Linux"));
    assert_eq!(named(&scene, laptop), None);
    assert_eq!(scene.decide(None, name(phone, phone, "Firefox on Linux")).facts, []);
    scene.done(name(phone, phone, "Phone"));
    assert_eq!(named(&scene, phone).as_deref(), Some("Phone"));
}

#[test]
fn a_device_of_another_agent_can_be_neither_named_nor_signed_out() {
    let mut scene = Scene::new();
    let (anna, ben) = (scene.agent(ANNA, 1, &[]), scene.agent(BEN, 1, &[]));
    let before = scene.desk.state().clone();
    for (session, device) in [(ben, anna), (ben, SessionId(9)), (SessionId(9), ben)] {
        assert_eq!(scene.ask(name(session, device, "x")), Err(Refusal::SessionNotFound));
        let sign_out = Command::SignOutDevice { session, device };
        assert_eq!(scene.ask(sign_out), Err(Refusal::SessionNotFound));
    }
    assert_eq!(*scene.desk.state(), before);
}

#[test]
fn signing_a_device_out_ends_its_login_and_every_session_of_it() {
    let mut scene = Scene::new();
    let laptop = scene.agent(ANNA, 1, &[]);
    let phone = scene.device(ANNA);
    let login = scene.desk.session(phone).unwrap().login;
    let tablet = scene.session(login);
    let chat = scene.chatting(laptop);
    scene.done(Command::SignOutDevice { session: laptop, device: phone });
    assert!(scene.desk.login(login).is_none());
    assert_eq!(
        [laptop, phone, tablet].map(|device| scene.desk.session(device).is_some()),
        [true, false, false]
    );
    assert_eq!((scene.assigned_to(chat), scene.events(chat, 4)), (Some(ANNA), vec![]));
}

#[test]
fn signing_out_the_device_that_asks_is_leaving() {
    let mut scene = Scene::new();
    let anna = scene.agent(ANNA, 1, &[]);
    let chat = scene.chatting(anna);
    scene.done(Command::SignOutDevice { session: anna, device: anna });
    assert_eq!((scene.availability(ANNA), scene.events(chat, 4)), (None, vec!["6".into(), "ended".into()]));
    assert!(scene.desk.state().logins.is_empty());
}
