//! What the archive stores and what it lists. May not know what is inside a body.

use crate::{AccountId, ArchiveError, Cursor, limits};

/// One ended chat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The account the chat belongs to.
    pub account: AccountId,
    /// The chat session key; with the account it names the entry.
    pub key: String,
    /// When the chat ended, in milliseconds since 1970-01-01T00:00:00Z.
    pub ended_at_ms: i64,
    /// The whole chat as a JSON document, opaque to the archive.
    pub body: Vec<u8>,
}

/// A part of a list, newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The entries, by the time they ended, latest first; entries of one millisecond by key, greatest first.
    pub entries: Vec<Entry>,
    /// Where the next page begins; none when this page is the last.
    pub next: Option<Cursor>,
}

/// Refuses an entry that is larger than the limits allow.
pub(crate) fn check(entry: &Entry) -> Result<(), ArchiveError> {
    let too_large = |part, bytes, limit| {
        let key = entry.key.chars().take(64).collect();
        Err(ArchiveError::TooLarge { key, part, bytes, limit })
    };
    if entry.key.len() > limits::KEY_BYTES_MAX {
        return too_large("a key", entry.key.len(), limits::KEY_BYTES_MAX);
    }
    if entry.body.len() > limits::BODY_BYTES_MAX {
        return too_large("a body", entry.body.len(), limits::BODY_BYTES_MAX);
    }
    Ok(())
}

/// Fills a page up to its limits.
pub(crate) struct PageBuilder {
    limit: usize,
    bytes: usize,
    page: Page,
}

impl PageBuilder {
    pub(crate) fn new(limit: usize) -> Self {
        let limit = limit.clamp(1, limits::PAGE_ENTRIES_MAX);
        Self { limit, bytes: 0, page: Page { entries: Vec::new(), next: None } }
    }

    /// Takes one more entry, in list order; `false` when the page was full, which then has a next one.
    pub(crate) fn take(&mut self, body_bytes: usize, entry: impl FnOnce() -> Entry) -> bool {
        if let Some(last) = self.page.entries.last()
            && (self.page.entries.len() == self.limit || self.bytes + body_bytes > limits::PAGE_BYTES_MAX)
        {
            self.page.next = Some(Cursor::behind(last));
            return false;
        }
        self.bytes += body_bytes;
        self.page.entries.push(entry());
        true
    }

    pub(crate) fn finish(self) -> Page {
        self.page
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_at_the_limit_passes_and_one_byte_more_is_refused() {
        let body = vec![0; limits::BODY_BYTES_MAX];
        let mut entry = Entry { account: AccountId::new("shop"), key: "K1".to_owned(), ended_at_ms: 0, body };
        assert_eq!(check(&entry), Ok(()));
        entry.body.push(0);
        assert!(matches!(check(&entry), Err(ArchiveError::TooLarge { part: "a body", .. })));
    }
}
