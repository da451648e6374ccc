//! Applying facts about erasing what is known of a visitor.

use crate::{Desk, Erasure, ErasureArchived, ErasureFinished, ErasureNo, VisitorErased};
use alloc::sync::Arc;

impl Desk {
    pub(super) fn apply_visitor_erased(&mut self, fact: &VisitorErased) {
        self.advance(fact.at);
        for no in &fact.chats {
            self.change_chat(*no, |chat| *chat = chat.erased());
        }
        for no in &fact.messages {
            if let Some(message) = self.state.messages.get_mut(no) {
                *message = Arc::new(message.erased());
            }
        }
        for no in &fact.mails {
            self.list_mail(*no, None);
            self.state.outbox.remove(no);
        }
        for id in &fact.participants {
            if let Some(known) = self.state.participants.remove(id) {
                self.participant_order.remove(&(known.expires_at, *id));
            }
        }
        for visitor in &fact.visitors {
            if let Some((_, at)) = self.state.previous_agents.remove(visitor) {
                self.visitor_order.remove(&(at, *visitor));
            }
        }
        let next = ErasureNo(fact.no.0.saturating_add(1));
        self.state.next_erasure = self.state.next_erasure.max(next);
        let (visitors, messages) = (fact.visitors.clone(), fact.messages.clone());
        self.state.erasures.insert(fact.no, Erasure { at: fact.at, visitors, messages, archived: false });
    }

    pub(super) fn apply_erasure_archived(&mut self, fact: &ErasureArchived) {
        if let Some(erasure) = self.state.erasures.get_mut(&fact.erasure) {
            erasure.visitors.clear();
            erasure.messages.clear();
            erasure.archived = true;
        }
    }

    pub(super) fn apply_erasure_finished(&mut self, fact: &ErasureFinished) {
        self.state.erasures.remove(&fact.erasure);
    }
}
