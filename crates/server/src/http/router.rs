//! The router, to be read as the list of methods: the Domain and Login services (`docs/protocol/10-domain-login.md`), the
//! Chat Agent API (`docs/protocol/20-agent-api.md`), the visitor API (`docs/protocol/30-visitor-api.md`), and the API of the
//! pages (`docs/handover-api.md`), in their order.

use super::failure::Failure;
use super::methods::Methods;
use super::v1;
use super::v1::agent_session as pages_agent;
use super::v1::agent_session::board;
use super::{
    Shared, account, agent_session, chat, conversation, hcp, health, js2rest, login, openapi, pages, service,
};
use agent_session::chat as agent_chat;
use axum::extract::OriginalUri;
use axum::routing::get;
use axum::{Extension, Router};
use handover_wire::Condition;
use std::sync::Arc;

/// All methods, the documents that describe them, the pages, and the ways to them that old browsers need.
pub(super) fn router(app: Shared) -> Router {
    methods()
        .routes
        .merge(openapi::router())
        .merge(pages::router())
        .merge(for_browsers())
        .merge(health::router())
        .merge(v1::probe::router())
        .fallback(unknown_path)
        .method_not_allowed_fallback(method_not_allowed)
        .with_state(app)
}

/// All methods.
pub(super) fn methods() -> Methods {
    domain("/api/account/{account}")
        .and(domain("/csdr/account/{account}"))
        .and(login_service())
        .and(agent_api())
        .and(base())
        .and(visitor_api())
        .and(sign_in())
        .and(second_factor())
        .and(pages_of_agents())
        .and(pages_of_visitors())
}

/// `docs/protocol/10-domain-login.md` part 1, under both of its prefixes.
fn domain(prefix: &'static str) -> Methods {
    Methods::below(prefix)
        .get("/service/{service}/baseURI", service::one)
        .get("/service/baseURI", service::all)
}

/// `docs/protocol/10-domain-login.md` parts 2 to 5.
fn login_service() -> Methods {
    Methods::below("/api/account/{account}")
        .post("/login", login::login)
        .post("/refresh", login::refresh)
        .post("/logout", login::logout)
}

/// `docs/protocol/20-agent-api.md`, the paths behind `/agentSession`.
fn agent_api() -> Methods {
    Methods::below("/api/account/{account}/agentSession")
        .post("", agent_session::start)
        .get("/{session}", agent_session::read)
        .delete("/{session}", agent_session::end)
        .get("/{session}/availability", agent_session::availability::read)
        .put("/{session}/availability", agent_session::availability::set)
        .get("/{session}/availableAgents", agent_session::available_agents::read)
        .get("/{session}/chat/availableSlots", agent_session::available_slots::read)
        .get("/{session}/info", agent_session::info::read)
        .get("/{session}/incomingRequests", agent_session::incoming_requests::read)
        .post("/{session}/incomingRequests", agent_session::incoming_requests::accept)
        .get("/{session}/chatSessions", agent_session::chat_sessions::read)
        .get("/{session}/chat", agent_session::chats::read)
        .get("/{session}/chat/{chat}", agent_chat::read)
        .get("/{session}/chat/{chat}/events", agent_chat::events::read)
        .post("/{session}/chat/{chat}/events", agent_chat::events::add)
        .get("/{session}/chat/{chat}/events/{event}", agent_chat::events::read_one)
        .get("/{session}/chat/{chat}/info", agent_chat::info::read)
        .get("/{session}/chat/{chat}/info/visitorName", agent_chat::info::visitor_name)
        .get("/{session}/chat/{chat}/info/visitorTyping", agent_chat::info::visitor_typing)
        .get("/{session}/chat/{chat}/info/agentTyping", agent_chat::info::agent_typing)
        .put("/{session}/chat/{chat}/info/agentTyping", agent_chat::info::set_agent_typing)
        .get("/{session}/chat/{chat}/transfer", agent_chat::transfer::read)
        .post("/{session}/chat/{chat}/transfer", agent_chat::transfer::transfer)
        .get("/{session}/chat/{chat}/survey", agent_chat::survey::read)
        .put("/{session}/chat/{chat}/survey", agent_chat::survey::submit)
        .get("/{session}/participantExtendedInfo/{participant}", agent_session::participant::read)
        .get("/{session}/visits/visit/{visit}", agent_session::visits::read)
        .get("/{session}/visits/visit/{visit}/info", agent_session::visits::info)
        .get("/{session}/visits/visit/{visit}/customVariables", agent_session::visits::custom_variables)
}

/// `docs/protocol/30-visitor-api.md`, what stands beside the chats.
fn base() -> Methods {
    Methods::below("/api/account/{account}")
        .get("", account::read)
        .post("/conversation", conversation::authenticate)
}

/// `docs/protocol/30-visitor-api.md`, the paths behind `/chat`.
fn visitor_api() -> Methods {
    Methods::below("/api/account/{account}/chat")
        .get("/availability", chat::availability::read)
        .get("/availableSlots", chat::available_slots::read)
        .get("/estimatedWaitTime", chat::estimated_wait_time::read)
        .get("/preSurvey", chat::pre_survey::read)
        .get("/offlineSurvey", chat::offline_survey::read)
        .put("/offlineSurvey", chat::offline_survey::submit)
        .post("/request", chat::request::start)
        .get("/{chat}", chat::read)
        .get("/{chat}/info", chat::info::read)
        .get("/{chat}/events", chat::events::read)
        .post("/{chat}/events", chat::events::add)
        .get("/{chat}/events/{event}", chat::events::read_one)
        .get("/{chat}/info/visitorName", chat::info::visitor_name)
        .put("/{chat}/info/visitorName", chat::info::set_visitor_name)
        .get("/{chat}/info/visitorTyping", chat::info::visitor_typing)
        .put("/{chat}/info/visitorTyping", chat::info::set_visitor_typing)
        .get("/{chat}/info/agentTyping", chat::info::agent_typing)
        .get("/{chat}/exitSurvey", chat::exit_survey::read)
        .put("/{chat}/exitSurvey", chat::exit_survey::submit)
        .put("/{chat}/transcriptRequest", chat::transcript::request)
        .put("/{chat}/transcriptWithSubjectRequest", chat::transcript::request_with_subject)
        .put("/{chat}/customVariables", chat::custom_variables::set)
}

/// `docs/handover-api.md`, signing in at the identity provider.
fn sign_in() -> Methods {
    Methods::below("/api/handover/v1/signIn")
        .get("", v1::sign_in::read)
        .post("", v1::sign_in::begin)
        .post("/finish", v1::sign_in::finish)
}

/// `docs/handover-api.md`, the second factor.
fn second_factor() -> Methods {
    Methods::below("/api/handover/v1/account/{account}/secondFactor")
        .get("", v1::second_factor::read)
        .post("", v1::second_factor::propose)
        .put("", v1::second_factor::set)
        .post("/remove", v1::second_factor::remove)
}

/// `docs/handover-api.md`, of an agent and of a supervisor.
fn pages_of_agents() -> Methods {
    Methods::below("/api/handover/v1/account/{account}/agentSession/{session}")
        .get("/me", pages_agent::me::read)
        .get("/devices", pages_agent::devices::read)
        .put("/devices/{device}", pages_agent::devices::name)
        .delete("/devices/{device}", pages_agent::devices::sign_out)
        .get("/marks", pages_agent::marks::read)
        .put("/chat/{chat}/draft", pages_agent::chat::draft::keep)
        .put("/chat/{chat}/read", pages_agent::chat::read::mark)
        .get("/chat/{chat}/details", pages_agent::chat::details::read)
        .get("/board", board::read)
        .get("/board/chat/{chat}/events", board::chat::events::read)
        .get("/board/chat/{chat}/details", board::chat::details::read)
        .post("/board/chat/{chat}/whisper", board::chat::whisper::say)
        .post("/board/chat/{chat}/takeOver", board::chat::take_over::take_over)
        .post("/board/chat/{chat}/end", board::chat::end::end)
        .post("/board/agent/{agent}/signOut", board::agent::sign_out::sign_out)
        .post("/board/agent/{agent}/removeSecondFactor", board::agent::remove_second_factor::remove)
        .get("/board/locks", board::locks::read)
        .post("/board/locks/release", board::locks::release)
        .get("/audit", pages_agent::audit::read)
}

/// `docs/handover-api.md`, of a visitor.
fn pages_of_visitors() -> Methods {
    Methods::below("/api/handover/v1/account/{account}/chat")
        .get("/status", v1::chat::status::read)
        .put("/{chat}/read", v1::chat::read::mark)
}

/// `docs/protocol/00-conventions.md` §11, `docs/protocol/10-domain-login.md` §1.4: both chat APIs inside addresses of
/// scripts, and behind a frame. They lead to methods and are none.
fn for_browsers() -> Router<Shared> {
    let pending = Extension(Arc::new(js2rest::Pending::default()));
    let call = || get(js2rest::call).layer(pending.clone());
    Router::new()
        .route("/api/account/{account}/service/{service}/baseURI.lpCsds", get(service::one_for_script))
        .route("/csdr/account/{account}/service/{service}/baseURI.lpCsds", get(service::one_for_script))
        .route("/api/account/{account}/js2rest", call())
        .route("/api/account/{account}/js2rest/{*resource}", call())
        .route("/hcp/html/postmessage.min.html", get(hcp::page))
        .route("/hcp/html/postmessage.min.js", get(hcp::page_script))
}

async fn unknown_path(OriginalUri(uri): OriginalUri) -> Failure {
    Condition::UnknownPath { path: uri.path().to_owned() }.into()
}

async fn method_not_allowed() -> Failure {
    Condition::MethodNotAllowed.into()
}
