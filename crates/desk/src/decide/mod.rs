//! Deciding: a command is checked against the state, refused or turned into facts.
//!
//! Each fact is applied as it is decided, so that what follows from it (a freed slot, an offer) is decided on the state
//! it leads to. A command is refused before its first fact, never after.

mod account;
mod agent;
mod archive;
mod chat;
mod erasure;
mod leave;
mod line;
mod login;
mod mail;
mod marks;
mod second_factor;
mod supervisor;
mod tick;
mod transfer;

pub use mail::NewMessage;

use supervisor::Deed;

use crate::texts::Names;
use crate::{
    AgentPresent, Answer, Answered, Chat, ChatKey, ChatNo, Command, Desk, Event, EventAdded, EventId,
    EventKind, Fact, Line, Once, Refusal, Request, Session, SessionId, SystemMessage, TextType, Timestamp,
    Visibility, limits, texts,
};
use alloc::boxed::Box;
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
        if let Some(result) = request.once.and_then(|once| self.answered(&once, now)) {
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

    /// What a request with this key was answered, as long as that is remembered; refused if it was another request.
    #[must_use]
    pub fn answered(&self, once: &Once, now: Timestamp) -> Option<Result<Answer, Refusal>> {
        let now = now.max(self.state.clock);
        let first = self.state.answers.get(&once.key)?;
        let is_kept = now.since(first.at) < limits::ANSWER_KEPT.0;
        let is_same = first.body == once.body;
        is_kept.then(|| if is_same { Ok(first.answer.clone()) } else { Err(Refusal::KeyReused) })
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
            Command::StartLogin { agent, bearer, cookie, csrf, step } => {
                self.start_login(agent, bearer, cookie, csrf, step)
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
            Command::AnswerExitSurvey { chat, answers } => self.answer_exit_survey(&chat, answers),
            Command::AnswerAgentSurvey { chat, session, answers } => {
                self.answer_agent_survey(&chat, session, answers)
            }
            Command::SetVariables { chat, variables } => self.set_variables(&chat, variables),
            Command::WishTranscript { chat, wish } => self.wish_transcript(&chat, wish),
            Command::LeaveMessage(message) => self.leave_message(message),
            Command::Authenticate { participant, conversation, claims } => {
                self.know_participant(participant, conversation, claims)
            }
            Command::NameDevice { session, device, name } => {
                self.with_session(session, |step, s| step.name_device(s.agent, device, name))
            }
            Command::SignOutDevice { session, device } => {
                self.with_session(session, |step, s| step.sign_out_device(s.agent, device))
            }
            Command::SetDraft { chat, session, text, visibility } => {
                self.with_session(session, |step, s| step.set_draft(&chat, s.agent, text, visibility))
            }
            Command::ReadTo { chat, writer, event } => self.read_to(&chat, writer, event),
            Command::WatchChat { session, chat } => self.supervise(session, Deed::Watch(chat)),
            Command::Whisper { session, chat, text } => self.supervise(session, Deed::Whisper(chat, text)),
            Command::TakeOver { session, chat } => self.supervise(session, Deed::TakeOver(chat)),
            Command::EndAnyChat { session, chat } => self.supervise(session, Deed::End(chat)),
            Command::SignOutAgent { session, agent } => self.supervise(session, Deed::SignOut(agent)),
            Command::RemoveFactorOf { session, agent } => self.supervise(session, Deed::RemoveFactor(agent)),
            Command::NoteUnlock { session, agent } => self.supervise(session, Deed::Unlock(agent)),
            Command::SetFactor { agent, secret, step } => self.set_factor(agent, secret, step),
            Command::DropFactor { agent, step } => self.drop_factor(agent, step),
            Command::RemoveFactor(agent) => self.remove_factor(agent),
            Command::Note => Ok(Answer::Done),
            Command::MailTried { mail, outcome } => Ok(self.mail_tried(mail, outcome)),
            Command::Archived(chats) => Ok(self.archived(&chats)),
            Command::MessagesArchived(messages) => Ok(self.messages_archived(&messages)),
            Command::EraseVisitor(erase) => self.erase_visitor(*erase),
            Command::ErasureArchived(erasure) => Ok(self.erasure_archived(erasure)),
            Command::ErasureFinished(erasure) => Ok(self.erasure_finished(erasure)),
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

    /// A chat by its whole key. Nothing more is put into one whose visitor was erased.
    fn chat(&self, key: &ChatKey) -> Result<&Chat, Refusal> {
        self.desk.chat_by_key(key).filter(|chat| !chat.is_erased()).ok_or(Refusal::ChatNotFound)
    }

    fn add_event(&mut self, chat: ChatNo, kind: EventKind) -> EventId {
        let id = self.desk.chat(chat).map_or(EventId(0), Chat::next_event);
        let position = self.desk.state.last_position.next();
        let event = Arc::new(Event { id, at: self.now, position, kind });
        self.emit(Fact::EventAdded(EventAdded { chat, event }));
        id
    }

    /// Says a system line in the language of the chat, unless the account leaves it out.
    fn say(&mut self, chat: ChatNo, message: SystemMessage, names: Names<'_>) {
        let language = self.desk.chat(chat).and_then(|chat| chat.details.language.as_deref());
        let text = texts::text(&self.desk.state.profile, message, language, names);
        if let Some(text) = text {
            self.say_text(chat, message, text);
        }
    }

    fn say_text(&mut self, chat: ChatNo, message: SystemMessage, text: Box<str>) {
        let shown = message != SystemMessage::PreChat || self.desk.settings().show_pre_chat_lines;
        let visibility = if shown { Visibility::Everyone } else { Visibility::AgentsOnly };
        let author = crate::Author::System(message);
        self.add_event(chat, EventKind::Line(Line { text, text_type: TextType::Plain, author, visibility }));
    }

    /// The name visitors see of the agent who has, or had, a chat.
    fn agent_name(&self, chat: ChatNo) -> Arc<str> {
        let agent = self.desk.chat(chat).and_then(|chat| chat.agent).and_then(|id| self.desk.agent(id));
        agent.map_or_else(|| Arc::from(""), |agent| agent.profile.nickname.clone())
    }

    /// The name of the skill a chat needs.
    fn skill_name(&self, chat: ChatNo) -> Arc<str> {
        let skill = self.desk.chat(chat).and_then(|chat| chat.skill).and_then(|id| self.desk.skill(id));
        skill.map_or_else(|| Arc::from(""), |skill| skill.name.clone())
    }

    /// Says a system line that speaks of nobody but the chat's own agent and skill.
    fn say_plain(&mut self, chat: ChatNo, message: SystemMessage) {
        let (agent, skill) = (self.agent_name(chat), self.skill_name(chat));
        self.say(chat, message, Names { agent: &agent, skill: &skill, ..Names::default() });
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
