//! `…/chat/{chat}/…`: what an agent has beside the conversation.

pub(in crate::http) mod details;
pub(in crate::http) mod draft;
pub(in crate::http) mod read;

use axum::extract::Path;

/// The path of a chat under an agent session.
pub(in crate::http) type ChatPath = Path<(String, String, String)>;
