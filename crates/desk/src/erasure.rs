//! What is left of a visitor who was erased: that there was a chat, when, and who answered it; no word, no name, no number
//! that leads to the person (`docs/adr/0016-what-is-known-of-a-visitor-can-be-erased.md`).

use crate::{
    Author, Chat, Digest, Event, EventKind, Guid, Line, MailNo, MessageNo, OfflineMessage, SurveyAnswers,
    TextType, Timestamp, VisitorDetails, VisitorId,
};
use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::sync::Arc;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// The visitor of a chat whose visitor was erased.
const NOBODY: VisitorId = VisitorId(0);

/// A visitor who is to be erased, as the shell has found out what is theirs. The desk finds by itself what it has of these
/// visitors; what the shell names beside them is what it found in the archive, or by a mail address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erase {
    /// The numbers that the person had as a visitor.
    pub visitors: BTreeSet<VisitorId>,
    /// Offline messages of theirs, also those in the archive.
    pub messages: BTreeSet<MessageNo>,
    /// Mails of theirs that were not delivered.
    pub mails: BTreeSet<MailNo>,
    /// What is remembered of an identity they have proved.
    pub participants: BTreeSet<Guid>,
    /// How many chats and offline messages were found, for the audit log.
    pub documents: u64,
    /// SHA-256 over the keys of these, in order, for the audit log.
    pub keys: Digest,
    /// Whether chats that have not ended are ended first; else such a chat is a refusal.
    pub end: bool,
}

/// An erasure that is not carried out everywhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Erasure {
    /// Since when.
    pub at: Timestamp,
    /// Whose documents in the archive are to be replaced; empty once they are, and files are all that is to be cleaned.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub visitors: BTreeSet<VisitorId>,
    /// Which offline messages, likewise.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub messages: BTreeSet<MessageNo>,
    /// Whether the archive holds nothing of them any more.
    #[serde(default)]
    pub archived: bool,
}

impl Chat {
    /// Whether its visitor was erased.
    #[must_use]
    pub fn is_erased(&self) -> bool {
        self.extras().is_some_and(|extras| extras.erased)
    }

    /// What is left of it when its visitor is erased. Every event keeps its id, place and time; what was said is gone,
    /// whoever said it, for an answer may repeat what it answers.
    #[must_use]
    pub fn erased(&self) -> Self {
        let events: Vec<Arc<Event>> = self.events.iter().map(|event| Arc::new(erased_event(event))).collect();
        let mut chat = Self {
            visitor: NOBODY,
            visitor_name: None,
            details: Arc::new(VisitorDetails::default()),
            events,
            extras: None,
            ..self.clone()
        };
        chat.extras_mut().erased = true;
        chat
    }
}

fn erased_event(event: &Event) -> Event {
    let kind = match &event.kind {
        EventKind::Line(line) => EventKind::Line(erased_line(line)),
        state @ (EventKind::Waiting | EventKind::Chatting | EventKind::Ended) => state.clone(),
    };
    Event { id: event.id, at: event.at, position: event.position, kind }
}

fn erased_line(line: &Line) -> Line {
    let author = match &line.author {
        Author::Visitor { .. } => Author::Visitor { name: None },
        other @ (Author::System(_) | Author::Agent { .. }) => other.clone(),
    };
    Line { text: Box::from(""), text_type: TextType::Plain, author, visibility: line.visibility }
}

impl OfflineMessage {
    /// What is left of it when its visitor is erased.
    #[must_use]
    pub fn erased(&self) -> Self {
        Self {
            no: self.no,
            at: self.at,
            skill: self.skill,
            visitor: None,
            details: Box::default(),
            answers: SurveyAnswers { survey: self.answers.survey, answers: Vec::new() },
        }
    }
}
