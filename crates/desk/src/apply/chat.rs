//! Applying facts about chats.

use crate::{
    Agent, AgentId, ArchiveDue, BarLifted, Chat, ChatArchived, ChatAssigned, ChatEnded, ChatNo, ChatQueued,
    ChatStarted, Desk, EventAdded, Phase, Rank, StreamPosition, Timestamp, VisitorId, VisitorNamed, Waiting,
    limits,
};
use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::sync::Arc;
use alloc::vec::Vec;

impl Desk {
    pub(super) fn apply_chat_started(&mut self, fact: &ChatStarted) {
        self.advance(fact.at);
        let no = fact.key.chat();
        self.state.next_chat = self.state.next_chat.max(ChatNo(no.0.saturating_add(1)));
        let waiting = Waiting {
            place: fact.place,
            wanted: fact.wanted,
            sender: None,
            bar: None,
            missed: BTreeMap::new(),
            estimate_s: fact.estimate_s,
        };
        self.insert_chat(Chat {
            key: fact.key,
            visitor: fact.visitor,
            visitor_name: fact.visitor_name.clone(),
            details: fact.details.clone(),
            skill: fact.skill,
            started_at: fact.at,
            timeout: fact.timeout,
            phase: Phase::Waiting(Box::new(waiting)),
            agent: None,
            why: None,
            events: Vec::new(),
            heard_at: fact.at,
            look_at: fact.look_at,
            extras: None,
        });
    }

    pub(super) fn apply_event_added(&mut self, fact: &EventAdded) {
        self.advance(fact.event.at);
        let mut event = fact.event.clone();
        if event.position == StreamPosition::default() {
            Arc::make_mut(&mut event).position = self.state.last_position.next();
        }
        self.state.last_position = self.state.last_position.max(event.position);
        if let Some(chat) = self.chat_mut(fact.chat) {
            chat.push_event(event);
        }
    }

    pub(super) fn apply_chat_queued(&mut self, fact: &ChatQueued) {
        self.advance(fact.at);
        self.release(fact.chat, fact.at);
        let waiting = Waiting {
            place: fact.place,
            wanted: None,
            sender: fact.sender,
            bar: fact.bar,
            missed: BTreeMap::new(),
            estimate_s: None,
        };
        self.change_chat(fact.chat, |chat| {
            chat.skill = fact.skill;
            chat.agent = None;
            chat.why = None;
            chat.drop_draft();
            chat.phase = Phase::Waiting(Box::new(waiting));
        });
    }

    pub(super) fn apply_bar_lifted(&mut self, fact: &BarLifted) {
        self.change_chat(fact.chat, |chat| {
            if let Phase::Waiting(waiting) | Phase::Offered(waiting, _) = &mut chat.phase {
                waiting.bar = None;
            }
        });
    }

    pub(super) fn apply_chat_assigned(&mut self, fact: &ChatAssigned) {
        self.advance(fact.at);
        let Some(chat) = self.chat(fact.chat) else { return };
        let (visitor, skill) = (chat.visitor, chat.skill);
        let told = chat.waiting().and_then(|waiting| waiting.estimate_s);
        let waited_ms = fact.at.since(chat.started_at);
        let told = told.map(|estimate| (estimate, waited_ms));
        let offer = chat.offer().copied();
        let is_first = is_fresh(chat);
        self.learn_wait(skill, told);
        if is_first {
            let now = self.state.clock;
            self.state.hour.count_answered(skill, waited_ms, now);
        }
        if let Some(offer) = offer {
            self.change_agent(offer.agent, |agent| agent.offers.retain(|no| *no != fact.chat));
        }
        self.change_chat(fact.chat, |chat| {
            if chat.agent != Some(fact.agent) {
                chat.drop_agents_marks();
            }
            chat.agent = Some(fact.agent);
            chat.why = fact.why.or(offer.map(|offer| offer.why));
            chat.phase = Phase::Assigned;
        });
        self.change_agent(fact.agent, |agent| {
            agent.chats.insert(fact.chat);
            agent.idle_since = fact.at;
        });
        self.remember_agent(visitor, fact.agent, fact.at);
    }

    pub(super) fn apply_chat_ended(&mut self, fact: &ChatEnded) {
        self.advance(fact.at);
        if let Some(chat) = self.chat(fact.chat).filter(|chat| chat.waiting().is_some()) {
            let (skill, is_abandoned) = (chat.skill, is_fresh(chat));
            self.learn_wait(skill, None);
            if is_abandoned {
                let now = self.state.clock;
                self.state.hour.count_abandoned(skill, now);
            }
        }
        self.release(fact.chat, fact.at);
        self.change_chat(fact.chat, |chat| {
            chat.phase = Phase::Ended { at: fact.at, reason: fact.reason, archiving: false };
            chat.drop_draft();
            chat.heard_at = fact.at;
            chat.look_at = fact.look_at;
        });
    }

    pub(super) fn apply_visitor_named(&mut self, fact: &VisitorNamed) {
        if let Some(chat) = self.chat_mut(fact.chat) {
            chat.visitor_name = Some(fact.name.clone());
        }
    }

    pub(super) fn apply_archive_due(&mut self, fact: &ArchiveDue) {
        self.change_chat(fact.chat, |chat| {
            if let Phase::Ended { archiving, .. } = &mut chat.phase {
                *archiving = true;
            }
        });
    }

    pub(super) fn apply_chat_archived(&mut self, fact: &ChatArchived) {
        self.remove_chat(fact.chat);
    }

    /// Takes a chat from the agent who has it, if any.
    fn release(&mut self, no: ChatNo, at: Timestamp) {
        if let Some(agent) = self.chat(no).and_then(Chat::assigned_to) {
            let sessions = self.agent(agent).and_then(Agent::on_duty).map(|on| on.sessions.clone());
            for session in sessions.into_iter().flatten() {
                if let Some(session) = self.state.sessions.get_mut(&session) {
                    session.inherited.remove(&no);
                }
            }
            self.change_agent(agent, |agent| {
                agent.chats.remove(&no);
                agent.idle_since = at;
            });
        }
    }

    /// Remembers a visitor's agent; whoever was remembered for too long or is too many is forgotten on the way.
    fn remember_agent(&mut self, visitor: VisitorId, agent: AgentId, now: Timestamp) {
        if let Some((_, at)) = self.state.previous_agents.insert(visitor, (agent, now)) {
            self.visitor_order.remove(&(at, visitor));
        }
        self.visitor_order.insert((now, visitor));
        while let Some((at, oldest)) = self.visitor_order.first().copied() {
            let fits = self.visitor_order.len() <= limits::VISITORS_REMEMBERED;
            if fits && now.since(at) < limits::VISITOR_KEPT.0 {
                break;
            }
            self.visitor_order.remove(&(at, oldest));
            self.state.previous_agents.remove(&oldest);
        }
    }
}

/// Whether a chat waits that nobody has accepted so far.
fn is_fresh(chat: &Chat) -> bool {
    chat.waiting().is_some_and(|waiting| waiting.place.rank == Rank::Fresh)
}
