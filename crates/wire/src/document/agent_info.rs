//! Who the agent is (`docs/protocol/20-agent-api.md` §7).

use super::{AgentAvailability, Named, Resource, link};
use crate::href::Href;
use crate::sink::{A1, Sink};

/// `info` of an agent session, on its own or inside the agent session resource.
#[derive(Clone, Copy, Debug)]
pub struct AgentInfo<'a> {
    /// The address of the agent session.
    pub session: &'a str,
    /// The nickname that visitors see.
    pub agent_name: &'a str,
    /// The name that colleagues see.
    pub display_name: &'a str,
    /// The name the agent logs in with.
    pub login_name: &'a str,
    /// The agent's id.
    pub id: u64,
    /// How many chats the agent may have at once; -1 is unlimited.
    pub max_chats: i64,
    /// What the agent takes at the moment. Its reason is not part of this document.
    pub availability: AgentAvailability<'a>,
    /// The agent's skills.
    pub skills: &'a [Named<'a>],
}

impl Resource for AgentInfo<'_> {
    type Dialect = A1;

    fn describe(&self, sink: &mut impl Sink) {
        sink.element("info", |sink| {
            link::single(sink, Href::below(self.session, "/info"), "self");
            sink.text("agentName", self.agent_name);
            sink.text("displayName", self.display_name);
            sink.text("loginName", self.login_name);
            sink.number("id", self.id);
            sink.number("maxChats", self.max_chats);
            AgentAvailability { chat_reason_id: None, ..self.availability }.describe(sink);
            sink.element("skillsInfo", |sink| {
                sink.list("skillInfo", self.skills, |sink, skill| skill.describe(sink));
            });
        });
    }
}
