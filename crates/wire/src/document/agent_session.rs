//! The agent session itself (`docs/protocol/20-agent-api.md` §2).

use super::{AgentInfo, ChatSession, ChatSessions, IncomingRequests, Resource, link};
use crate::href::Href;
use crate::sink::{A1, Sink};

/// `agentSessionId`: the links to everything else.
#[derive(Clone, Copy, Debug)]
pub struct AgentSession<'a> {
    /// The address of the agent session.
    pub session: &'a str,
    /// What is embedded when the client asks with `data=true`.
    pub contents: Option<SessionContents<'a>>,
}

/// The two documents that the agent session resource can carry.
#[derive(Clone, Copy, Debug)]
pub struct SessionContents<'a> {
    /// Who the agent is.
    pub info: AgentInfo<'a>,
    /// What rings.
    pub incoming_requests: IncomingRequests<'a>,
}

impl Resource for AgentSession<'_> {
    type Dialect = A1;

    fn describe(&self, sink: &mut impl Sink) {
        sink.element("agentSessionId", |sink| self.describe_inside(sink));
    }
}

impl AgentSession<'_> {
    fn describe_inside(&self, sink: &mut impl Sink) {
        let below = |path| Href::below(self.session, path);
        link::list(
            sink,
            [
                (Href::to(self.session), "self"),
                (below("/availability"), "availability"),
                (below("/incomingRequests"), "incoming-requests"),
                (below("/info"), "info"),
                (below("/availableAgents"), "available-agents"),
                (below("/chat/availableSlots"), "chat-available-slots"),
                (below("/chatSessions"), "chat-sessions"),
            ],
        );
        if let Some(contents) = &self.contents {
            contents.info.describe(sink);
            contents.incoming_requests.describe_as("incoming-requests", sink);
        }
    }
}

/// The same with the chats of the agent embedded, when the client asks with `cs=1`. Like all that is embedded,
/// they speak the dialect of the document they stand in.
#[derive(Clone, Copy, Debug)]
pub struct AgentSessionWithChats<'a, I> {
    /// The agent session.
    pub session: AgentSession<'a>,
    /// The chats, oldest first.
    pub chats: I,
}

impl<'a, I: IntoIterator<Item = ChatSession<'a>> + Clone> Resource for AgentSessionWithChats<'a, I> {
    type Dialect = A1;

    fn describe(&self, sink: &mut impl Sink) {
        sink.element("agentSessionId", |sink| {
            self.session.describe_inside(sink);
            ChatSessions { session: self.session.session, chats: self.chats.clone() }.describe(sink);
        });
    }
}
