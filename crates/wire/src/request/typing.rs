//! Whether somebody is typing (`docs/protocol/20-agent-api.md` §20, `docs/protocol/30-visitor-api.md` §15).

use super::{Problem, RequestError, field};
use crate::document::WhoTypes;
use crate::reader::Document;
use crate::vocabulary::Typing;

/// Reads the document that is put to `agentTyping` or `visitorTyping`.
///
/// `unknown` is read as it is: the agent side takes it as not typing, the visitor side refuses it.
pub fn typing(document: &Document, who: WhoTypes) -> Result<Typing, RequestError> {
    let word = field::required(document.top(), who.root(), who.root())?;
    Typing::from_word(word).ok_or(RequestError::new(who.root(), Problem::NotOneOf("typing, not-typing")))
}
