//! The bodies of 201: where the created resource is.

use super::{Resource, link};
use crate::href::Href;
use crate::sink::{A1, Sink};

/// What was created.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Created {
    /// An agent session (`docs/protocol/20-agent-api.md` §1).
    AgentSession,
    /// A chat, by accepting it (`docs/protocol/20-agent-api.md` §9).
    Chat,
    /// An event of a chat, by either side (`docs/protocol/20-agent-api.md` §14, §15).
    ChatEvent,
}

/// `agentSessionLocation`, `chatLocation` or `chatEventLocation`: one link, always a single object.
#[derive(Clone, Copy, Debug)]
pub struct Location<'a> {
    /// What was created.
    pub created: Created,
    /// Where it is; the same address as in the `Location` header.
    pub href: Href<'a>,
}

impl Resource for Location<'_> {
    type Dialect = A1;

    fn describe(&self, sink: &mut impl Sink) {
        let root = match self.created {
            Created::AgentSession => "agentSessionLocation",
            Created::Chat => "chatLocation",
            Created::ChatEvent => "chatEventLocation",
        };
        sink.element(root, |sink| link::single(sink, self.href, "location"));
    }
}
