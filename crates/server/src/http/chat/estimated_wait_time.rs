//! `/api/account/{account}/chat/estimatedWaitTime` (`docs/protocol/30-visitor-api.md` §4).

use crate::http::call::Call;
use crate::http::failure::Failure;
use crate::http::wait;
use axum::extract::Path;
use axum::response::Response;

/// How long a chat would wait.
pub(in crate::http) async fn read(Path(account): Path<String>, call: Call) -> Result<Response, Failure> {
    let account = call.visitor(&account)?;
    wait::estimated_wait_time(&call, &account.view().read())
}
