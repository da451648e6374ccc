//! `…/marks`: drafts and read marks of the agent's chats.

use crate::app::json::Rooted;
use crate::app::marks::Marks;
use crate::http::call::Call;
use crate::http::failure::Failure;
use crate::http::v1;
use axum::extract::Path;
use axum::response::Response;

/// Reads them, oldest chat first.
pub(in crate::http) async fn read(
    Path((account, session)): Path<(String, String)>,
    call: Call,
) -> Result<Response, Failure> {
    let me = call.at_device(&account, &session).await?;
    let view = me.account.view().read();
    let chats = me.agent_in(&view)?.chats.iter().filter_map(|no| view.desk().chat(*no));
    let marks: Vec<_> = chats.map(|chat| (chat.key.to_string(), Marks::for_agent(chat))).collect();
    let documents: Vec<_> = marks.iter().map(|(key, marks)| marks.document(Some(key))).collect();
    Ok(v1::ok(&Rooted("marks", documents), &call))
}
