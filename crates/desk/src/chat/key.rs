//! The chat session key, and the numbers that are derived from it (`docs/protocol/00-conventions.md` §7.2).

use crate::ChatNo;
use alloc::string::String;
use core::fmt;
use core::str::FromStr;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The `K` number of the chat with number 0.
const K_BASE: u64 = 1 << 23;
/// What `rtSessionId` is more than the `K` number: 2^32 - 2^23.
const RT_SESSION_OFFSET: u64 = (1 << 32) - K_BASE;

/// The random part of a chat session key: the `H` number and 128 bits that make the key the visitor's capability.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChatSeed {
    /// The digits after `H`.
    pub head: u64,
    /// The 32 hex digits in the middle.
    pub tail: u128,
}

/// A chat session key, `H{digits}-{32 hex digits}K{digits}`: the id of a chat in every URL of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ChatKey {
    head: u64,
    tail: u128,
    no: ChatNo,
}

/// A text that is not a chat session key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyError;

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a chat session key is H{digits}-{32 hex digits}K{digits}")
    }
}

impl core::error::Error for KeyError {}

impl ChatKey {
    /// The key of chat `no` with this random part.
    #[must_use]
    pub fn new(no: ChatNo, seed: ChatSeed) -> Self {
        Self { head: seed.head, tail: seed.tail, no }
    }

    /// The number of the chat in its desk.
    #[must_use]
    pub fn chat(&self) -> ChatNo {
        self.no
    }

    /// The digits after `K`: 2^23 + n.
    #[must_use]
    pub fn k_number(&self) -> u64 {
        self.no.0.saturating_add(K_BASE)
    }

    /// The session id shared with other APIs: 2^32 + n.
    #[must_use]
    pub fn rt_session_id(&self) -> u64 {
        self.k_number().saturating_add(RT_SESSION_OFFSET)
    }

    /// The chat of a visit id. Whether there is one, and whether the id is its, is for the caller to see.
    #[must_use]
    pub fn chat_of_visit_id(visit: &str) -> Option<ChatNo> {
        let (_, k) = visit.split_once('K')?;
        plain_number(k).ok()?.checked_sub(K_BASE).map(ChatNo)
    }

    /// Writes the visit id, `H{digits}K{digits}`.
    pub fn write_visit_id(&self, out: &mut impl fmt::Write) -> fmt::Result {
        write!(out, "H{}K{}", self.head, self.k_number())
    }
}

impl fmt::Display for ChatKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "H{}-{:032x}K{}", self.head, self.tail, self.k_number())
    }
}

impl FromStr for ChatKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let (head, rest) = text.strip_prefix('H').and_then(|t| t.split_once('-')).ok_or(KeyError)?;
        let (tail, k) = rest.split_once('K').ok_or(KeyError)?;
        let lower_hex = |c: u8| c.is_ascii_digit() || (b'a'..=b'f').contains(&c);
        if tail.len() != 32 || !tail.bytes().all(lower_hex) {
            return Err(KeyError);
        }
        let head = plain_number(head)?;
        let tail = u128::from_str_radix(tail, 16).map_err(|_| KeyError)?;
        let no = plain_number(k)?.checked_sub(K_BASE).ok_or(KeyError)?;
        Ok(Self { head, tail, no: ChatNo(no) })
    }
}

/// Decimal digits without sign or leading zero, so that a key has one spelling.
fn plain_number(text: &str) -> Result<u64, KeyError> {
    let canonical = text == "0" || (!text.starts_with('0') && text.bytes().all(|b| b.is_ascii_digit()));
    if !canonical {
        return Err(KeyError);
    }
    text.parse().map_err(|_| KeyError)
}

impl Serialize for ChatKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ChatKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::ToString;

    #[test]
    fn the_numbers_of_the_documented_key_come_out() {
        let key: ChatKey = "H6120334598172645310-4f8e1c0b9a7d4e52b3c6d7f80912a3b4K8428929".parse().unwrap();
        assert_eq!(key.rt_session_id(), 4_295_007_617);
        let mut visit = String::new();
        key.write_visit_id(&mut visit).unwrap();
        assert_eq!(visit, "H6120334598172645310K8428929");
        assert_eq!(key.to_string(), "H6120334598172645310-4f8e1c0b9a7d4e52b3c6d7f80912a3b4K8428929");
    }

    #[test]
    fn the_longest_key_has_64_bytes_at_most_for_the_first_billion_chats() {
        let key = ChatKey::new(ChatNo(991_611_391), ChatSeed { head: u64::MAX, tail: u128::MAX });
        assert_eq!(key.to_string().len(), 64);
    }

    #[test]
    fn what_is_not_exactly_a_key_is_refused() {
        for text in [
            "",
            "H1",
            "H1-K8388609",
            "H01-4f8e1c0b9a7d4e52b3c6d7f80912a3b4K8388609",
            "H1-4F8E1C0B9A7D4E52B3C6D7F80912A3B4K8388609",
            "H1-4f8e1c0b9a7d4e52b3c6d7f80912a3b4K1",
            "H+1-4f8e1c0b9a7d4e52b3c6d7f80912a3b4K8388609",
            "H1-4f8e1c0b9a7d4e52b3c6d7f80912a3b4K8388609 ",
        ] {
            assert_eq!(text.parse::<ChatKey>(), Err(KeyError), "{text}");
        }
    }
}
