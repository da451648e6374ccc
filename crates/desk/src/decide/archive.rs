//! Deciding what leaves the desk: only ended chats whose document is durable in the archive.

use super::Step;
use crate::{Answer, ChatArchived, ChatNo, Fact, Phase};

impl Step<'_> {
    pub(super) fn archived(&mut self, chats: &[ChatNo]) -> Answer {
        for no in chats {
            let phase = self.desk.chat(*no).map(|chat| &chat.phase);
            if matches!(phase, Some(Phase::Ended { archiving: true, .. })) {
                self.emit(Fact::ChatArchived(ChatArchived { chat: *no }));
            }
        }
        Answer::Done
    }
}
