//! The readers' view of one account: the desk as far as it is durable, and what never becomes a fact: who was heard
//! from when, and who is typing.
//!
//! A poll reads here and nowhere else. The lock is held for the time of a look-up and a rendering, never across an
//! await. The view may not decide anything: facts come to it in the order in which they became durable.

use handover_desk::{
    AgentId, Author, Chat, ChatNo, Desk, EventKind, Fact, Phase, SessionId, Timestamp, Visibility, Watch,
};
use jiff::tz::TimeZone;
use parking_lot::{RwLock, RwLockReadGuard};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};

/// The readers' view of one account.
#[derive(Debug)]
pub struct View {
    published: RwLock<Published>,
}

/// What readers see under the lock.
#[derive(Debug)]
pub struct Published {
    desk: Desk,
    chats: BTreeMap<ChatNo, ChatPulse>,
    sessions: BTreeMap<SessionId, AtomicI64>,
    archiving: BTreeSet<ChatNo>,
    /// The account's time zone, looked up once.
    zone: TimeZone,
}

/// What is known of a chat beside its facts. Times are milliseconds since the epoch.
#[derive(Debug)]
pub struct ChatPulse {
    visitor_called: AtomicI64,
    anybody_called: AtomicI64,
    visitor_typing: AtomicBool,
    agent_typing: AtomicBool,
}

impl ChatPulse {
    fn starting(at: Timestamp) -> Self {
        Self {
            visitor_called: AtomicI64::new(at.0),
            anybody_called: AtomicI64::new(at.0),
            visitor_typing: AtomicBool::new(false),
            agent_typing: AtomicBool::new(false),
        }
    }

    /// The visitor called some resource of the chat.
    pub fn visitor_calls(&self, now: Timestamp) {
        self.visitor_called.fetch_max(now.0, Ordering::Relaxed);
        self.anybody_called.fetch_max(now.0, Ordering::Relaxed);
    }

    /// An agent called some resource of the chat.
    pub fn agent_calls(&self, now: Timestamp) {
        self.anybody_called.fetch_max(now.0, Ordering::Relaxed);
    }

    /// When the visitor called last.
    #[must_use]
    pub fn visitor_called_at(&self) -> Timestamp {
        Timestamp(self.visitor_called.load(Ordering::Relaxed))
    }

    /// Whether the visitor is typing.
    #[must_use]
    pub fn is_visitor_typing(&self) -> bool {
        self.visitor_typing.load(Ordering::Relaxed)
    }

    /// Whether the agent is typing.
    #[must_use]
    pub fn is_agent_typing(&self) -> bool {
        self.agent_typing.load(Ordering::Relaxed)
    }

    /// The visitor types, or has stopped.
    pub fn set_visitor_typing(&self, typing: bool) {
        self.visitor_typing.store(typing, Ordering::Relaxed);
    }

    /// The agent types, or has stopped.
    pub fn set_agent_typing(&self, typing: bool) {
        self.agent_typing.store(typing, Ordering::Relaxed);
    }

    /// Typing ends with the line it led to, and with every change of hands (`docs/protocol/40-state-machines.md` §8).
    fn settle_typing(&self, event: &EventKind) {
        let (visitor, agent) = match event {
            EventKind::Waiting | EventKind::Ended => (true, true),
            EventKind::Chatting => (false, true),
            EventKind::Line(line) => match line.author {
                Author::Visitor { .. } => (true, false),
                Author::Agent { .. } => (false, line.visibility == Visibility::Everyone),
                Author::System(_) => (false, false),
            },
        };
        if visitor {
            self.set_visitor_typing(false);
        }
        if agent {
            self.set_agent_typing(false);
        }
    }
}

impl Published {
    /// The view of a desk whose agents and visitors all count as heard from at `now`: a server that was not there
    /// cannot have heard them.
    fn of(desk: Desk, now: Timestamp) -> Self {
        let state = desk.state();
        let archiving =
            |chat: &Chat| matches!(chat.phase, Phase::Ended { archiving: true, .. }).then(|| chat.no());
        Self {
            chats: state.chats.keys().map(|no| (*no, ChatPulse::starting(now))).collect(),
            sessions: state.sessions.keys().map(|id| (*id, AtomicI64::new(now.0))).collect(),
            archiving: state.chats.values().filter_map(archiving).collect(),
            zone: zone(&state.profile.time_zone),
            desk,
        }
    }

    /// The desk as far as it is durable.
    #[must_use]
    pub fn desk(&self) -> &Desk {
        &self.desk
    }

    /// The account's time zone; UTC when it names none.
    #[must_use]
    pub fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// What is known of a chat beside its facts.
    #[must_use]
    pub fn pulse(&self, chat: ChatNo) -> Option<&ChatPulse> {
        self.chats.get(&chat)
    }

    /// An agent session was heard from. Says whether its agent counted as absent, which a command has to change.
    #[must_use]
    pub fn session_calls(&self, id: SessionId, agent: AgentId, now: Timestamp) -> bool {
        if let Some(heard) = self.sessions.get(&id) {
            heard.fetch_max(now.0, Ordering::Relaxed);
        }
        self.desk.agent(agent).and_then(|agent| agent.on_duty()).is_some_and(|on| !on.present)
    }

    /// When each session of an agent was last heard from.
    #[must_use]
    pub fn session_calls_of(&self, agent: AgentId) -> BTreeMap<SessionId, Timestamp> {
        let on = self.desk.agent(agent).and_then(|agent| agent.on_duty());
        let sessions = on.iter().flat_map(|on| &on.sessions);
        sessions.filter_map(|id| Some((*id, self.last_call(Watch::Session(*id))?))).collect()
    }

    /// Ended chats that are due for the archive, oldest first, at most `limit`.
    #[must_use]
    pub fn archiving(&self, limit: usize) -> Vec<&Chat> {
        self.archiving.iter().filter_map(|no| self.desk.chat(*no)).take(limit).collect()
    }

    fn last_call(&self, watch: Watch) -> Option<Timestamp> {
        let at = match watch {
            Watch::Visitor(no) => &self.chats.get(&no)?.visitor_called,
            Watch::EndedChat(no) => &self.chats.get(&no)?.anybody_called,
            Watch::Session(id) => self.sessions.get(&id)?,
        };
        Some(Timestamp(at.load(Ordering::Relaxed)))
    }

    fn publish(&mut self, fact: &Fact) {
        self.desk.apply(fact);
        match fact {
            Fact::ChatStarted(fact) => {
                self.chats.insert(fact.key.chat(), ChatPulse::starting(fact.at));
            }
            Fact::EventAdded(fact) => {
                if let Some(pulse) = self.chats.get(&fact.chat) {
                    pulse.settle_typing(&fact.event.kind);
                }
            }
            Fact::ArchiveDue(fact) => {
                self.archiving.insert(fact.chat);
            }
            Fact::ChatArchived(fact) => {
                self.chats.remove(&fact.chat);
                self.archiving.remove(&fact.chat);
            }
            Fact::SessionStarted(fact) => {
                self.sessions.insert(fact.id, AtomicI64::new(fact.at.0));
            }
            Fact::SessionEnded(fact) => {
                self.sessions.remove(&fact.id);
            }
            Fact::AccountSet(fact) => self.zone = zone(&fact.profile.time_zone),
            Fact::SkillSet(_)
            | Fact::AgentSet(_)
            | Fact::LoginStarted(_)
            | Fact::LoginExtended(_)
            | Fact::LoginEnded(_)
            | Fact::AvailabilitySet(_)
            | Fact::AgentAbsent(_)
            | Fact::AgentPresent(_)
            | Fact::Heard(_)
            | Fact::ChatQueued(_)
            | Fact::BarLifted(_)
            | Fact::ChatAssigned(_)
            | Fact::ChatEnded(_)
            | Fact::VisitorNamed(_)
            | Fact::ChatOffered(_)
            | Fact::OfferEnded(_)
            | Fact::Answered(_)
            | Fact::SurveyAnswered(_)
            | Fact::VariablesSet(_)
            | Fact::TranscriptWished(_)
            | Fact::MessageLeft(_)
            | Fact::MessageArchived(_)
            | Fact::MailQueued(_)
            | Fact::MailSent(_)
            | Fact::MailFailed(_)
            | Fact::ParticipantKnown(_) => {}
        }
    }
}

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

impl View {
    /// The view of a desk that was read from the journal.
    #[must_use]
    pub fn of(desk: Desk, now: Timestamp) -> Self {
        Self { published: RwLock::new(Published::of(desk, now)) }
    }

    /// Looks at the account. Keep it short: writers wait meanwhile.
    pub fn read(&self) -> RwLockReadGuard<'_, Published> {
        self.published.read()
    }

    /// Shows facts that are durable.
    pub(super) fn publish<'f>(&self, facts: impl IntoIterator<Item = &'f Fact>) {
        let mut published = self.published.write();
        for fact in facts {
            published.publish(fact);
        }
    }

    /// Shows a desk that was read anew from the journal.
    pub(super) fn replace(&self, desk: Desk, now: Timestamp) {
        let fresh = Published::of(desk, now);
        *self.published.write() = fresh;
    }

    /// The last calls that the desk asks for.
    pub(super) fn last_calls(&self, watches: &[Watch]) -> BTreeMap<Watch, Timestamp> {
        let published = self.published.read();
        watches.iter().filter_map(|watch| published.last_call(*watch).map(|at| (*watch, at))).collect()
    }
}
