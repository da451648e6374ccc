//! The chats in conversation on the board.

use crate::app::why;
use handover_desk::{Chat, Desk};
use serde::Serialize;

/// A chat in conversation.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ChatOnBoard<'v> {
    chat: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    visitor_name: Option<&'v str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    skill: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    agent: Option<u64>,
    requested_at: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    accepted_at: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'static str>,
}

/// The chats that agents have, oldest first.
pub(super) fn assigned(desk: &Desk) -> Vec<&Chat> {
    let mut numbers: Vec<_> = desk.state().agents.values().flat_map(|agent| &agent.chats).copied().collect();
    numbers.sort_unstable();
    numbers.into_iter().filter_map(|no| desk.chat(no)).collect()
}

pub(super) fn told(chat: &Chat) -> ChatOnBoard<'_> {
    ChatOnBoard {
        chat: chat.key.to_string(),
        visitor_name: chat.visitor_name.as_deref(),
        skill: chat.skill.map(|id| id.0),
        agent: chat.agent.map(|id| id.0),
        requested_at: chat.started_at.0,
        accepted_at: chat.accepted_at().map(|at| at.0),
        why: chat.why.map(why::word),
    }
}
