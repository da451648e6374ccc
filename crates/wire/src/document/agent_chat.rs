//! A chat as its agent sees it (`docs/protocol/20-agent-api.md` §11).

use super::{ChatInfo, Event, Events, Resource, link};
use crate::href::Href;
use crate::sink::{A2, Sink};

/// `chat` on the agent side: links, events and information in one document.
#[derive(Clone, Copy, Debug)]
pub struct AgentChat<'a, I> {
    /// The address of the agent session that asks.
    pub session: &'a str,
    /// The events; they also know the address of the chat.
    pub events: Events<'a, I>,
    /// The information.
    pub info: ChatInfo<'a>,
}

impl<'a, I: IntoIterator<Item = Event<'a>> + Clone> Resource for AgentChat<'a, I> {
    type Dialect = A2;

    fn describe(&self, sink: &mut impl Sink) {
        let chat = self.events.chat;
        let below = |path| Href::below(chat, path);
        sink.element("chat", |sink| {
            link::list(
                sink,
                [
                    (Href::to(chat), "self"),
                    (below("/events"), "events"),
                    (below("/info"), "info"),
                    (Href::next(chat, "", self.events.next), "next"),
                    (below("/collaborationChannels"), "collaboration-channels"),
                    (Href::visit(self.session, self.info.chat_session_key), "visit-id"),
                    (below("/transfer"), "transfer"),
                    (below("/transferAccount"), "transfer-account"),
                    (below("/survey"), "agent-survey"),
                ],
            );
            self.events.describe_embedded(sink);
            self.info.describe(sink);
        });
    }
}
