//! Who gets what: eligibility, choice, queue order (design §4).

use super::Model;
use super::rows::{AgentRow, ChatRow, Ring, Stand, Wait};
use handover_desk::{AgentId, Availability, ChatNo, MaxChats, SkillId, Span, Timestamp, Why};
use std::cmp::Ordering;

/// How long a missed chat goes to others first.
const MISS_KEPT: Span = Span::seconds(60);
/// How long a visitor's previous agent is preferred.
const STICKY_FOR: Span = Span::seconds(24 * 3600);

impl Model {
    /// Offers what can be offered, in service order, until nothing more can.
    pub(super) fn settle(&mut self) {
        while let Some((chat, agent, why)) = self.next_offer() {
            self.offer(chat, agent, why);
        }
    }

    fn next_offer(&self) -> Option<(usize, AgentId, Why)> {
        let in_order = self.waiting_in_service_order();
        in_order.into_iter().find_map(|chat| self.choose(chat).map(|(agent, why)| (chat, agent, why)))
    }

    pub(super) fn offer(&mut self, chat: usize, agent: AgentId, why: Why) {
        let until = self.now.after(self.settings().offer_timeout);
        let nth = self.offers_made;
        self.offers_made += 1;
        let wait = self.chats[chat].wait().cloned().unwrap_or_default();
        self.chats[chat].stand = Stand::Ringing(wait, Ring { agent, nth, until, why });
        self.busy(agent);
    }

    /// Waiting chats that ring nowhere: requeued and transferred ones first, by request time; then by priority, then
    /// by request time.
    fn waiting_in_service_order(&self) -> Vec<usize> {
        let mut chats: Vec<usize> = Vec::new();
        for (index, chat) in self.chats.iter().enumerate() {
            if matches!(chat.stand, Stand::Waiting(_)) {
                chats.push(index);
            }
        }
        chats.sort_by(|a, b| service_order(&self.chats[*a], &self.chats[*b]));
        chats
    }

    /// Waiting chats that ring nowhere, skill by skill, each skill in service order.
    #[must_use]
    pub fn queue(&self) -> Vec<(Option<SkillId>, ChatNo)> {
        let in_order = self.waiting_in_service_order();
        let mut queue: Vec<_> =
            in_order.into_iter().map(|chat| (self.chats[chat].skill, self.chats[chat].no())).collect();
        queue.sort_by_key(|(skill, _)| *skill);
        queue
    }

    /// The best agent for a waiting chat, and the first rule that told this agent from the others.
    fn choose(&self, chat: usize) -> Option<(AgentId, Why)> {
        let chat = &self.chats[chat];
        let wait = chat.wait()?;
        let able: Vec<&AgentRow> =
            self.agents.iter().filter(|agent| self.is_able(agent, chat, wait)).collect();
        let has_missed = |agent: &AgentRow| {
            let missed = wait.missed.iter().find(|(id, _)| *id == agent.profile.id);
            missed.is_some_and(|(_, at)| self.now.since(*at) < MISS_KEPT.0)
        };
        let others: Vec<&AgentRow> = able.iter().copied().filter(|agent| !has_missed(agent)).collect();
        let mut left = if others.is_empty() { able } else { others };

        let is_left = |id: AgentId| left.iter().any(|agent| agent.profile.id == id);
        if let Some(wanted) = wait.wanted.filter(|id| is_left(*id)) {
            return Some((wanted, Why::AskedFor));
        }
        let previous = self.previous.iter().find(|row| row.visitor == chat.visitor);
        let previous = previous.filter(|row| self.now.since(row.at) < STICKY_FOR.0);
        if let Some(previous) = previous.filter(|row| self.settings().sticky && is_left(row.agent)) {
            return Some((previous.agent, Why::PreviousAgent));
        }
        if let [only] = left[..] {
            return Some((only.profile.id, Why::OnlyOne));
        }
        let lowest = left.iter().copied().min_by(|a, b| self.compare_load(a, b))?;
        left.retain(|agent| self.compare_load(agent, lowest) == Ordering::Equal);
        if let [only] = left[..] {
            return Some((only.profile.id, Why::LowestLoad));
        }
        let longest: Timestamp = left.iter().map(|agent| agent.idle_since).min()?;
        left.retain(|agent| agent.idle_since == longest);
        if let [only] = left[..] {
            return Some((only.profile.id, Why::LongestIdle));
        }
        left.iter().map(|agent| agent.profile.id).min().map(|lowest| (lowest, Why::LowestId))
    }

    /// Online, present, skilled, with a free slot, and not kept from this chat.
    fn is_able(&self, agent: &AgentRow, chat: &ChatRow, wait: &Wait) -> bool {
        let id = agent.profile.id;
        let takes = agent.work.as_ref().is_some_and(|w| w.present && w.availability == Availability::Online);
        let skilled = chat.skill.is_none_or(|skill| agent.profile.skills.contains(&skill));
        let kept_from = wait.kept_from.is_some_and(|(kept, _)| kept == id);
        takes && skilled && self.has_free_slot(agent) && !kept_from
    }

    /// Chats that take a slot of the agent: assigned and offered.
    fn taken(&self, agent: &AgentRow) -> usize {
        let id = agent.profile.id;
        self.chats_of(id).len() + self.offers_of(id).len()
    }

    fn has_free_slot(&self, agent: &AgentRow) -> bool {
        match agent.profile.max_chats {
            MaxChats::Unlimited => true,
            MaxChats::Limited(max) => self.taken(agent) < max as usize,
        }
    }

    /// Load is taken / limit, an unlimited agent's limit counting as 50. Compared as a/b < c/d = a*d < c*b.
    fn compare_load(&self, a: &AgentRow, b: &AgentRow) -> Ordering {
        let limit = |agent: &AgentRow| match agent.profile.max_chats {
            MaxChats::Unlimited => 50,
            MaxChats::Limited(max) => max as usize,
        };
        (self.taken(a) * limit(b)).cmp(&(self.taken(b) * limit(a)))
    }
}

fn service_order(a: &ChatRow, b: &ChatRow) -> Ordering {
    let returned = |chat: &ChatRow| chat.wait().is_some_and(|wait| wait.returned);
    let priority = if returned(a) && returned(b) { Ordering::Equal } else { b.priority.cmp(&a.priority) };
    returned(b)
        .cmp(&returned(a))
        .then(priority)
        .then(a.requested_at.cmp(&b.requested_at))
        .then(a.no().cmp(&b.no()))
}
