//! Applying facts about drafts, read marks and the audit log.

use crate::{AuditEntry, AuditNo, Desk, DraftSet, EventsRead, Side, limits};

impl Desk {
    pub(super) fn apply_draft_set(&mut self, fact: &DraftSet) {
        if let Some(draft) = &fact.draft {
            self.advance(draft.at);
        }
        if let Some(chat) = self.chat_mut(fact.chat) {
            chat.change_extras(|extras| extras.draft.clone_from(&fact.draft));
        }
    }

    pub(super) fn apply_events_read(&mut self, fact: &EventsRead) {
        let Some(chat) = self.chat_mut(fact.chat) else { return };
        chat.change_extras(|extras| match fact.side {
            Side::Agent => extras.agent_read = Some(fact.event),
            Side::Visitor => extras.visitor_read = Some(fact.event),
        });
    }

    pub(super) fn apply_audited(&mut self, entry: &AuditEntry) {
        self.advance(entry.at);
        self.state.next_audit = self.state.next_audit.max(AuditNo(entry.no.0.saturating_add(1)));
        self.state.audit.insert(entry.no, *entry);
        while self.state.audit.len() > limits::AUDIT_KEPT {
            self.state.audit.pop_first();
        }
    }
}
