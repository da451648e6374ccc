//! Matching: which agent a waiting chat is offered to, and which chat an agent with a free slot gets.
//!
//! It runs inside the decision that freed the slot, queued the chat or changed an availability, so that no waiting
//! chat ever stands unoffered while an eligible agent has a free slot. No timer is involved.

use crate::decide::Step;
use crate::{
    Agent, AgentId, Chat, ChatNo, ChatOffered, Desk, Fact, Offer, Phase, Place, Timestamp, Waiting, Why,
    limits,
};
use alloc::collections::BTreeSet;
use alloc::vec::Vec;
use core::cmp::Ordering;

impl Step<'_> {
    /// Offers these chats, in service order, as far as somebody can take them.
    pub(crate) fn offer_chats(&mut self, chats: &BTreeSet<Place>) {
        for place in chats {
            self.offer_chat(place.no);
        }
    }

    /// Offers a waiting chat to the best agent who can take it. Says whether it rings.
    pub(crate) fn offer_chat(&mut self, no: ChatNo) -> bool {
        let Some((agent, why)) = self.desk.choose(no, self.now) else { return false };
        self.offer_to(no, agent, why);
        true
    }

    /// Offers a waiting chat to this agent.
    pub(crate) fn offer_to(&mut self, chat: ChatNo, agent: AgentId, why: Why) {
        let expires_at = self.now.after(self.desk.settings().offer_timeout);
        let offer = Offer { agent, made_at: self.now, expires_at, why };
        self.emit(Fact::ChatOffered(ChatOffered { chat, offer }));
    }

    /// Gives these agents waiting chats as long as they have free slots.
    pub(crate) fn fill(&mut self, agents: &[AgentId]) {
        while let Some(place) = agents.iter().filter_map(|id| self.desk.first_for(*id)).min() {
            if !self.offer_chat(place.no) {
                return;
            }
        }
    }
}

impl Desk {
    /// The first waiting chat that could be offered to this agent.
    fn first_for(&self, id: AgentId) -> Option<Place> {
        let agent = self.agent(id).filter(|agent| agent.takes_new() && agent.has_free_slot())?;
        let skills = agent.profile.skills.iter().copied().map(Some).chain([None]);
        let firsts = skills.filter_map(|skill| {
            let mut places = self.queue.of_skill(skill);
            places.find(|place| !self.is_kept_from(place.no, id)).copied()
        });
        firsts.min()
    }

    fn is_kept_from(&self, no: ChatNo, agent: AgentId) -> bool {
        let bar = self.chat(no).and_then(Chat::waiting).and_then(|waiting| waiting.bar);
        bar.is_some_and(|bar| bar.agent == agent)
    }

    /// The best agent for a chat that rings nowhere, and why this one (design §4, choice).
    fn choose(&self, no: ChatNo, now: Timestamp) -> Option<(AgentId, Why)> {
        let chat = self.chat(no)?;
        let Phase::Waiting(waiting) = &chat.phase else { return None };
        let candidates = self.candidates(chat, waiting, now);
        let among = |id: AgentId| candidates.iter().any(|agent| agent.profile.id == id);
        if let Some(wanted) = waiting.wanted.filter(|id| among(*id)) {
            return Some((wanted, Why::AskedFor));
        }
        let previous =
            self.previous_agent(chat.visitor, now).filter(|id| self.settings().sticky && among(*id));
        if let Some(previous) = previous {
            return Some((previous, Why::PreviousAgent));
        }
        least_loaded(&candidates)
    }

    /// Who can take a chat: ready, skilled, not kept from it; those who missed it lately only if nobody else can.
    fn candidates(&self, chat: &Chat, waiting: &Waiting, now: Timestamp) -> Vec<&Agent> {
        let ready = self.benches.get(&chat.skill).into_iter().flat_map(|bench| &bench.ready);
        let open = ready.filter(|id| waiting.bar.is_none_or(|bar| bar.agent != **id));
        let missed =
            |id: &AgentId| waiting.missed.get(id).is_some_and(|at| now.since(*at) < limits::MISS_KEPT.0);
        let (missed, fresh): (Vec<AgentId>, Vec<AgentId>) = open.copied().partition(missed);
        let chosen = if fresh.is_empty() { missed } else { fresh };
        chosen.into_iter().filter_map(|id| self.agent(id)).collect()
    }
}

/// Lowest load, then longest idle, then lowest id, with the rule that told the best from the others.
fn least_loaded(candidates: &[&Agent]) -> Option<(AgentId, Why)> {
    let best = candidates.iter().min_by(|a, b| {
        by_load(a, b).then(a.idle_since.cmp(&b.idle_since)).then(a.profile.id.cmp(&b.profile.id))
    })?;
    let others = || candidates.iter().filter(|agent| agent.profile.id != best.profile.id);
    let why = if candidates.len() == 1 {
        Why::OnlyOne
    } else if others().all(|other| by_load(best, other) == Ordering::Less) {
        Why::LowestLoad
    } else if others()
        .all(|other| by_load(best, other) == Ordering::Less || best.idle_since < other.idle_since)
    {
        Why::LongestIdle
    } else {
        Why::LowestId
    };
    Some((best.profile.id, why))
}

/// Compares taken / limit without dividing.
fn by_load(a: &Agent, b: &Agent) -> Ordering {
    let left = a.taken().saturating_mul(b.load_limit());
    let right = b.taken().saturating_mul(a.load_limit());
    left.cmp(&right)
}
