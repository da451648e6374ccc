//! Everything that is played, in one place and on one thread: who is there, what is due, what is to be sent.

use super::agent::Agent;
use super::arena::{Arena, ChatId};
use super::chat::Chat;
use super::job::{Ask, Job, Over, Rang};
use super::streams::Follower;
use super::timers::{Due, Timers};
use crate::load::check::{Findings, Rule};
use crate::load::clock::{Clock, SECOND_US, as_u64, count_f64};
use crate::load::document::Event;
use crate::load::history::{self, Checked, Recorder};
use crate::load::http::{Answer, Lost, Site};
use crate::load::measure::{Counts, Kind, Measures};
use crate::load::plan::{Plan, PlannedChat, Way, Who};
use crate::load::settings::Settings;
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use std::cell::Cell;
use std::collections::{HashMap, VecDeque};
use tokio::sync::oneshot;

/// Chats that are ended in a second when the run closes.
const ENDS_PER_S: f64 = 2_000.0;
/// Time that both sides have, when the last chat was ended, to read everything.
const PATIENCE_US: u64 = 60 * SECOND_US;

/// Where a run stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::load) enum Phase {
    /// Agents sign in.
    Opening,
    /// Chats are started to the number that is aimed at.
    Ramp,
    /// What is measured counts.
    Counting,
    /// Chats are ended and read to the end, at most until this time.
    Closing(u64),
    /// Nobody plays any more.
    Over,
}

/// The players and what they know.
pub(in crate::load) struct World {
    pub(in crate::load) site: Site,
    pub(in crate::load) settings: Settings,
    pub(in crate::load) clock: Clock,
    pub(in crate::load) measures: Measures,
    pub(in crate::load) findings: Findings,
    pub(in crate::load) counts: Counts,
    pub(in crate::load) phase: Phase,
    /// What everybody sent and was told, if somebody wants to know.
    pub(in crate::load) history: Recorder,
    /// What was looked at in the history when the run was over.
    pub(in crate::load) checked: Option<Checked>,
    /// When the schedule begins.
    pub(in crate::load) begins_us: u64,
    /// What tells the lines of this run from those of others.
    pub(super) run: u32,
    pub(super) agents: Vec<Agent>,
    pub(super) chats: Arena<Chat>,
    pub(super) by_key: HashMap<String, ChatId>,
    /// Accepted chats whose request has not been answered: who accepted them, and when they rang.
    pub(super) strangers: HashMap<String, (usize, Rang)>,
    pub(super) timers: Timers,
    /// Events that a stream told of a chat whose request has not been answered.
    pub(super) early: HashMap<String, Vec<Event>>,
    /// Players who are to have a stream.
    pub(super) followers: Vec<Follower>,
    /// What is to be sent.
    pub(super) jobs: VecDeque<Job>,
    pub(super) chances: ChaCha8Rng,
    /// Who waits for an answer.
    pub(super) tickets: HashMap<u64, oneshot::Sender<Answer>>,
    plan: Option<Plan>,
    coming: Option<PlannedChat>,
    next_ticket: u64,
}

impl World {
    /// A world without agents.
    pub(in crate::load) fn new(
        settings: Settings,
        site: Site,
        run: u32,
        history: Recorder,
    ) -> anyhow::Result<Self> {
        let measures = Measures::new(settings.ramp_us + settings.duration_us)?;
        // Beside the plan, so that the plan of a seed stays the same whatever else is drawn.
        let chances = ChaCha8Rng::seed_from_u64(settings.seed ^ u64::from(run) << 32);
        Ok(Self {
            site,
            clock: Clock::start(),
            measures,
            findings: Findings::default(),
            counts: Counts::default(),
            phase: Phase::Opening,
            history,
            checked: None,
            begins_us: 0,
            run,
            agents: Vec::new(),
            chats: Arena::default(),
            by_key: HashMap::new(),
            strangers: HashMap::new(),
            early: HashMap::new(),
            followers: Vec::new(),
            timers: Timers::default(),
            jobs: VecDeque::new(),
            chances,
            tickets: HashMap::new(),
            plan: None,
            coming: None,
            next_ticket: 0,
            settings,
        })
    }

    /// The agents are there: the schedule begins.
    pub(in crate::load) fn begin(&mut self) {
        let now_us = self.clock.now_us();
        self.begins_us = now_us;
        self.phase = Phase::Ramp;
        self.plan = Some(Plan::new(&self.settings, now_us));
        self.expect_next_chat();
        for agent in 0..self.agents.len() {
            self.start_shift(agent);
        }
        let counts_us = now_us + self.settings.ramp_us;
        self.timers.at(counts_us, Due::Count);
        self.timers.at(counts_us + self.settings.duration_us, Due::Close);
    }

    /// Does everything that is due.
    pub(super) fn run_due(&mut self) {
        let now_us = self.clock.now_us();
        while let Some((due_us, due)) = self.timers.pop(now_us) {
            self.measures.time(Kind::Late, due_us, now_us);
            self.act(due, due_us, now_us);
        }
    }

    fn act(&mut self, due: Due, due_us: u64, now_us: u64) {
        match due {
            Due::Arrival => self.arrive(),
            Due::Poll(chat, who) => self.poll(chat, who, due_us),
            Due::Incoming(agent) => self.ask_what_rings(agent, due_us),
            Due::Availability(agent) => self.ask_availability(agent, due_us),
            Due::Line(chat, who) => self.say_planned(chat, who, due_us),
            Due::End(chat) => self.want_end(chat),
            Due::Waiting(chat) => self.look_at_waiting(chat, now_us),
            Due::Count => {
                self.phase = Phase::Counting;
                self.measures.count(true, now_us);
            }
            Due::Close => self.close(now_us),
        }
    }

    /// The next visitor of the plan comes, and the one after is expected.
    fn arrive(&mut self) {
        let coming = self.coming.take();
        if self.is_closing() {
            return;
        }
        if let Some(plan) = coming {
            self.request_chat(plan);
        }
        self.expect_next_chat();
    }

    fn expect_next_chat(&mut self) {
        self.coming = self.plan.as_mut().map(Plan::next_chat);
        if let Some(chat) = &self.coming {
            self.timers.at(chat.arrives_us, Due::Arrival);
        }
    }

    /// Whether nothing begins any more.
    pub(in crate::load) fn is_closing(&self) -> bool {
        matches!(self.phase, Phase::Closing(_) | Phase::Over)
    }

    /// Ends the measuring: every chat is ended some time soon.
    pub(in crate::load) fn close(&mut self, now_us: u64) {
        if self.is_closing() {
            return;
        }
        self.measures.count(false, now_us);
        let chats: Vec<ChatId> = self.chats.iter().map(|(id, _)| id).collect();
        let spread_us = as_u64(count_f64(chats.len()) / ENDS_PER_S * 1e6).max(1);
        self.phase = Phase::Closing(now_us + spread_us + PATIENCE_US);
        for chat in chats {
            let after_us = self.chances.random_range(0..spread_us);
            self.timers.at(now_us + after_us, Due::End(chat));
        }
    }

    /// Whether everything is played: no chat is left, or time is up.
    pub(in crate::load) fn is_over(&self) -> bool {
        match self.phase {
            Phase::Opening | Phase::Ramp | Phase::Counting => false,
            Phase::Over => true,
            Phase::Closing(until_us) => {
                let left = self.chats.len() + self.strangers.len();
                left == 0 || self.clock.now_us() > until_us
            }
        }
    }

    /// Ends the play, and notes what is left when everything should be over.
    pub(in crate::load) fn look_around(&mut self) {
        self.phase = Phase::Over;
        self.timers = Timers::default();
        for (id, chat) in self.chats.iter() {
            let sides = [Who::Visitor, Who::Agent].map(|who| {
                let (side, way) = (chat.side(who), self.way_of(id, who));
                let next = side.reader.next();
                let (reads, writes) = (!side.has_read_end, side.is_writing);
                format!("{who:?} by {way:?}: next {next}, reads {reads}, writes {writes}")
            });
            let told = format!("{}, end {:?}; {}", chat.name(), chat.end, sides.join("; "));
            self.findings.note(Rule::NotEnded, || told);
        }
        for (key, (agent, _)) in &self.strangers {
            let login = self.agents.get(*agent).map_or("", |agent| &agent.credentials.login);
            self.findings.note(Rule::StrangeChat, || format!("{login} accepted {key}"));
        }
        for key in self.early.keys() {
            self.findings.note(Rule::StrangeChat, || format!("an agent was told of {key}"));
        }
    }

    /// Looks whether the history is in order, if there is one: nothing is added to it any more.
    pub(in crate::load) fn check_history(&mut self) -> anyhow::Result<()> {
        if let Some(path) = self.history.finish()? {
            self.checked = Some(history::check(&path, &mut self.findings)?);
        }
        Ok(())
    }

    /// Live chats, and how many of them wait.
    pub(in crate::load) fn count_chats(&self) -> (usize, usize) {
        let waiting = self.chats.iter().filter(|(_, chat)| chat.is_waiting()).count();
        (self.chats.len(), waiting)
    }

    /// How many agents are played.
    pub(in crate::load) fn count_agents(&self) -> usize {
        self.agents.len()
    }

    /// Gives a request to whoever sends it.
    pub(super) fn send(&mut self, ask: Ask, bytes: Vec<u8>, intended_us: u64, device: Option<(usize, u32)>) {
        if let Some((agent, number)) = device
            && let Some(device) = self.agents.get_mut(agent).and_then(|agent| agent.device_mut(number))
        {
            device.in_flight += 1;
        }
        self.counts.requests += 1;
        let over = self.over(ask);
        let sent_us = Cell::default();
        self.jobs.push_back(Job { ask, bytes, intended_us, over, device, sent_us });
    }

    /// The connections that a request may go over.
    fn over(&self, ask: Ask) -> Over {
        let way = match ask {
            Ask::Poll(chat, who) => self.way_of(chat, who),
            Ask::Incoming(agent) => self.way_of_agent(agent),
            Ask::Availability(_) | Ask::Suspicion(..) => Way::Poll,
            Ask::Chat(_)
            | Ask::Line(..)
            | Ask::End(..)
            | Ask::Accept(..)
            | Ask::Online(_)
            | Ask::Ticket(_) => return Over::Writes,
        };
        if way == Way::LongPoll { Over::Held } else { Over::Polls }
    }

    /// How events reach a side of a chat.
    pub(super) fn way_of(&self, chat: ChatId, who: Who) -> Way {
        let chat = self.chats.get(chat);
        match who {
            Who::Visitor => Way::of(self.settings.transport, chat.map_or(0, |chat| chat.plan.number)),
            Who::Agent => self.way_of_agent(chat.and_then(|chat| chat.agent).unwrap_or(0)),
        }
    }

    /// How everything reaches an agent.
    pub(super) fn way_of_agent(&self, agent: usize) -> Way {
        Way::of(self.settings.transport, u64::try_from(agent).unwrap_or(0))
    }

    /// Gives a request to whoever sends it; the answer comes by the way that is given back.
    pub(super) fn send_and_wait(&mut self, bytes: Vec<u8>) -> oneshot::Receiver<Answer> {
        let (sender, receiver) = oneshot::channel();
        let ticket = self.next_ticket;
        self.next_ticket += 1;
        self.tickets.insert(ticket, sender);
        self.send(Ask::Ticket(ticket), bytes, self.clock.now_us(), None);
        receiver
    }

    /// A request was answered.
    pub(super) fn answered(&mut self, job: &Job, answer: &mut Answer) {
        let now_us = self.clock.now_us();
        if let Some((agent, number)) = job.device
            && let Some(device) = self.agents.get_mut(agent).and_then(|agent| agent.device_mut(number))
        {
            device.in_flight = device.in_flight.saturating_sub(1);
        }
        if self.phase == Phase::Over && !matches!(job.ask, Ask::Ticket(_)) {
            return;
        }
        self.note_answer(job, answer, now_us);
        match job.ask {
            Ask::Chat(chat) => self.chat_requested(chat, answer, now_us),
            Ask::Poll(chat, who) => self.polled(chat, who, answer, job, now_us),
            Ask::Line(chat, who, line) => self.said(chat, who, line, answer, now_us),
            Ask::End(chat, who) => self.ended(chat, who, answer),
            Ask::Incoming(agent) => self.told_what_rings(agent, answer, job.intended_us, now_us),
            Ask::Accept(agent, rang) => self.accepted(agent, rang, answer, now_us),
            Ask::Availability(agent) => self.told_availability(agent, answer),
            Ask::Suspicion(chat, agent) => self.suspected(chat, agent, answer),
            Ask::Online(agent) => self.is_online(agent, answer, now_us),
            Ask::Ticket(ticket) => {
                if let Some(waits) = self.tickets.remove(&ticket) {
                    // Who has stopped waiting does not need it.
                    let _ = waits.send(std::mem::take(answer));
                }
            }
        }
    }

    /// A connection was lost, and a request with it.
    pub(super) fn lost(&mut self, lost: &Lost) {
        match lost {
            Lost::Idle => {}
            Lost::Broken(_) if self.settings.disturbs() => self.counts.repeated += 1,
            Lost::Broken(error) => {
                self.counts.repeated += 1;
                self.findings.note(Rule::Connection, || error.to_string());
            }
            Lost::Malformed(_) => self.findings.note(Rule::Document, || lost.to_string()),
        }
    }

    /// The server was not there for a while: nobody could be offered anything.
    pub(super) fn server_is_back(&mut self) {
        let now_us = self.clock.now_us();
        for agent in &mut self.agents {
            agent.free_since_us = agent.free_since_us.map(|_| now_us);
        }
    }

    /// A key under which a write can be repeated.
    pub(super) fn once(&mut self) -> u128 {
        self.chances.random()
    }

    /// Notes that an answer has a status that the API does not promise.
    pub(super) fn wrong_status(&mut self, what: &str, answer: &Answer) {
        let body = String::from_utf8_lossy(&answer.body);
        let body: String = body.chars().take(200).collect();
        self.findings.note(Rule::Status, || format!("{what}: {} {body}", answer.status));
    }
}
