//! The agents of the account, for those who want to transfer a chat (`docs/protocol/20-agent-api.md` §5).

use super::{AgentGroup, Named, Resource, link};
use crate::href::Href;
use crate::sink::{A1, Decimal, Sink};
use crate::vocabulary::Availability;

/// `availableAgents`: the agents that were asked for, and where to ask for those that change later.
#[derive(Clone, Copy, Debug)]
pub struct AvailableAgents<'a, I> {
    /// The address of the agent session that asks.
    pub session: &'a str,
    /// The agents. `agent` is an array also with one of them (`docs/protocol/90-open-questions.md` Q18).
    pub agents: I,
    /// The instant of the answer, in milliseconds since 1970; the `next` link carries it.
    pub time_stamp_ms: i64,
}

/// One agent in the list.
#[derive(Clone, Copy, Debug)]
pub struct AvailableAgent<'a, S> {
    /// The agent's id.
    pub id: u64,
    /// Whether the agent takes chats.
    pub chat_state: Availability,
    /// Whether the agent takes calls.
    pub voice_state: Availability,
    /// How many chats the agent may have at once; -1 is unlimited.
    pub max_chats: i64,
    /// The name the agent logs in with.
    pub user_name: &'a str,
    /// The name that visitors see.
    pub nickname: &'a str,
    /// The agent's mail address; possibly empty.
    pub email: &'a str,
    /// What the agent is in the account, `administrators`.
    pub privilege_group: &'a str,
    /// The agent's skills.
    pub skills: S,
    /// How many chats the agent has.
    pub chats: u64,
    /// The group the agent belongs to.
    pub group: AgentGroup<'a>,
    /// How long the chat state has lasted, in milliseconds; 0 when offline
    /// (`docs/protocol/90-open-questions.md` Q19).
    pub elapsed_time_in_state_ms: u64,
}

impl<'a, I, S> Resource for AvailableAgents<'a, I>
where
    I: IntoIterator<Item = AvailableAgent<'a, S>> + Clone,
    S: IntoIterator<Item = Named<'a>> + Clone,
{
    type Dialect = A1;

    fn describe(&self, sink: &mut impl Sink) {
        sink.element("availableAgents", |sink| {
            sink.element("agents", |sink| {
                sink.list_as_array("agent", self.agents.clone(), |sink, agent| agent.describe(sink));
            });
            link::single(sink, Href::since(self.session, "/availableAgents", self.time_stamp_ms), "next");
        });
    }
}

impl<'a, S: IntoIterator<Item = Named<'a>> + Clone> AvailableAgent<'a, S> {
    fn describe(&self, sink: &mut impl Sink) {
        sink.attribute_number("id", self.id);
        sink.attribute_number("chatState", self.chat_state.number());
        sink.attribute_number("voiceState", self.voice_state.number());
        sink.attribute_number("maxChats", self.max_chats);
        sink.text("userName", self.user_name);
        sink.text("nickname", self.nickname);
        sink.text("email", self.email);
        sink.text("privilegeGroup", self.privilege_group);
        sink.element("skills", |sink| {
            sink.list_of_text("skill", self.skills.clone().into_iter().map(|skill| Decimal(skill.id)));
        });
        sink.element("skillsInfo", |sink| {
            sink.list("skillInfo", self.skills.clone(), |sink, skill| skill.describe(sink));
        });
        sink.number("chats", self.chats);
        sink.text("agentGroupName", self.group.name);
        sink.number("agentGroupId", self.group.id);
        sink.number("elapsedTimeInState", self.elapsed_time_in_state_ms);
    }
}
