//! A chat as the generator knows it: both of its sides are played here.

use crate::load::check::{Ledger, Reader};
use crate::load::plan::{PlannedChat, Who};
use std::collections::VecDeque;

/// How far the end of a chat has come.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum End {
    /// Nobody wants it.
    NotYet,
    /// This side wants it, and has other things to say first.
    Wanted(Who),
    /// It was sent.
    Sent,
}

/// One side of a chat.
#[derive(Debug, Default)]
pub(super) struct Side {
    pub(super) reader: Reader,
    /// When this side learnt that the chat has begun.
    pub(super) began_us: Option<u64>,
    /// The line of the plan that is next.
    pub(super) planned: usize,
    /// Lines of the ledger that are to be sent, one after the other.
    pub(super) to_say: VecDeque<usize>,
    /// Whether something of this side is on its way to the server.
    pub(super) is_writing: bool,
    /// Whether this side has read the end.
    pub(super) has_read_end: bool,
}

/// A chat.
#[derive(Debug)]
pub(super) struct Chat {
    pub(super) plan: PlannedChat,
    /// The chat session key; empty until the request is answered.
    pub(super) key: String,
    /// The agent who has accepted it.
    pub(super) agent: Option<usize>,
    pub(super) ledger: Ledger,
    pub(super) end: End,
    /// Whether a suitable agent was found idle while it waited: that is told once.
    pub(super) was_stuck: bool,
    /// Whether it went back to the queue.
    pub(super) went_back: bool,
    visitor: Side,
    agents: Side,
}

impl Chat {
    pub(super) fn new(plan: PlannedChat) -> Self {
        Self {
            plan,
            key: String::new(),
            agent: None,
            ledger: Ledger::default(),
            end: End::NotYet,
            was_stuck: false,
            went_back: false,
            visitor: Side::default(),
            agents: Side::default(),
        }
    }

    pub(super) fn side(&self, who: Who) -> &Side {
        match who {
            Who::Visitor => &self.visitor,
            Who::Agent => &self.agents,
        }
    }

    pub(super) fn side_mut(&mut self, who: Who) -> &mut Side {
        match who {
            Who::Visitor => &mut self.visitor,
            Who::Agent => &mut self.agents,
        }
    }

    /// Whether it has been asked for and nobody has accepted it or wants its end.
    pub(super) fn is_waiting(&self) -> bool {
        self.agent.is_none() && self.end == End::NotYet && !self.key.is_empty()
    }

    /// Whether nobody has sent its end.
    pub(super) fn is_live(&self) -> bool {
        self.end != End::Sent
    }

    /// Whether both sides have read everything, and nothing is on its way.
    pub(super) fn is_over(&self) -> bool {
        // The answer to its accept may be on its way.
        let knows_its_agent = self.agent.is_some() || self.visitor.began_us.is_none();
        let read_by_agent = self.agent.is_none() || self.agents.has_read_end;
        let all_read = self.visitor.has_read_end && read_by_agent && knows_its_agent;
        all_read && !self.visitor.is_writing && !self.agents.is_writing
    }

    /// The chat in an example of what was wrong with it.
    pub(super) fn name(&self) -> String {
        let key = if self.key.is_empty() { "without a key" } else { &self.key };
        format!("chat {} ({key})", self.plan.number)
    }
}
