//! The chats of an agent, to carry on with on another device (`docs/protocol/20-agent-api.md` §10).

use super::{Resource, link};
use crate::href::Href;
use crate::sink::{B, Sink};

/// `chatSessions`: one entry per chat, with its address under the session that asks.
#[derive(Clone, Copy, Debug)]
pub struct ChatSessions<'a, I> {
    /// The address of the agent session that asks.
    pub session: &'a str,
    /// The chats, oldest first.
    pub chats: I,
}

/// One chat in the list.
#[derive(Clone, Copy, Debug)]
pub struct ChatSession<'a> {
    /// The chat's id.
    pub key: &'a str,
    /// When the chat was asked for, in milliseconds since 1970.
    pub start_time_ms: i64,
}

impl<'a, I: IntoIterator<Item = ChatSession<'a>> + Clone> Resource for ChatSessions<'a, I> {
    type Dialect = B;

    fn describe(&self, sink: &mut impl Sink) {
        sink.element("chatSessions", |sink| {
            sink.list("chatSession", self.chats.clone(), |sink, chat| {
                link::single(sink, Href::item(self.session, "/chat/", chat.key), "chat-session");
                sink.text("chatSessionKey", chat.key);
                sink.number("startTime", chat.start_time_ms);
            });
        });
    }
}
