//! Applying facts about offers.

use crate::{ChatOffered, Desk, OfferEnd, OfferEnded, Phase};

impl Desk {
    pub(super) fn apply_chat_offered(&mut self, fact: &ChatOffered) {
        self.advance(fact.offer.made_at);
        let Some(waiting) = self.chat(fact.chat).and_then(|chat| chat.waiting().cloned()) else { return };
        self.change_chat(fact.chat, |chat| chat.phase = Phase::Offered(waiting, fact.offer));
        self.change_agent(fact.offer.agent, |agent| {
            agent.offers.push(fact.chat);
            agent.idle_since = fact.offer.made_at;
        });
    }

    pub(super) fn apply_offer_ended(&mut self, fact: &OfferEnded) {
        self.advance(fact.at);
        let Some(mut waiting) = self.chat(fact.chat).and_then(|chat| chat.waiting().cloned()) else { return };
        if fact.end == OfferEnd::Missed {
            waiting.missed.insert(fact.agent, fact.at);
        }
        self.change_chat(fact.chat, |chat| chat.phase = Phase::Waiting(waiting));
        self.change_agent(fact.agent, |agent| {
            agent.offers.retain(|no| *no != fact.chat);
            agent.idle_since = fact.at;
        });
    }
}
