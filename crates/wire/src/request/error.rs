//! What can be wrong with a request that was well formed.

use std::ops::RangeInclusive;

/// Which member is wrong, and how. The message never repeats what a person wrote.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{path} {problem}")]
pub struct RequestError {
    /// The member, with the members it stands in: `event.text`.
    pub path: &'static str,
    /// What is wrong with it.
    pub problem: Problem,
}

impl RequestError {
    pub(crate) const fn new(path: &'static str, problem: Problem) -> Self {
        Self { path, problem }
    }
}

/// What can be wrong with a member.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// It has to be there and is not.
    #[error("is missing")]
    Missing,
    /// It is there with nothing in it.
    #[error("must not be empty")]
    Empty,
    /// It is none of the words it may be.
    #[error("must be one of: {0}")]
    NotOneOf(&'static str),
    /// It has to be an integer, from 0 up unless a range is given.
    #[error("must be a whole number")]
    NotANumber,
    /// It is a number out of its range.
    #[error("must be between {} and {}", .0.start(), .0.end())]
    OutOfRange(RangeInclusive<i64>),
    /// It has too many characters.
    #[error("must have at most {0} characters")]
    TooLong(usize),
    /// It is there too often.
    #[error("may be there {0} times at most")]
    TooMany(usize),
    /// It does not belong here.
    #[error("is not accepted here")]
    NotAccepted,
    /// It holds a line break or another control character.
    #[error("must be one line without control characters")]
    NotOneLine,
    /// It has to be the name of a function.
    #[error("must be made of letters, digits and _ $ . [ ]")]
    NotAFunctionName,
    /// It excludes another member that is there too.
    #[error("cannot be combined with {0}")]
    NotWith(&'static str),
    /// It needs another member that is not there.
    #[error("needs {0}")]
    Needs(&'static str),
}
