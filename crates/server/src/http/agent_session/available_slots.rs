//! `…/agentSession/{session}/chat/availableSlots` (`docs/protocol/20-agent-api.md` §6).

use crate::http::call::Call;
use crate::http::failure::Failure;
use crate::http::wait;
use axum::extract::Path;
use axum::response::Response;

/// How many further chats could be taken at once.
pub(in crate::http) async fn read(
    Path((account, session)): Path<(String, String)>,
    call: Call,
) -> Result<Response, Failure> {
    let me = call.at_device(&account, &session).await?;
    wait::available_slots(&call, &me.account.view().read())
}
