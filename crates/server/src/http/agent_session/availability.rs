//! `…/agentSession/{session}/availability` (`docs/protocol/20-agent-api.md` §3, §4).

use crate::http::call::Call;
use crate::http::failure::Failure;
use crate::http::reply;
use axum::extract::Path;
use axum::response::Response;
use handover_desk::{Agent, Availability, Command};
use handover_wire::document::AgentAvailability;
use handover_wire::request::AvailabilityRequest;
use handover_wire::vocabulary;

/// Reads the agent's availability, one for all devices (§3).
pub(in crate::http) async fn read(
    Path((account, session)): Path<(String, String)>,
    call: Call,
) -> Result<Response, Failure> {
    let me = call.at_device(&account, &session).await?;
    let view = me.account.view().read();
    Ok(reply::ok(&document(me.agent_in(&view)?), &call))
}

/// Sets it (§4). The answer has the shape of the reading, and says what was set.
pub(in crate::http) async fn set(
    Path((account, session)): Path<(String, String)>,
    call: Call,
) -> Result<Response, Failure> {
    let me = call.at_device(&account, &session).await?;
    let document = call.document()?;
    let wanted = AvailabilityRequest::read(&document)?;
    let command = Command::SetAvailability {
        session: me.session,
        availability: settable(wanted.chat)?,
        reason_id: wanted.chat_reason_id.map(Into::into),
    };
    me.submit(command).await?;
    let voice = vocabulary::Availability::Offline;
    let document = AgentAvailability { chat: wanted.chat, voice, chat_reason_id: wanted.chat_reason_id };
    Ok(reply::ok(&document, &call))
}

/// The document; `voice` is the constant of a server for chats.
pub(in crate::http) fn document(agent: &Agent) -> AgentAvailability<'_> {
    let chat = match agent.availability() {
        Some(Availability::Online) => vocabulary::Availability::Online,
        Some(Availability::Away) => vocabulary::Availability::Away,
        Some(Availability::Occupied) => vocabulary::Availability::Occupied,
        None => vocabulary::Availability::Offline,
    };
    let chat_reason_id = agent.on_duty().and_then(|on| on.reason_id.as_deref());
    AgentAvailability { chat, voice: vocabulary::Availability::Offline, chat_reason_id }
}

/// `Offline` is a result only: an agent goes offline by ending the session.
fn settable(wanted: vocabulary::Availability) -> Result<Availability, Failure> {
    match wanted {
        vocabulary::Availability::Online => Ok(Availability::Online),
        vocabulary::Availability::Away => Ok(Availability::Away),
        vocabulary::Availability::Occupied => Ok(Availability::Occupied),
        vocabulary::Availability::Offline => {
            Err(crate::http::failure::bad("availability.chat", "must be one of Online, Away, Occupied")
                .into())
        }
    }
}
