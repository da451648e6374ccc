//! Transfers (protocol file 40 §4.4): line 13 or 15, the private text, `waiting`, and the offer.

use super::Model;
use super::rows::{Seen, Wait};
use super::texts::Named;
use handover_desk::{
    AgentId, Answer, Availability, ChatKey, Refusal, SkillId, Span, SystemMessage, TextType, TransferFault,
    TransferTarget, Why,
};

/// How long the sender of a transfer to a skill is kept from the chat.
const SENDER_KEPT: Span = Span::seconds(60);

impl Model {
    pub(super) fn transfer(
        &mut self,
        key: &ChatKey,
        sender: AgentId,
        target: TransferTarget,
        text: Option<&str>,
    ) -> Result<Answer, Refusal> {
        let chat = self.own_chat(key, sender)?;
        let limit = self.settings().line_bytes;
        if text.is_some_and(|text| text.len() > limit) {
            return Err(Refusal::TooLong { member: "transfer.text", limit });
        }
        let fault = match target {
            TransferTarget::Agent(agent) => self.agent_fault(agent, sender),
            TransferTarget::Skill(skill) => self.skill_fault(skill, sender),
        };
        if let Some(fault) = fault {
            return Err(Refusal::Transfer(fault));
        }
        self.tell_transfer(chat, sender, target);
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            let (text, text_type) = (text.into(), TextType::Plain);
            self.chats[chat].events.push(Seen::Agent { id: sender, text, text_type, private: true });
        }
        if !self.settings().silent_transfer {
            self.chats[chat].events.push(Seen::Waiting);
        }
        let mut wait = Wait { returned: true, sender: Some(sender), ..Wait::default() };
        if let TransferTarget::Skill(skill) = target {
            self.chats[chat].skill = Some(skill);
            wait.kept_from = Some((sender, self.now.after(SENDER_KEPT)));
        }
        self.leaves(chat, wait);
        self.busy(sender);
        if let TransferTarget::Agent(agent) = target {
            self.offer(chat, agent, Why::Transferred);
        }
        self.settle();
        Ok(Answer::Done)
    }

    /// Line 13 or 15 names who hands on, and to whom.
    pub(super) fn tell_transfer(&mut self, chat: usize, sender: AgentId, target: TransferTarget) {
        let nickname = |id| self.agent(id).map(|row| row.profile.nickname.clone()).unwrap_or_default();
        let agent = nickname(sender);
        match target {
            TransferTarget::Agent(id) => {
                let named = Named { agent: &agent, target: &nickname(id), skill: "" };
                self.say_of(chat, SystemMessage::ToAgent, &named);
            }
            TransferTarget::Skill(id) => {
                let skill = self.skills.iter().find(|skill| skill.id == id);
                let skill = skill.map(|skill| skill.name.clone()).unwrap_or_default();
                let named = Named { agent: &agent, target: "", skill: &skill };
                self.say_of(chat, SystemMessage::ToSkill, &named);
            }
        }
    }

    /// A transfer in person needs an agent who is there and online or occupied.
    fn agent_fault(&self, id: AgentId, sender: AgentId) -> Option<TransferFault> {
        if self.agent(id).is_none() {
            return Some(TransferFault::UnknownAgent);
        }
        if id == sender {
            return Some(TransferFault::ToOneself);
        }
        let there = self.work(id).is_some_and(|work| work.present && work.availability != Availability::Away);
        (!there).then_some(TransferFault::AgentUnavailable)
    }

    /// A transfer to a skill needs another agent who has it and is online.
    fn skill_fault(&self, id: SkillId, sender: AgentId) -> Option<TransferFault> {
        if !self.skills.iter().any(|skill| skill.id == id) {
            return Some(TransferFault::UnknownSkill);
        }
        let online = self.agents.iter().any(|row| {
            let online = row.work.as_ref().is_some_and(|work| work.availability == Availability::Online);
            row.profile.id != sender && row.profile.skills.contains(&id) && online
        });
        (!online).then_some(TransferFault::NobodyOnline)
    }
}
