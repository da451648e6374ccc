//! Several chats in one answer (`docs/protocol/20-agent-api.md` §12).

use super::{AgentChat, Event, Resource};
use crate::sink::{B, Sink};

/// `chats`: each chat as [`AgentChat`] has it, in dialect B and without the link to collaboration.
#[derive(Clone, Copy, Debug)]
pub struct Chats<C> {
    /// The chats, in the order they were asked for.
    pub chats: C,
}

impl<'a, C, I> Resource for Chats<C>
where
    C: IntoIterator<Item = AgentChat<'a, I>> + Clone,
    I: IntoIterator<Item = Event<'a>> + Clone,
{
    type Dialect = B;

    fn describe(&self, sink: &mut impl Sink) {
        sink.element("chats", |sink| {
            sink.list("chat", self.chats.clone(), |sink, chat| chat.describe_in_list(sink));
        });
    }
}
