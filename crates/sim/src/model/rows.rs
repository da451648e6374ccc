//! What the model keeps: one plain row for each thing, in the order in which it came.

use handover_desk::{
    AgentId, AgentProfile, Answer, Availability, ChatKey, ChatNo, Digest, EndReason, EventId, FactorSecret,
    LoginId, SessionId, SkillId, Span, SurveyAnswers, TextType, TimeStep, Timestamp, TranscriptWish,
    Visibility, VisitorDetails, VisitorId, Why,
};
use std::sync::Arc;

/// An agent.
#[derive(Clone, Debug)]
pub struct AgentRow {
    /// As configured.
    pub profile: AgentProfile,
    /// What holds while the agent has a device.
    pub work: Option<Work>,
    /// Since when nothing was given to the agent or taken away.
    pub idle_since: Timestamp,
    /// The secret of the second factor, and the latest step that was used.
    pub factor: Option<(FactorSecret, TimeStep)>,
}

/// What holds while an agent has a device.
#[derive(Clone, Debug)]
pub struct Work {
    /// What the agent has said about taking chats.
    pub availability: Availability,
    /// Why.
    pub reason_id: Option<Arc<str>>,
    /// Whether some device was heard from lately.
    pub present: bool,
    /// When presence is looked at.
    pub look_at: Timestamp,
}

/// A login.
#[derive(Clone, Debug)]
pub struct LoginRow {
    /// Its number.
    pub id: LoginId,
    /// Whose.
    pub agent: AgentId,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// A device.
#[derive(Clone, Debug)]
pub struct SessionRow {
    /// Its number.
    pub id: SessionId,
    /// Whose.
    pub agent: AgentId,
    /// With which login it came.
    pub login: LoginId,
    /// When it was last heard from, as far as the model was told.
    pub heard_at: Timestamp,
    /// When its silence is looked at.
    pub look_at: Timestamp,
    /// The chats its agent had when it came and has had ever since.
    pub inherited: Vec<ChatNo>,
    /// What its agent calls it.
    pub name: Option<Arc<str>>,
}

/// A chat.
#[derive(Clone, Debug)]
pub struct ChatRow {
    /// Its key.
    pub key: ChatKey,
    /// Whose.
    pub visitor: VisitorId,
    /// The visitor's name.
    pub visitor_name: Option<Arc<str>>,
    /// What came with the request, and the variables set since.
    pub details: VisitorDetails,
    /// What the visitor said afterwards.
    pub exit_survey: Option<SurveyAnswers>,
    /// What the agent said of it.
    pub agent_survey: Option<SurveyAnswers>,
    /// The transcript to be sent at the end.
    pub wish: Option<TranscriptWish>,
    /// How many transcripts went out.
    pub transcripts_mailed: u8,
    /// What its agent has typed and not sent, to whom, and when.
    pub draft: Option<(Box<str>, Visibility, Timestamp)>,
    /// How far its agent has read.
    pub agent_read: Option<EventId>,
    /// How far the visitor has read.
    pub visitor_read: Option<EventId>,
    /// Why its agent got it.
    pub why: Option<Why>,
    /// What it needs.
    pub skill: Option<SkillId>,
    /// When it was asked for.
    pub requested_at: Timestamp,
    /// Higher is served earlier, among those that were never accepted.
    pub priority: i32,
    /// How long the visitor may be silent.
    pub timeout: Span,
    /// Where it stands.
    pub stand: Stand,
    /// Its entries.
    pub events: Vec<Seen>,
    /// When the visitor was last heard from, as far as the model was told; once ended: anybody.
    pub heard_at: Timestamp,
    /// When silence, or once ended the retention, is looked at.
    pub look_at: Timestamp,
}

impl ChatRow {
    /// Its number.
    #[must_use]
    pub fn no(&self) -> ChatNo {
        self.key.chat()
    }

    /// What it waits with, while it waits.
    #[must_use]
    pub fn wait(&self) -> Option<&Wait> {
        match &self.stand {
            Stand::Waiting(wait) | Stand::Ringing(wait, _) => Some(wait),
            Stand::With(_) | Stand::Over { .. } => None,
        }
    }

    /// The offer, while it rings.
    #[must_use]
    pub fn ring(&self) -> Option<&Ring> {
        match &self.stand {
            Stand::Ringing(_, ring) => Some(ring),
            Stand::Waiting(_) | Stand::With(_) | Stand::Over { .. } => None,
        }
    }

    /// The agent who has it.
    #[must_use]
    pub fn holder(&self) -> Option<AgentId> {
        match self.stand {
            Stand::With(agent) => Some(agent),
            Stand::Waiting(_) | Stand::Ringing(..) | Stand::Over { .. } => None,
        }
    }

    /// Whether it is over.
    #[must_use]
    pub fn is_over(&self) -> bool {
        matches!(self.stand, Stand::Over { .. })
    }

    /// Who may read it: who has it, who had it when it ended, or who handed it on until somebody accepts.
    #[must_use]
    pub fn reader(&self) -> Option<AgentId> {
        match &self.stand {
            Stand::Waiting(wait) | Stand::Ringing(wait, _) => wait.sender,
            Stand::With(agent) => Some(*agent),
            Stand::Over { agent, .. } => *agent,
        }
    }
}

/// Where a chat stands: one of four.
#[derive(Clone, Debug)]
pub enum Stand {
    /// Waiting, ringing nowhere.
    Waiting(Wait),
    /// Waiting, ringing at one agent.
    Ringing(Wait, Ring),
    /// An agent has it.
    With(AgentId),
    /// Ended.
    Over {
        /// Why.
        reason: EndReason,
        /// Whose it was when it ended.
        agent: Option<AgentId>,
        /// Whether it is on the way to the archive.
        archiving: bool,
    },
}

/// What a waiting chat waits with.
#[derive(Clone, Debug, Default)]
pub struct Wait {
    /// Whether it was accepted before: requeued or transferred.
    pub returned: bool,
    /// The agent it was asked for.
    pub wanted: Option<AgentId>,
    /// Who handed it on.
    pub sender: Option<AgentId>,
    /// Who is kept from it, and until when.
    pub kept_from: Option<(AgentId, Timestamp)>,
    /// Who missed it, and when last.
    pub missed: Vec<(AgentId, Timestamp)>,
}

/// An offer.
#[derive(Clone, Copy, Debug)]
pub struct Ring {
    /// At whom.
    pub agent: AgentId,
    /// The how manieth offer of all: who rings longest comes first.
    pub nth: u64,
    /// Until when.
    pub until: Timestamp,
    /// Why this agent.
    pub why: Why,
}

/// An entry of a chat, as far as the rules fix it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// `waiting` was entered.
    Waiting,
    /// `chatting` was entered.
    Chatting,
    /// `ended` was entered.
    Ended,
    /// A line of the desk.
    System {
        /// Its number.
        number: u16,
        /// Its words.
        text: Box<str>,
        /// Whether for agents only.
        private: bool,
    },
    /// A line of an agent.
    Agent {
        /// Who.
        id: AgentId,
        /// What.
        text: Box<str>,
        /// How.
        text_type: TextType,
        /// Whether for agents only.
        private: bool,
    },
    /// A line of the visitor.
    Visitor {
        /// The name of that moment.
        name: Option<Arc<str>>,
        /// What.
        text: Box<str>,
    },
}

/// A chat whose first wait is over: somebody accepted it, or nobody did before it ended.
#[derive(Clone, Copy, Debug)]
pub struct WaitRow {
    /// When.
    pub at: Timestamp,
    /// What it needed.
    pub skill: Option<SkillId>,
    /// How long it had waited until it was accepted, in milliseconds; absent: it was abandoned.
    pub accepted_after: Option<u64>,
}

/// Who talked to a visitor last.
#[derive(Clone, Debug)]
pub struct PreviousRow {
    /// The visitor.
    pub visitor: VisitorId,
    /// The agent.
    pub agent: AgentId,
    /// When they began to talk.
    pub at: Timestamp,
}

/// An answer that is remembered for its key.
#[derive(Clone, Debug)]
pub struct AnswerRow {
    /// The key.
    pub key: Digest,
    /// What was asked.
    pub body: Digest,
    /// What was answered.
    pub answer: Answer,
    /// When.
    pub at: Timestamp,
}
