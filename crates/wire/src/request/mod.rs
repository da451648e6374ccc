//! The requests of the protocol, one file each: a [`crate::Document`] or the parameters of a query in, plain borrowed
//! data out. Reading is
//! lenient about shape (`docs/protocol/00-conventions.md` §8.3): members that are not known are ignored, and an
//! optional member that is empty or `null` counts as absent. Whether a request is allowed is not asked here.

mod availability;
mod available_agents;
mod chat;
mod chats_query;
mod conversation;
mod csrf;
mod custom_variables;
mod error;
mod event;
mod field;
mod login;
mod offline_survey;
mod pre_chat_lines;
mod rules;
mod survey;
mod transcript;
mod transfer;
mod typing;
mod visitor_name;
mod wait_query;

#[cfg(test)]
mod tests;

pub use availability::AvailabilityRequest;
pub use available_agents::{AvailableAgentsParameters, AvailableAgentsQuery};
pub use chat::{ChatRequest, Continuation, Routing};
pub use chats_query::{WantedChat, wanted_chats};
pub use conversation::ConversationRequest;
pub use csrf::csrf;
pub use custom_variables::{CustomVariable, custom_variables};
pub use error::{Problem, RequestError};
pub use event::EventRequest;
pub use login::LoginRequest;
pub use offline_survey::OfflineSurvey;
pub use survey::{Answer, SurveyAnswers};
pub use transcript::TranscriptRequest;
pub use transfer::{TransferRequest, TransferTarget};
pub use typing::typing;
pub use visitor_name::visitor_name;
pub use wait_query::{Candidates, WaitParameters, WaitQuery};
