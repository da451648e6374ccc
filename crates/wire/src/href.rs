//! Links: a base address and what follows it, joined only when they are written, so that no link is built as a
//! string. The base is absolute and carries neither suffix nor query (`docs/protocol/00-conventions.md` §2.4).

use std::fmt;

use crate::sink::Text;

/// The address of a resource.
///
/// It is written in pieces, straight into the response; [`ToString`] gives the whole for a `Location` header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Href<'a> {
    pieces: [&'a str; 4],
    number: Option<u64>,
}

impl<'a> Href<'a> {
    /// The base itself.
    #[must_use]
    pub const fn to(base: &'a str) -> Self {
        Self { pieces: [base, "", "", ""], number: None }
    }

    /// A resource below the base; `path` starts with a slash.
    #[must_use]
    pub const fn below(base: &'a str, path: &'a str) -> Self {
        Self { pieces: [base, path, "", ""], number: None }
    }

    /// One of several resources below the base: `path` starts and ends with a slash, `key` says which.
    #[must_use]
    pub const fn item(base: &'a str, path: &'a str, key: &'a str) -> Self {
        Self { pieces: [base, path, key, ""], number: None }
    }

    /// The `next` link of a resource that is read from an event on: `{base}{path}?from={from}`.
    #[must_use]
    pub const fn next(base: &'a str, path: &'a str, from: u64) -> Self {
        Self { pieces: [base, path, "?from=", ""], number: Some(from) }
    }

    /// The `next` link of a resource that is read from an instant on: `{base}{path}?timeStamp={ms}`. An instant
    /// before 1970 is told as 1970.
    #[must_use]
    pub const fn since(base: &'a str, path: &'a str, epoch_ms: i64) -> Self {
        let number = if epoch_ms < 0 { 0 } else { epoch_ms.unsigned_abs() };
        Self { pieces: [base, path, "?timeStamp=", ""], number: Some(number) }
    }

    /// One event of a chat: `{chat}/events/{id}`.
    #[must_use]
    pub const fn event(chat: &'a str, id: u64) -> Self {
        Self { pieces: [chat, "/events/", "", ""], number: Some(id) }
    }

    /// The visit that belongs to a chat: `{session}/visits/visit/H…K…`, where the visit id is the first and the
    /// last run of digits of the chat session key (`docs/protocol/00-conventions.md` §7.2).
    #[must_use]
    pub fn visit(session: &'a str, chat_session_key: &'a str) -> Self {
        let head = chat_session_key.split('-').next().unwrap_or(chat_session_key);
        let tail = chat_session_key.rfind('K').map_or("", |at| &chat_session_key[at..]);
        Self { pieces: [session, "/visits/visit/", head, tail], number: None }
    }
}

impl Text for Href<'_> {
    fn write_pieces(&self, write: &mut impl FnMut(&str)) {
        for piece in self.pieces {
            write(piece);
        }
        if let Some(number) = self.number {
            write(itoa::Buffer::new().format(number));
        }
    }
}

impl fmt::Display for Href<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for piece in self.pieces {
            f.write_str(piece)?;
        }
        self.number.map_or(Ok(()), |number| write!(f, "{number}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_link_is_its_base_and_what_follows() {
        assert_eq!(Href::to("https://h/a").to_string(), "https://h/a");
        assert_eq!(Href::below("https://h/a", "/info").to_string(), "https://h/a/info");
        assert_eq!(Href::next("https://h/a", "/events", 7).to_string(), "https://h/a/events?from=7");
        assert_eq!(Href::next("https://h/a", "", 0).to_string(), "https://h/a?from=0");
        assert_eq!(Href::since("https://h/s", "/x", 1_517).to_string(), "https://h/s/x?timeStamp=1517");
        assert_eq!(Href::since("https://h/s", "/x", -1).to_string(), "https://h/s/x?timeStamp=0");
        assert_eq!(Href::event("https://h/a", 12).to_string(), "https://h/a/events/12");
        assert_eq!(Href::item("https://h/s", "/chat/", "H1-2K3").to_string(), "https://h/s/chat/H1-2K3");
    }

    #[test]
    fn the_visit_id_is_the_two_ends_of_the_chat_session_key() {
        let key = "H6120334598172645310-4f8e1c0b9a7d4e52b3c6d7f80912a3b4K8428929";
        assert_eq!(
            Href::visit("https://h/s", key).to_string(),
            "https://h/s/visits/visit/H6120334598172645310K8428929"
        );
    }
}
