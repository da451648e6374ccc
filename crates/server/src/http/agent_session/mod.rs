//! `/api/account/{account}/agentSession[/{session}]` (`docs/protocol/20-agent-api.md` §1, §2).

pub(super) mod availability;
pub(super) mod available_agents;
pub(super) mod available_slots;
pub(super) mod chat;
pub(super) mod chat_sessions;
pub(super) mod chats;
pub(super) mod incoming_requests;
pub(super) mod info;
pub(super) mod participant;
pub(super) mod visits;

use super::call::Call;
use super::failure::{Failure, bad};
use super::once::Scope;
use super::push::{self, Way};
use super::reply;
use axum::extract::Path;
use axum::response::Response;
use handover_desk::{Answer, Command, CreationStatus};
use handover_wire::document::{AgentSession, AgentSessionWithChats, Created, SessionContents};
use handover_wire::{Condition, Href};

/// Starts an agent session. Whatever the body says is ignored: the bearer says who it is (§1).
pub(super) async fn start(Path(account): Path<String>, call: Call) -> Result<Response, Failure> {
    let me = call.signed_in(&account)?;
    let keyed = call.keyed(&me.account, Scope::Agent(me.agent))?;
    call.optional_document()?;
    let heard = me.account.view().read().session_calls_of(me.agent, call.app.engine.clock().now());
    let command = Command::StartSession { login: me.login, heard };
    let Answer::SessionStarted(id) = keyed.submit(&me.account, command).await? else {
        return Err(Condition::Internal.into());
    };
    let base = format!("{}/api/account/{}/agentSession/{id}", call.exchange.origin, me.account.id);
    let is_created =
        me.account.view().read().desk().settings().wire.creation_status == CreationStatus::Created;
    let response = reply::created(Created::AgentSession, Href::to(&base), call.format());
    Ok(reply::with_switched_status(response, is_created))
}

/// Reads the agent session: its links, with `data=true` also the agent and what rings, with `cs=1` also
/// the chats (§2.1). Or is told of all that happens to the agent (`docs/push.md`).
pub(super) async fn read(
    Path((account, session)): Path<(String, String)>,
    call: Call,
) -> Result<Response, Failure> {
    let me = call.at_device(&account, &session).await?;
    let way = Way::of(&call);
    if way.is_stream() {
        return push::tell_session(way, call, me).await;
    }
    let with_data = match call.parameter("data").as_deref() {
        None | Some("" | "false") => false,
        Some("true") => true,
        Some(_) => return Err(bad("data", "must be true or false").into()),
    };
    let view = me.account.view().read();
    let agent = me.agent_in(&view)?;
    let skills = info::skills_of(&view, agent);
    let contents = with_data.then(|| SessionContents {
        info: info::document(&me, agent, &skills),
        incoming_requests: incoming_requests::document(&me, &view, agent),
    });
    let session = AgentSession { session: &me.base, contents };
    if call.parameter("cs").as_deref() != Some("1") {
        return Ok(reply::ok(&session, &call));
    }
    let chats = chat_sessions::listed(&me, &view, agent);
    let document = AgentSessionWithChats { session, chats: chat_sessions::entries(&chats) };
    Ok(reply::ok(&document, &call))
}

/// Ends the agent session. With the last one the agent leaves: each chat goes back to the queue or ends (§2.2).
pub(super) async fn end(
    Path((account, session)): Path<(String, String)>,
    call: Call,
) -> Result<Response, Failure> {
    let me = call.at_device(&account, &session).await?;
    me.submit(Command::EndSession(me.session)).await?;
    Ok(reply::empty())
}
