//! How far each side has read a chat, and what its agent has typed and not sent (`docs/handover-api.md`).

use handover_desk::{Chat, Draft, EventId, Visibility};
use serde::Serialize;

/// What is marked in one chat.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Marks {
    agent_read: Option<EventId>,
    visitor_read: Option<EventId>,
    draft: Option<Draft>,
}

/// The marks of a chat in words.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MarksDocument<'v> {
    #[serde(skip_serializing_if = "Option::is_none")]
    chat: Option<&'v str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    agent_read: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    visitor_read: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    draft: Option<DraftDocument<'v>>,
}

#[derive(Debug, Serialize)]
struct DraftDocument<'v> {
    text: &'v str,
    private: bool,
    at: i64,
}

impl Marks {
    /// What its agent may know.
    pub(crate) fn for_agent(chat: &Chat) -> Self {
        let draft = chat.extras().and_then(|extras| extras.draft.clone());
        Self { draft, ..Self::for_visitor(chat) }
    }

    /// What everybody else may know: how far it was read, and nothing of what the agent types.
    pub(crate) fn for_visitor(chat: &Chat) -> Self {
        let extras = chat.extras();
        Self {
            agent_read: extras.and_then(|extras| extras.agent_read),
            visitor_read: extras.and_then(|extras| extras.visitor_read),
            draft: None,
        }
    }

    /// The document; with the chat's key where there are several.
    pub(crate) fn document<'v>(&'v self, chat: Option<&'v str>) -> MarksDocument<'v> {
        MarksDocument {
            chat,
            agent_read: self.agent_read.map(|id| id.0),
            visitor_read: self.visitor_read.map(|id| id.0),
            draft: self.draft.as_ref().map(|draft| DraftDocument {
                text: &draft.text,
                private: draft.visibility == Visibility::AgentsOnly,
                at: draft.at.0,
            }),
        }
    }
}
