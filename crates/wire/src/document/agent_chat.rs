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
        let collaboration =
            (Href::below(self.events.chat, "/collaborationChannels"), "collaboration-channels");
        sink.element("chat", |sink| self.describe_inside(sink, Some(collaboration)));
    }
}

impl<'a, I: IntoIterator<Item = Event<'a>> + Clone> AgentChat<'a, I> {
    /// Describes the inside as the list of several chats has it, without the link to collaboration.
    pub(super) fn describe_in_list(&self, sink: &mut impl Sink) {
        self.describe_inside(sink, None);
    }

    fn describe_inside(&self, sink: &mut impl Sink, collaboration: Option<(Href<'a>, &'static str)>) {
        let chat = self.events.chat;
        let below = |path| Href::below(chat, path);
        let first = [
            (Href::to(chat), "self"),
            (below("/events"), "events"),
            (below("/info"), "info"),
            (Href::next(chat, "", self.events.next), "next"),
        ];
        let last = [
            (Href::visit(self.session, self.info.chat_session_key), "visit-id"),
            (below("/transfer"), "transfer"),
            (below("/transferAccount"), "transfer-account"),
            (below("/survey"), "agent-survey"),
        ];
        link::list(sink, first.into_iter().chain(collaboration).chain(last));
        self.events.describe_embedded(sink);
        self.info.describe(sink);
    }
}
