//! The rules of a desk: all live state of one account, as a pure state machine.
//!
//! A [`Command`] goes in through [`Desk::handle`], facts come out, and [`Desk::apply`] is the only thing that
//! changes state. This crate does no I/O, reads no clock, draws no randomness, iterates over no hash map, and knows
//! neither the documents of the wire nor who is connected: the time and everything random are arguments.

#![no_std]

extern crate alloc;

mod account;
mod agent;
mod answer;
mod apply;
mod audit;
mod chat;
mod command;
mod compact;
mod deadline;
mod decide;
mod desk;
mod erasure;
mod explain;
mod fact;
mod forecast;
mod guid;
mod hour;
mod id;
pub mod limits;
mod login;
mod mail;
mod matching;
mod message;
mod participant;
mod queue;
mod refusal;
mod second_factor;
mod settings;
mod survey;
mod switches;
mod texts;
mod time;
mod waits;

pub use account::{AccountConfig, AccountProfile, AgentProfile, CannedText, Group, MaxChats, Role, Skill};
pub use agent::{Agent, Availability, Duty, OnDuty, Session};
pub use answer::{Answer, ConfigChange, Once, Remembered};
pub use audit::{
    Act, AuditEntry, AuditFault, AuditFaultKind, AuditLink, AuditSpan, AuditedErasure, check_audit,
};
pub use chat::event::{Author, Event, EventKind, Line, SystemMessage, TextType, Visibility};
pub use chat::key::{ChatKey, ChatSeed, KeyError};
pub use chat::visitor::{Continues, NameValue, SurveyAnswer, SurveyAnswers, VisitorDetails};
pub use chat::{Bar, Chat, Draft, EndReason, Extras, Offer, Phase, Place, Rank, Side, Waiting, Why};
pub use command::{ChatRequest, Command, NewLine, Request, TransferTarget, Writer};
pub use deadline::Watch;
pub use decide::{Decision, NewMessage};
pub use desk::{Desk, DeskState};
pub use erasure::{Erase, Erasure};
pub use explain::{Reason, SkillAgents, SkillCounts, Staff, WhyWaiting};
pub use fact::Fact;
pub use fact::account::{AccountSet, AgentSet, SkillSet};
pub use fact::agent::{
    AgentAbsent, AgentPresent, AvailabilitySet, Heard, HeardFrom, LoginEnded, LoginExtended, LoginStarted,
    SessionEndReason, SessionEnded, SessionNamed, SessionStarted,
};
pub use fact::answer::Answered;
pub use fact::chat::{
    ArchiveDue, BarLifted, ChatArchived, ChatAssigned, ChatEnded, ChatQueued, ChatStarted, EventAdded,
    VisitorNamed,
};
pub use fact::erasure::{ErasureArchived, ErasureFinished, VisitorErased};
pub use fact::mail::{
    MailFailed, MailQueued, MailSent, MessageArchived, MessageLeft, ParticipantKnown, SurveyAnswered,
    TranscriptWished, VariablesSet,
};
pub use fact::marks::{DraftSet, EventsRead};
pub use fact::offer::{ChatOffered, OfferEnd, OfferEnded};
pub use fact::second_factor::{CodeUsed, SecondFactorRemoved, SecondFactorSet};
pub use forecast::{Forecast, Outlook, Slots, Wait, Whom};
pub use guid::{Guid, GuidError};
pub use hour::{Hour, HourTally};
pub use id::{
    AccountId, AgentId, AuditNo, ChatNo, Digest, ErasureNo, EventId, GroupId, LoginId, MailNo, MessageNo,
    SessionId, SkillId, StreamPosition, VisitorId,
};
pub use login::Login;
pub use mail::{Letter, Mail, MailOutcome, MailState, TranscriptWish};
pub use message::OfflineMessage;
pub use participant::{Connector, Participant};
pub use refusal::{ConfigFault, Refusal, TransferFault};
pub use second_factor::{FactorPolicy, FactorSecret, SecondFactor, TimeStep};
pub use settings::{Continuity, LastAgentLeft, NobodyOnline, Settings};
pub use survey::{
    ChoiceLook, Entry, Question, QuestionForm, Survey, SurveyFault, SurveyKind, SurveyProblem, SurveyWish,
    Validation, is_mail_address,
};
pub use switches::{
    AuthFailureBody, ChatSessionsListed, CreationStatus, DefaultFormat, FromEventIds, SurveyDialect,
    SystemMessageIdForm, TypingReadStatus, VisitorNameStatus, WireSwitches,
};
pub use texts::AutomaticText;
pub use time::{Span, Timestamp};
pub use waits::{EstimateError, Waits};
