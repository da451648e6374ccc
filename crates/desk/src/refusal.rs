//! Why a command is refused. A refused command has changed nothing.

use crate::{AgentId, GroupId, SkillId, SurveyFault};
use alloc::sync::Arc;
use core::fmt;

/// Why a command was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The idempotency key was used for something else.
    KeyReused,
    /// The login does not exist, or is over.
    LoginNotFound,
    /// There is no such agent, or the agent is disabled.
    AgentNotFound,
    /// The agent session does not exist, or is over.
    SessionNotFound,
    /// There is no such chat for the one who asks.
    ChatNotFound,
    /// Nothing rings at the agent.
    NothingOffered,
    /// Lines go into a chat only while chatting.
    NotInChat,
    /// The chat is over.
    ChatEnded,
    /// Chats of a visitor who is to be erased have not ended.
    ChatsOpen {
        /// How many.
        chats: usize,
    },
    /// The chat has as many events as it may have.
    ChatFull {
        /// The limit, in events.
        limit: usize,
    },
    /// The desk has as many chats as it may have.
    DeskFull,
    /// A text is longer than it may be.
    TooLong {
        /// Which member.
        member: &'static str,
        /// The limit, in bytes of UTF-8.
        limit: usize,
    },
    /// There are more of a thing than there may be.
    TooMany {
        /// Which member.
        member: &'static str,
        /// The limit.
        limit: usize,
    },
    /// A member must not be empty.
    Empty {
        /// Which member.
        member: &'static str,
    },
    /// A number is outside its range.
    OutOfRange {
        /// Which member.
        member: &'static str,
        /// The smallest allowed.
        min: u64,
        /// The largest allowed.
        max: u64,
    },
    /// There is no such skill.
    UnknownSkill {
        /// Which member named it.
        member: &'static str,
    },
    /// Nobody is online who could take the chat, and the account takes no chats then.
    NobodyOnline,
    /// The visitor is not who the request says.
    ParticipantUnknown,
    /// A text is not a mail address.
    NotAnAddress {
        /// Which member.
        member: &'static str,
    },
    /// The answers do not fit the survey.
    Survey(SurveyFault),
    /// As many mails wait as may.
    OutboxFull,
    /// A text has more characters than it may have.
    TooManyCharacters {
        /// Which member.
        member: &'static str,
        /// The limit, in characters.
        limit: usize,
    },
    /// Only supervisors may do it.
    NotSupervisor,
    /// Only admins may do it.
    NotAdmin,
    /// The agent has a second factor, and there was no code of it.
    CodeNeeded,
    /// The code was taken once already.
    CodeUsed,
    /// The agent has a second factor already.
    FactorSet,
    /// The agent has no second factor.
    NoFactor,
    /// The chat is the supervisor's own already.
    OwnChat,
    /// There is no agent of this number.
    UnknownAgent {
        /// Which member named it.
        member: &'static str,
    },
    /// The agent has no login that could be ended.
    NotSignedIn {
        /// Which member named the agent.
        member: &'static str,
    },
    /// The transfer cannot be done.
    Transfer(TransferFault),
    /// The configuration contradicts itself or the account.
    Config(ConfigFault),
}

/// Why a chat cannot be transferred (`docs/protocol/20-agent-api.md` §22).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransferFault {
    /// No agent of this number.
    UnknownAgent,
    /// No skill of this number.
    UnknownSkill,
    /// The agent is offline, away, or not heard from.
    AgentUnavailable,
    /// No other agent with the skill is online.
    NobodyOnline,
    /// The agent has the chat already.
    ToOneself,
}

impl fmt::Display for TransferFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::UnknownAgent => "The requested agent does not exist",
            Self::UnknownSkill => "The requested skill does not exist",
            Self::AgentUnavailable => "The requested agent is not available",
            Self::NobodyOnline => "No available agents for the requested skill",
            Self::ToOneself => "The chat is already with the requested agent",
        })
    }
}

/// Why a configuration cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConfigFault {
    /// Two skills of one name.
    SkillNameTaken(Arc<str>),
    /// Two agents of one login name.
    LoginTaken(Arc<str>),
    /// An agent has a skill that does not exist.
    UnknownSkill {
        /// Whose.
        agent: AgentId,
        /// Which.
        skill: SkillId,
    },
    /// Two surveys, or two questions, of one number.
    SurveyNumberTaken(u64),
    /// A survey belongs to a skill that does not exist.
    UnknownSkillOfSurvey {
        /// Which survey.
        survey: u64,
        /// Which skill.
        skill: SkillId,
    },
    /// A canned text is meant for a skill that does not exist.
    UnknownSkillOfCannedText {
        /// Its shortcut.
        shortcut: Arc<str>,
        /// Which skill.
        skill: SkillId,
    },
    /// A text is longer than it may be.
    TooLong {
        /// Of what.
        what: &'static str,
        /// The limit, in bytes of UTF-8.
        limit: usize,
    },
    /// An agent is in a group that does not exist.
    UnknownGroup {
        /// Who.
        agent: AgentId,
        /// Which group.
        group: GroupId,
    },
    /// More of a thing than an account may have.
    TooMany {
        /// Of what.
        what: &'static str,
        /// The limit.
        limit: usize,
    },
    /// More agents than there may be.
    TooManyAgents,
    /// More skills than there may be.
    TooManySkills,
}

impl fmt::Display for ConfigFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SkillNameTaken(name) => write!(f, "two skills are named `{name}`"),
            Self::LoginTaken(login) => write!(f, "two agents have the login `{login}`"),
            Self::UnknownSkill { agent, skill } => {
                write!(f, "agent {agent} has skill {skill}, which does not exist")
            }
            Self::SurveyNumberTaken(id) => write!(f, "two surveys or questions have the number {id}"),
            Self::UnknownSkillOfSurvey { survey, skill } => {
                write!(f, "survey {survey} belongs to skill {skill}, which does not exist")
            }
            Self::UnknownSkillOfCannedText { shortcut, skill } => {
                write!(f, "canned text `{shortcut}` is meant for skill {skill}, which does not exist")
            }
            Self::TooLong { what, limit } => write!(f, "{what} longer than {limit} bytes"),
            Self::UnknownGroup { agent, group } => {
                write!(f, "agent {agent} is in group {group}, which does not exist")
            }
            Self::TooMany { what, limit } => write!(f, "more {what} than {limit}"),
            Self::TooManyAgents => f.write_str("more agents than an account may have"),
            Self::TooManySkills => f.write_str("more skills than an account may have"),
        }
    }
}
