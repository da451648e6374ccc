//! From bytes to a [`Document`], whichever format and dialect they are in. Reading is lenient about shape
//! (`docs/protocol/00-conventions.md` §8.3) and strict about limits and characters; it knows no request.

mod document;
mod error;
mod json;
mod xml;

#[cfg(test)]
mod round_trip;
#[cfg(test)]
mod tests;

pub use document::{Document, Element};
pub use error::{MemberName, Place, ReadError};

use crate::characters;
use crate::format::Format;
use crate::limits;

/// Reads a body. White space alone counts as [`ReadError::Empty`], so that a method that needs no body can let
/// that pass.
pub fn read(bytes: &[u8], format: Format) -> Result<Document, ReadError> {
    if bytes.len() > limits::BODY_BYTES {
        return Err(ReadError::TooLarge { limit_bytes: limits::BODY_BYTES });
    }
    let text = str::from_utf8(bytes).map_err(|error| ReadError::NotUtf8 { byte: error.valid_up_to() })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim_ascii().is_empty() {
        return Err(ReadError::Empty);
    }
    match format {
        Format::Json => json::read(text),
        Format::Xml => xml::read(text),
    }
}

/// Guesses the format of a body from its first character that is not blank: `{` or `[` is JSON, `<` is XML
/// (`docs/protocol/00-conventions.md` §4).
#[must_use]
pub fn sniff(bytes: &[u8]) -> Option<Format> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    match bytes.trim_ascii_start().first() {
        Some(b'{' | b'[') => Some(Format::Json),
        Some(b'<') => Some(Format::Xml),
        Some(_) | None => None,
    }
}

/// Counts what a body is made of.
#[derive(Debug, Default)]
struct Budget {
    nodes: usize,
}

impl Budget {
    /// Takes one element or attribute.
    fn take_node(&mut self) -> Result<(), ReadError> {
        self.nodes += 1;
        if self.nodes > limits::NODES {
            return Err(ReadError::TooManyNodes { limit: limits::NODES });
        }
        Ok(())
    }
}

/// Refuses an element that stands at `level`, counted from 1, if that is too deep.
fn check_level(level: usize) -> Result<(), ReadError> {
    if level > limits::DEPTH_LEVELS {
        return Err(ReadError::TooDeep { limit_levels: limits::DEPTH_LEVELS });
    }
    Ok(())
}

/// Refuses characters that XML 1.0 cannot carry, in either format.
fn check_characters(member: &str, text: &str) -> Result<(), ReadError> {
    match characters::first_illegal(text) {
        None => Ok(()),
        Some(character) => Err(ReadError::IllegalCharacter {
            member: MemberName::new(member),
            code_point: u32::from(character),
        }),
    }
}
