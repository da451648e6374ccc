//! Whoever has a stream open is there: an agent counts as present, a visitor as not silent, until the stream ends.

use crate::engine::{Account, Heard, Published};
use crate::http::Shared;
use crate::http::failure::Failure;
use crate::limits;
use handover_desk::{ChatNo, SessionId};
use handover_wire::Condition;
use std::sync::Arc;

/// Who is there.
#[derive(Clone, Copy, Debug)]
pub(in crate::http) enum Who {
    /// The visitor of a chat.
    Visitor(ChatNo),
    /// A device of an agent.
    Device(SessionId),
}

/// Somebody who is there while this is kept.
pub(super) struct Present {
    app: Shared,
    account: Arc<Account>,
    who: Who,
}

impl Present {
    /// Is there from here on, unless there are too many streams of the same reader.
    pub(super) fn begin(app: &Shared, account: &Arc<Account>, who: Who) -> Result<Self, Failure> {
        let view = account.view().read();
        let (heard, limit) = match who {
            Who::Visitor(_) => {
                (who.heard(&view).ok_or(Condition::ChatSessionNotFound)?, limits::STREAMS_PER_CHAT)
            }
            Who::Device(_) => {
                (who.heard(&view).ok_or(Condition::AgentSessionNotFound)?, limits::STREAMS_PER_SESSION)
            }
        };
        let is_first = !heard.has_stream();
        if !heard.open_stream(limit) {
            return Err(Condition::TooManyRequests.into());
        }
        if is_first {
            who.tell_other_devices(&view);
        }
        Ok(Self { app: Arc::clone(app), account: Arc::clone(account), who })
    }
}

impl Drop for Present {
    fn drop(&mut self) {
        let now = self.app.engine.clock().now();
        let view = self.account.view().read();
        if let Some(heard) = self.who.heard(&view) {
            heard.close_stream(now);
            if !heard.has_stream() {
                self.who.tell_other_devices(&view);
            }
        }
    }
}

impl Who {
    fn heard(self, view: &Published) -> Option<&Heard> {
        match self {
            Self::Visitor(chat) => Some(&view.pulse(chat)?.visitor),
            Self::Device(session) => view.heard(session),
        }
    }

    /// The other devices of an agent show whether this one is connected.
    fn tell_other_devices(self, view: &Published) {
        if let Self::Device(session) = self
            && let Some(session) = view.desk().session(session)
            && let Some(bell) = view.agent_bell(session.agent)
        {
            bell.ring();
        }
    }
}
