//! A request that fails: which condition of the one error table, and what goes with it.
//!
//! A handler only names the condition. The body is written at the front door, which knows the format.

use crate::engine::Rejection;
use axum::response::{IntoResponse, Response};
use handover_desk::Refusal;
use handover_wire::{Condition, ReadError, RequestError};
use std::borrow::Cow;

/// Why a request fails.
#[derive(Clone, Debug)]
pub(crate) struct Failure(pub(super) Condition);

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = Response::default();
        if let Ok(status) = http::StatusCode::from_u16(self.0.shape().status) {
            *response.status_mut() = status;
        }
        response.extensions_mut().insert(self);
        response
    }
}

impl From<Condition> for Failure {
    fn from(condition: Condition) -> Self {
        Self(condition)
    }
}

impl From<RequestError> for Failure {
    fn from(error: RequestError) -> Self {
        Self(error.into())
    }
}

impl From<ReadError> for Failure {
    fn from(error: ReadError) -> Self {
        Self(error.into())
    }
}

impl From<Rejection> for Failure {
    fn from(rejection: Rejection) -> Self {
        Self(match rejection {
            Rejection::Refused(refusal) => condition(refusal),
            Rejection::Busy | Rejection::Stopping => Condition::Busy,
            Rejection::Storage => Condition::StorageFailing,
            Rejection::TooManyLogins => Condition::TooManyRequests,
        })
    }
}

/// The condition of the wire for each refusal of the desk.
fn condition(refusal: Refusal) -> Condition {
    match refusal {
        Refusal::KeyReused => Condition::IdempotencyKeyReused,
        Refusal::LoginNotFound => Condition::TokenRejected,
        Refusal::AgentNotFound => Condition::UnauthorizedAccountAccess,
        Refusal::SessionNotFound => Condition::AgentSessionNotFound,
        Refusal::ChatNotFound => Condition::ChatSessionNotFound,
        Refusal::NothingOffered => Condition::NoIncomingChatRequests,
        Refusal::NotInChat => Condition::CannotAddLine,
        // Of the operator, who does not come this way.
        Refusal::ChatsOpen { .. } => Condition::Internal,
        Refusal::ChatEnded => Condition::ChatWasEnded,
        Refusal::ChatFull { .. } => Condition::ChatFull,
        Refusal::DeskFull | Refusal::OutboxFull => Condition::Busy,
        Refusal::TooLong { member, limit } => bad(member, format!("may have {limit} bytes at most")),
        Refusal::TooMany { member, limit } => bad(member, format!("may be there {limit} times at most")),
        Refusal::Empty { member } => bad(member, "must not be empty"),
        Refusal::OutOfRange { member, min, max } => bad(member, format!("must be from {min} to {max}")),
        Refusal::UnknownSkill { .. } => Condition::UnknownSkill,
        Refusal::NobodyOnline => bad("request", "cannot be taken: no agent is online"),
        Refusal::ParticipantUnknown => Condition::InvalidUser,
        Refusal::NotAnAddress { member } => bad(member, "must be a mail address"),
        Refusal::Survey(fault) => bad("survey", fault.to_string()),
        Refusal::TooManyCharacters { member, limit } => {
            bad(member, format!("may have {limit} characters at most"))
        }
        Refusal::NotSupervisor => Condition::SupervisorsOnly,
        Refusal::NotAdmin => Condition::AdminsOnly,
        Refusal::CodeNeeded => Condition::CodeNeeded,
        Refusal::CodeUsed => Condition::BadAuthentication,
        Refusal::FactorSet => Condition::FactorSet,
        Refusal::NoFactor => Condition::NoFactor,
        Refusal::OwnChat => bad("chat", "is with this agent already"),
        Refusal::UnknownAgent { member } => bad(member, "must be an agent of the account"),
        Refusal::NotSignedIn { member } => bad(member, "must be an agent who is signed in"),
        Refusal::Transfer(fault) => Condition::TransferRefused { reason: fault.to_string().into() },
        Refusal::Config(fault) => bad("account", fault.to_string()),
    }
}

/// A member or parameter that is wrong, and in what way.
pub(crate) fn bad(name: &'static str, problem: impl Into<Cow<'static, str>>) -> Condition {
    Condition::BadParameter { name, problem: problem.into() }
}
