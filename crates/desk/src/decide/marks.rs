//! Deciding what belongs to the two sides of a chat: what was typed and not sent, and how far each has read
//! (`docs/handover-api.md`, of an agent).

use super::{Step, check_length};
use crate::{
    AgentId, Answer, ChatKey, ChatNo, Draft, DraftSet, EventId, EventsRead, Fact, Refusal, Side, Visibility,
    Writer,
};
use alloc::boxed::Box;

impl Step<'_> {
    /// Keeps what the agent who has a chat has typed and not sent.
    pub(super) fn set_draft(
        &mut self,
        key: &ChatKey,
        agent: AgentId,
        text: Box<str>,
        visibility: Visibility,
    ) -> Result<Answer, Refusal> {
        let no = self.own_chat(key, agent)?;
        check_length("text", &text, self.desk.settings().line_bytes)?;
        let draft = (!text.is_empty()).then_some(Draft { text, visibility, at: self.now });
        let said = |draft: &Draft| (draft.text.clone(), draft.visibility);
        if self.chat(key)?.draft().map(said) != draft.as_ref().map(said) {
            self.emit(Fact::DraftSet(DraftSet { chat: no, draft }));
        }
        Ok(Answer::Done)
    }

    /// A line takes the place of the draft that says the same.
    pub(super) fn drop_draft_said(&mut self, no: ChatNo, line: &str) {
        let draft = self.desk.chat(no).and_then(|chat| chat.draft());
        if draft.is_some_and(|draft| draft.text.trim() == line.trim()) {
            self.emit(Fact::DraftSet(DraftSet { chat: no, draft: None }));
        }
    }

    /// A side of a chat has read up to an event. It never goes back.
    pub(super) fn read_to(
        &mut self,
        key: &ChatKey,
        writer: Writer,
        event: EventId,
    ) -> Result<Answer, Refusal> {
        match writer {
            Writer::Visitor => self.note_read(key, Side::Visitor, event),
            Writer::Agent(session) => self.with_session(session, |step, session| {
                if !step.chat(key)?.is_readable_by(session.agent) {
                    return Err(Refusal::ChatNotFound);
                }
                step.note_read(key, Side::Agent, event)
            }),
        }
    }

    fn note_read(&mut self, key: &ChatKey, side: Side, event: EventId) -> Result<Answer, Refusal> {
        let chat = self.chat(key)?;
        let next = chat.next_event();
        if event >= next {
            let max = u64::from(next.0).saturating_sub(1);
            return Err(Refusal::OutOfRange { member: "event", min: 0, max });
        }
        if chat.read_by(side).is_none_or(|read| read < event) {
            let chat = chat.no();
            self.emit(Fact::EventsRead(EventsRead { chat, side, event }));
        }
        Ok(Answer::Done)
    }
}
