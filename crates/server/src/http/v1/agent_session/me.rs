//! `…/me`: who the agent is, and what may be done.

use crate::app::json::Rooted;
use crate::app::me;
use crate::http::call::Call;
use crate::http::failure::Failure;
use crate::http::v1;
use axum::extract::Path;
use axum::response::Response;

/// Reads it.
pub(in crate::http) async fn read(
    Path((account, session)): Path<(String, String)>,
    call: Call,
) -> Result<Response, Failure> {
    let at = call.at_device(&account, &session).await?;
    let view = at.account.view().read();
    let document = me::document(&view, &at.account.id, at.agent_in(&view)?, at.session);
    Ok(v1::ok(&Rooted("me", document), &call))
}
