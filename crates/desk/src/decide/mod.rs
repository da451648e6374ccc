//! Deciding: a command is checked against the state, refused or turned into facts.
//!
//! Each fact is applied as it is decided, so that what follows from it (a freed slot, an offer) is decided on the state
//! it leads to. A command is refused before its first fact, never after.

mod account;
mod agent;
mod archive;
mod chat;
mod leave;
mod line;
mod login;
mod tick;
mod transfer;

use crate::{
    AgentPresent, Answer, Answered, Chat, ChatKey, ChatNo, Command, Desk, Event, EventAdded, EventId,
    EventKind, Fact, Line, Refusal, Request, Session, SessionId, SystemMessage, TextType, Timestamp,
    Visibility, limits, texts,
};
use alloc::sync::Arc;
use alloc::vec::Vec;

/// What a request led to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// What has happened, in order; empty when refused or when there was nothing to do.
    pub facts: Vec<Fact>,
    /// The answer, or why not.
    pub result: Result<Answer, Refusal>,
}

impl Desk {
    /// Decides a request and changes the desk accordingly. A refused request has changed nothing.
    pub fn handle(&mut self, request: Request) -> Decision {
        let now = request.now.max(self.state.clock);
        if let Some(once) = &request.once
            && let Some(first) = self.state.answers.get(&once.key)
            && now.since(first.at) < limits::ANSWER_KEPT.0
        {
            let repeated = first.body == once.body;
            let result = if repeated { Ok(first.answer.clone()) } else { Err(Refusal::KeyReused) };
            return Decision { facts: Vec::new(), result };
        }
        let mut step = Step { desk: self, now, facts: Vec::new() };
        let result = step.command(request.command);
        debug_assert!(result.is_ok() || step.facts.is_empty(), "a refused command has changed something");
        if let (Ok(answer), Some(once)) = (&result, request.once) {
            step.emit(Fact::Answered(Answered {
                key: once.key,
                body: once.body,
                answer: answer.clone(),
                at: now,
            }));
        }
        Decision { facts: step.facts, result }
    }
}

/// A decision on its way: the desk as it is so far, and the facts that led there.
pub(crate) struct Step<'d> {
    pub(crate) desk: &'d mut Desk,
    pub(crate) now: Timestamp,
    facts: Vec<Fact>,
}

impl Step<'_> {
    fn command(&mut self, command: Command) -> Result<Answer, Refusal> {
        match command {
            Command::Configure(config) => self.configure(*config),
            Command::StartLogin { agent, bearer, cookie, csrf } => {
                self.start_login(agent, bearer, cookie, csrf)
            }
            Command::ExtendLogin(login) => self.extend_login(login),
            Command::EndLogin(login) => self.end_login(login),
            Command::StartSession { login, heard } => self.start_session(login, &heard),
            Command::EndSession(session) => self.end_session(session),
            Command::Return(session) => self.with_session(session, |_, _| Ok(Answer::Done)),
            Command::SetAvailability { session, availability, reason_id } => {
                self.with_session(session, |step, s| {
                    step.set_availability(s.agent, availability, reason_id);
                    Ok(Answer::Done)
                })
            }
            Command::Accept(session) => self.with_session(session, |step, s| step.accept(s.agent)),
            Command::StartChat(request) => self.start_chat(*request),
            Command::AddLine { chat, writer, line } => self.add_line(&chat, writer, line),
            Command::EndChat { chat, writer } => self.end_chat_by(&chat, writer),
            Command::Transfer { chat, session, target, text } => {
                self.with_session(session, |step, s| step.transfer(&chat, s.agent, target, text))
            }
            Command::NameVisitor { chat, name } => self.name_visitor(&chat, name),
            Command::Archived(chats) => Ok(self.archived(&chats)),
            Command::Tick { heard } => Ok(self.tick(&heard)),
        }
    }

    /// Lets a fact happen.
    pub(crate) fn emit(&mut self, fact: Fact) {
        self.desk.apply(&fact);
        self.facts.push(fact);
    }

    /// Does what a device asks. The device was thereby heard from: an absent agent is present again.
    fn with_session(
        &mut self,
        id: SessionId,
        act: impl FnOnce(&mut Self, Session) -> Result<Answer, Refusal>,
    ) -> Result<Answer, Refusal> {
        let session = self.desk.session(id).cloned().ok_or(Refusal::SessionNotFound)?;
        let agent = session.agent;
        let answer = act(self, session)?;
        if self.desk.agent(agent).and_then(|agent| agent.on_duty()).is_some_and(|on| !on.present) {
            let look_at = self.now.after(self.desk.settings().agent_presence);
            self.emit(Fact::AgentPresent(AgentPresent { agent, look_at, at: self.now }));
            self.fill(&[agent]);
        }
        Ok(answer)
    }

    /// A chat by its whole key.
    fn chat(&self, key: &ChatKey) -> Result<&Chat, Refusal> {
        self.desk.chat_by_key(key).ok_or(Refusal::ChatNotFound)
    }

    fn add_event(&mut self, chat: ChatNo, kind: EventKind) -> EventId {
        let id = self.desk.chat(chat).map_or(EventId(0), Chat::next_event);
        let event = Arc::new(Event { id, at: self.now, kind });
        self.emit(Fact::EventAdded(EventAdded { chat, event }));
        id
    }

    fn say(&mut self, chat: ChatNo, message: SystemMessage, name: &str) -> EventId {
        let visibility = match message {
            SystemMessage::PreChat => Visibility::AgentsOnly,
            SystemMessage::Busy
            | SystemMessage::Accepted
            | SystemMessage::Routing
            | SystemMessage::AgentEnded
            | SystemMessage::Disconnected
            | SystemMessage::ToAgent
            | SystemMessage::ToSkill
            | SystemMessage::Requeued => Visibility::Everyone,
        };
        let text = texts::text(message, name);
        let author = crate::Author::System(message);
        self.add_event(chat, EventKind::Line(Line { text, text_type: TextType::Plain, author, visibility }))
    }
}

/// Refuses a text of more than `limit` bytes.
fn check_length(member: &'static str, text: &str, limit: usize) -> Result<(), Refusal> {
    if text.len() > limit { Err(Refusal::TooLong { member, limit }) } else { Ok(()) }
}

/// Refuses more than `limit` of a thing.
fn check_count(member: &'static str, count: usize, limit: usize) -> Result<(), Refusal> {
    if count > limit { Err(Refusal::TooMany { member, limit }) } else { Ok(()) }
}
