//! The audit log: what supervisors did. Its entries are facts; the latest of them stand on the desk to be read.
//!
//! Each entry carries the hash of the one before it and its own, so that none can be changed, taken out or put in without
//! every later one being written anew (`docs/adr/0012-the-audit-log-is-a-chain.md`). Entries of a time before the chain have none.

use crate::{AgentId, AuditNo, ChatKey, Desk, Digest, Timestamp, limits};
use alloc::string::ToString as _;
use core::fmt;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// What the hash of every entry begins with.
const FORM: &[u8] = b"handover audit 1";
/// The hash before the first one.
const BEGINNING: Digest = Digest([0; 32]);

/// An entry of the audit log. What was said is in the chat, not here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntry {
    /// Its number.
    pub no: AuditNo,
    /// When.
    pub at: Timestamp,
    /// The supervisor; 0 is the operator.
    pub agent: AgentId,
    /// What was done.
    pub act: Act,
    /// In which chat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chat: Option<ChatKey>,
    /// To which agent, where there was one: who has the chat or had it when it ended, or at whom it rings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<AgentId>,
    /// How much was erased, where that was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub erased: Option<AuditedErasure>,
    /// Its place in the chain; none in entries that were written before there was a chain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<AuditLink>,
}

/// How much of a visitor was erased. It tells nothing of the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditedErasure {
    /// How many chats and offline messages were found.
    pub documents: u64,
    /// SHA-256 over their keys, in order.
    pub keys: Digest,
}

/// The place of an entry in the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditLink {
    /// The hash of the entry before; zeros where the chain begins.
    pub before: Digest,
    /// The hash of this entry: of what it says and of `before`.
    pub own: Digest,
}

/// What a supervisor or the operator did.
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
    /// Took an agent's second factor away.
    RemoveFactor,
    /// Let a login go that was locked.
    Unlock,
    /// Erased what was known of a visitor.
    Erase,
}

impl Act {
    /// Its name, which is part of the hash of an entry.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Watch => "watch",
            Self::Whisper => "whisper",
            Self::TakeOver => "take_over",
            Self::EndChat => "end_chat",
            Self::SignOut => "sign_out",
            Self::RemoveFactor => "remove_factor",
            Self::Unlock => "unlock",
            Self::Erase => "erase",
        }
    }
}

impl AuditEntry {
    /// This entry, linked to the one before it.
    #[must_use]
    pub fn behind(self, before: Option<&Self>) -> Self {
        let before = before.and_then(|before| before.link).map_or(BEGINNING, |link| link.own);
        Self { link: Some(AuditLink { before, own: self.hash(before) }), ..self }
    }

    /// SHA-256 over what the entry says, each part with its length or of a fixed one: the form, `before`, number, time, agent,
    /// the name of the act, chat and subject, how much was erased, numbers with the lowest byte first.
    fn hash(&self, before: Digest) -> Digest {
        let mut hash = Sha256::new();
        hash.update(FORM);
        hash.update(before.0);
        hash.update(self.no.0.to_le_bytes());
        hash.update(self.at.0.to_le_bytes());
        hash.update(self.agent.0.to_le_bytes());
        let chat = self.chat.map(|key| key.to_string());
        for part in [Some(self.act.name()), chat.as_deref()] {
            hash.update([u8::from(part.is_some())]);
            let bytes = part.unwrap_or_default().as_bytes();
            hash.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_le_bytes());
            hash.update(bytes);
        }
        hash.update([u8::from(self.subject.is_some())]);
        hash.update(self.subject.map_or(0, |agent| agent.0).to_le_bytes());
        // Only where there is one, so that the hash of every other entry is what it was before there were any.
        if let Some(erased) = self.erased {
            hash.update(erased.documents.to_le_bytes());
            hash.update(erased.keys.0);
        }
        Digest(hash.finalize().into())
    }
}

/// What is wrong with an audit log, and at which entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AuditFault {
    /// The first entry that is not as it was written, or does not follow the one before.
    pub at: AuditNo,
    /// What is wrong with it.
    pub kind: AuditFaultKind,
}

/// What can be wrong with an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuditFaultKind {
    /// Its own hash is not that of what it says.
    Changed,
    /// It does not follow the entry before: that one was changed, or something was taken out or put in between.
    Unlinked,
    /// Entries between the one before and this one are missing, or this one stands twice.
    Gap,
    /// It has no hash although one before it has, or the chain has begun before it.
    Bare,
}

impl fmt::Display for AuditFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { at, kind } = self;
        match kind {
            AuditFaultKind::Changed => {
                write!(f, "entry {at} was changed: its hash is not that of what it says")
            }
            AuditFaultKind::Unlinked => {
                write!(f, "entry {at} does not follow the one before it: one of them was changed or replaced")
            }
            AuditFaultKind::Gap => {
                write!(f, "before entry {at} entries are missing, or it stands there twice")
            }
            AuditFaultKind::Bare => {
                write!(f, "entry {at} has no hash although the chain had begun before it")
            }
        }
    }
}

/// How far an audit log is whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AuditSpan {
    /// Entries before the chain: nothing can be said of them but that they are numbered without a gap.
    pub bare: u64,
    /// The first and the last entry of the chain as far as it is there.
    pub chained: Option<(AuditNo, AuditNo)>,
    /// The hash of the last entry.
    pub head: Option<Digest>,
    /// Whether the chain is there from its beginning on.
    pub from_beginning: bool,
}

/// Checks a part of the log, in its order. The chain may begin in it, or before it.
pub fn check_audit<'e>(entries: impl IntoIterator<Item = &'e AuditEntry>) -> Result<AuditSpan, AuditFault> {
    let mut span = AuditSpan::default();
    let mut before: Option<&AuditEntry> = None;
    for entry in entries {
        let fault = |kind| AuditFault { at: entry.no, kind };
        if before.is_some_and(|before| before.no.0.checked_add(1) != Some(entry.no.0)) {
            return Err(fault(AuditFaultKind::Gap));
        }
        let Some(link) = entry.link else {
            if span.chained.is_some() {
                return Err(fault(AuditFaultKind::Bare));
            }
            span.bare = span.bare.saturating_add(1);
            before = Some(entry);
            continue;
        };
        if link.own != entry.hash(link.before) {
            return Err(fault(AuditFaultKind::Changed));
        }
        let is_first = entry.no == AuditNo(1);
        let expected = before.map(|before| before.link.map_or(BEGINNING, |link| link.own));
        let expected = expected.or(is_first.then_some(BEGINNING));
        if expected.is_some_and(|expected| expected != link.before) {
            // A chain that had begun earlier has lost the hashes of what stands before.
            let kind = if span.bare > 0 && span.chained.is_none() {
                AuditFaultKind::Bare
            } else {
                AuditFaultKind::Unlinked
            };
            return Err(fault(kind));
        }
        let first = span.chained.map_or(entry.no, |(first, _)| first);
        span.from_beginning = span.from_beginning || link.before == BEGINNING;
        span.chained = Some((first, entry.no));
        span.head = Some(link.own);
        before = Some(entry);
    }
    Ok(span)
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
