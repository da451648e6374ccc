//! What a stream has told of a chat beside its events, so that only changes are told.

use super::message::{Batch, Kind, Kinds, Message};
use crate::app::chat_document::{ChatDocument, Side, state_of};
use crate::app::marks::Marks;
use crate::engine::ChatPulse;
use handover_desk::{AgentId, SkillId};
use handover_wire::Resource;
use handover_wire::document::{BothTyping, InChat, TypingStatus, WhoTypes};
use handover_wire::vocabulary::{ChatState, Typing};
use std::sync::Arc;

/// What was told of one chat.
#[derive(Debug, Default)]
pub(super) struct Seen {
    info: Option<Info>,
    visitor_typing: bool,
    agent_typing: bool,
    /// There once marks were told: few streams want them.
    marks: Option<Box<Marks>>,
}

/// Of the chat's information, what a change of is told.
#[derive(Debug, PartialEq, Eq)]
struct Info {
    state: ChatState,
    skill: Option<SkillId>,
    agent: Option<AgentId>,
    visitor_name: Option<Arc<str>>,
}

impl Seen {
    /// Tells what has changed; with the chat's key on a stream of several.
    pub(super) fn tell(
        &mut self,
        document: ChatDocument<'_>,
        kinds: Kinds,
        key: Option<&str>,
        batch: &mut Batch,
    ) {
        let chat = document.chat;
        let info = Info {
            state: state_of(chat),
            skill: chat.skill,
            agent: chat.agent,
            visitor_name: chat.visitor_name.clone(),
        };
        if kinds.has(Kind::Info) && self.info.as_ref() != Some(&info) {
            batch.push(in_chat(Kind::Info, key, document.info()));
        }
        self.info = Some(info);
        let visitor = document.typing(ChatPulse::is_visitor_typing) == Typing::Typing;
        let agent = document.typing(ChatPulse::is_agent_typing) == Typing::Typing;
        if kinds.has(Kind::Typing) && (visitor, agent) != (self.visitor_typing, self.agent_typing) {
            let status = |who, is_typing| TypingStatus {
                who,
                typing: if is_typing { Typing::Typing } else { Typing::NotTyping },
            };
            let both = BothTyping {
                visitor: status(WhoTypes::Visitor, visitor),
                agent: status(WhoTypes::Agent, agent),
            };
            batch.push(in_chat(Kind::Typing, key, both));
        }
        (self.visitor_typing, self.agent_typing) = (visitor, agent);
        if kinds.has(Kind::Marks) {
            self.tell_marks(document, key, batch);
        }
    }

    fn tell_marks(&mut self, document: ChatDocument<'_>, key: Option<&str>, batch: &mut Batch) {
        let marks = match document.side {
            Side::Agent => Marks::for_agent(document.chat),
            Side::Supervisor | Side::Visitor => Marks::for_visitor(document.chat),
        };
        let is_told = self.marks.as_deref().map_or(marks == Marks::default(), |told| *told == marks);
        if !is_told {
            batch.push(Message::json(Kind::Marks, &marks.document(key)));
            self.marks = Some(Box::new(marks));
        }
    }
}

fn in_chat(kind: Kind, key: Option<&str>, document: impl Resource) -> Message {
    match key {
        None => Message::of(kind, &document),
        Some(chat) => Message::of(kind, &InChat { chat, document }),
    }
}
