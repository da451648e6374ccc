//! What is known of a chat and of an agent session beside their facts: who was heard from when, who has a stream open,
//! who is typing. None of it is durable.

use super::bell::Bell;
use handover_desk::{Author, EventKind, Timestamp, Visibility};
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};

/// When somebody was heard from last. While a stream is open that is at any time.
#[derive(Debug)]
pub struct Heard {
    called_ms: AtomicI64,
    streams: AtomicU32,
}

impl Heard {
    /// Heard from at `at`.
    pub(super) fn at(at: Timestamp) -> Self {
        Self { called_ms: AtomicI64::new(at.0), streams: AtomicU32::new(0) }
    }

    /// A call.
    pub fn calls(&self, now: Timestamp) {
        self.called_ms.fetch_max(now.0, Ordering::Relaxed);
    }

    /// The last call; `now` while a stream is open.
    #[must_use]
    pub fn last(&self, now: Timestamp) -> Timestamp {
        let called = Timestamp(self.called_ms.load(Ordering::Relaxed));
        if self.streams.load(Ordering::Relaxed) > 0 { called.max(now) } else { called }
    }

    /// The last call, streams aside.
    #[must_use]
    pub fn last_call(&self) -> Timestamp {
        Timestamp(self.called_ms.load(Ordering::Relaxed))
    }

    /// Whether a stream is open.
    #[must_use]
    pub fn has_stream(&self) -> bool {
        self.streams.load(Ordering::Relaxed) > 0
    }

    /// A stream is open from here on, one of at most `limit`. Says whether there was room.
    pub fn open_stream(&self, limit: u32) -> bool {
        let more = |open: u32| (open < limit).then(|| open.saturating_add(1));
        self.streams.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more).is_ok()
    }

    /// A stream has ended: until here it was heard from.
    pub fn close_stream(&self, now: Timestamp) {
        self.calls(now);
        self.streams.fetch_sub(1, Ordering::Relaxed);
    }
}

/// What is known of a chat beside its facts.
#[derive(Debug)]
pub struct ChatPulse {
    /// The visitor.
    pub visitor: Heard,
    /// The agents who read it.
    pub agents: Heard,
    /// There once somebody has waited.
    bell: OnceLock<Arc<Bell>>,
    visitor_typing: AtomicBool,
    agent_typing: AtomicBool,
}

impl ChatPulse {
    pub(super) fn starting(at: Timestamp) -> Self {
        Self {
            visitor: Heard::at(at),
            agents: Heard::at(at),
            bell: OnceLock::new(),
            visitor_typing: AtomicBool::new(false),
            agent_typing: AtomicBool::new(false),
        }
    }

    /// What is rung when anything of the chat changes.
    pub fn bell(&self) -> &Arc<Bell> {
        self.bell.get_or_init(Arc::default)
    }

    /// The bell, if anybody has ever waited.
    pub(super) fn bell_in_use(&self) -> Option<&Arc<Bell>> {
        self.bell.get()
    }

    /// When anybody was heard from last.
    #[must_use]
    pub fn anybody_last(&self, now: Timestamp) -> Timestamp {
        self.visitor.last(now).max(self.agents.last(now))
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

    /// The visitor types, or has stopped. Says whether that is a change.
    pub(super) fn set_visitor_typing(&self, typing: bool) -> bool {
        self.visitor_typing.swap(typing, Ordering::Relaxed) != typing
    }

    /// The agent types, or has stopped. Says whether that is a change.
    pub(super) fn set_agent_typing(&self, typing: bool) -> bool {
        self.agent_typing.swap(typing, Ordering::Relaxed) != typing
    }

    /// Typing ends with the line it led to, and with every change of hands (`docs/protocol/40-state-machines.md` §8).
    pub(super) fn settle_typing(&self, event: &EventKind) {
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
