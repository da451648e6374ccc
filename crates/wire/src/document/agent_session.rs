//! The agent session itself (`docs/protocol/20-agent-api.md` §2).

use super::{AgentInfo, IncomingRequests, Resource, link};
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
        let below = |path| Href::below(self.session, path);
        sink.element("agentSessionId", |sink| {
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
        });
    }
}
