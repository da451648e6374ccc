//! Facts: changes that have happened, and what the journal stores.
//!
//! A fact carries outcomes, never inputs to be decided again, so that a change of the rules cannot rewrite history.
//! Its JSON form has a stable `kind`; one file holds one family. A member may be added with a default; none may be
//! renamed, removed or given another meaning.

pub(crate) mod account;
pub(crate) mod agent;
pub(crate) mod answer;
pub(crate) mod chat;
pub(crate) mod erasure;
pub(crate) mod mail;
pub(crate) mod marks;
pub(crate) mod offer;
pub(crate) mod second_factor;

use crate::AuditEntry;
use serde::{Deserialize, Serialize};

/// A change that has happened to a desk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Fact {
    /// The account's own facts were set.
    AccountSet(account::AccountSet),
    /// A skill was added or changed.
    SkillSet(account::SkillSet),
    /// An agent was added or changed.
    AgentSet(account::AgentSet),
    /// An agent signed in.
    LoginStarted(agent::LoginStarted),
    /// A login lives longer.
    LoginExtended(agent::LoginExtended),
    /// A login is over.
    LoginEnded(agent::LoginEnded),
    /// A device came.
    SessionStarted(agent::SessionStarted),
    /// A device went.
    SessionEnded(agent::SessionEnded),
    /// An agent's availability was set.
    AvailabilitySet(agent::AvailabilitySet),
    /// No device of an agent was heard from for a while.
    AgentAbsent(agent::AgentAbsent),
    /// An absent agent was heard from again.
    AgentPresent(agent::AgentPresent),
    /// Agents and visitors were heard from.
    Heard(agent::Heard),
    /// A visitor asked for a chat.
    ChatStarted(chat::ChatStarted),
    /// An event was added to a chat.
    EventAdded(chat::EventAdded),
    /// A chat went back to the queue.
    ChatQueued(chat::ChatQueued),
    /// A chat may be offered to the agent it was kept from.
    BarLifted(chat::BarLifted),
    /// An agent took a chat.
    ChatAssigned(chat::ChatAssigned),
    /// A chat is over.
    ChatEnded(chat::ChatEnded),
    /// A visitor set a name.
    VisitorNamed(chat::VisitorNamed),
    /// An ended chat is due for the archive.
    ArchiveDue(chat::ArchiveDue),
    /// A chat is durable in the archive and leaves the desk.
    ChatArchived(chat::ChatArchived),
    /// A waiting chat rings at an agent.
    ChatOffered(offer::ChatOffered),
    /// A waiting chat rings no longer.
    OfferEnded(offer::OfferEnded),
    /// A request with an idempotency key was answered.
    Answered(answer::Answered),
    /// A survey of a chat was answered.
    SurveyAnswered(mail::SurveyAnswered),
    /// Variables of a chat were set.
    VariablesSet(mail::VariablesSet),
    /// The visitor wants the transcript of a chat.
    TranscriptWished(mail::TranscriptWished),
    /// A visitor left a message.
    MessageLeft(mail::MessageLeft),
    /// An offline message is durable in the archive and leaves the desk.
    MessageArchived(mail::MessageArchived),
    /// A mail is to be sent.
    MailQueued(mail::MailQueued),
    /// The mail server has taken a mail.
    MailSent(mail::MailSent),
    /// A mail was tried in vain.
    MailFailed(mail::MailFailed),
    /// A visitor has proved who it is.
    ParticipantKnown(mail::ParticipantKnown),
    /// A device was given a name.
    SessionNamed(agent::SessionNamed),
    /// What an agent has typed and not sent was kept, or is there no longer.
    DraftSet(marks::DraftSet),
    /// A side of a chat has read further.
    EventsRead(marks::EventsRead),
    /// A supervisor or the operator did something.
    Audited(AuditEntry),
    /// An agent has a second factor.
    SecondFactorSet(second_factor::SecondFactorSet),
    /// An agent has none any more.
    SecondFactorRemoved(second_factor::SecondFactorRemoved),
    /// The code of a second factor was taken.
    CodeUsed(second_factor::CodeUsed),
    /// What the desk had of a visitor is gone.
    VisitorErased(erasure::VisitorErased),
    /// The archive has nothing of an erased visitor any more.
    ErasureArchived(erasure::ErasureArchived),
    /// The files have nothing of an erased visitor any more.
    ErasureFinished(erasure::ErasureFinished),
}
