//! What belongs to the two sides of a chat and to the devices of an agent: drafts, read marks, names
//! (`docs/handover-api.md`, of an agent).

use super::Model;
use handover_desk::{AgentId, Answer, ChatKey, EventId, Refusal, SessionId, Visibility, Writer};
use std::sync::Arc;

/// Characters in the name of a device.
const DEVICE_NAME: usize = 100;

impl Model {
    fn own_device(&mut self, agent: AgentId, device: SessionId) -> Result<usize, Refusal> {
        let own = self.sessions.iter().position(|row| row.id == device && row.agent == agent);
        own.ok_or(Refusal::SessionNotFound)
    }

    pub(super) fn name_device(
        &mut self,
        session: SessionId,
        device: SessionId,
        name: &Arc<str>,
    ) -> Result<Answer, Refusal> {
        self.by_device(session, |model, agent| {
            let device = model.own_device(agent, device)?;
            if name.chars().all(char::is_whitespace) {
                return Err(Refusal::Empty { member: "name" });
            }
            if name.chars().count() > DEVICE_NAME {
                return Err(Refusal::TooManyCharacters { member: "name", limit: DEVICE_NAME });
            }
            model.sessions[device].name = Some(name.clone());
            Ok(Answer::Done)
        })
    }

    pub(super) fn sign_out_device(
        &mut self,
        session: SessionId,
        device: SessionId,
    ) -> Result<Answer, Refusal> {
        self.by_device(session, |model, agent| {
            let device = model.own_device(agent, device)?;
            model.login_ends(model.sessions[device].login);
            Ok(Answer::Done)
        })
    }

    /// The time of a draft is when its words or its readers were changed last.
    pub(super) fn set_draft(
        &mut self,
        key: &ChatKey,
        session: SessionId,
        text: &str,
        visibility: Visibility,
    ) -> Result<Answer, Refusal> {
        self.by_device(session, |model, agent| {
            let chat = model.own_chat(key, agent)?;
            let limit = model.settings().line_bytes;
            if text.len() > limit {
                return Err(Refusal::TooLong { member: "text", limit });
            }
            let now = model.now;
            let draft = &mut model.chats[chat].draft;
            if text.is_empty() {
                *draft = None;
            } else if draft.as_ref().is_none_or(|(old, to, _)| **old != *text || *to != visibility) {
                *draft = Some((text.into(), visibility, now));
            }
            Ok(Answer::Done)
        })
    }

    pub(super) fn read_to(
        &mut self,
        key: &ChatKey,
        writer: Writer,
        event: EventId,
    ) -> Result<Answer, Refusal> {
        match writer {
            Writer::Visitor => {
                let chat = self.find(key)?;
                self.check_event(chat, event)?;
                let read = &mut self.chats[chat].visitor_read;
                *read = (*read).max(Some(event));
                Ok(Answer::Done)
            }
            Writer::Agent(session) => self.by_device(session, |model, agent| {
                let chat = model.find(key)?;
                if model.chats[chat].reader() != Some(agent) {
                    return Err(Refusal::ChatNotFound);
                }
                model.check_event(chat, event)?;
                let read = &mut model.chats[chat].agent_read;
                *read = (*read).max(Some(event));
                Ok(Answer::Done)
            }),
        }
    }

    fn check_event(&self, chat: usize, event: EventId) -> Result<(), Refusal> {
        let last = self.chats[chat].events.len() as u64 - 1;
        if u64::from(event.0) > last {
            return Err(Refusal::OutOfRange { member: "event", min: 0, max: last });
        }
        Ok(())
    }
}
