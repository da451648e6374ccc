//! The documents of the legacy chat APIs: what a request says, and what an answer looks like, in XML and in
//! the JSON dialects.
//!
//! Reading builds a small tree from either format ([`reader`]) and takes a typed request out of it
//! ([`request`]). Writing streams: a resource ([`document`]) describes itself once to a [`sink`], and the sink
//! writes the format. [`error`] is the one table of errors, [`negotiation`] decides which format is spoken.
//!
//! This crate holds no rules of the desk, opens no socket and reads no clock: whatever a document says is
//! handed to it as plain borrowed data.

pub mod document;
pub mod error;
pub mod format;
pub mod href;
pub mod jsonp;
pub mod limits;
pub mod negotiation;
pub mod reader;
pub mod request;
pub mod sink;
pub mod time;
pub mod vocabulary;

mod characters;

pub use document::{Resource, render, render_into};
pub use error::{Condition, ErrorBody, ErrorShape, SignInProblem};
pub use format::Format;
pub use href::Href;
pub use reader::{Document, Element, ReadError, read, sniff};
pub use request::RequestError;
pub use sink::Sink;
pub use time::WireTime;
