//! What is played by an agent beside its chats: asking what rings, accepting it, staying online.

use super::agent::Agent;
use super::arena::ChatId;
use super::chat::End;
use super::job::{Ask, Rang};
use super::streams::Follower;
use super::timers::Due;
use super::visiting::{LONG_POLL, next_time};
use super::world::World;
use crate::load::check::Rule;
use crate::load::clock::{MILLI_US, SECOND_US};
use crate::load::document;
use crate::load::http::{Answer, Request};
use crate::load::measure::Kind;
use crate::load::plan::{Way, Who};
use rand::RngExt as _;

/// How often an agent looks whether it is still online: a missed chat makes it away.
const AVAILABILITY_EVERY_US: u64 = 15 * SECOND_US;

/// Time after which an agent who waits for a ring asks again: to ask at once, while accepts are on their way, would be to
/// ask again and again.
const RINGS_AGAIN_US: u64 = 50 * MILLI_US;

impl World {
    /// An agent begins to work.
    pub(super) fn start_shift(&mut self, agent: usize) {
        let now_us = self.clock.now_us();
        if let Some(agent) = self.agents.get_mut(agent) {
            agent.count_slots(now_us);
        }
        match self.way_of_agent(agent) {
            Way::Poll => {
                let wait_us = self.chances.random_range(0..=self.settings.poll_every_us);
                self.timers.at(now_us + wait_us, Due::Incoming(agent));
            }
            Way::LongPoll => self.ask_what_rings(agent, now_us),
            // The stream tells of the availability, too.
            Way::Sse | Way::WebSocket => return self.followers.push(Follower::Agent(agent)),
        }
        let wait_us = self.chances.random_range(0..=AVAILABILITY_EVERY_US);
        self.timers.at(now_us + wait_us, Due::Availability(agent));
    }

    /// A request of an agent, and the device it is sent from.
    fn agents_request(&self, agent: usize, post: bool, rest: &str) -> Option<(Request, (usize, u32))> {
        let device = self.agents.get(agent)?.device()?;
        let path = format!("{}{rest}", device.path);
        let request =
            if post { Request::post(&self.site, &path) } else { Request::get(&self.site, &path, "") };
        Some((request.bearer(&device.bearer), (agent, device.number)))
    }

    /// An agent asks what rings.
    pub(super) fn ask_what_rings(&mut self, agent: usize, intended_us: u64) {
        let waits = self.way_of_agent(agent) == Way::LongPoll;
        let accepts = self.agents.get(agent).is_some_and(|agent| agent.accepting > 0);
        if waits && accepts {
            // What rings goes on ringing until its accept is answered.
            return self.timers.at(intended_us + RINGS_AGAIN_US, Due::Incoming(agent));
        }
        if let Some((request, device)) = self.agents_request(agent, false, "/incomingRequests") {
            let request = if waits { request.with("Prefer", LONG_POLL) } else { request };
            self.send(Ask::Incoming(agent), request.bytes(), intended_us, Some(device));
        }
    }

    /// An agent was told what rings, and accepts all of it.
    pub(super) fn told_what_rings(&mut self, agent: usize, answer: &Answer, intended_us: u64, now_us: u64) {
        let every_us = self.settings.poll_every_us;
        let waits = self.way_of_agent(agent) == Way::LongPoll;
        if waits {
            self.timers.at(now_us + RINGS_AGAIN_US, Due::Incoming(agent));
        } else {
            self.measures.time_again(Kind::Poll, intended_us, now_us, every_us);
            self.timers.at(next_time(intended_us, every_us, now_us), Due::Incoming(agent));
        }
        if answer.status != 200 {
            return self.wrong_status("GET incomingRequests", answer);
        }
        match document::ringing(&answer.body) {
            Some(count) => self.rings(agent, count, now_us),
            None => self.unreadable("GET incomingRequests", answer),
        }
    }

    /// So many chats ring at an agent.
    pub(super) fn rings(&mut self, agent: usize, count: u32, now_us: u64) {
        let Some(state) = self.agents.get_mut(agent) else { return };
        let freed_us = state.freed_us;
        state.ringing = count;
        state.count_slots(now_us);
        let more = count.saturating_sub(state.accepting);
        state.accepting += more;
        let rang = Rang { at_us: now_us, freed_us };
        for _ in 0..more {
            let once = self.once();
            if let Some((request, device)) = self.agents_request(agent, true, "/incomingRequests") {
                let bytes = request.once(once).json(r#"{"chat":"start"}"#);
                self.send(Ask::Accept(agent, rang), bytes, now_us, Some(device));
            }
        }
    }

    /// An accept was answered.
    pub(super) fn accepted(&mut self, agent: usize, rang: Rang, answer: &Answer, now_us: u64) {
        let location = answer.location.as_deref().filter(|_| matches!(answer.status, 200 | 201));
        let key = location.and_then(|location| location.rsplit('/').next()).map(str::to_owned);
        if let Some(state) = self.agents.get_mut(agent) {
            state.accepting = state.accepting.saturating_sub(1);
            state.ringing = state.ringing.saturating_sub(1);
            state.assigned += u32::from(key.is_some());
            state.count_slots(now_us);
            if state.is_beyond_limit() {
                let example = format!("{} has {} chats", state.credentials.login, state.assigned);
                self.findings.note(Rule::Slots, || example);
            }
        }
        let Some(key) = key else {
            if answer.status == 404 {
                // It was accepted meanwhile, or withdrawn, or missed: that makes the agent away.
                self.counts.offers_gone += 1;
                return self.look_whether_online(agent, now_us);
            }
            return self.wrong_status("POST incomingRequests", answer);
        };
        self.measures.time(Kind::Accept, rang.at_us, now_us);
        match self.by_key.get(&key).copied() {
            Some(chat) => self.is_accepted(chat, agent, rang, now_us),
            None if self.strangers.contains_key(&key) => self.accepted_twice(&key),
            None => {
                self.strangers.insert(key, (agent, rang));
            }
        }
    }

    fn accepted_twice(&mut self, key: &str) {
        self.findings.note(Rule::AcceptedTwice, || format!("chat {key}"));
    }

    /// A chat has an agent.
    pub(super) fn is_accepted(&mut self, id: ChatId, agent: usize, rang: Rang, now_us: u64) {
        let Some(chat) = self.chats.get_mut(id) else { return };
        if chat.agent.is_some() {
            let key = chat.key.clone();
            return self.accepted_twice(&key);
        }
        chat.agent = Some(agent);
        self.counts.accepted += 1;
        self.measures.time(Kind::Offer, chat.plan.arrives_us.max(rang.freed_us), rang.at_us);
        if chat.end == End::Sent
            && let Some(state) = self.agents.get_mut(agent)
        {
            state.assigned = state.assigned.saturating_sub(1);
            state.count_slots(now_us);
        }
        self.follow(id, Who::Agent, now_us);
        self.begin_to_talk(id, Who::Agent, now_us);
        // A stream may have told everything before the accept was answered.
        self.leave_if_over(id);
    }

    /// A chat has waited for long: is there an agent who could have had it all the time?
    pub(super) fn look_at_waiting(&mut self, id: ChatId, now_us: u64) {
        let Some(chat) = self.chats.get(id).filter(|chat| chat.is_waiting()) else { return };
        let since_us = now_us.saturating_sub(self.settings.stuck_after_us);
        let skill = chat.plan.skill;
        let idle = |agent: &Agent| agent.suits(skill) && agent.is_free_since(since_us);
        if let Some(agent) = self.agents.iter().position(idle)
            && !chat.was_stuck
        {
            self.suspect(id, agent);
        }
        self.timers.at(now_us + self.settings.stuck_after_us, Due::Waiting(id));
    }

    /// An agent seems to be free. It may have missed an offer meanwhile, which made it away: so it is asked first.
    fn suspect(&mut self, id: ChatId, agent: usize) {
        let now_us = self.clock.now_us();
        if let Some((request, device)) = self.agents_request(agent, false, "/availability") {
            self.send(Ask::Suspicion(id, agent), request.bytes(), now_us, Some(device));
        }
    }

    /// The agent who seemed to be free has told whether it is online.
    pub(super) fn suspected(&mut self, id: ChatId, agent: usize, answer: &Answer) {
        self.told_availability(agent, answer);
        let Some(state) = self.agents.get(agent) else { return };
        let Some(chat) = self.chats.get_mut(id).filter(|chat| chat.is_waiting()) else { return };
        if document::is_online(&answer.body) == Some(true) && state.free_since_us.is_some() {
            chat.was_stuck = true;
            let login = &state.credentials.login;
            self.findings.note(Rule::Stuck, || format!("{} waits, and {login} is free", chat.name()));
        }
    }

    /// An agent looks whether it is online.
    pub(super) fn ask_availability(&mut self, agent: usize, intended_us: u64) {
        self.timers.at(intended_us + AVAILABILITY_EVERY_US, Due::Availability(agent));
        self.look_whether_online(agent, intended_us);
    }

    fn look_whether_online(&mut self, agent: usize, intended_us: u64) {
        if let Some((request, device)) = self.agents_request(agent, false, "/availability") {
            self.send(Ask::Availability(agent), request.bytes(), intended_us, Some(device));
        }
    }

    pub(super) fn told_availability(&mut self, agent: usize, answer: &Answer) {
        if answer.status != 200 {
            return self.wrong_status("GET availability", answer);
        }
        match document::is_online(&answer.body) {
            Some(true) => {}
            Some(false) => self.go_online(agent),
            None => self.unreadable("GET availability", answer),
        }
    }

    /// An agent who is not online goes online: until then nothing is offered to it.
    pub(super) fn go_online(&mut self, agent: usize) {
        self.counts.away += 1;
        if let Some(state) = self.agents.get_mut(agent) {
            state.free_since_us = None;
        }
        let once = self.once();
        let now_us = self.clock.now_us();
        if let Some((request, device)) = self.agents_request(agent, true, "/availability") {
            let request = request.with("X-HTTP-Method-Override", "PUT").once(once);
            let bytes = request.json(r#"{"availability":{"chat":"Online"}}"#);
            self.send(Ask::Online(agent), bytes, now_us, Some(device));
        }
    }

    pub(super) fn is_online(&mut self, agent: usize, answer: &Answer, now_us: u64) {
        if answer.status != 200 {
            self.wrong_status("PUT availability", answer);
        }
        if let Some(state) = self.agents.get_mut(agent) {
            state.free_since_us = None;
            state.count_slots(now_us);
        }
    }
}
