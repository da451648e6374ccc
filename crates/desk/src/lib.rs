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
mod chat;
mod command;
mod deadline;
mod decide;
mod desk;
mod fact;
mod id;
pub mod limits;
mod login;
mod matching;
mod queue;
mod refusal;
mod settings;
mod texts;
mod time;

pub use account::{AccountConfig, AccountProfile, AgentProfile, MaxChats, Skill};
pub use agent::{Agent, Availability, Duty, OnDuty, Session};
pub use answer::{Answer, ConfigChange, Once, Remembered};
pub use chat::event::{Author, Event, EventKind, Line, SystemMessage, TextType, Visibility};
pub use chat::key::{ChatKey, ChatSeed, KeyError};
pub use chat::visitor::{NameValue, SurveyAnswer, SurveyAnswers, VisitorDetails};
pub use chat::{Bar, Chat, EndReason, Offer, Phase, Place, Rank, Waiting, Why};
pub use command::{ChatRequest, Command, NewLine, Request, TransferTarget, Writer};
pub use deadline::Watch;
pub use decide::Decision;
pub use desk::{Desk, DeskState};
pub use fact::Fact;
pub use fact::account::{AccountSet, AgentSet, SkillSet};
pub use fact::agent::{
    AgentAbsent, AgentPresent, AvailabilitySet, Heard, HeardFrom, LoginEnded, LoginExtended, LoginStarted,
    SessionEndReason, SessionEnded, SessionStarted,
};
pub use fact::answer::Answered;
pub use fact::chat::{
    ArchiveDue, BarLifted, ChatArchived, ChatAssigned, ChatEnded, ChatQueued, ChatStarted, EventAdded,
    VisitorNamed,
};
pub use fact::offer::{ChatOffered, OfferEnd, OfferEnded};
pub use id::{AccountId, AgentId, ChatNo, Digest, EventId, LoginId, SessionId, SkillId, VisitorId};
pub use login::Login;
pub use refusal::{ConfigFault, Refusal, TransferFault};
pub use settings::{Continuity, LastAgentLeft, Settings};
pub use time::{Span, Timestamp};
