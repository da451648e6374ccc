//! `/api/account/{account}/chat/{chat}/customVariables` (`docs/protocol/30-visitor-api.md` §20).

use super::ChatPath;
use crate::http::call::Call;
use crate::http::failure::Failure;
use crate::http::reply;
use axum::extract::Path;
use axum::response::Response;
use handover_desk::{Command, NameValue};
use handover_wire::request;

/// Sets variables of the chat beside those it has; the last value of a name wins.
pub(in crate::http) async fn set(Path(path): ChatPath, call: Call) -> Result<Response, Failure> {
    let at = call.in_chat(path)?;
    let document = call.document()?;
    let variables = request::custom_variables(&document)?;
    let variables = variables.iter().map(|set| NameValue { name: set.name.into(), value: set.value.into() });
    let command = Command::SetVariables { chat: at.key, variables: variables.collect() };
    at.submit(command).await?;
    Ok(reply::empty())
}
