//! What is played in a chat: asking for it, reading it, talking, ending it. Both sides do it the same way, from different
//! addresses.

use super::arena::ChatId;
use super::chat::{Chat, End};
use super::job::{Ask, Job};
use super::streams::Follower;
use super::timers::Due;
use super::world::World;
use crate::load::check::{Rule, Seen, Tag};
use crate::load::document::{self, Event, News, What};
use crate::load::http::{Answer, Request};
use crate::load::measure::Kind;
use crate::load::plan::{PlannedChat, Way, Who};
use rand::RngExt as _;

/// Silence of a visitor after which the server may end a chat: more than a server that is killed is away.
const INTERACTION_TIMEOUT_S: u32 = 120;

/// How long an answer may be held back.
pub(super) const LONG_POLL: &str = "wait=25";

impl World {
    /// A visitor asks for a chat.
    pub(super) fn request_chat(&mut self, plan: PlannedChat) {
        self.counts.chats += 1;
        let intended_us = plan.arrives_us;
        let skill = plan.skill.and_then(|skill| self.settings.skills.get(skill));
        let skill = skill.map(|name| format!(r#","skill":"{name}""#)).unwrap_or_default();
        let body = format!(r#"{{"request":{{"interactionTimeout":{INTERACTION_TIMEOUT_S}{skill}}}}}"#);
        let id = self.chats.insert(Chat::new(plan));
        let key = self.once();
        let request = Request::post(&self.site, &self.site.path("/chat/request"));
        let bytes = request.app_key(&self.settings.app_key).once(key).json(&body);
        self.send(Ask::Chat(id), bytes, intended_us, None);
    }

    /// The visitor has a chat.
    pub(super) fn chat_requested(&mut self, id: ChatId, answer: &Answer, now_us: u64) {
        let Some(chat) = self.chats.get_mut(id) else { return };
        let arrived_us = chat.plan.arrives_us;
        let location = answer.location.as_deref().filter(|_| matches!(answer.status, 200 | 201));
        let key = location.and_then(|location| location.rsplit('/').next()).map(str::to_owned);
        let Some(key) = key else {
            self.chats.remove(id);
            return self.wrong_status("POST chat/request", answer);
        };
        chat.key.clone_from(&key);
        self.measures.time(Kind::Start, arrived_us, now_us);
        self.by_key.insert(key.clone(), id);
        self.timers.at(now_us + self.settings.stuck_after_us, Due::Waiting(id));
        self.follow(id, Who::Visitor, now_us);
        let early = self.early.remove(&key).unwrap_or_default();
        if let Some((agent, rang)) = self.strangers.remove(&key) {
            self.is_accepted(id, agent, rang, now_us);
        }
        for event in early {
            self.tell_event(id, Who::Agent, event, now_us);
        }
        self.leave_if_over(id);
        if self.is_closing() {
            self.timers.at(now_us, Due::End(id));
        }
    }

    /// A side reads on from here.
    pub(super) fn follow(&mut self, id: ChatId, who: Who, now_us: u64) {
        match (self.way_of(id, who), who) {
            (Way::Poll, _) => {
                let wait_us = self.chances.random_range(0..=self.settings.poll_every_us);
                self.timers.at(now_us + wait_us, Due::Poll(id, who));
            }
            (Way::LongPoll, _) => self.poll(id, who, now_us),
            (Way::Sse | Way::WebSocket, Who::Visitor) => self.followers.push(Follower::Visitor(id)),
            // The stream of the agent tells of this chat, too.
            (Way::Sse | Way::WebSocket, Who::Agent) => {}
        }
    }

    /// A request of one side of a chat, below the address that the chat has for it, and the device it is sent from.
    fn request(
        &self,
        id: ChatId,
        who: Who,
        post: bool,
        query: &str,
    ) -> Option<(Request, Option<(usize, u32)>)> {
        let chat = self.chats.get(id)?;
        let begin = |path: &str| {
            if post { Request::post(&self.site, path) } else { Request::get(&self.site, path, query) }
        };
        match who {
            Who::Visitor => {
                let path = self.site.path(&format!("/chat/{}/events", chat.key));
                Some((begin(&path).app_key(&self.settings.app_key), None))
            }
            Who::Agent => {
                let agent = chat.agent?;
                let device = self.agents.get(agent)?.device()?;
                let path = format!("{}/chat/{}/events", device.path, chat.key);
                Some((begin(&path).bearer(&device.bearer), Some((agent, device.number))))
            }
        }
    }

    /// A side asks what is new.
    pub(super) fn poll(&mut self, id: ChatId, who: Who, intended_us: u64) {
        let Some(chat) = self.chats.get(id) else { return };
        let from = format!("&from={}", chat.side(who).reader.next());
        let waits = self.way_of(id, who) == Way::LongPoll;
        if let Some((request, device)) = self.request(id, who, false, &from) {
            let request = if waits { request.with("Prefer", LONG_POLL) } else { request };
            self.send(Ask::Poll(id, who), request.bytes(), intended_us, device);
        }
    }

    /// A poll was answered.
    pub(super) fn polled(&mut self, id: ChatId, who: Who, answer: &Answer, job: &Job, now_us: u64) {
        let intended_us = job.intended_us;
        let every_us = self.settings.poll_every_us;
        let waits = self.way_of(id, who) == Way::LongPoll;
        if !waits {
            self.measures.time_again(Kind::Poll, intended_us, now_us, every_us);
        }
        if answer.status == 200 {
            match document::news(&answer.body) {
                Some(news) => {
                    self.note_read(id, who, &news, job.sent_us.get(), now_us);
                    self.tell(id, who, news, now_us);
                }
                None => self.unreadable("GET events", answer),
            }
        } else {
            self.wrong_status("GET events", answer);
        }
        let goes_on = self.chats.get(id).is_some_and(|chat| !chat.side(who).has_read_end);
        if goes_on && waits && answer.status == 200 {
            self.poll(id, who, now_us);
        } else if goes_on {
            self.timers.at(next_time(intended_us, every_us, now_us), Due::Poll(id, who));
        }
    }

    /// Events have come to a side.
    pub(super) fn tell(&mut self, id: ChatId, who: Who, news: News, now_us: u64) {
        for event in news.events {
            self.tell_event(id, who, event, now_us);
        }
        let may_skip = who == Who::Visitor;
        let Some(chat) = self.chats.get_mut(id) else { return };
        if let Some(next) = news.next
            && let Err((rule, what)) = chat.side_mut(who).reader.told_next(next, may_skip)
        {
            self.findings.note(rule, || format!("{}, {who:?}: {what}", chat.name()));
        }
        self.leave_if_over(id);
    }

    /// An event has come to a side.
    pub(super) fn tell_event(&mut self, id: ChatId, who: Who, event: Event, now_us: u64) {
        let Some(chat) = self.chats.get_mut(id) else { return };
        if let Err((rule, what)) = chat.side_mut(who).reader.read(event.id, who == Who::Visitor) {
            self.findings.note(rule, || format!("{}, {who:?}: {what}", chat.name()));
        }
        if event.hidden && who == Who::Agent {
            chat.ledger.hide(event.id);
        }
        match event.what {
            What::Line { by, text } => {
                let seen = Seen { reader: who, id: event.id, by, private: event.hidden };
                self.see(id, seen, &text, now_us);
            }
            What::Chatting if who == Who::Visitor => self.begin_to_talk(id, who, now_us),
            What::Waiting if event.id > 0 => self.went_back(id),
            What::Ended => {
                let was_wanted = chat.end == End::Sent;
                chat.side_mut(who).has_read_end = true;
                if !was_wanted {
                    self.findings.note(Rule::BrokenOff, || format!("{} was ended by nobody", chat.name()));
                    self.end_is_sent(id);
                }
            }
            What::Waiting | What::Chatting | What::Other => {}
        }
    }

    /// A chat went back to the queue, which no player wants. Its visitor gives it up.
    fn went_back(&mut self, id: ChatId) {
        let Some(chat) = self.chats.get_mut(id).filter(|chat| !chat.went_back) else { return };
        self.findings.note(Rule::BrokenOff, || format!("{} went back to the queue", chat.name()));
        chat.went_back = true;
        chat.side_mut(Who::Agent).has_read_end = true;
        if chat.end == End::NotYet {
            chat.end = End::Wanted(Who::Visitor);
            self.go_on_writing(id, Who::Visitor);
        }
    }

    fn see(&mut self, id: ChatId, seen: Seen, text: &str, now_us: u64) {
        let Some(chat) = self.chats.get_mut(id) else { return };
        let number = chat.plan.number;
        let tag = text.parse::<Tag>().ok().filter(|tag| tag.run == self.run && tag.chat == number);
        let result = match tag {
            Some(tag) => chat.ledger.see(tag.line, seen),
            None => Err((Rule::StrangeLine, format!("event {} is no line of this chat", seen.id))),
        };
        match result {
            Ok(Some(intended_us)) => self.measures.time(Kind::Delivery, intended_us, now_us),
            Ok(None) => {}
            Err((rule, what)) => {
                let reader = seen.reader;
                self.findings.note(rule, || format!("{}, {reader:?}: {what}", chat.name()));
            }
        }
    }

    /// A side has learnt that the chat has begun: from here on its lines are due.
    pub(super) fn begin_to_talk(&mut self, id: ChatId, who: Who, now_us: u64) {
        let Some(chat) = self.chats.get_mut(id) else { return };
        if chat.side(who).began_us.is_some() {
            return;
        }
        chat.side_mut(who).began_us = Some(now_us);
        if chat.plan.ended_by == who {
            self.timers.at(now_us + chat.plan.ends_after_us, Due::End(id));
        }
        self.expect_line(id, who);
    }

    fn expect_line(&mut self, id: ChatId, who: Who) {
        let Some(chat) = self.chats.get(id) else { return };
        let side = chat.side(who);
        let line = chat.plan.lines(who).get(side.planned);
        if let (Some(began_us), Some(line)) = (side.began_us, line) {
            self.timers.at(began_us + line.after_us, Due::Line(id, who));
        }
    }

    /// A line of the plan is due.
    pub(super) fn say_planned(&mut self, id: ChatId, who: Who, intended_us: u64) {
        if self.is_closing() {
            return;
        }
        let Some(chat) = self.chats.get_mut(id).filter(|chat| chat.end == End::NotYet) else { return };
        let planned = chat.side(who).planned;
        let Some(line) = chat.plan.lines(who).get(planned).copied() else { return };
        let place = chat.ledger.write(who, intended_us, line.private);
        let side = chat.side_mut(who);
        side.planned += 1;
        side.to_say.push_back(place);
        self.expect_line(id, who);
        self.go_on_writing(id, who);
    }

    /// A side sends what it has to say: one thing at a time, so that the order is what it was meant to be.
    fn go_on_writing(&mut self, id: ChatId, who: Who) {
        let Some(chat) = self.chats.get_mut(id) else { return };
        let side = chat.side_mut(who);
        if side.is_writing {
            return;
        }
        let line = side.to_say.pop_front();
        let (ask, body) = if let Some(line) = line {
            let tag = Tag { run: self.run, chat: chat.plan.number, line };
            let private = if chat.ledger.is_private(line) { r#","subType":"ONLY_TO_REP""# } else { "" };
            let body = format!(r#"{{"event":{{"@type":"line","text":"{tag}"{private}}}}}"#);
            (Ask::Line(id, who, line), body)
        } else if chat.end == End::Wanted(who) {
            (Ask::End(id, who), r#"{"event":{"@type":"state","state":"ended"}}"#.to_owned())
        } else {
            return;
        };
        chat.side_mut(who).is_writing = true;
        if ask == Ask::End(id, who) {
            self.end_is_sent(id);
        }
        let once = self.once();
        let now_us = self.clock.now_us();
        if let Some((request, device)) = self.request(id, who, true, "") {
            self.send(ask, request.once(once).json(&body), now_us, device);
        }
    }

    /// A line was answered.
    pub(super) fn said(&mut self, id: ChatId, who: Who, line: usize, answer: &Answer, now_us: u64) {
        let Some(chat) = self.chats.get_mut(id) else { return };
        chat.side_mut(who).is_writing = false;
        let event = answer.location.as_deref().and_then(|location| location.rsplit('/').next()?.parse().ok());
        match (answer.status, event) {
            (200 | 201, Some(event)) => {
                if let Some(intended_us) = chat.ledger.acknowledge(line, event) {
                    self.measures.time(Kind::Line, intended_us, now_us);
                }
                self.counts.lines += 1;
            }
            // The other side has ended the chat meanwhile.
            (400, _) if chat.end == End::Sent => {
                chat.side_mut(who).to_say.clear();
                self.counts.lines_behind_end += 1;
            }
            (_, _) => self.wrong_status("POST line", answer),
        }
        self.go_on_writing(id, who);
        self.leave_if_over(id);
    }

    /// A chat is to be ended, by whom the plan says if that side is there.
    pub(super) fn want_end(&mut self, id: ChatId) {
        let Some(chat) = self.chats.get_mut(id) else { return };
        if chat.end != End::NotYet || chat.key.is_empty() {
            return;
        }
        let by_agent = chat.agent.is_some() && chat.plan.ended_by == Who::Agent;
        let who = if by_agent { Who::Agent } else { Who::Visitor };
        chat.end = End::Wanted(who);
        self.go_on_writing(id, who);
    }

    /// From here on the slot may be free.
    fn end_is_sent(&mut self, id: ChatId) {
        let Some(chat) = self.chats.get_mut(id) else { return };
        if chat.end == End::Sent {
            return;
        }
        chat.end = End::Sent;
        let agent = chat.agent;
        let now_us = self.clock.now_us();
        if let Some(agent) = agent.and_then(|agent| self.agents.get_mut(agent)) {
            agent.assigned = agent.assigned.saturating_sub(1);
            agent.count_slots(now_us);
        }
    }

    /// An end was answered.
    pub(super) fn ended(&mut self, id: ChatId, who: Who, answer: &Answer) {
        let Some(chat) = self.chats.get_mut(id) else { return };
        chat.side_mut(who).is_writing = false;
        if !matches!(answer.status, 200 | 201) {
            self.wrong_status("POST ended", answer);
        }
        self.leave_if_over(id);
    }

    /// Both sides have read everything: the books of the chat are closed.
    pub(super) fn leave_if_over(&mut self, id: ChatId) {
        if !self.chats.get(id).is_some_and(Chat::is_over) {
            return;
        }
        let Some(chat) = self.chats.remove(id) else { return };
        self.by_key.remove(&chat.key);
        self.counts.ended += 1;
        if chat.went_back {
            return;
        }
        let agent = chat.agent.map(|_| &chat.side(Who::Agent).reader);
        for (rule, what) in chat.ledger.close(&chat.side(Who::Visitor).reader, agent) {
            self.findings.note(rule, || format!("{}: {what}", chat.name()));
        }
    }

    /// Notes that an answer cannot be read.
    pub(super) fn unreadable(&mut self, what: &str, answer: &Answer) {
        let body = String::from_utf8_lossy(&answer.body);
        let body: String = body.chars().take(200).collect();
        self.findings.note(Rule::Document, || format!("{what}: {body}"));
    }
}

/// The next time of something that happens at fixed intervals: times that have passed are left out.
pub(super) fn next_time(intended_us: u64, every_us: u64, now_us: u64) -> u64 {
    let missed = now_us.saturating_sub(intended_us) / every_us.max(1);
    intended_us + (missed + 1) * every_us
}
