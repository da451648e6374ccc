//! Commands: requests to change a desk. Each may be refused; none carries anything that is to be trusted unchecked.

use crate::{
    AccountConfig, AgentId, Availability, ChatKey, ChatNo, ChatSeed, Digest, Erase, ErasureNo, EventId,
    FactorSecret, Guid, LoginId, MailNo, MailOutcome, MessageNo, NameValue, NewMessage, Once, SessionId,
    SkillId, Span, SurveyAnswers, TextType, TimeStep, Timestamp, TranscriptWish, Visibility, VisitorDetails,
    VisitorId, Watch,
};
use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::sync::Arc;
use alloc::vec::Vec;

/// A command with what the shell stamps on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The time. A time before the desk's latest counts as the latest.
    pub now: Timestamp,
    /// The idempotency key, when the sender gave one.
    pub once: Option<Once>,
    /// What is asked.
    pub command: Command,
}

/// A request to change a desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Bring the account to the state of an operator's file.
    Configure(Box<AccountConfig>),
    /// Start a login of an agent whose password was right. The digests are of fresh random tokens.
    StartLogin {
        /// Whose.
        agent: AgentId,
        /// Of the bearer token.
        bearer: Digest,
        /// Of the cookie.
        cookie: Digest,
        /// Of the csrf token.
        csrf: Digest,
        /// The step of the second factor's code, when there was a right one.
        step: Option<TimeStep>,
    },
    /// Give an agent a second factor.
    SetFactor {
        /// Whom.
        agent: AgentId,
        /// What the authenticator knows.
        secret: FactorSecret,
        /// The step of the code that shows that it does.
        step: TimeStep,
    },
    /// Take an agent's own second factor away.
    DropFactor {
        /// Whose.
        agent: AgentId,
        /// The step of the code that shows that it is the agent's.
        step: TimeStep,
    },
    /// Take an agent's second factor away, as the operator.
    RemoveFactor(AgentId),
    /// Take an agent's second factor away, as an admin.
    RemoveFactorOf {
        /// The device of the admin.
        session: SessionId,
        /// Whose.
        agent: AgentId,
    },
    /// Note that an admin lets a login go that was locked.
    NoteUnlock {
        /// The device of the admin.
        session: SessionId,
        /// Whose login it is; nobody's, when only a name that does not exist was locked.
        agent: Option<AgentId>,
    },
    /// Count a login's life anew.
    ExtendLogin(LoginId),
    /// End a login and the sessions started with it.
    EndLogin(LoginId),
    /// Start an agent session with a login.
    StartSession {
        /// With which.
        login: LoginId,
        /// When the agent's other sessions were last heard from, as the shell knows it: when there are too many, the
        /// one unheard for longest has to go.
        heard: BTreeMap<SessionId, Timestamp>,
    },
    /// End an agent session.
    EndSession(SessionId),
    /// A session of an absent agent was heard from.
    Return(SessionId),
    /// Set the availability of the session's agent.
    SetAvailability {
        /// The device that asks.
        session: SessionId,
        /// To what.
        availability: Availability,
        /// Why, by an id of the account's own list.
        reason_id: Option<Arc<str>>,
    },
    /// Accept the oldest offer of the session's agent.
    Accept(SessionId),
    /// Ask for a chat.
    StartChat(Box<ChatRequest>),
    /// Say something in a chat.
    AddLine {
        /// Where.
        chat: ChatKey,
        /// Who.
        writer: Writer,
        /// What.
        line: NewLine,
    },
    /// End a chat.
    EndChat {
        /// Which.
        chat: ChatKey,
        /// Who.
        writer: Writer,
    },
    /// Hand a chat on.
    Transfer {
        /// Which.
        chat: ChatKey,
        /// The device that asks.
        session: SessionId,
        /// To whom.
        target: TransferTarget,
        /// Words for the receiving agent only.
        text: Option<Box<str>>,
    },
    /// Set the visitor's name.
    NameVisitor {
        /// In which chat.
        chat: ChatKey,
        /// The name.
        name: Arc<str>,
    },
    /// Answer the exit survey of a chat, as its visitor.
    AnswerExitSurvey {
        /// Of which chat.
        chat: ChatKey,
        /// How.
        answers: SurveyAnswers,
    },
    /// Answer the agent survey of a chat.
    AnswerAgentSurvey {
        /// Of which chat.
        chat: ChatKey,
        /// The device that asks.
        session: SessionId,
        /// How.
        answers: SurveyAnswers,
    },
    /// Set variables of a chat.
    SetVariables {
        /// Of which chat.
        chat: ChatKey,
        /// These, beside those it has.
        variables: Vec<NameValue>,
    },
    /// Have the transcript of a chat mailed to its visitor.
    WishTranscript {
        /// Of which chat.
        chat: ChatKey,
        /// How.
        wish: TranscriptWish,
    },
    /// Leave a message while nobody is there.
    LeaveMessage(NewMessage),
    /// Remember who a visitor has proved to be. The ids are fresh and random.
    Authenticate {
        /// The visitor's id from here on.
        participant: Guid,
        /// The id of what the proof was given for.
        conversation: Guid,
        /// What is known of the visitor, as JSON text.
        claims: Arc<str>,
    },
    /// Name a device of the session's agent.
    NameDevice {
        /// The device that asks.
        session: SessionId,
        /// The device to be named.
        device: SessionId,
        /// The name.
        name: Arc<str>,
    },
    /// End the login of a device of the session's agent, and with it every session of that login.
    SignOutDevice {
        /// The device that asks.
        session: SessionId,
        /// The device to be signed out.
        device: SessionId,
    },
    /// Keep what was typed in a chat and not sent.
    SetDraft {
        /// In which chat.
        chat: ChatKey,
        /// The device that asks.
        session: SessionId,
        /// The words; nothing: there is no draft any longer.
        text: Box<str>,
        /// Who is to read them.
        visibility: Visibility,
    },
    /// Note that a side of a chat has read up to an event.
    ReadTo {
        /// In which chat.
        chat: ChatKey,
        /// Who has read.
        writer: Writer,
        /// The last event that was read.
        event: EventId,
    },
    /// Note that a supervisor watches a chat.
    WatchChat {
        /// The supervisor's device.
        session: SessionId,
        /// Which chat.
        chat: ChatKey,
    },
    /// Say something in a chat to its agent only, as a supervisor.
    Whisper {
        /// The supervisor's device.
        session: SessionId,
        /// In which chat.
        chat: ChatKey,
        /// The words.
        text: Box<str>,
    },
    /// Take a chat from the queue, from an offer or from its agent, as a supervisor.
    TakeOver {
        /// The supervisor's device.
        session: SessionId,
        /// Which chat.
        chat: ChatKey,
    },
    /// End a chat of anybody, as a supervisor.
    EndAnyChat {
        /// The supervisor's device.
        session: SessionId,
        /// Which chat.
        chat: ChatKey,
    },
    /// End every login of an agent, as a supervisor.
    SignOutAgent {
        /// The supervisor's device.
        session: SessionId,
        /// Whose logins.
        agent: AgentId,
    },
    /// Something was done that leaves no fact, such as typing: only its answer is remembered, for its key.
    Note,
    /// A mail was tried.
    MailTried {
        /// Which.
        mail: MailNo,
        /// What came of it.
        outcome: MailOutcome,
    },
    /// These chats are durable in the archive.
    Archived(Vec<ChatNo>),
    /// These offline messages are durable in the archive.
    MessagesArchived(Vec<MessageNo>),
    /// Erase what is known of a visitor.
    EraseVisitor(Box<Erase>),
    /// The archive has nothing of an erased visitor any more.
    ErasureArchived(ErasureNo),
    /// The files have nothing of an erased visitor any more.
    ErasureFinished(ErasureNo),
    /// A deadline is due. `heard` says when those whose silence is due were last heard from: [`crate::Desk::due`].
    Tick {
        /// Last calls of the chats and sessions that were asked for.
        heard: BTreeMap<Watch, Timestamp>,
    },
}

/// Who writes in a chat. The visitor is who knows the chat session key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Writer {
    /// The agent of this session.
    Agent(SessionId),
    /// The visitor.
    Visitor,
}

/// A line to be said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLine {
    /// The words.
    pub text: Box<str>,
    /// How they are to be shown. A visitor's line is always plain.
    pub text_type: TextType,
    /// Who may read it. A visitor's line is for everyone.
    pub visibility: Visibility,
}

impl NewLine {
    /// A plain line for everyone.
    pub fn plain(text: impl Into<Box<str>>) -> Self {
        Self { text: text.into(), text_type: TextType::Plain, visibility: Visibility::Everyone }
    }
}

/// To whom a chat is handed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransferTarget {
    /// Whoever has the skill.
    Skill(SkillId),
    /// This agent in person.
    Agent(AgentId),
}

/// A visitor's request for a chat (`docs/protocol/30-visitor-api.md` §9).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChatRequest {
    /// The random part of its key.
    pub seed: ChatSeed,
    /// A random number for a visitor who is not known yet.
    pub fresh_visitor: VisitorId,
    /// The visitor, when known from an earlier chat.
    pub visitor: Option<VisitorId>,
    /// The visitor's name, when given.
    pub visitor_name: Option<Arc<str>>,
    /// The skill wanted.
    pub skill: Option<SkillId>,
    /// The agent wanted.
    pub agent: Option<AgentId>,
    /// Higher is served earlier.
    pub priority: i32,
    /// `interactionTimeout`, when given.
    pub timeout: Option<Span>,
    /// Lines for the agent, shown before the chat.
    pub pre_chat_lines: Vec<Box<str>>,
    /// What is kept and echoed.
    pub details: Box<VisitorDetails>,
}

impl ChatRequest {
    /// A request with nothing stated, every member of which is optional on the wire.
    #[must_use]
    pub fn bare(seed: ChatSeed, fresh_visitor: VisitorId) -> Self {
        Self {
            seed,
            fresh_visitor,
            visitor: None,
            visitor_name: None,
            skill: None,
            agent: None,
            priority: 0,
            timeout: None,
            pre_chat_lines: Vec::new(),
            details: Box::default(),
        }
    }
}
