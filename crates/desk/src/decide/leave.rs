//! Deciding what becomes of offers and chats when an agent stops taking them, or leaves.

use super::Step;
use crate::{
    AgentId, Answer, Availability, Chat, ChatNo, ChatQueued, EndReason, EventKind, Fact, LastAgentLeft,
    OfferEnd, OfferEnded, Place, Rank, SessionEndReason, SessionEnded, SessionId, SkillId, SystemMessage,
};
use alloc::collections::BTreeSet;
use alloc::vec::Vec;

impl Step<'_> {
    /// A device goes. While another is there nothing else happens; with the last one the agent leaves.
    pub(super) fn finish_session(&mut self, id: SessionId, reason: SessionEndReason) {
        let Some(agent) = self.desk.session(id).map(|session| session.agent) else { return };
        let on = self.desk.agent(agent).and_then(|agent| agent.on_duty());
        let is_last = on.is_none_or(|on| on.sessions.len() <= 1);
        self.emit(Fact::SessionEnded(SessionEnded { id, reason, at: self.now }));
        if is_last {
            let places = self.take_everything(agent);
            self.offer_chats(&places);
        }
    }

    /// Takes offers and chats from an agent who has left. Returns what waits again.
    fn take_everything(&mut self, agent: AgentId) -> BTreeSet<Place> {
        let mut places = self.take_offers(agent, false);
        let chats = self.desk.agent(agent).map(|agent| agent.chats.clone()).unwrap_or_default();
        places.extend(chats.into_iter().filter_map(|no| self.requeue_or_disconnect(no, agent)));
        places
    }

    /// A chat whose agent leaves waits again if somebody suitable is there, else it ends.
    fn requeue_or_disconnect(&mut self, no: ChatNo, leaving: AgentId) -> Option<Place> {
        let (skill, place) = self.desk.chat(no).map(|chat| (chat.skill, returned_place(chat)))?;
        if !self.may_wait(skill, leaving) {
            self.disconnect(no, EndReason::NobodyLeft);
            return None;
        }
        self.say_plain(no, SystemMessage::Requeued);
        self.add_event(no, EventKind::Waiting);
        self.emit(Fact::ChatQueued(ChatQueued {
            chat: no,
            skill,
            place,
            sender: None,
            bar: None,
            at: self.now,
        }));
        Some(place)
    }

    /// Whether a chat without an agent is worth waiting: another agent with the skill is online or occupied, slots
    /// regardless, or the account lets it wait in any case.
    fn may_wait(&self, skill: Option<SkillId>, leaving: AgentId) -> bool {
        let wait_anyway = self.desk.settings().last_agent_left == LastAgentLeft::Requeue;
        wait_anyway
            || self.others(leaving, |agent| {
                let skilled = skill.is_none_or(|skill| agent.profile.skills.contains(&skill));
                skilled && agent.availability().is_some_and(|availability| availability != Availability::Away)
            })
    }

    /// Withdraws an agent's offers and passes them on at once.
    pub(super) fn withdraw_offers(&mut self, agent: AgentId, keep_personal: bool) {
        let places = self.take_offers(agent, keep_personal);
        self.offer_chats(&places);
    }

    /// Withdraws an agent's offers. Returns the chats that wait again.
    fn take_offers(&mut self, agent: AgentId, keep_personal: bool) -> BTreeSet<Place> {
        let offers = self.desk.agent(agent).map(|agent| agent.offers.clone()).unwrap_or_default();
        let is_kept = |step: &Self, no: ChatNo| {
            keep_personal && step.desk.chat(no).and_then(Chat::offer).is_some_and(crate::Offer::is_personal)
        };
        let taken: Vec<ChatNo> = offers.into_iter().filter(|no| !is_kept(self, *no)).collect();
        taken.into_iter().filter_map(|no| self.withdraw(no)).collect()
    }

    /// Withdraws the offer of a chat. Returns its place, unless it was a personal transfer and nobody is left for it.
    pub(super) fn withdraw(&mut self, no: ChatNo) -> Option<Place> {
        self.end_offer(no, OfferEnd::Withdrawn)
    }

    /// An offer was not accepted in time: the agent becomes away, and everything that rang there goes on.
    pub(super) fn miss(&mut self, no: ChatNo) {
        let Some(agent) = self.desk.chat(no).and_then(Chat::offer).map(|offer| offer.agent) else { return };
        let missed = self.end_offer(no, OfferEnd::Missed);
        let mut places: BTreeSet<Place> = missed.into_iter().collect();
        if self.desk.agent(agent).and_then(crate::Agent::availability) != Some(Availability::Away) {
            let fact = crate::AvailabilitySet {
                agent,
                availability: Availability::Away,
                reason_id: None,
                at: self.now,
            };
            self.emit(Fact::AvailabilitySet(fact));
        }
        places.extend(self.take_offers(agent, false));
        self.offer_chats(&places);
    }

    /// Ends an offer. A personal transfer that comes to nothing falls to the queue of the chat's skill, or ends when
    /// nobody is left for it (`docs/protocol/40-state-machines.md` §4.4).
    fn end_offer(&mut self, no: ChatNo, end: OfferEnd) -> Option<Place> {
        let chat = self.desk.chat(no)?;
        let (offer, place, skill) = (*chat.offer()?, chat.waiting()?.place, chat.skill);
        self.emit(Fact::OfferEnded(OfferEnded { chat: no, agent: offer.agent, end, at: self.now }));
        if offer.is_personal() && !self.may_wait(skill, offer.agent) {
            self.disconnect(no, EndReason::NobodyLeft);
            return None;
        }
        Some(place)
    }

    /// Line 6, then the end.
    pub(super) fn disconnect(&mut self, no: ChatNo, reason: EndReason) -> Answer {
        self.say_plain(no, SystemMessage::Disconnected);
        self.finish_chat(no, reason)
    }
}

/// The place of a chat that was in conversation: before all that were not, by the time it was first asked for.
pub(super) fn returned_place(chat: &Chat) -> Place {
    let priority = chat.waiting().map_or(core::cmp::Reverse(0), |waiting| waiting.place.priority);
    Place { rank: Rank::Returned, priority, requested_at: chat.started_at, no: chat.no() }
}
