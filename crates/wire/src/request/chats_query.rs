//! Which chats are asked for at once (`docs/protocol/20-agent-api.md` §12).

use super::{Problem, RequestError, field};
use crate::limits;

/// One of the chats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WantedChat<'q> {
    /// The chat's id.
    pub key: &'q str,
    /// The entry of `fromEventIds` that belongs to it. Whether that event itself is wanted is a switch
    /// (`docs/protocol/90-open-questions.md` Q4).
    pub from_event_id: Option<u64>,
}

/// Reads `chatSessionKeys` and `fromEventIds`, lists with commas whose entries belong together by position. A chat
/// without an entry is wanted whole; surplus entries are ignored.
pub fn wanted_chats<'q>(
    chat_session_keys: Option<&'q str>,
    from_event_ids: Option<&'q str>,
) -> Result<Vec<WantedChat<'q>>, RequestError> {
    let keys = chat_session_keys.and_then(field::not_blank);
    let keys = keys.ok_or(RequestError::new("chatSessionKeys", Problem::Missing))?;
    let count = keys.split(',').count();
    field::at_most(count, limits::CHATS_PER_QUERY, "chatSessionKeys")?;
    let ids = from_event_ids.unwrap_or_default().split(',').map(Some).chain(std::iter::repeat(None));
    let pairs = keys.split(',').map(str::trim_ascii).zip(ids).filter(|(key, _)| !key.is_empty());
    let wanted = pairs.map(|(key, id)| {
        let from_event_id = id.and_then(field::not_blank).map(|id| field::number(id, "fromEventIds"));
        Ok(WantedChat { key, from_event_id: from_event_id.transpose()? })
    });
    let wanted = wanted.collect::<Result<Vec<_>, _>>()?;
    if wanted.is_empty() {
        return Err(RequestError::new("chatSessionKeys", Problem::Missing));
    }
    Ok(wanted)
}
