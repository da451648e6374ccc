//! Events: the entries of a chat, numbered 0, 1, 2, … without gap.

use crate::settings::is_default;
use crate::{AgentId, EventId, StreamPosition, Timestamp};
use alloc::boxed::Box;
use alloc::string::String;
use alloc::sync::Arc;
use serde::{Deserialize, Serialize};

/// An entry of a chat. Once written it never changes, but for what is erased with its visitor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Its position in the chat.
    pub id: EventId,
    /// When it happened; never earlier than the event before it.
    pub at: Timestamp,
    /// Its place among all events of the account, ascending in a chat.
    #[serde(default, skip_serializing_if = "is_default")]
    pub position: StreamPosition,
    /// What it is.
    pub kind: EventKind,
}

impl Event {
    /// Whether the visitor may ever see it: private lines and pre-chat lines are for agents only.
    #[must_use]
    pub fn is_for_visitor(&self) -> bool {
        match &self.kind {
            EventKind::Line(line) => line.visibility == Visibility::Everyone,
            EventKind::Waiting | EventKind::Chatting | EventKind::Ended => true,
        }
    }
}

/// A state of the chat that was entered, or a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// The chat waits for an agent.
    Waiting,
    /// An agent has taken the chat.
    Chatting,
    /// The chat is over.
    Ended,
    /// Somebody, or the desk, said something.
    Line(Line),
}

/// Something said in a chat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The words. HTML of agents has been cleaned before it came here.
    pub text: Box<str>,
    /// How the text is to be shown.
    pub text_type: TextType,
    /// Who said it.
    pub author: Author,
    /// Who may read it.
    pub visibility: Visibility,
}

/// How the text of a line is to be shown (`docs/protocol/20-agent-api.md` §14).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextType {
    /// As it is.
    Plain,
    /// As HTML.
    Html,
    /// As a structured template; holds its JSON text, behind one pointer: few lines have one, and all have room for it.
    RichContent(Arc<String>),
}

impl TextType {
    /// A structured template with this JSON text.
    pub fn rich_content(json: impl Into<String>) -> Self {
        Self::RichContent(Arc::new(json.into()))
    }
}

/// Who said a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Author {
    /// The desk itself.
    System(SystemMessage),
    /// An agent, under the nickname of that moment.
    Agent {
        /// Who.
        id: AgentId,
        /// The name visitors saw.
        nickname: Arc<str>,
    },
    /// The visitor, under the name of that moment, if one was set.
    Visitor {
        /// The name, absent while the visitor has set none.
        name: Option<Arc<str>>,
    },
}

/// Who may read a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// Visitor and agents.
    Everyone,
    /// Agents only, on every surface.
    AgentsOnly,
}

/// What the desk says of itself (`docs/protocol/40-state-machines.md` §5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SystemMessage {
    /// 0: a pre-chat line, for agents only.
    PreChat,
    /// 2: no agent can take the chat at the moment.
    Busy,
    /// 3: an agent has taken the chat.
    Accepted,
    /// 4: the chat is being routed to an agent.
    Routing,
    /// 5: the agent has ended the chat.
    AgentEnded,
    /// 6: the chat was disconnected.
    Disconnected,
    /// 13: the chat goes to another agent.
    ToAgent,
    /// 15: the chat goes to another skill.
    ToSkill,
    /// 23: the chat went back to the queue.
    Requeued,
}

impl SystemMessage {
    /// The `systemMessageId` on the wire.
    #[must_use]
    pub fn number(self) -> u16 {
        match self {
            Self::PreChat => 0,
            Self::Busy => 2,
            Self::Accepted => 3,
            Self::Routing => 4,
            Self::AgentEnded => 5,
            Self::Disconnected => 6,
            Self::ToAgent => 13,
            Self::ToSkill => 15,
            Self::Requeued => 23,
        }
    }
}
