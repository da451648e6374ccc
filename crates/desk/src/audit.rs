//! The audit log: what supervisors did. Its entries are facts; the latest of them stand on the desk to be read.

use crate::{AgentId, AuditNo, ChatKey, Desk, Timestamp, limits};
use serde::{Deserialize, Serialize};

/// An entry of the audit log. What was said is in the chat, not here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// Its number.
    pub no: AuditNo,
    /// When.
    pub at: Timestamp,
    /// The supervisor.
    pub agent: AgentId,
    /// What was done.
    pub act: Act,
    /// In which chat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chat: Option<ChatKey>,
    /// To which agent, where there was one: who has the chat or had it when it ended, or at whom it rings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<AgentId>,
}

/// What a supervisor did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// Watched a chat.
    Watch,
    /// Said something to the agent of a chat.
    Whisper,
    /// Took a chat over.
    TakeOver,
    /// Ended a chat.
    EndChat,
    /// Ended every login of an agent.
    SignOut,
}

impl Desk {
    /// The audit log from an entry on, oldest first, as far as it is kept.
    pub fn audit(&self, from: AuditNo) -> impl Iterator<Item = &AuditEntry> {
        self.state.audit.range(from..).map(|(_, entry)| entry)
    }

    /// Whether the log says already that this supervisor watches this chat: [`crate::Command::WatchChat`] would add
    /// nothing.
    #[must_use]
    pub fn is_watch_noted(&self, supervisor: AgentId, chat: &ChatKey, now: Timestamp) -> bool {
        let entries = self.state.audit.values().rev();
        let mut lately = entries.take_while(|entry| now.since(entry.at) < limits::WATCH_KEPT.0);
        lately.any(|entry| {
            entry.act == Act::Watch && entry.agent == supervisor && entry.chat.as_ref() == Some(chat)
        })
    }
}
