//! Deciding to erase what is known of a visitor: everything that the desk has of them, in one decision.

use super::{Step, check_count};
use crate::{
    Act, AgentId, Answer, AuditedErasure, Chat, ChatNo, EndReason, Erase, ErasureArchived, ErasureFinished,
    ErasureNo, Fact, Guid, Letter, Mail, MailNo, MessageNo, Refusal, VisitorErased, limits,
};
use alloc::collections::BTreeSet;
use alloc::vec::Vec;

/// Who does what the operator does: no agent has this number.
const OPERATOR: AgentId = AgentId(0);

impl Step<'_> {
    pub(super) fn erase_visitor(&mut self, erase: Erase) -> Result<Answer, Refusal> {
        check_count("visitors", erase.visitors.len(), limits::ERASED_AT_ONCE)?;
        check_count("messages", erase.messages.len(), limits::ERASED_AT_ONCE)?;
        let theirs = |chat: &&Chat| erase.visitors.contains(&chat.visitor);
        let open: Vec<ChatNo> =
            self.desk.chats().filter(theirs).filter(|chat| !chat.is_ended()).map(Chat::no).collect();
        if !erase.end && !open.is_empty() {
            return Err(Refusal::ChatsOpen { chats: open.len() });
        }
        for no in open {
            self.disconnect(no, EndReason::Erased);
        }
        let chats: BTreeSet<ChatNo> = self.desk.chats().filter(theirs).map(Chat::no).collect();
        let messages = self.messages_of(&erase);
        let fact = VisitorErased {
            no: self.desk.state.next_erasure,
            mails: self.mails_of(&erase, &chats, &messages),
            participants: self.participants_of(&erase, &chats),
            visitors: erase.visitors,
            chats,
            messages,
            at: self.now,
        };
        let no = fact.no;
        self.emit(Fact::VisitorErased(fact));
        let erased = AuditedErasure { documents: erase.documents, keys: erase.keys };
        self.audit_with(OPERATOR, Act::Erase, None, None, Some(erased));
        Ok(Answer::ErasureBegun(no))
    }

    fn messages_of(&self, erase: &Erase) -> BTreeSet<MessageNo> {
        let known = self.desk.state.messages.values();
        let theirs = known.filter(|message| message.visitor.is_some_and(|v| erase.visitors.contains(&v)));
        theirs.map(|message| message.no).chain(erase.messages.iter().copied()).collect()
    }

    fn mails_of(
        &self,
        erase: &Erase,
        chats: &BTreeSet<ChatNo>,
        messages: &BTreeSet<MessageNo>,
    ) -> BTreeSet<MailNo> {
        let theirs = |mail: &&Mail| match &mail.letter {
            Letter::Transcript { chat, .. } => chats.contains(&chat.chat()),
            Letter::OfflineMessage(no) => messages.contains(no),
        };
        let found = self.desk.state.outbox.values().filter(theirs).map(|mail| mail.no);
        found.chain(erase.mails.iter().copied()).collect()
    }

    fn participants_of(&self, erase: &Erase, chats: &BTreeSet<ChatNo>) -> BTreeSet<Guid> {
        let of_chats = chats.iter().filter_map(|no| self.desk.chat(*no)?.details.participant);
        of_chats.chain(erase.participants.iter().copied()).collect()
    }

    /// Told again, it happens again: who waits for the files to be cleaned after it may have begun anew.
    pub(super) fn erasure_archived(&mut self, erasure: ErasureNo) -> Answer {
        if self.desk.state.erasures.contains_key(&erasure) {
            self.emit(Fact::ErasureArchived(ErasureArchived { erasure }));
        }
        Answer::Done
    }

    pub(super) fn erasure_finished(&mut self, erasure: ErasureNo) -> Answer {
        if self.desk.state.erasures.get(&erasure).is_some_and(|erasure| erasure.archived) {
            self.emit(Fact::ErasureFinished(ErasureFinished { erasure }));
        }
        Answer::Done
    }
}
