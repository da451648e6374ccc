//! The documents of the protocol, one file per resource: borrowed data, and the one description of it from
//! which every format is written. Nothing is looked up, filtered or decided here.

mod account;
mod agent_chat;
mod agent_info;
mod agent_session;
mod availability;
mod available_agents;
mod chat_info;
mod chat_sessions;
mod chats;
mod domain;
mod error;
mod event;
mod events;
mod in_dialect;
mod incoming_requests;
mod link;
mod location;
mod login;
mod participant;
mod push;
mod scalar;
mod survey;
mod transfer;
mod visit;
mod visitor_chat;

#[cfg(test)]
mod tests;

pub use account::VisitorBase;
pub use agent_chat::AgentChat;
pub use agent_info::AgentInfo;
pub use agent_session::{AgentSession, AgentSessionWithChats, SessionContents};
pub use availability::AgentAvailability;
pub use available_agents::{AvailableAgent, AvailableAgents};
pub use chat_info::{ChatInfo, Named};
pub use chat_sessions::{ChatSession, ChatSessions};
pub use chats::Chats;
pub use domain::{AllServices, OneService, ServerResultSet, ServiceUri};
pub use error::{ErrorDocument, LoginErrorDocument};
pub use event::{Event, EventKind, Line};
pub use events::{Events, SingleEvent};
pub use in_dialect::InDialect;
pub use incoming_requests::IncomingRequests;
pub use location::{Created, Location};
pub use login::{AgentGroup, LoginResponse};
pub use participant::{
    CalendarDate, Contact, Conversation, ParticipantExtendedInfo, ParticipantInfo, PersonalInfo,
};
pub use push::{BothTyping, Closed, InChat, OfferEntry, Offers, QueuePlace, QueueSummary, WaitingChats};
pub use scalar::{
    AvailabilityForSkills, AvailableSlots, EstimatedWaitTime, SkillAvailability, TypingStatus,
    VisitorAvailability, VisitorName, WhoTypes,
};
pub use survey::{Question, QuestionAnswer, Survey, SurveyEntry};
pub use transfer::{TransferError, TransferSkill, TransferTargets};
pub use visit::{NamedValue, Visit, VisitCustomVariables, VisitInfo};
pub use visitor_chat::VisitorChat;

use crate::format::Format;
use crate::sink::{Dialect, JsonSink, Sink, XmlSink};

/// A document that can be sent on its own.
pub trait Resource {
    /// The JSON dialect of this resource; it does not depend on the client (`docs/protocol/00-conventions.md`
    /// §8.2).
    type Dialect: Dialect;

    /// Whether the document is a scalar or an error: the XML declaration then says `standalone="yes"`.
    const STANDALONE: bool = false;

    /// Whether the resource has no XML form and is JSON whatever was asked for: login and domain.
    const JSON_ONLY: bool = false;

    /// Names every member in the order of the wire, beginning with the root.
    fn describe(&self, sink: &mut impl Sink);
}

/// Room for most documents, in bytes, so that a poll grows its buffer once at most.
const USUAL_BYTES: usize = 1024;

/// Writes the document into a buffer of its own.
#[must_use]
pub fn render<R: Resource>(resource: &R, format: Format) -> Vec<u8> {
    let mut out = Vec::with_capacity(USUAL_BYTES);
    render_into(resource, format, &mut out);
    out
}

/// Appends the document to `out`.
pub fn render_into<R: Resource>(resource: &R, format: Format, out: &mut Vec<u8>) {
    match format {
        Format::Xml if !R::JSON_ONLY => XmlSink::write(out, R::STANDALONE, |sink| resource.describe(sink)),
        Format::Xml | Format::Json => JsonSink::<R::Dialect>::write(out, |sink| resource.describe(sink)),
    }
}
