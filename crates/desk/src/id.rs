//! One newtype for each identifier. Strings and integers of the wire are parsed into these once, at the edge.

use alloc::string::String;
use alloc::sync::Arc;
use core::borrow::Borrow;
use core::fmt;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The opaque id of a tenant, never parsed as a number (`docs/protocol/00-conventions.md` §2.2).
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AccountId(Arc<str>);

impl AccountId {
    /// An account id with exactly this text.
    pub fn new(text: impl Into<Arc<str>>) -> Self {
        Self(text.into())
    }

    /// The id as it stands in a path.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for AccountId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

macro_rules! number_id {
    ($(#[$doc:meta])* $name:ident, $inner:ty) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub $inner);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }
    };
}

/// The place of an event among all events of an account: 1, 2, 3, … in the order in which they happened. 0 is before
/// all of them, and stands for events of a time when they were not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StreamPosition(pub u64);

impl StreamPosition {
    /// The place behind it.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

number_id!(
    /// An agent: a decimal integer given by the operator (`docs/protocol/00-conventions.md` §7.2).
    AgentId, u64
);
number_id!(
    /// A skill: a decimal integer given by the operator (`docs/protocol/00-conventions.md` §7.2).
    SkillId, u64
);
number_id!(
    /// An agent session, one device of an agent. All digits, counted per desk.
    SessionId, u64
);
number_id!(
    /// A login session of the Login service, counted per desk. Never on the wire.
    LoginId, u64
);
number_id!(
    /// A chat, counted per desk from 1. On the wire it is the number *n* behind the last `K` of a chat session key.
    ChatNo, u64
);
number_id!(
    /// A visitor: an integer below 2^53, so that JSON clients read it exactly.
    VisitorId, u64
);
number_id!(
    /// An agent group: a decimal integer given by the operator (`docs/protocol/00-conventions.md` §7.2).
    GroupId, u64
);
number_id!(
    /// An erasure of what is known of a visitor, counted per desk from 1.
    ErasureNo, u64
);
number_id!(
    /// A mail, counted per desk from 1.
    MailNo, u64
);
number_id!(
    /// An offline message, counted per desk from 1.
    MessageNo, u64
);
number_id!(
    /// An entry of the audit log, counted per desk from 1.
    AuditNo, u64
);
number_id!(
    /// The position of an event in its chat: 0, 1, 2, … without gap.
    EventId, u32
);

/// The SHA-256 of a secret or of a request body. Only digests of tokens are ever stored.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Digest(pub [u8; 32]);

const HEX: &[u8; 16] = b"0123456789abcdef";

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in self.0 {
            f.write_str(char::from(HEX[usize::from(byte >> 4)]).encode_utf8(&mut [0; 4]))?;
            f.write_str(char::from(HEX[usize::from(byte & 15)]).encode_utf8(&mut [0; 4]))?;
        }
        Ok(())
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let nibbles: Option<alloc::vec::Vec<u32>> = text.chars().map(|c| c.to_digit(16)).collect();
        let nibbles = nibbles.filter(|n| n.len() == 64);
        let nibbles = nibbles.ok_or_else(|| serde::de::Error::custom("a digest is 64 hex digits"))?;
        let mut bytes = [0_u8; 32];
        for (byte, pair) in bytes.iter_mut().zip(nibbles.chunks(2)) {
            *byte = pair.iter().fold(0, |all, nibble| (all << 4) | u8::try_from(*nibble).unwrap_or(0));
        }
        Ok(Self(bytes))
    }
}
