//! `/api/account/{account}/chat/availableSlots` (`docs/protocol/30-visitor-api.md` §3).

use crate::http::call::Call;
use crate::http::failure::Failure;
use crate::http::wait;
use axum::extract::Path;
use axum::response::Response;

/// How many chats could be taken at once.
pub(in crate::http) async fn read(Path(account): Path<String>, call: Call) -> Result<Response, Failure> {
    let account = call.visitor(&account)?;
    wait::available_slots(&call, &account.view().read())
}
