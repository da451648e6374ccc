//! What a method answers when something is wrong, by who calls it and what it takes
//! (`docs/protocol/00-conventions.md` §9, `docs/protocol/10-domain-login.md` §1.3, §3.4).

use super::method::{Caller, Document, Method};
use super::schema::word;
use handover_wire::Condition;
use serde_json::{Map, Value, json};

/// How the errors of a service look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// In JSON and XML.
    Chat,
    /// In JSON only.
    Domain,
    /// In JSON only, in the form of the login service.
    Login,
    /// In JSON only, of the API of the pages.
    Pages,
}

/// The statuses, the names of their answers, and when they are due.
const STATUSES: [(u16, &str, &str); 12] = [
    (
        400,
        "BadRequest",
        "The body, a member, a parameter or a header is wrong, or it cannot be done in this state.",
    ),
    (401, "Unauthorized", "Not known, or known and not allowed here."),
    (403, "Forbidden", "A page of an origin that is not on the account's list asks for a stream."),
    (404, "NotFound", "There is no such thing, or it belongs to somebody else."),
    (
        405,
        "MethodNotAllowed",
        "The path has no such method. Also of a POST whose `X-HTTP-Method-Override` names one.",
    ),
    (413, "TooLarge", "The body has more than 256 KiB."),
    (415, "UnsupportedMediaType", "The body is neither JSON nor XML."),
    (422, "KeyReused", "The `Idempotency-Key` was used for another request."),
    (429, "TooManyRequests", "Too many requests from one client."),
    (500, "InternalError", "A defect of the server."),
    (502, "ProviderFailing", "The identity provider cannot be asked, or its answer cannot be taken."),
    (503, "Unavailable", "The server is busy, or cannot store anything. Old clients repeat the request."),
];

/// When an agent is refused who is known.
const AGENT_FORBIDDEN: &str = "The agent has to set up a second factor first (`docs/handover-api.md`, the second factor); or a page of an origin that is not on the account's list asks for a stream.";

/// The errors of a method, by status.
pub(super) fn of(method: &Method) -> Map<String, Value> {
    let form = form(method.caller);
    let due = STATUSES.into_iter().filter(|(status, ..)| is_due(*status, method));
    due.map(|(status, name, _)| {
        let response = match (status, method.caller) {
            (400, _) if method.refuses_transfer => reference("", "TransferRefused"),
            (401, Caller::Agent | Caller::Console | Caller::Enrolling | Caller::Board | Caller::Admin) => {
                reference(form.prefix(), "AgentUnauthorized")
            }
            (401, Caller::Visitor | Caller::Widget) => reference(form.prefix(), "VisitorUnauthorized"),
            (403, Caller::Board) if !method.push.streams => reference("", "SupervisorsOnly"),
            (403, Caller::Admin) => reference("", "AdminsOnly"),
            (403, Caller::Login { .. }) => reference("", "PasswordsOff"),
            (401, Caller::SigningIn) => reference("", "SignInRefused"),
            (403, Caller::SigningIn) => reference("", "NoSuchAgent"),
            (403, Caller::Agent | Caller::Console) => reference(form.prefix(), "AgentForbidden"),
            _ => reference(form.prefix(), name),
        };
        (status.to_string(), response)
    })
    .collect()
}

fn is_due(status: u16, method: &Method) -> bool {
    let takes_body = method.verb != http::Method::GET && method.verb != http::Method::DELETE;
    let is_login = matches!(method.caller, Caller::Login { .. });
    let is_open = matches!(method.caller, Caller::Directory | Caller::Anybody);
    let signs_in = method.caller == Caller::SigningIn;
    match status {
        400 | 401 | 403 | 404 | 429 | 502 | 503 if signs_in => takes_body,
        502 => false,
        400 | 429 | 503 => !is_open,
        401 => method.caller != Caller::Anybody,
        403 => {
            let is_agents =
                matches!(method.caller, Caller::Agent | Caller::Console | Caller::Board | Caller::Admin);
            let takes_passwords = method.caller == Caller::Login { with_cookie: false };
            is_agents || method.push.streams || takes_passwords
        }
        404 => !is_login,
        413 | 415 => takes_body,
        422 => method.once,
        _ => true,
    }
}

const fn form(caller: Caller) -> Form {
    match caller {
        Caller::Directory => Form::Domain,
        Caller::Login { .. } => Form::Login,
        Caller::Agent | Caller::Visitor | Caller::Anybody => Form::Chat,
        Caller::Console
        | Caller::Enrolling
        | Caller::SigningIn
        | Caller::Board
        | Caller::Admin
        | Caller::Widget => Form::Pages,
    }
}

fn reference(prefix: &str, name: &str) -> Value {
    json!({"$ref": format!("#/components/responses/{prefix}{name}")})
}

/// Every answer that [`of`] refers to, by name.
pub(super) fn responses() -> Map<String, Value> {
    let forms = [Form::Chat, Form::Domain, Form::Login, Form::Pages];
    let plain = forms.into_iter().flat_map(|form| {
        let all = STATUSES.into_iter();
        all.map(move |(status, name, about)| {
            (format!("{}{name}", form.prefix()), form.response(status, form.about(status).unwrap_or(about)))
        })
    });
    let token = "The bearer token is missing, unknown or expired, or good for another account or agent.";
    let key = "The application key is missing or unknown, or the visitor is not who the request says.";
    let of_gateway = [Form::Chat, Form::Pages].into_iter().flat_map(|form| {
        let named = |name: &str| format!("{}{name}", form.prefix());
        [
            (named("AgentUnauthorized"), gateway(form, &Condition::TokenRejected, token)),
            (named("VisitorUnauthorized"), gateway(form, &Condition::AppKeyRejected, key)),
            (named("AgentForbidden"), form.response(403, AGENT_FORBIDDEN)),
        ]
    });
    let special = [
        ("TransferRefused".to_owned(), transfer_refused()),
        (
            "SupervisorsOnly".to_owned(),
            Form::Pages.response(403, "The agent is no supervisor, or has to set up a second factor first."),
        ),
        (
            "AdminsOnly".to_owned(),
            Form::Pages.response(403, "The agent is no admin, or has to set up a second factor first."),
        ),
    ];
    let of_sign_in = [
        (
            "PasswordsOff".to_owned(),
            Form::Login.response(403, "Only the identity provider lets agents in (`docs/handover-api.md`)."),
        ),
        (
            "SignInRefused".to_owned(),
            Form::Pages.response(
                401,
                "The sign-in was not begun on this browser, took too long or was used; or a code of the second factor is needed, \
                 or wrong.",
            ),
        ),
        (
            "NoSuchAgent".to_owned(),
            Form::Pages.response(403, "The provider knows who it is, but that is no agent of the account."),
        ),
    ];
    plain.chain(of_gateway).chain(of_sign_in).chain(special).collect()
}

impl Form {
    const fn prefix(self) -> &'static str {
        match self {
            Self::Chat => "",
            Self::Domain => "Domain",
            Self::Login => "Login",
            Self::Pages => "Pages",
        }
    }

    const fn document(self) -> Document {
        match self {
            Self::Chat => Document::rooted("error", "Error"),
            Self::Domain | Self::Pages => Document::rooted("error", "Error").json_only(),
            Self::Login => Document::rooted("error", "LoginError").json_only(),
        }
    }

    /// When a status is due, where that is another than elsewhere.
    const fn about(self, status: u16) -> Option<&'static str> {
        match (self, status) {
            (Self::Pages, 403) => Some(
                "The agent is no supervisor, or has to set up a second factor first; or a page of an origin that is not on the account's list asks for a stream.",
            ),
            (Self::Pages, 415) => Some("The body is said to be of a type that is not known."),
            (Self::Chat | Self::Domain | Self::Login | Self::Pages, _) => None,
        }
    }

    fn response(self, status: u16, about: &str) -> Value {
        let mut response = json!({"description": about, "content": self.document().content(true)});
        match status {
            405 => response["headers"] = headers("Allow", "The methods of the path."),
            429 | 503 => response["headers"] = headers("Retry-After", "Seconds to wait."),
            _ => {}
        }
        response
    }
}

/// A header with what it says.
pub(super) fn headers(name: &str, about: &str) -> Value {
    json!({name: {"description": about, "schema": {"type": "string"}}})
}

/// A failure that the original's gateway answered with a line of text (`docs/protocol/00-conventions.md` §9.3).
fn gateway(form: Form, condition: &Condition, about: &str) -> Value {
    let mut content = form.document().content(true);
    content["text/plain"] = json!({"schema": word(&condition.shape().message)});
    json!({"description": about, "content": content})
}

/// A refused transfer has a body of its own (`docs/protocol/00-conventions.md` §9.4).
fn transfer_refused() -> Value {
    let refused = Document::rooted("transfer", "TransferError").content(true);
    let wrong = Form::Chat.document().content(true);
    let either = |format: &str| {
        let schemas = [&refused[format]["schema"], &wrong[format]["schema"]];
        json!({"schema": {"oneOf": schemas}})
    };
    let about = "The chat cannot go there and stays where it is; or the request is wrong.";
    let content =
        json!({"application/json": either("application/json"), "application/xml": either("application/xml")});
    json!({"description": about, "content": content})
}
