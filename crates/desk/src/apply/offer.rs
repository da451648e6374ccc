//! Applying facts about offers.

use crate::{Chat, ChatOffered, Desk, OfferEnd, OfferEnded, Phase};

impl Desk {
    pub(super) fn apply_chat_offered(&mut self, fact: &ChatOffered) {
        self.advance(fact.offer.made_at);
        if self.chat(fact.chat).and_then(Chat::waiting).is_none() {
            return;
        }
        self.change_chat(fact.chat, |chat| chat.set_offer(Some(fact.offer)));
        self.change_agent(fact.offer.agent, |agent| {
            agent.offers.push(fact.chat);
            agent.idle_since = fact.offer.made_at;
        });
    }

    pub(super) fn apply_offer_ended(&mut self, fact: &OfferEnded) {
        self.advance(fact.at);
        if self.chat(fact.chat).and_then(Chat::waiting).is_none() {
            return;
        }
        self.change_chat(fact.chat, |chat| {
            chat.set_offer(None);
            if let (Phase::Waiting(waiting), OfferEnd::Missed) = (&mut chat.phase, fact.end) {
                waiting.missed.insert(fact.agent, fact.at);
            }
        });
        self.change_agent(fact.agent, |agent| {
            agent.offers.retain(|no| *no != fact.chat);
            agent.idle_since = fact.at;
        });
    }
}
