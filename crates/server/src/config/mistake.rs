//! What is wrong with an apply file, and where. A message may not carry a password, a hash or an application key.

use super::public_key::PublicKeyFault;
use crate::password::StoredHashFault;
use handover_desk::{AgentId, GroupId, SkillId};
use std::cell::RefCell;
use std::fmt;

/// A place in the file: lines and columns count from 1, columns in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

/// A value with the place it stands at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed<T> {
    /// The value.
    pub value: T,
    /// Where it stands.
    pub at: Place,
}

/// A mistake in an apply file. Nothing of the file was applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplyFileError {
    /// The line, from 1; that of the table's header when a key is missing.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
    /// The key with the tables it stands in, `account.agent.login`; empty when the mistake is at none.
    pub key: String,
    /// What is wrong.
    pub problem: Problem,
}

impl fmt::Display for ApplyFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { line, column: _, key, problem } = self;
        if key.is_empty() {
            return write!(f, "line {line}: {problem}");
        }
        write!(f, "line {line}, key {key}: {problem}")
    }
}

impl std::error::Error for ApplyFileError {}

/// What is wrong at a place of an apply file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// The file is larger than it may be.
    #[error("the file is larger than {limit} bytes")]
    FileTooLarge {
        /// The limit.
        limit: usize,
    },
    /// It is not TOML. The words are the parser's, which never repeats the file's.
    #[error("this is not TOML: {0}")]
    Syntax(String),
    /// The table has no such key.
    #[error("there is no such key here; there are {}", .known.join(", "))]
    UnknownKey {
        /// The keys of the table.
        known: Vec<&'static str>,
    },
    /// A key that must be there is not.
    #[error("is missing")]
    Missing,
    /// The value is of another type or form.
    #[error("expected {0}")]
    Expected(&'static str),
    /// The value is none of a few words.
    #[error("expected one of \"{}\"", .0.join("\", \""))]
    NotOneOf(Vec<&'static str>),
    /// The value is no integer, or too small.
    #[error("expected an integer of {0} or more")]
    NotAtLeast(i64),
    /// The number is too large.
    #[error("expected an integer of {0} or less")]
    NotAtMost(i64),
    /// A text must not be empty.
    #[error("must not be empty")]
    Empty,
    /// A text is too long.
    #[error("is longer than {limit} bytes of UTF-8")]
    TooLong {
        /// The limit.
        limit: usize,
    },
    /// A text has a line break or another control character.
    #[error("must not hold control characters")]
    ControlCharacter,
    /// There are too many of a thing.
    #[error("there may be {limit} at most")]
    TooMany {
        /// The limit.
        limit: usize,
    },
    /// The time zone does not exist.
    #[error("there is no time zone {0:?}; expected an IANA name such as \"Europe/Lisbon\"")]
    UnknownTimeZone(String),
    /// The hash of a password cannot be used.
    #[error(transparent)]
    PasswordHash(StoredHashFault),
    /// A password and a hash.
    #[error("expected either password or password_hash, not both")]
    TwoPasswords,
    /// Neither a password nor a hash.
    #[error("expected password or password_hash")]
    NoPassword,
    /// Neither the file nor the account has a skill of this name.
    #[error("neither the file nor the account has a skill {0:?}")]
    UnknownSkill(String),
    /// The file has no group of this name.
    #[error("the account has no group {0:?} in this file; without the key an agent is in the main group")]
    UnknownGroup(String),
    /// The file leaves out the group of an agent whom it does not name.
    #[error("group {group} is left out, but agent {agent} of the account is in it")]
    GroupInUse {
        /// The group.
        group: GroupId,
        /// The agent.
        agent: AgentId,
    },
    /// The key is for questions of another type.
    #[error("is only for questions of the types {0}")]
    OtherType(&'static str),
    /// A question that takes one answer has several that are chosen at first.
    #[error("the question takes one answer only, and the one in line {first_line} is checked already")]
    SeveralChecked {
        /// The line of the first.
        first_line: usize,
    },
    /// The survey has no question of this logic number.
    #[error("no question of this survey has the logic number {0}")]
    UnknownLogic(i64),
    /// A client could not ask for this survey.
    #[error(
        "is missing: the survey in line {first_line} is of the same kind and skill and has no name either"
    )]
    SurveyNameless {
        /// The line of the first.
        first_line: usize,
    },
    /// A text that is to be left out.
    #[error("expected either text or enabled = false, not both")]
    TextLeftOut,
    /// Neither a text nor that it is to be left out.
    #[error("expected text or enabled = false")]
    NoText,
    /// The public key cannot be used.
    #[error(transparent)]
    PublicKey(PublicKeyFault),
    /// What must be unique stands in the file already.
    #[error("is the same as in line {first_line}")]
    Repeated {
        /// The line of the first.
        first_line: usize,
    },
    /// Another skill of the account, which the file does not change, has this name.
    #[error("skill {0} of the account has this name")]
    SkillNameTaken(SkillId),
    /// Another agent of the account, whom the file does not change, has this login.
    #[error("agent {0} of the account has this login")]
    LoginTaken(AgentId),
}

/// Mistakes as they are found; the first in the order of the file is kept.
#[derive(Default)]
pub(super) struct Mistakes {
    first: RefCell<Option<ApplyFileError>>,
}

impl Mistakes {
    pub(super) fn note(&self, at: Place, key: impl Into<String>, problem: Problem) {
        let mut first = self.first.borrow_mut();
        let earlier =
            first.as_ref().is_none_or(|known| at < Place { line: known.line, column: known.column });
        if earlier {
            *first = Some(ApplyFileError { line: at.line, column: at.column, key: key.into(), problem });
        }
    }

    /// The value if there was no mistake, else the first.
    pub(super) fn unless_any<T>(self, value: T) -> Result<T, ApplyFileError> {
        self.first.into_inner().map_or(Ok(value), Err)
    }
}
