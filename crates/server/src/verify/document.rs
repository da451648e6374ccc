//! Documents of the archive: whether each can be read and is what its entry says. May not say a word of what is in one.

use crate::engine::message_key;
use handover_archive::Entry;
use handover_desk::{Chat, ChatNo, MessageNo, OfflineMessage, Phase};

/// What a document is.
pub(super) enum Document {
    /// An ended chat.
    Chat(ChatNo),
    /// An offline message.
    Message(MessageNo),
}

/// Reads the document of an entry; else says what is wrong with it.
pub(super) fn read(entry: &Entry) -> Result<Document, String> {
    if entry.key.starts_with('H') { chat(entry) } else { message(entry) }
}

fn chat(entry: &Entry) -> Result<Document, String> {
    let chat: Chat = parsed(&entry.body)?;
    if chat.key.to_string() != entry.key {
        return Err("the document is that of another chat".to_owned());
    }
    match chat.phase {
        Phase::Ended { at, .. } if at.0 == entry.ended_at_ms => {}
        Phase::Ended { .. } => return Err("the chat ended at another time than its entry says".to_owned()),
        Phase::Waiting(_) | Phase::Offered(..) | Phase::Assigned => {
            return Err("the chat has not ended".to_owned());
        }
    }
    super::rules::event_ids_are_dense(&chat)?;
    Ok(Document::Chat(chat.no()))
}

fn message(entry: &Entry) -> Result<Document, String> {
    let message: OfflineMessage = parsed(&entry.body)?;
    if message_key(message.no) != entry.key || message.at.0 != entry.ended_at_ms {
        return Err("the document is that of another message".to_owned());
    }
    Ok(Document::Message(message.no))
}

/// What a parser says of a document may hold words of it; where it stopped does not.
fn parsed<T: serde::de::DeserializeOwned>(body: &[u8]) -> Result<T, String> {
    serde_json::from_slice(body).map_err(|error| {
        format!("the document cannot be read from line {}, column {} on", error.line(), error.column())
    })
}
