//! `/api/account/{account}/chat/availability` (`docs/protocol/30-visitor-api.md` §2).

use crate::http::call::Call;
use crate::http::failure::Failure;
use crate::http::wait;
use axum::extract::Path;
use axum::response::Response;

/// Whether a chat is to be had.
pub(in crate::http) async fn read(Path(account): Path<String>, call: Call) -> Result<Response, Failure> {
    let account = call.visitor(&account)?;
    wait::availability(&call, &account.view().read())
}
