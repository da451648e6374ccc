//! What can be wrong with a body before anybody asks what it means.

use std::fmt;

use crate::format::Format;

/// Longest name that is repeated in a message, in bytes.
const LONGEST_NAME_BYTES: usize = 40;

/// Why a body could not be read. No message repeats a value: it may be what a person wrote.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// There is nothing in the body.
    #[error("The body is empty")]
    Empty,
    /// The body is longer than [`crate::limits::BODY_BYTES`].
    #[error("The body is longer than {limit_bytes} bytes")]
    TooLarge {
        /// The longest body that is read, in bytes.
        limit_bytes: usize,
    },
    /// The body is not UTF-8.
    #[error("The body is not UTF-8 from byte {byte} on")]
    NotUtf8 {
        /// How many bytes are well formed.
        byte: usize,
    },
    /// The body does not follow the grammar of its format.
    #[error("The body is not well-formed {format} at {place}")]
    Syntax {
        /// The format it was read as.
        format: Format,
        /// Where it breaks.
        place: Place,
    },
    /// The body is JSON, but not an object.
    #[error("The JSON body must be an object")]
    NotAnObject,
    /// A member that has to be a scalar (an attribute, or `$`) is an object or an array.
    #[error("{member} must be a string, a number or a boolean")]
    NotAScalar {
        /// Which member.
        member: MemberName,
    },
    /// Elements stand too deep inside one another.
    #[error("The body is nested deeper than {limit_levels} levels")]
    TooDeep {
        /// How deep they may stand.
        limit_levels: usize,
    },
    /// The body has too many elements and attributes.
    #[error("The body has more than {limit} elements and attributes")]
    TooManyNodes {
        /// How many it may have.
        limit: usize,
    },
    /// A text holds a character that XML 1.0 cannot carry.
    #[error("{member} holds the control character U+{code_point:04X}")]
    IllegalCharacter {
        /// In which member or element.
        member: MemberName,
        /// Which character.
        code_point: u32,
    },
    /// The body has a document type declaration.
    #[error("A document type declaration is not accepted")]
    DocumentType,
    /// The body refers to an entity other than the five predefined ones.
    #[error("The body has an unknown entity or character reference at {place}")]
    UnknownReference {
        /// Where.
        place: Place,
    },
    /// The XML declaration names an encoding other than UTF-8.
    #[error("The XML declaration must say UTF-8 or no encoding")]
    Encoding,
}

/// A place in a body, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// The column, in bytes.
    pub column: usize,
}

impl Place {
    /// The place of the byte at `offset`.
    pub(super) fn of_offset(text: &str, offset: usize) -> Self {
        let before = &text.as_bytes()[..offset.min(text.len())];
        let line_start = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        let line = before.split(|byte| *byte == b'\n').count();
        Self { line, column: before.len() - line_start + 1 }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

/// The name of a member as a message may show it: only if it looks like a name and not like what somebody
/// wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemberName(Option<String>);

impl MemberName {
    pub(super) fn new(name: &str) -> Self {
        let printable = |byte: u8| byte.is_ascii_alphanumeric() || b"@$-_".contains(&byte);
        let is_name = !name.is_empty() && name.len() <= LONGEST_NAME_BYTES && name.bytes().all(printable);
        Self(is_name.then(|| name.to_owned()))
    }
}

impl fmt::Display for MemberName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_deref().unwrap_or("A member"))
    }
}
