//! `/api/account/{account}/chat/preSurvey` (`docs/protocol/30-visitor-api.md` §6).

use crate::http::call::Call;
use crate::http::failure::Failure;
use crate::http::survey::{self, Skill};
use axum::extract::Path;
use axum::response::Response;
use handover_desk::SurveyKind;

/// Reads the survey that is asked before a chat. Its answers come with the chat request.
pub(in crate::http) async fn read(Path(account): Path<String>, call: Call) -> Result<Response, Failure> {
    let account = call.visitor(&account)?;
    let view = account.view().read();
    survey::read(&call, &view, SurveyKind::PreChat, Skill::Asked)
}
