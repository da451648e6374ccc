//! The requests of the protocol, one file each: a [`crate::Document`] in, plain borrowed data out. Reading is
//! lenient about shape (`docs/protocol/00-conventions.md` §8.3): members that are not known are ignored, and an
//! optional member that is empty or `null` counts as absent. Whether a request is allowed is not asked here.

mod availability;
mod chat;
mod csrf;
mod custom_variables;
mod error;
mod event;
mod field;
mod login;
mod pre_chat_lines;
mod survey;
mod transfer;
mod typing;
mod visitor_name;

#[cfg(test)]
mod tests;

pub use availability::AvailabilityRequest;
pub use chat::{ChatRequest, Routing};
pub use csrf::csrf;
pub use custom_variables::{CustomVariable, custom_variables};
pub use error::{Problem, RequestError};
pub use event::EventRequest;
pub use login::LoginRequest;
pub use survey::{Answer, SurveyAnswers};
pub use transfer::{TransferRequest, TransferTarget};
pub use typing::typing;
pub use visitor_name::visitor_name;
