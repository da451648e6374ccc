//! The availability of an agent (`docs/protocol/20-agent-api.md` §3).

use super::Resource;
use crate::sink::{A1, Sink};
use crate::vocabulary::Availability;

/// `availability` on the agent side. The visitor's resource of the same name is a scalar.
#[derive(Clone, Copy, Debug)]
pub struct AgentAvailability<'a> {
    /// Whether the agent takes chats.
    pub chat: Availability,
    /// Whether the agent takes calls.
    pub voice: Availability,
    /// Why the agent is away, if a reason was given.
    pub chat_reason_id: Option<&'a str>,
}

impl Resource for AgentAvailability<'_> {
    type Dialect = A1;

    fn describe(&self, sink: &mut impl Sink) {
        sink.element("availability", |sink| {
            sink.text("chat", self.chat.as_str());
            sink.text("voice", self.voice.as_str());
            if let Some(reason) = self.chat_reason_id {
                sink.text("chatReasonId", reason);
            }
        });
    }
}
