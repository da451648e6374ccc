//! How a fact is stored: one JSON object, without line breaks. The facts of one append are such lines.
//!
//! May not know where the bytes are kept. Nothing else in the crate may encode or decode a fact.

use handover_desk::Fact;

/// A fact that could not be written, or bytes that are no fact of this release.
///
/// The message names the place and the kind of the fault, never the content.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what} ({category} fault in column {column})")]
pub struct CodecError {
    what: &'static str,
    category: &'static str,
    column: usize,
}

impl CodecError {
    fn new(what: &'static str, error: &serde_json::Error) -> Self {
        let category = match error.classify() {
            serde_json::error::Category::Io => "input",
            serde_json::error::Category::Syntax => "syntax",
            serde_json::error::Category::Data => "data",
            serde_json::error::Category::Eof => "length",
        };
        Self { what, category, column: error.column() }
    }
}

/// The bytes of one fact: one JSON object with a stable `kind`.
pub fn encode(fact: &Fact) -> Result<Vec<u8>, CodecError> {
    serde_json::to_vec(fact).map_err(|error| CodecError::new("a fact cannot be written as JSON", &error))
}

/// The fact that [`encode`] wrote, in this release or an earlier one.
pub fn decode(bytes: &[u8]) -> Result<Fact, CodecError> {
    serde_json::from_slice(bytes).map_err(|error| CodecError::new("the bytes are no fact", &error))
}

/// The bytes of the facts of one append, one line each.
pub fn encode_all(facts: &[Fact]) -> Result<Vec<u8>, CodecError> {
    let mut lines = Vec::with_capacity(facts.len() * 160);
    for fact in facts {
        serde_json::to_writer(&mut lines, fact)
            .map_err(|error| CodecError::new("a fact cannot be written as JSON", &error))?;
        lines.push(b'\n');
    }
    Ok(lines)
}

/// The facts that [`encode_all`] wrote.
pub fn decode_all(lines: &[u8]) -> Result<Vec<Fact>, CodecError> {
    lines.split_inclusive(|byte| *byte == b'\n').map(decode).collect()
}
