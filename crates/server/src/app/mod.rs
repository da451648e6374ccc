//! What the surfaces share: how the state of the desk is told in documents, and how a line is taken in. Knows no paths, no
//! headers and no rules.

pub(crate) mod audit;
pub(crate) mod board;
pub(crate) mod chat_document;
pub(crate) mod details;
pub(crate) mod devices;
pub(crate) mod html;
pub(crate) mod identity;
pub(crate) mod json;
pub(crate) mod marks;
pub(crate) mod me;
pub(crate) mod new_line;
pub(crate) mod survey;
pub(crate) mod why;
