//! One thing that happened in a run, as it stands in the file. Times are microseconds since the run began.

use crate::load::check::Tag;
use crate::load::document::What;
use crate::load::plan::Who;
use serde::{Deserialize, Serialize};

/// One thing that happened.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(tag = "op", rename_all = "snake_case", deny_unknown_fields)]
pub(in crate::load) enum Entry {
    /// A visitor's request for a chat was answered with its key.
    Requested { chat: String, sent_us: u64, at_us: u64 },
    /// An agent's accept was answered with this chat.
    Accepted { chat: String, agent: String, sent_us: u64, at_us: u64 },
    /// A line was sent, for the first time.
    Said { chat: String, by: Who, line: String, private: bool, at_us: u64 },
    /// A line was acknowledged as this event.
    Acknowledged { chat: String, line: String, event: u32, at_us: u64 },
    /// A question what is new from this event on was answered.
    Read {
        chat: String,
        by: Who,
        from: u32,
        sent_us: u64,
        at_us: u64,
        events: Vec<(u32, String)>,
        next: Option<u32>,
    },
    /// A stream told of an event.
    Told { chat: String, by: Who, event: u32, what: String, at_us: u64 },
    /// The end of a chat was sent, for the first time.
    EndSent { chat: String, by: Who, at_us: u64 },
    /// The end of a chat was acknowledged.
    Ended { chat: String, by: Who, at_us: u64 },
    /// The server was killed, or stopped.
    Stopped { at_us: u64 },
}

impl Entry {
    /// The chat that it is of.
    pub(super) fn chat(&self) -> Option<&str> {
        match self {
            Self::Requested { chat, .. }
            | Self::Accepted { chat, .. }
            | Self::Said { chat, .. }
            | Self::Acknowledged { chat, .. }
            | Self::Read { chat, .. }
            | Self::Told { chat, .. }
            | Self::EndSent { chat, .. }
            | Self::Ended { chat, .. } => Some(chat),
            Self::Stopped { .. } => None,
        }
    }
}

/// What an event is, in a word: `waiting`, `chatting`, `ended`, `other`, `line` with its mark, or `stranger` for a line that
/// no player of this run wrote.
pub(in crate::load) fn what(what: &What) -> String {
    match what {
        What::Waiting => "waiting".to_owned(),
        What::Chatting => "chatting".to_owned(),
        What::Ended => "ended".to_owned(),
        What::Other => "other".to_owned(),
        What::Line { text, .. } => {
            text.parse::<Tag>().map_or_else(|()| "stranger".to_owned(), |tag| format!("line {}", tag.mark()))
        }
    }
}
