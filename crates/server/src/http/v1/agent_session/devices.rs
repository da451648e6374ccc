//! `…/devices`: the devices of the agent.

use crate::app::devices::Devices;
use crate::http::call::Call;
use crate::http::failure::Failure;
use crate::http::{reply, v1};
use axum::extract::Path;
use axum::response::Response;
use handover_desk::{Command, SessionId};
use handover_wire::Condition;

/// Reads them.
pub(in crate::http) async fn read(
    Path((account, session)): Path<(String, String)>,
    call: Call,
) -> Result<Response, Failure> {
    let me = call.at_device(&account, &session).await?;
    let view = me.account.view().read();
    let devices = |now| Devices::of(&view, me.agent, me.session, now);
    Ok(v1::ok_while(&devices(Some(me.now)), &devices(None), &call))
}

/// Names one of them.
pub(in crate::http) async fn name(
    Path((account, session, device)): Path<(String, String, String)>,
    call: Call,
) -> Result<Response, Failure> {
    let me = call.at_device(&account, &session).await?;
    let device = number(&device)?;
    let body = call.json()?;
    let name = v1::text(&body, "name")?.trim().into();
    me.submit(Command::NameDevice { session: me.session, device, name }).await?;
    Ok(reply::empty())
}

/// Signs one of them out.
pub(in crate::http) async fn sign_out(
    Path((account, session, device)): Path<(String, String, String)>,
    call: Call,
) -> Result<Response, Failure> {
    let me = call.at_device(&account, &session).await?;
    let device = number(&device)?;
    me.submit(Command::SignOutDevice { session: me.session, device }).await?;
    Ok(reply::empty())
}

fn number(device: &str) -> Result<SessionId, Failure> {
    device.parse().map(SessionId).map_err(|_| Condition::AgentSessionNotFound.into())
}
