//! The router, to be read as the list of methods: the Domain and Login services (`docs/protocol/10-domain-login.md`), the
//! Chat Agent API (`docs/protocol/20-agent-api.md`) and the visitor API (`docs/protocol/30-visitor-api.md`), in their order.

use super::failure::Failure;
use super::{Shared, account, agent_session, chat, conversation, hcp, js2rest, login, service};
use agent_session::chat as agent_chat;
use axum::extract::OriginalUri;
use axum::routing::{MethodRouter, get, post, put};
use axum::{Extension, Router};
use handover_wire::Condition;
use std::sync::Arc;

/// All methods.
pub(super) fn router(app: Shared) -> Router {
    Router::new()
        .merge(domain("/api/account/{account}"))
        .merge(domain("/csdr/account/{account}"))
        .merge(login_service())
        .merge(agent_api())
        .merge(visitor_api())
        .merge(scripts())
        .route("/hcp/html/postmessage.min.html", get(hcp::page))
        .route("/hcp/html/postmessage.min.js", get(hcp::page_script))
        .route("/api/account/{account}", get(account::read))
        .route("/api/account/{account}/conversation", post(conversation::authenticate))
        .fallback(unknown_path)
        .method_not_allowed_fallback(method_not_allowed)
        .with_state(app)
}

/// `docs/protocol/10-domain-login.md` part 1, under both of its prefixes.
fn domain(prefix: &'static str) -> Router<Shared> {
    Below::prefix(prefix)
        .route("/service/{service}/baseURI", get(service::one))
        .route("/service/{service}/baseURI.lpCsds", get(service::one_for_script))
        .route("/service/baseURI", get(service::all))
        .routes
}

/// `docs/protocol/10-domain-login.md` parts 2 to 5.
fn login_service() -> Router<Shared> {
    Below::prefix("/api/account/{account}")
        .route("/login", post(login::login))
        .route("/refresh", post(login::refresh))
        .route("/logout", post(login::logout))
        .routes
}

/// `docs/protocol/20-agent-api.md`, the paths behind `/agentSession`.
fn agent_api() -> Router<Shared> {
    Below::prefix("/api/account/{account}/agentSession")
        .route("", post(agent_session::start))
        .route("/{session}", get(agent_session::read).delete(agent_session::end))
        .route(
            "/{session}/availability",
            get(agent_session::availability::read).put(agent_session::availability::set),
        )
        .route("/{session}/info", get(agent_session::info::read))
        .route(
            "/{session}/incomingRequests",
            get(agent_session::incoming_requests::read).post(agent_session::incoming_requests::accept),
        )
        .route("/{session}/chatSessions", get(agent_session::chat_sessions::read))
        .route("/{session}/chat", get(agent_session::chats::read))
        .route("/{session}/chat/{chat}", get(agent_chat::read))
        .route("/{session}/chat/{chat}/events", get(agent_chat::events::read).post(agent_chat::events::add))
        .route("/{session}/chat/{chat}/events/{event}", get(agent_chat::events::read_one))
        .route("/{session}/chat/{chat}/info", get(agent_chat::info::read))
        .route("/{session}/chat/{chat}/info/visitorName", get(agent_chat::info::visitor_name))
        .route("/{session}/chat/{chat}/info/visitorTyping", get(agent_chat::info::visitor_typing))
        .route(
            "/{session}/chat/{chat}/info/agentTyping",
            get(agent_chat::info::agent_typing).put(agent_chat::info::set_agent_typing),
        )
        .route(
            "/{session}/chat/{chat}/transfer",
            get(agent_chat::transfer::read).post(agent_chat::transfer::transfer),
        )
        .route("/{session}/chat/{chat}/survey", get(agent_chat::survey::read).put(agent_chat::survey::submit))
        .route("/{session}/participantExtendedInfo/{participant}", get(agent_session::participant::read))
        .route("/{session}/visits/visit/{visit}", get(agent_session::visits::read))
        .route("/{session}/visits/visit/{visit}/info", get(agent_session::visits::info))
        .route(
            "/{session}/visits/visit/{visit}/customVariables",
            get(agent_session::visits::custom_variables),
        )
        .routes
}

/// `docs/protocol/30-visitor-api.md`, the paths behind `/chat`.
fn visitor_api() -> Router<Shared> {
    Below::prefix("/api/account/{account}/chat")
        .route("/preSurvey", get(chat::pre_survey::read))
        .route("/offlineSurvey", get(chat::offline_survey::read).put(chat::offline_survey::submit))
        .route("/request", post(chat::request::start))
        .route("/{chat}", get(chat::read))
        .route("/{chat}/info", get(chat::info::read))
        .route("/{chat}/events", get(chat::events::read).post(chat::events::add))
        .route("/{chat}/events/{event}", get(chat::events::read_one))
        .route("/{chat}/info/visitorName", get(chat::info::visitor_name).put(chat::info::set_visitor_name))
        .route(
            "/{chat}/info/visitorTyping",
            get(chat::info::visitor_typing).put(chat::info::set_visitor_typing),
        )
        .route("/{chat}/info/agentTyping", get(chat::info::agent_typing))
        .route("/{chat}/exitSurvey", get(chat::exit_survey::read).put(chat::exit_survey::submit))
        .route("/{chat}/transcriptRequest", put(chat::transcript::request))
        .route("/{chat}/transcriptWithSubjectRequest", put(chat::transcript::request_with_subject))
        .route("/{chat}/customVariables", put(chat::custom_variables::set))
        .routes
}

/// `docs/protocol/00-conventions.md` §11: both chat APIs inside addresses of scripts.
fn scripts() -> Router<Shared> {
    let call = || get(js2rest::call);
    let pending = Extension(Arc::new(js2rest::Pending::default()));
    Below::prefix("/api/account/{account}/js2rest")
        .route("", call().layer(pending.clone()))
        .route("/{*resource}", call().layer(pending))
        .routes
}

/// Routes with a common prefix. The paths are joined here, once: a nested router would cut the prefix off every request,
/// parse the rest as an address anew and look it up a second time.
struct Below {
    prefix: &'static str,
    routes: Router<Shared>,
}

impl Below {
    fn prefix(prefix: &'static str) -> Self {
        Self { prefix, routes: Router::new() }
    }

    fn route(self, path: &str, methods: MethodRouter<Shared>) -> Self {
        let Self { prefix, routes } = self;
        Self { prefix, routes: routes.route(&format!("{prefix}{path}"), methods) }
    }
}

async fn unknown_path(OriginalUri(uri): OriginalUri) -> Failure {
    Condition::UnknownPath { path: uri.path().to_owned() }.into()
}

async fn method_not_allowed() -> Failure {
    Condition::MethodNotAllowed.into()
}
