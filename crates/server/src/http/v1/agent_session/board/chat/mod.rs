//! `…/board/chat/{chat}/…`: any chat of the account, as a supervisor sees it, and what a supervisor does to it.

pub(in crate::http) mod details;
pub(in crate::http) mod end;
pub(in crate::http) mod events;
pub(in crate::http) mod take_over;
pub(in crate::http) mod whisper;

use crate::app::chat_document::{ChatDocument, Side};
use crate::engine::Published;
use crate::http::access::AtDevice;
use crate::http::call::Call;
use crate::http::failure::Failure;
use crate::http::push::ChatAddress;
use crate::http::v1;
use crate::http::v1::agent_session::Supervising;
use axum::extract::Path;
use handover_desk::{ChatKey, Command};
use handover_wire::Condition;
use std::sync::Arc;

/// The path of a chat on the board.
pub(in crate::http) type ChatPath = Path<(String, String, String)>;

/// A supervisor with a chat.
struct AtAnyChat {
    me: AtDevice,
    key: ChatKey,
    key_text: String,
    base: String,
}

impl AtAnyChat {
    async fn of(call: &Call, (account, session, chat): (String, String, String)) -> Result<Self, Failure> {
        let Supervising { me } = Supervising::at(call, &account, &session).await?;
        let key = chat.parse().map_err(|_| Condition::ChatSessionNotFound)?;
        let base = format!("{}{}{}/board/chat/{chat}", call.exchange.origin, v1::ACCOUNTS, me.place());
        Ok(Self { me, key, key_text: chat, base })
    }

    fn document<'v>(&'v self, view: &'v Published) -> Result<ChatDocument<'v>, Failure> {
        let chat = view.desk().chat_by_key(&self.key).ok_or(Condition::ChatSessionNotFound)?;
        if let Some(pulse) = view.pulse(chat.no()) {
            pulse.agents.calls(self.me.now);
        }
        Ok(ChatDocument { view, chat, key: &self.key_text, base: &self.base, side: Side::Supervisor })
    }

    /// Has the audit log say that the chat is watched, unless it says so already.
    async fn note_watching(&self) -> Result<(), Failure> {
        let is_noted = {
            let view = self.me.account.view().read();
            self.document(&view)?;
            view.desk().is_watch_noted(self.me.agent, &self.key, self.me.now)
        };
        if !is_noted {
            let command = Command::WatchChat { session: self.me.session, chat: self.key };
            self.me.account.submit(None, command).await?;
        }
        Ok(())
    }

    fn address(self) -> ChatAddress {
        ChatAddress {
            account: Arc::clone(&self.me.account),
            key: self.key,
            key_text: self.key_text,
            base: self.base,
        }
    }
}
