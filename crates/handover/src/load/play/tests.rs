//! The players see what is wrong: answers and messages as a faulty server would give them.

use super::agent::{Agent, Device};
use super::arena::ChatId;
use super::job::{Ask, Job, Over, Rang};
use super::lanes::Stage;
use super::moving;
use super::streams::Follower;
use super::world::{Phase, World};
use crate::cli::{Cli, Command};
use crate::load::check::Rule;
use crate::load::clock::SECOND_US;
use crate::load::history::Recorder;
use crate::load::http::{Answer, Message, Site};
use crate::load::plan::{Plan, Who};
use crate::load::settings::{Credentials, Settings};
use clap::Parser as _;
use std::cell::Cell;
use std::rc::Rc;

const KEY: &str = "H1-aK1";
const RANG: Rang = Rang { at_us: 0, freed_us: 0 };

/// A world with an agent of skill 0 and one of skill 1, each with one slot, and a plan.
fn world() -> World {
    let words = ["handover", "load", "--skills=2", "--agents=2", "--transport=sse"];
    let Command::Load(options) = Cli::try_parse_from(words).unwrap().command else { panic!("not load") };
    let settings = Settings::of(&options).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let site = runtime.block_on(Site::find("http://127.0.0.1:1", "a")).unwrap();
    let mut world = World::new(settings, site, 7, Recorder::default()).unwrap();
    for skill in 0..2 {
        let text = String::new;
        let device = Device {
            number: 0,
            path: format!("/agentSession/{skill}"),
            bearer: text(),
            csrf: text(),
            cookie: text(),
            in_flight: 0,
        };
        let credentials = Credentials { login: format!("agent{skill}"), password: text() };
        let mut agent = Agent::new(credentials, Some(1), vec![skill], device);
        agent.count_slots(5 * SECOND_US);
        world.agents.push(agent);
    }
    world.phase = Phase::Counting;
    world
}

fn answer(status: u16, location: &str) -> Answer {
    Answer { status, location: Some(location.to_owned()), ..Answer::default() }
}

fn answered(world: &mut World, ask: Ask, mut answer: Answer) {
    let job = Job {
        ask,
        bytes: Vec::new(),
        intended_us: 0,
        over: Over::Polls,
        device: None,
        sent_us: Cell::default(),
    };
    world.answered(&job, &mut answer);
}

/// A chat that asks for this skill and has this key.
fn chat(world: &mut World, skill: usize, key: &str) -> ChatId {
    let mut plan = Plan::new(&world.settings, 0).next_chat();
    plan.skill = Some(skill);
    world.request_chat(plan);
    let (id, _) = world.chats.iter().last().unwrap();
    answered(world, Ask::Chat(id), answer(201, &format!("http://h/api/account/a/chat/{key}")));
    id
}

fn accept(world: &mut World, agent: usize, key: &str) {
    let location = format!("http://h/api/account/a/agentSession/1/chat/{key}");
    answered(world, Ask::Accept(agent, RANG), answer(201, &location));
}

/// An event comes to somebody on a stream.
fn event(world: &mut World, follower: Follower, id: u32, rest: &str) {
    let chat =
        if matches!(follower, Follower::Agent(_)) { format!(r#""chat":"{KEY}","#) } else { String::new() };
    let data = format!(r#"{{{chat}"event":{{"@id":"{id}",{rest}}}}}"#);
    world.told(follower, &Message { kind: "event".to_owned(), id: Some(id.to_string()), data });
}

const WAITING: &str = r#""@type":"state","state":"waiting""#;
const CHATTING: &str = r#""@type":"state","state":"chatting""#;
const ENDED: &str = r#""@type":"state","state":"ended""#;

fn found(world: &World) -> Vec<(Rule, u64)> {
    world.findings.iter().map(|(rule, finding)| (rule, finding.count)).collect()
}

/// The chat is looked at, and the agent who seems to be free, if there is one, says whether it is online.
fn look(world: &mut World, id: ChatId, at_us: u64, is_online: bool) {
    world.jobs.clear();
    world.look_at_waiting(id, at_us);
    let asked = world.jobs.iter().map(|job| job.ask).find(|ask| matches!(ask, Ask::Suspicion(..)));
    let chats = if is_online { "Online" } else { "Away" };
    let body = format!(r#"{{"availability":{{"chat":"{chats}"}}}}"#).into_bytes();
    if let Some(ask) = asked {
        answered(world, ask, Answer { status: 200, body, ..Answer::default() });
    }
}

#[test]
fn a_chat_that_waits_beside_a_free_agent_is_stuck_and_told_once() {
    let mut world = world();
    let id = chat(&mut world, 0, KEY);
    look(&mut world, id, 31 * SECOND_US, true);
    assert_eq!(found(&world), [], "nobody was free for long enough");
    look(&mut world, id, 40 * SECOND_US, true);
    look(&mut world, id, 80 * SECOND_US, true);
    assert_eq!(found(&world), [(Rule::Stuck, 1)]);
}

#[test]
fn a_chat_that_waits_while_the_free_agent_is_away_is_not_stuck() {
    let mut world = world();
    let id = chat(&mut world, 0, KEY);
    look(&mut world, id, 40 * SECOND_US, false);
    assert_eq!(found(&world), []);
    assert!(world.jobs.iter().any(|job| job.ask == Ask::Online(0)), "the agent goes online");
}

#[test]
fn a_chat_that_waits_while_every_suitable_agent_is_busy_is_not_stuck() {
    let mut world = world();
    chat(&mut world, 0, KEY);
    accept(&mut world, 0, KEY);
    let waits = chat(&mut world, 0, "H2-bK2");
    look(&mut world, waits, 90 * SECOND_US, true);
    assert_eq!(found(&world), []);
}

#[test]
fn a_chat_that_is_accepted_twice_is_found() {
    let mut world = world();
    chat(&mut world, 0, KEY);
    accept(&mut world, 0, KEY);
    accept(&mut world, 1, KEY);
    assert_eq!(found(&world), [(Rule::AcceptedTwice, 1)]);
}

#[test]
fn an_accept_that_is_answered_before_the_request_of_its_chat_is_in_order() {
    let mut world = world();
    accept(&mut world, 0, KEY);
    chat(&mut world, 0, KEY);
    world.look_around();
    assert_eq!(found(&world), [(Rule::NotEnded, 1)], "but for the end of the test, which is none");
}

#[test]
fn a_chat_that_is_told_to_its_end_before_its_accept_is_answered_is_over_then() {
    let mut world = world();
    let id = chat(&mut world, 0, KEY);
    world.chats.get_mut(id).unwrap().end = super::chat::End::Sent;
    for follower in [Follower::Visitor(id), Follower::Agent(0)] {
        event(&mut world, follower, 0, WAITING);
        event(&mut world, follower, 1, CHATTING);
        event(&mut world, follower, 2, ENDED);
    }
    assert_eq!(world.chats.len(), 1);
    accept(&mut world, 0, KEY);
    world.look_around();
    assert_eq!((found(&world), world.chats.len()), (vec![], 0));
}

#[test]
fn an_accepted_chat_that_nobody_asked_for_is_found() {
    let mut world = world();
    accept(&mut world, 0, KEY);
    world.look_around();
    assert_eq!(found(&world), [(Rule::StrangeChat, 1)]);
}

#[test]
fn an_agent_with_more_chats_than_slots_is_found() {
    let mut world = world();
    for key in [KEY, "H2-bK2"] {
        chat(&mut world, 0, key);
        accept(&mut world, 0, key);
    }
    assert_eq!(found(&world), [(Rule::Slots, 1)]);
}

#[test]
fn events_that_are_left_out_or_told_twice_are_found() {
    let mut world = world();
    let id = chat(&mut world, 0, KEY);
    accept(&mut world, 0, KEY);
    let follower = Follower::Agent(0);
    event(&mut world, follower, 0, WAITING);
    event(&mut world, follower, 2, CHATTING);
    assert_eq!(found(&world), [(Rule::Gap, 1)]);
    event(&mut world, follower, 2, CHATTING);
    assert_eq!(found(&world), [(Rule::Gap, 1), (Rule::Repeat, 1)]);
    // A visitor may skip what is hidden, and what is not hidden is found out in the end.
    let follower = Follower::Visitor(id);
    event(&mut world, follower, 0, WAITING);
    event(&mut world, follower, 2, CHATTING);
    assert_eq!(found(&world), [(Rule::Gap, 1), (Rule::Repeat, 1)]);
}

#[test]
fn a_chat_that_ends_or_goes_back_by_itself_is_found() {
    let mut world = world();
    let id = chat(&mut world, 0, KEY);
    accept(&mut world, 0, KEY);
    event(&mut world, Follower::Visitor(id), 0, WAITING);
    event(&mut world, Follower::Visitor(id), 1, WAITING);
    assert_eq!(found(&world), [(Rule::BrokenOff, 1)]);
    let mut world = self::world();
    let id = chat(&mut world, 0, KEY);
    event(&mut world, Follower::Visitor(id), 0, ENDED);
    assert_eq!(found(&world), [(Rule::BrokenOff, 1)]);
}

#[test]
fn an_agent_who_is_told_of_the_chat_of_another_is_found() {
    let mut world = world();
    chat(&mut world, 0, KEY);
    accept(&mut world, 0, KEY);
    event(&mut world, Follower::Agent(1), 0, WAITING);
    assert_eq!(found(&world), [(Rule::StrangeChat, 1)]);
}

#[test]
fn a_line_that_is_acknowledged_and_not_told_is_lost() {
    let mut world = world();
    let id = chat(&mut world, 0, KEY);
    accept(&mut world, 0, KEY);
    let line = world.chats.get_mut(id).unwrap().ledger.write(Who::Visitor, 0, false);
    answered(&mut world, Ask::Line(id, Who::Visitor, line), answer(201, "http://h/events/2"));
    world.chats.get_mut(id).unwrap().end = super::chat::End::Sent;
    for follower in [Follower::Visitor(id), Follower::Agent(0)] {
        event(&mut world, follower, 0, WAITING);
        event(&mut world, follower, 1, CHATTING);
        event(&mut world, follower, 2, r#""@type":"line","source":"system","text":"hello""#);
        event(&mut world, follower, 3, ENDED);
    }
    assert_eq!(found(&world), [(Rule::LostLine, 2)]);
    assert_eq!(world.chats.len(), 0);
}

#[test]
fn statuses_and_documents_that_are_not_promised_are_found() {
    let mut world = world();
    let id = chat(&mut world, 0, KEY);
    let poll = Ask::Poll(id, Who::Visitor);
    answered(&mut world, poll, Answer { status: 500, ..Answer::default() });
    answered(&mut world, poll, Answer { status: 200, body: b"<html>".to_vec(), ..Answer::default() });
    assert_eq!(found(&world), [(Rule::Status, 1), (Rule::Document, 1)]);
}

#[test]
fn a_list_of_chats_at_another_device_that_is_not_right_is_found() {
    let mut world = world();
    chat(&mut world, 0, KEY);
    accept(&mut world, 0, KEY);
    let stage = Stage::new(world);
    let keys = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect::<Vec<_>>();
    let faults = |stage: &Rc<Stage>| found(&stage.world.borrow());
    moving::check(&stage, 0, &keys(&[KEY]), &keys(&[KEY]));
    assert_eq!(faults(&stage), []);
    moving::check(&stage, 0, &keys(&[KEY]), &[]);
    assert_eq!(faults(&stage), [(Rule::ChatSessions, 1)]);
    moving::check(&stage, 1, &[], &keys(&[KEY]));
    assert_eq!(faults(&stage), [(Rule::ChatSessions, 2)]);
    moving::check(&stage, 0, &keys(&[KEY]), &keys(&[KEY, KEY]));
    assert_eq!(faults(&stage), [(Rule::ChatSessions, 3)]);
}
