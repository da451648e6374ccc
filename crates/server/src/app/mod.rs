//! What both surfaces share: how a chat of the desk is told in the documents of the wire, and how a line is taken in.
//! Knows no paths, no headers and no rules.

pub(crate) mod chat_document;
pub(crate) mod html;
pub(crate) mod identity;
pub(crate) mod new_line;
pub(crate) mod survey;
