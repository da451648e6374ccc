//! What goes into the history of a run.

use super::arena::ChatId;
use super::job::{Ask, Job};
use super::world::World;
use crate::load::check::Tag;
use crate::load::document::{Event, News};
use crate::load::history::{Entry, what};
use crate::load::http::Answer;
use crate::load::plan::Who;

impl World {
    /// A request is about to be sent, for the first time or again.
    pub(super) fn is_sent(&mut self, job: &Job) {
        if job.sent_us.get().is_some() {
            return;
        }
        let at_us = self.clock.now_us();
        job.sent_us.set(Some(at_us));
        if !self.history.is_wanted() {
            return;
        }
        match job.ask {
            Ask::Line(id, by, line) => {
                let Some(chat) = self.chats.get(id) else { return };
                let (private, line) = (chat.ledger.is_private(line), self.mark(id, line));
                let chat = || chat.key.clone();
                self.history.note(|| Entry::Said { chat: chat(), by, line, private, at_us });
            }
            Ask::End(id, by) => {
                let Some(chat) = self.chats.get(id) else { return };
                self.history.note(|| Entry::EndSent { chat: chat.key.clone(), by, at_us });
            }
            Ask::Chat(_)
            | Ask::Poll(..)
            | Ask::Incoming(_)
            | Ask::Accept(..)
            | Ask::Availability(_)
            | Ask::Suspicion(..)
            | Ask::Online(_)
            | Ask::Ticket(_) => {}
        }
    }

    /// How a line of a chat is called in the history.
    fn mark(&self, id: ChatId, line: usize) -> String {
        let number = self.chats.get(id).map_or(0, |chat| chat.plan.number);
        Tag { run: self.run, chat: number, line }.mark()
    }

    /// A write was acknowledged, or was not.
    pub(super) fn note_answer(&mut self, job: &Job, answer: &Answer, at_us: u64) {
        let (true, 200 | 201, Some(sent_us)) = (self.history.is_wanted(), answer.status, job.sent_us.get())
        else {
            return;
        };
        let last = answer.location.as_deref().and_then(|location| location.rsplit('/').next());
        let key_of = |id: ChatId| self.chats.get(id).map(|chat| chat.key.clone());
        let entry = match job.ask {
            Ask::Chat(_) => last.map(|key| Entry::Requested { chat: key.to_owned(), sent_us, at_us }),
            Ask::Accept(agent, _) => self.agents.get(agent).zip(last).map(|(agent, key)| {
                let agent = agent.credentials.login.clone();
                Entry::Accepted { chat: key.to_owned(), agent, sent_us, at_us }
            }),
            Ask::Line(id, _, line) => key_of(id)
                .zip(last.and_then(|event| event.parse().ok()))
                .map(|(chat, event)| Entry::Acknowledged { chat, line: self.mark(id, line), event, at_us }),
            Ask::End(id, by) => key_of(id).map(|chat| Entry::Ended { chat, by, at_us }),
            Ask::Poll(..)
            | Ask::Incoming(_)
            | Ask::Availability(_)
            | Ask::Suspicion(..)
            | Ask::Online(_)
            | Ask::Ticket(_) => None,
        };
        if let Some(entry) = entry {
            self.history.note(|| entry);
        }
    }

    /// A question what is new was answered.
    pub(super) fn note_read(&mut self, id: ChatId, by: Who, news: &News, sent_us: Option<u64>, at_us: u64) {
        let Some((chat, sent_us)) = self.chats.get(id).zip(sent_us) else { return };
        self.history.note(|| Entry::Read {
            chat: chat.key.clone(),
            by,
            from: chat.side(by).reader.next(),
            sent_us,
            at_us,
            events: news.events.iter().map(|event| (event.id, what(&event.what))).collect(),
            next: news.next,
        });
    }

    /// A stream told of an event.
    pub(super) fn note_told(&mut self, chat: &str, by: Who, event: &Event, at_us: u64) {
        self.history.note(|| Entry::Told {
            chat: chat.to_owned(),
            by,
            event: event.id,
            what: what(&event.what),
            at_us,
        });
    }

    /// The server was killed or stopped.
    pub(in crate::load) fn server_is_stopped(&mut self) {
        self.counts.server_stops += 1;
        let at_us = self.clock.now_us();
        self.history.note(|| Entry::Stopped { at_us });
    }
}
