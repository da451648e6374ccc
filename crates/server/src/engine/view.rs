//! The readers' view of one account: the desk as far as it is durable, and what never becomes a fact: who was heard
//! from when, and who is typing.
//!
//! A poll reads here and nowhere else. The lock is held for the time of a look-up and a rendering, never across an
//! await. The view may not decide anything: facts come to it in the order in which they became durable.

use super::bell::Bell;
use super::pulse::{ChatPulse, Heard};
use super::tally::Tally;
use super::touch::{self, Rung};
use crate::traces::{Origin, Reach};
use handover_desk::{AgentId, Chat, ChatNo, Desk, Fact, Phase, SessionId, Timestamp, Watch};
use jiff::tz::TimeZone;
use parking_lot::{RwLock, RwLockReadGuard};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

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
    sessions: BTreeMap<SessionId, Heard>,
    /// Rung when anything changes for an agent.
    agents: BTreeMap<AgentId, Arc<Bell>>,
    /// Rung when the queue changes, or who could take something from it.
    queue: Arc<Bell>,
    /// Ended chats on the desk, by the agent who had them.
    ended: BTreeMap<AgentId, BTreeSet<ChatNo>>,
    archiving: BTreeSet<ChatNo>,
    tally: Tally,
    /// Whom the events of traced writes reach.
    reach: Reach,
    /// The account's time zone, looked up once.
    zone: TimeZone,
}

impl Published {
    /// The view of a desk whose agents and visitors all count as heard from at `now`: a server that was not there
    /// cannot have heard them.
    fn of(desk: Desk, now: Timestamp) -> Self {
        let state = desk.state();
        let archiving =
            |chat: &Chat| matches!(chat.phase, Phase::Ended { archiving: true, .. }).then(|| chat.no());
        let mut ended: BTreeMap<AgentId, BTreeSet<ChatNo>> = BTreeMap::new();
        for chat in desk.chats().filter(|chat| chat.is_ended()) {
            if let Some(agent) = chat.agent {
                ended.entry(agent).or_default().insert(chat.no());
            }
        }
        Self {
            chats: state.chats.keys().map(|no| (*no, ChatPulse::starting(now))).collect(),
            sessions: state.sessions.keys().map(|id| (*id, Heard::at(now))).collect(),
            agents: state.agents.keys().map(|id| (*id, Arc::default())).collect(),
            queue: Arc::default(),
            ended,
            archiving: desk.chats().filter_map(archiving).collect(),
            tally: Tally::default(),
            reach: Reach::default(),
            zone: zone(&state.profile.time_zone),
            desk,
        }
    }

    /// Takes over from a view that this one replaces what never becomes a fact, and who waits.
    fn take_over(&mut self, old: &mut Self, now: Timestamp, rung: &mut Rung) {
        for (no, pulse) in &mut self.chats {
            if let Some(known) = old.chats.remove(no) {
                *pulse = known;
                pulse.visitor.calls(now);
                pulse.agents.calls(now);
            }
        }
        for (id, heard) in &mut self.sessions {
            if let Some(known) = old.sessions.remove(id) {
                *heard = known;
                heard.calls(now);
            }
        }
        for (id, bell) in &mut self.agents {
            *bell = old.agents.remove(id).unwrap_or_default();
            rung.add(bell);
        }
        self.tally = std::mem::take(&mut old.tally);
        self.reach = std::mem::take(&mut old.reach);
        self.queue = Arc::clone(&old.queue);
        rung.add(&self.queue);
        let bells = self.chats.values().chain(old.chats.values()).filter_map(ChatPulse::bell_in_use);
        bells.chain(old.agents.values()).for_each(|bell| rung.add(bell));
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
            heard.calls(now);
        }
        self.desk.agent(agent).and_then(|agent| agent.on_duty()).is_some_and(|on| !on.present)
    }

    /// What is known of an agent session beside its facts: when it was heard from.
    #[must_use]
    pub fn heard(&self, id: SessionId) -> Option<&Heard> {
        self.sessions.get(&id)
    }

    /// What is rung when anything changes for an agent.
    #[must_use]
    pub fn agent_bell(&self, id: AgentId) -> Option<&Arc<Bell>> {
        self.agents.get(&id)
    }

    /// What is rung when the queue changes, or who could take something from it.
    #[must_use]
    pub fn queue_bell(&self) -> &Arc<Bell> {
        &self.queue
    }

    /// The ended chats of an agent that are on the desk, oldest first.
    pub fn ended_chats(&self, agent: AgentId) -> impl Iterator<Item = &Chat> {
        self.ended.get(&agent).into_iter().flatten().filter_map(|no| self.desk.chat(*no))
    }

    /// The visitor of a chat types, or has stopped.
    pub fn visitor_types(&self, chat: &Chat, typing: bool) {
        self.types(chat, |pulse| pulse.set_visitor_typing(typing));
    }

    /// The agent of a chat types, or has stopped.
    pub fn agent_types(&self, chat: &Chat, typing: bool) {
        self.types(chat, |pulse| pulse.set_agent_typing(typing));
    }

    fn types(&self, chat: &Chat, set: impl FnOnce(&ChatPulse) -> bool) {
        if self.chats.get(&chat.no()).is_some_and(set) {
            let mut rung = Rung::default();
            self.note(chat.no(), &mut rung);
            rung.ring();
        }
    }

    /// When each session of an agent was last heard from.
    #[must_use]
    pub fn session_calls_of(&self, agent: AgentId, now: Timestamp) -> BTreeMap<SessionId, Timestamp> {
        let on = self.desk.agent(agent).and_then(|agent| agent.on_duty());
        let sessions = on.iter().flat_map(|on| &on.sessions);
        sessions.filter_map(|id| Some((*id, self.last_call(Watch::Session(*id), now)?))).collect()
    }

    /// Ended chats that are due for the archive, oldest first, at most `limit`.
    #[must_use]
    pub fn archiving(&self, limit: usize) -> Vec<&Chat> {
        self.archiving.iter().filter_map(|no| self.desk.chat(*no)).take(limit).collect()
    }

    /// How many ended chats are due for the archive.
    pub(crate) fn archive_due(&self) -> usize {
        self.archiving.len()
    }

    /// What has happened since the process was started.
    pub(crate) fn tally(&self) -> &Tally {
        &self.tally
    }

    /// Whom the events of traced writes reach.
    pub(crate) fn reach(&self) -> &Reach {
        &self.reach
    }

    fn last_call(&self, watch: Watch, now: Timestamp) -> Option<Timestamp> {
        Some(match watch {
            Watch::Visitor(no) => self.chats.get(&no)?.visitor.last(now),
            Watch::EndedChat(no) => self.chats.get(&no)?.anybody_last(now),
            Watch::Session(id) => self.sessions.get(&id)?.last(now),
        })
    }

    fn forget_ended(&mut self, chat: ChatNo) {
        let agent = self.desk.chat(chat).and_then(|chat| chat.agent);
        if let Some(agent) = agent
            && let Some(chats) = self.ended.get_mut(&agent)
        {
            chats.remove(&chat);
            if chats.is_empty() {
                self.ended.remove(&agent);
            }
        }
    }

    /// Notes who waits for a chat: its readers, and the agents who have to do with it.
    fn note(&self, chat: ChatNo, rung: &mut Rung) {
        if let Some(bell) = self.chats.get(&chat).and_then(ChatPulse::bell_in_use) {
            rung.add(bell);
        }
        touch::agents_of(&self.desk, chat)
            .into_iter()
            .flatten()
            .for_each(|agent| self.note_agent(agent, rung));
    }

    fn note_agent(&self, agent: AgentId, rung: &mut Rung) {
        if let Some(bell) = self.agents.get(&agent) {
            rung.add(bell);
        }
    }

    /// Shows a fact. Whoever it concerns before or after is noted.
    fn publish(&mut self, fact: &Fact, rung: &mut Rung) {
        let touched = touch::by(fact, &self.desk);
        if let Some(chat) = touched.chat {
            self.note(chat, rung);
        }
        self.tally.count(fact, &self.desk);
        if let Fact::ChatArchived(fact) = fact {
            self.forget_ended(fact.chat);
        }
        self.desk.apply(fact);
        self.show(fact);
        if let Some(chat) = touched.chat {
            self.note(chat, rung);
        }
        // An erasure is about several chats, on which it ends nothing: their readers look again.
        if let Fact::VisitorErased(erased) = fact {
            erased.chats.iter().for_each(|chat| self.note(*chat, rung));
        }
        if let Some(agent) = touched.agent {
            self.note_agent(agent, rung);
        }
        if touched.queue {
            rung.add(&self.queue);
        }
    }

    /// What goes with a fact that the desk has applied.
    fn show(&mut self, fact: &Fact) {
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
            Fact::ChatEnded(fact) => {
                if let Some(agent) = self.desk.chat(fact.chat).and_then(|chat| chat.agent) {
                    self.ended.entry(agent).or_default().insert(fact.chat);
                }
            }
            Fact::ChatArchived(fact) => {
                self.chats.remove(&fact.chat);
                self.archiving.remove(&fact.chat);
            }
            Fact::AgentSet(fact) => {
                self.agents.entry(fact.profile.id).or_default();
            }
            Fact::SessionStarted(fact) => {
                self.sessions.insert(fact.id, Heard::at(fact.at));
            }
            Fact::SessionEnded(fact) => {
                self.sessions.remove(&fact.id);
            }
            Fact::EventsRead(fact) => self.reach.read(fact.chat, fact.event, fact.side),
            Fact::AccountSet(fact) => self.zone = zone(&fact.profile.time_zone),
            Fact::SkillSet(_)
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
            | Fact::ParticipantKnown(_)
            | Fact::SessionNamed(_)
            | Fact::DraftSet(_)
            | Fact::SecondFactorSet(_)
            | Fact::SecondFactorRemoved(_)
            | Fact::CodeUsed(_)
            | Fact::VisitorErased(_)
            | Fact::ErasureArchived(_)
            | Fact::ErasureFinished(_)
            | Fact::Audited(_) => {}
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
        let mut rung = Rung::default();
        {
            let mut published = self.published.write();
            for fact in facts {
                published.publish(fact, &mut rung);
            }
        }
        rung.ring();
    }

    /// Notes the events of traced writes that are about to be shown, so that readers who see them know where they are from.
    pub(super) fn trace<'w>(&self, writes: impl IntoIterator<Item = (&'w Origin, &'w [Fact])>) {
        let mut writes = writes.into_iter().peekable();
        if writes.peek().is_some() {
            let mut published = self.published.write();
            writes.for_each(|(origin, facts)| published.reach.note(origin, facts));
        }
    }

    /// Shows a desk that was read anew from the journal. Who waited before waits on, and looks again.
    pub(super) fn replace(&self, desk: Desk, now: Timestamp) {
        let mut fresh = Published::of(desk, now);
        let mut rung = Rung::default();
        {
            let mut published = self.published.write();
            fresh.take_over(&mut published, now, &mut rung);
            *published = fresh;
        }
        rung.ring();
    }

    /// The last calls that the desk asks for.
    pub(super) fn last_calls(&self, watches: &[Watch], now: Timestamp) -> BTreeMap<Watch, Timestamp> {
        let published = self.published.read();
        watches.iter().filter_map(|watch| published.last_call(*watch, now).map(|at| (*watch, at))).collect()
    }
}
