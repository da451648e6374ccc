//! The one table of errors: what went wrong -> status, internal code, message and body
//! (`docs/protocol/00-conventions.md` §9). It says how an error looks; when one is due is said elsewhere.

#[cfg(test)]
mod tests;

use std::borrow::Cow;

use crate::document::{ErrorDocument, LoginErrorDocument, TransferError, render};
use crate::format::Format;
use crate::reader::ReadError;
use crate::request::RequestError;
use crate::time::WireTime;

/// Bad request, or not possible in this state.
const BAD_REQUEST: u16 = 5;
/// Not authorised.
const UNAUTHORIZED: u16 = 10;
/// Not there.
const NOT_FOUND: u16 = 12;
/// The server is not able to at the moment.
const SERVER_BUSY: u16 = 20;
/// Try again: old clients repeat a 503 with this code.
const TRY_AGAIN: u16 = 27;
/// No such path.
const UNKNOWN_PATH: u16 = 28;

/// Everything that can go wrong in the eyes of a client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// A line while the chat waits or after it has ended.
    CannotAddLine,
    /// The visitor types after the end.
    CannotSetVisitorTyping,
    /// The agent types after the end.
    CannotSetAgentTyping,
    /// The visitor takes a name after the end.
    CannotSetVisitorName,
    /// The chat is ended a second time, or used after its end in some other way.
    ChatWasEnded,
    /// The chat has as many events as a chat may have.
    ChatFull,
    /// The body could not be read.
    Unreadable(ReadError),
    /// A member of the body is missing or wrong.
    BadMember(RequestError),
    /// A query parameter is missing or wrong.
    BadParameter {
        /// Its name.
        name: &'static str,
        /// What is wrong with it, to follow the name: `must be a whole number`.
        problem: Cow<'static, str>,
    },
    /// The skill of a chat request does not exist (`docs/protocol/30-visitor-api.md` §9).
    UnknownSkill,
    /// An `Authorization` header of a kind that is not known.
    UnknownAuthorizationType,
    /// The bearer is missing, unknown or expired.
    TokenRejected,
    /// The application key is missing or unknown.
    AppKeyRejected,
    /// The visitor is not who the request says.
    InvalidUser,
    /// The bearer is good, but for another account or agent.
    UnauthorizedAccountAccess,
    /// A page of an origin that is not on the account's list asks for a stream (`docs/push.md`).
    ForeignOrigin,
    /// The agent is no supervisor, and what is asked is for supervisors (`docs/handover-api.md`). An addition to the protocol.
    SupervisorsOnly,
    /// Only an admin may do this.
    AdminsOnly,
    /// Wrong account, user or password at the login, or a disabled user.
    BadAuthentication,
    /// The password was right, and a code of the second factor has to come with it.
    CodeNeeded,
    /// The agent has to have a second factor and has none: the login is good for setting it up, and for nothing else.
    FactorMissing,
    /// The agent has a second factor already.
    FactorSet,
    /// The agent has no second factor.
    NoFactor,
    /// There is no sign-in by way of the identity provider, or none but that (`docs/handover-api.md`).
    SignIn(SignInProblem),
    /// The login's cookie is missing, unknown or expired.
    LoginSessionNotFound,
    /// The csrf token does not belong to the cookie's login.
    CsrfInvalid,
    /// The chat does not exist, has been purged, or belongs to somebody else.
    ChatSessionNotFound,
    /// The agent session does not exist, has ended, or belongs to somebody else.
    AgentSessionNotFound,
    /// Accepting with nothing ringing.
    NoIncomingChatRequests,
    /// There is no such event in the chat.
    EventNotFound,
    /// No survey is set up.
    SurveyNotFound,
    /// No visitor of the agent's has proved to be this one (`docs/protocol/20-agent-api.md` §25).
    ParticipantNotFound,
    /// The account does not exist, on the visitor side.
    UnknownAccount,
    /// The account does not exist, asked of the domain service (`docs/protocol/10-domain-login.md` §1.3).
    UnknownAccountOfDomain,
    /// The domain service knows no such service (`docs/protocol/10-domain-login.md` §1.3).
    UnknownService,
    /// There is nothing at this path.
    UnknownPath {
        /// The path that was asked for.
        path: String,
    },
    /// The path does not have this method.
    MethodNotAllowed,
    /// The body is of a type that is neither XML nor JSON.
    UnsupportedMediaType,
    /// The body is no JSON where only that is spoken (`docs/handover-api.md`).
    JsonOnly,
    /// The transfer cannot be done; the chat stays where it is.
    TransferRefused {
        /// Why, for the agent.
        reason: Cow<'static, str>,
    },
    /// The same idempotency key came with another request before.
    IdempotencyKeyReused,
    /// Too many requests from one client.
    TooManyRequests,
    /// Too many wrong passwords for one login, or from one address: an addition to the protocol.
    TooManyWrongPasswords {
        /// Seconds after which the next one is taken.
        wait_s: u32,
    },
    /// Visitors write too much in one chat, from one address, or with one application key: an addition to the protocol.
    TooManyWrites {
        /// Seconds after which the next one is taken.
        wait_s: u32,
    },
    /// The account's mailbox is full.
    Busy,
    /// The journal cannot be written.
    StorageFailing,
    /// A defect of the server.
    Internal,
}

impl From<ReadError> for Condition {
    fn from(error: ReadError) -> Self {
        Self::Unreadable(error)
    }
}

impl From<RequestError> for Condition {
    fn from(error: RequestError) -> Self {
        Self::BadMember(error)
    }
}

/// How an error looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorShape<'c> {
    /// The HTTP status.
    pub status: u16,
    /// The number in the body; only API and login errors have one.
    pub internal_code: Option<u16>,
    /// The words in the body.
    pub message: Cow<'c, str>,
    /// Which body.
    pub body: ErrorBody,
}

/// The four bodies an error can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorBody {
    /// The error document of the chat APIs (`docs/protocol/00-conventions.md` §9.2).
    Api,
    /// This one line of text, whatever the format (`docs/protocol/00-conventions.md` §9.3).
    Gateway(&'static str),
    /// The error document of the login service (`docs/protocol/10-domain-login.md` §4.3).
    Login,
    /// `transfer` with an `errormsg` (`docs/protocol/00-conventions.md` §9.4).
    Transfer,
}

const TOKEN_REJECTED: &str = "oauth_problem=token_rejected&oauth_problem_advice=the oauth_token is unacceptable to the Service Provider";
const APP_KEY_REJECTED: &str = "lp_problem=consumer_key_rejected&lp_problem_advice=the appKey is permanently unacceptable to the Service Provider";
const UNKNOWN_AUTHORIZATION_TYPE: &str = "Bad authorization request. general_problem=unknown_authorization_type&general_problem_advice=unknown authorization type received";
const CSRF_INVALID: &str =
    "CSRF token invalid! The CSRF token on request does not match the CSRF token on the session";

impl Condition {
    /// Seconds after which the same request may be tried again, if that may help.
    #[must_use]
    pub fn retry_after_s(&self) -> Option<u32> {
        if let Self::TooManyWrongPasswords { wait_s } | Self::TooManyWrites { wait_s } = self {
            return Some(*wait_s);
        }
        matches!(self.shape().status, 429 | 503).then_some(1)
    }

    /// How this condition looks. This match is the table.
    #[must_use]
    pub fn shape(&self) -> ErrorShape<'_> {
        match self {
            Self::CannotAddLine => bad_request("Cannot add line while not in chat"),
            Self::CannotSetVisitorTyping => bad_request("Cannot set visitor's typing status. Chat was ended"),
            Self::CannotSetAgentTyping => bad_request("Cannot set agent's typing status. Chat was ended"),
            Self::CannotSetVisitorName => bad_request("Cannot set visitor's name. Chat was ended"),
            Self::ChatWasEnded => bad_request("Chat was ended"),
            Self::ChatFull => bad_request("Cannot add line. The chat has reached its largest size"),
            Self::Unreadable(error @ ReadError::TooLarge { .. }) => api(413, BAD_REQUEST, error.to_string()),
            Self::Unreadable(error) => bad_request(error.to_string()),
            Self::BadMember(error) => bad_request(error.to_string()),
            Self::BadParameter { name, problem } => bad_request(format!("{name} {problem}")),
            Self::UnknownSkill => bad_request("Skill not found"),
            Self::UnknownAuthorizationType => bad_request(UNKNOWN_AUTHORIZATION_TYPE),
            Self::TokenRejected => gateway(TOKEN_REJECTED),
            Self::AppKeyRejected => gateway(APP_KEY_REJECTED),
            Self::InvalidUser => api(401, UNAUTHORIZED, "Invalid User"),
            Self::UnauthorizedAccountAccess => api(401, UNAUTHORIZED, "Unauthorized account access"),
            Self::ForeignOrigin => api(
                403,
                UNAUTHORIZED,
                "The Origin is not on the account's list of those that may read its answers",
            ),
            Self::SupervisorsOnly => api(403, UNAUTHORIZED, "Only a supervisor may do this"),
            Self::AdminsOnly => api(403, UNAUTHORIZED, "Only an admin may do this"),
            Self::BadAuthentication => login("Bad Authentication"),
            Self::CodeNeeded => login("Second factor needed"),
            Self::FactorMissing => api(403, UNAUTHORIZED, "Set up a second factor first"),
            Self::FactorSet => bad_request("There is a second factor already: remove it first"),
            Self::NoFactor => bad_request("There is no second factor"),
            Self::SignIn(problem) => problem.shape(),
            Self::LoginSessionNotFound => login("Login session not found"),
            Self::CsrfInvalid => login(CSRF_INVALID),
            Self::ChatSessionNotFound => not_found("Chat session not found"),
            Self::AgentSessionNotFound => not_found("Agent session not found"),
            Self::NoIncomingChatRequests => not_found("No incoming chat requests"),
            Self::EventNotFound => not_found("Event not found"),
            Self::SurveyNotFound => not_found("Survey not found"),
            Self::ParticipantNotFound => not_found("Participant not found"),
            Self::UnknownAccount => not_found("Account not found"),
            Self::UnknownAccountOfDomain => api(401, UNAUTHORIZED, "Account not found"),
            Self::UnknownService => not_found("Service not found"),
            Self::UnknownPath { path } => api(404, UNKNOWN_PATH, format!("null for uri: {path}")),
            Self::MethodNotAllowed => api(405, BAD_REQUEST, "Method not allowed"),
            Self::UnsupportedMediaType => {
                api(415, BAD_REQUEST, "The Content-Type must be application/json or application/xml")
            }
            Self::JsonOnly => api(415, BAD_REQUEST, "The Content-Type must be application/json"),
            Self::TransferRefused { reason } => ErrorShape {
                status: 400,
                internal_code: None,
                message: Cow::Borrowed(reason),
                body: ErrorBody::Transfer,
            },
            Self::IdempotencyKeyReused => {
                api(422, BAD_REQUEST, "The Idempotency-Key was used for another request")
            }
            Self::TooManyRequests => api(429, SERVER_BUSY, "Too many requests. Wait before the next one"),
            Self::TooManyWrongPasswords { wait_s } => {
                api(429, SERVER_BUSY, format!("Too many wrong passwords. Try again in {wait_s} s"))
            }
            Self::TooManyWrites { wait_s } => {
                api(429, SERVER_BUSY, format!("Too many requests. Wait {wait_s} s before the next one"))
            }
            Self::Busy => api(503, TRY_AGAIN, "The server is busy. Try again"),
            Self::StorageFailing => api(503, TRY_AGAIN, "The server cannot store anything. Try again"),
            Self::Internal => api(500, SERVER_BUSY, "Internal error"),
        }
    }
}

/// What is wrong with a sign-in where there is an identity provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInProblem {
    /// Only the identity provider lets agents in.
    PasswordsOff,
    /// The sign-in at the identity provider was not begun on this browser, took too long, or was used.
    Over,
    /// The identity provider knows who it is, but that is no agent of the account.
    NoSuchAgent,
    /// The identity provider cannot be asked, or what it says cannot be taken.
    ProviderFailing,
}

impl SignInProblem {
    fn shape(self) -> ErrorShape<'static> {
        let (status, code, message) = match self {
            Self::PasswordsOff => {
                (403, UNAUTHORIZED, "Passwords are not taken here: sign in at the provider")
            }
            Self::Over => {
                (401, UNAUTHORIZED, "This sign-in was not begun here, took too long or was used: begin again")
            }
            Self::NoSuchAgent => {
                (403, UNAUTHORIZED, "The provider knows you, but there is no such agent in the account")
            }
            Self::ProviderFailing => {
                (502, SERVER_BUSY, "The provider cannot be asked, or its answer cannot be taken")
            }
        };
        api(status, code, message)
    }
}

fn api<'c>(status: u16, internal_code: u16, message: impl Into<Cow<'c, str>>) -> ErrorShape<'c> {
    let message = message.into();
    ErrorShape { status, internal_code: Some(internal_code), message, body: ErrorBody::Api }
}

fn bad_request<'c>(message: impl Into<Cow<'c, str>>) -> ErrorShape<'c> {
    api(400, BAD_REQUEST, message)
}

fn not_found(message: &'static str) -> ErrorShape<'static> {
    api(404, NOT_FOUND, message)
}

fn login(message: &'static str) -> ErrorShape<'static> {
    ErrorShape { body: ErrorBody::Login, ..api(401, UNAUTHORIZED, message) }
}

fn gateway(line: &'static str) -> ErrorShape<'static> {
    ErrorShape {
        status: 401,
        internal_code: None,
        message: Cow::Borrowed(line),
        body: ErrorBody::Gateway(line),
    }
}

impl ErrorShape<'_> {
    /// The same error as the login service puts it: every error of that service has its form of body.
    #[must_use]
    pub fn at_login(mut self) -> Self {
        if self.body == ErrorBody::Api {
            self.body = ErrorBody::Login;
        }
        self
    }

    /// The same error with the error document of the chat APIs in place of the line of text that a gateway wrote:
    /// a switch (`docs/protocol/90-open-questions.md` Q10). Status and words stay.
    #[must_use]
    pub fn without_gateway(mut self) -> Self {
        if matches!(self.body, ErrorBody::Gateway(_)) {
            self.body = ErrorBody::Api;
            self.internal_code = Some(UNAUTHORIZED);
        }
        self
    }

    /// The `Content-Type` of the body when `format` was asked for.
    #[must_use]
    pub const fn content_type(&self, format: Format) -> &'static str {
        match self.body {
            ErrorBody::Api | ErrorBody::Transfer => format.content_type(),
            ErrorBody::Login => Format::Json.content_type(),
            ErrorBody::Gateway(_) => "text/plain;charset=UTF-8",
        }
    }

    /// The body.
    #[must_use]
    pub fn render(&self, format: Format, time: WireTime<'_>) -> Vec<u8> {
        let message = self.message.as_ref();
        let internal_code = self.internal_code.unwrap_or(BAD_REQUEST);
        match self.body {
            ErrorBody::Api => render(&ErrorDocument { time, message, internal_code }, format),
            ErrorBody::Login => {
                let response_status = response_status(self.status);
                render(&LoginErrorDocument { time, message, internal_code, response_status }, format)
            }
            ErrorBody::Transfer => render(&TransferError { message }, format),
            ErrorBody::Gateway(line) => line.as_bytes().to_vec(),
        }
    }
}

/// The status as the word that the login service puts into its errors.
const fn response_status(status: u16) -> &'static str {
    match status {
        400 => "BAD_REQUEST",
        401 => "UNAUTHORIZED",
        403 => "FORBIDDEN",
        404 => "NOT_FOUND",
        405 => "METHOD_NOT_ALLOWED",
        413 => "REQUEST_ENTITY_TOO_LARGE",
        415 => "UNSUPPORTED_MEDIA_TYPE",
        422 => "UNPROCESSABLE_ENTITY",
        429 => "TOO_MANY_REQUESTS",
        503 => "SERVICE_UNAVAILABLE",
        _ => "INTERNAL_SERVER_ERROR",
    }
}
