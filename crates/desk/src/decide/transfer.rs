//! Deciding transfers (`docs/protocol/40-state-machines.md` §4.4).

use super::leave::returned_place;
use super::{Step, check_length};
use crate::texts::Names;
use crate::{
    AgentId, Answer, Author, Bar, ChatKey, ChatNo, ChatQueued, EventKind, Fact, Line, Refusal, SkillId,
    SystemMessage, TextType, TransferFault, TransferTarget, Visibility, Why, limits,
};
use alloc::boxed::Box;
use alloc::sync::Arc;

impl Step<'_> {
    /// Hands a chat on: line 13 or 15, the private text, `waiting`, and the offer. The sender's slot is free at once.
    pub(super) fn transfer(
        &mut self,
        key: &ChatKey,
        sender: AgentId,
        target: TransferTarget,
        text: Option<Box<str>>,
    ) -> Result<Answer, Refusal> {
        let no = self.own_chat(key, sender)?;
        check_length("transfer.text", text.as_deref().unwrap_or_default(), self.desk.settings().line_bytes)?;
        match target {
            TransferTarget::Agent(agent) => {
                let name = self.check_agent(agent, sender)?;
                let skill = self.desk.chat(no).and_then(|chat| chat.skill);
                let sender_name = self.agent_name(no);
                let names = Names { agent: &sender_name, target: &name, ..Names::default() };
                self.say(no, SystemMessage::ToAgent, names);
                self.hand_on(no, sender, skill, text, None);
                self.offer_to(no, agent, Why::Transferred);
            }
            TransferTarget::Skill(skill) => {
                let name = self.check_skill(skill, sender)?;
                let sender_name = self.agent_name(no);
                let names = Names { agent: &sender_name, skill: &name, ..Names::default() };
                self.say(no, SystemMessage::ToSkill, names);
                let bar = Bar { agent: sender, until: self.now.after(limits::MISS_KEPT) };
                self.hand_on(no, sender, Some(skill), text, Some(bar));
                self.offer_chat(no);
            }
        }
        self.fill(&[sender]);
        Ok(Answer::Done)
    }

    fn check_agent(&self, id: AgentId, sender: AgentId) -> Result<Arc<str>, Refusal> {
        let agent = self.desk.agent(id).ok_or(Refusal::Transfer(TransferFault::UnknownAgent))?;
        if id == sender {
            return Err(Refusal::Transfer(TransferFault::ToOneself));
        }
        if !agent.takes_personal() {
            return Err(Refusal::Transfer(TransferFault::AgentUnavailable));
        }
        Ok(agent.profile.nickname.clone())
    }

    fn check_skill(&self, id: SkillId, sender: AgentId) -> Result<Arc<str>, Refusal> {
        let skill = self.desk.skill(id).ok_or(Refusal::Transfer(TransferFault::UnknownSkill))?;
        if self.desk.online_agents(id, sender) == 0 {
            return Err(Refusal::Transfer(TransferFault::NobodyOnline));
        }
        Ok(skill.name.clone())
    }

    /// The private text, `waiting`, and the queue, before all that were not in conversation.
    pub(super) fn hand_on(
        &mut self,
        no: ChatNo,
        sender: AgentId,
        skill: Option<SkillId>,
        text: Option<Box<str>>,
        bar: Option<Bar>,
    ) {
        let nickname = self.desk.agent(sender).map(|agent| agent.profile.nickname.clone());
        if let (Some(text), Some(nickname)) = (text.filter(|text| !text.is_empty()), nickname) {
            let author = Author::Agent { id: sender, nickname };
            let visibility = Visibility::AgentsOnly;
            self.add_event(
                no,
                EventKind::Line(Line { text, text_type: TextType::Plain, author, visibility }),
            );
        }
        if !self.desk.settings().silent_transfer {
            self.add_event(no, EventKind::Waiting);
        }
        let Some(place) = self.desk.chat(no).map(returned_place) else { return };
        let fact = ChatQueued { chat: no, skill, place, sender: Some(sender), bar, at: self.now };
        self.emit(Fact::ChatQueued(fact));
    }
}
