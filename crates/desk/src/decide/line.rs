//! Deciding lines.

use super::{Step, check_length};
use crate::{
    Answer, Author, Chat, ChatKey, ChatNo, EventKind, Line, NewLine, Phase, Refusal, TextType, Visibility,
    Writer,
};

impl Step<'_> {
    /// Somebody says something. Only while chatting, but for a visitor whose account allows early lines.
    pub(super) fn add_line(
        &mut self,
        key: &ChatKey,
        writer: Writer,
        line: NewLine,
    ) -> Result<Answer, Refusal> {
        match writer {
            Writer::Visitor => {
                let chat = self.chat(key)?;
                let early = self.desk.settings().early_lines && chat.waiting().is_some();
                if !(early || chat.phase == Phase::Assigned) {
                    return Err(Refusal::NotInChat);
                }
                let author = Author::Visitor { name: chat.visitor_name.clone() };
                let line = NewLine { text_type: TextType::Plain, visibility: Visibility::Everyone, ..line };
                self.check_line(chat, "event.text", &line)?;
                let no = chat.no();
                Ok(self.write(no, author, line))
            }
            Writer::Agent(session) => self.with_session(session, |step, session| {
                let no = step.own_chat(key, session.agent)?;
                step.check_line(step.chat(key)?, "event.text", &line)?;
                let agent = step.desk.agent(session.agent).ok_or(Refusal::AgentNotFound)?;
                let author = Author::Agent { id: session.agent, nickname: agent.profile.nickname.clone() };
                let text = line.text.clone();
                let answer = step.write(no, author, line);
                step.drop_draft_said(no, &text);
                Ok(answer)
            }),
        }
    }

    pub(super) fn check_line(
        &self,
        chat: &Chat,
        member: &'static str,
        line: &NewLine,
    ) -> Result<(), Refusal> {
        let settings = self.desk.settings();
        check_length(member, &line.text, settings.line_bytes)?;
        if let TextType::RichContent(json) = &line.text_type {
            check_length("event.json", json, settings.line_bytes)?;
        }
        let limit = settings.events_per_chat;
        if chat.events.len() >= limit { Err(Refusal::ChatFull { limit }) } else { Ok(()) }
    }

    pub(super) fn write(&mut self, chat: ChatNo, author: Author, line: NewLine) -> Answer {
        let NewLine { text, text_type, visibility } = line;
        let event = self.add_event(chat, EventKind::Line(Line { text, text_type, author, visibility }));
        Answer::EventAdded { chat, event }
    }
}
