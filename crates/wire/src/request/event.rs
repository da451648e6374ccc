//! A line, or the end of a chat (`docs/protocol/20-agent-api.md` §14, §15, `docs/protocol/30-visitor-api.md`
//! §13).

use super::{Problem, RequestError, field};
use crate::reader::{Document, Element};
use crate::vocabulary::{ChatState, TextType};

/// What is posted to `events`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventRequest<'d> {
    /// A line.
    Line {
        /// What is written; empty only with rich content.
        text: &'d str,
        /// How it is to be shown.
        text_type: TextType,
        /// Whether only agents may see it.
        private: bool,
        /// Structured content, as JSON text; there if and only if the text type is rich content.
        json: Option<&'d str>,
    },
    /// The end of the chat.
    Ended,
    /// A receipt that newer windows send; accepted and ignored (`docs/protocol/30-visitor-api.md` §12).
    LineStatus,
}

impl<'d> EventRequest<'d> {
    /// Reads what an agent posts.
    pub fn from_agent(document: &'d Document) -> Result<Self, RequestError> {
        Self::read(document, agent_line)
    }

    /// Reads what a visitor posts. A visitor's line is plain and for everybody; members that would say
    /// otherwise are ignored.
    pub fn from_visitor(document: &'d Document) -> Result<Self, RequestError> {
        Self::read(document, visitor_line)
    }

    fn read(
        document: &'d Document,
        line: fn(&'d Element) -> Result<Self, RequestError>,
    ) -> Result<Self, RequestError> {
        let event = field::root(document, "event")?;
        let kind = field::required(event, "type", "event.type")?;
        if kind.eq_ignore_ascii_case("line") {
            line(event)
        } else if kind.eq_ignore_ascii_case("state") {
            state(event)
        } else if kind.eq_ignore_ascii_case("line-status") {
            Ok(Self::LineStatus)
        } else {
            Err(RequestError::new("event.type", Problem::NotOneOf("line, state")))
        }
    }
}

fn state(event: &Element) -> Result<EventRequest<'_>, RequestError> {
    let state = field::required(event, "state", "event.state")?;
    match ChatState::from_word(state) {
        Some(ChatState::Ended) => Ok(EventRequest::Ended),
        Some(ChatState::Waiting | ChatState::Chatting) | None => {
            Err(RequestError::new("event.state", Problem::NotOneOf("ended")))
        }
    }
}

fn visitor_line(event: &Element) -> Result<EventRequest<'_>, RequestError> {
    Ok(EventRequest::Line { text: text(event)?, text_type: TextType::Plain, private: false, json: None })
}

fn agent_line(event: &Element) -> Result<EventRequest<'_>, RequestError> {
    let text_type = text_type(event)?;
    let private = is_private(event)?;
    match text_type {
        TextType::RichContent => {
            let text = event.get("text").unwrap_or_default();
            let json = field::required(event, "json", "event.json")?;
            Ok(EventRequest::Line { text, text_type, private, json: Some(json) })
        }
        TextType::Plain | TextType::Html => {
            Ok(EventRequest::Line { text: text(event)?, text_type, private, json: None })
        }
    }
}

/// The text as it was written, blanks included.
fn text(event: &Element) -> Result<&str, RequestError> {
    match event.get("text") {
        None => Err(RequestError::new("event.text", Problem::Missing)),
        Some("") => Err(RequestError::new("event.text", Problem::Empty)),
        Some(text) => Ok(text),
    }
}

fn text_type(event: &Element) -> Result<TextType, RequestError> {
    let Some(word) = field::optional(event, "textType") else { return Ok(TextType::Plain) };
    TextType::from_word(word)
        .ok_or(RequestError::new("event.textType", Problem::NotOneOf("plain, html, rich-content")))
}

fn is_private(event: &Element) -> Result<bool, RequestError> {
    match field::optional(event, "subType") {
        None => Ok(false),
        Some(word) if word.eq_ignore_ascii_case("REGULAR") => Ok(false),
        Some(word) if word.eq_ignore_ascii_case("ONLY_TO_REP") => Ok(true),
        Some(_) => Err(RequestError::new("event.subType", Problem::NotOneOf("REGULAR, ONLY_TO_REP"))),
    }
}
