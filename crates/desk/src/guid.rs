//! Ids that other systems know as GUIDs (`docs/protocol/00-conventions.md` §7.2): `participantId` and `conversationId`.

use alloc::string::String;
use core::fmt;
use core::str::FromStr;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Where the hyphens stand in the text of a GUID.
const HYPHENS: [usize; 4] = [8, 13, 18, 23];
/// Characters of the text of a GUID.
const CHARS: usize = 36;

/// A GUID of 128 random bits, but for those that say so (RFC 9562 §5.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Guid(u128);

/// A text that is not a GUID.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GuidError;

impl fmt::Display for GuidError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a GUID is 32 hex digits in groups of 8, 4, 4, 4 and 12")
    }
}

impl core::error::Error for GuidError {}

impl Guid {
    /// The GUID of version 4 made of these random bits.
    #[must_use]
    pub fn random(bits: u128) -> Self {
        Self(bits & !(0xf << 76) & !(0x3 << 62) | (0x4 << 76) | (0x2 << 62))
    }

    /// The 128 bits.
    #[must_use]
    pub fn bits(self) -> u128 {
        self.0
    }
}

impl fmt::Display for Guid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = |from: u32, bits: u32| (self.0 >> from) & ((1_u128 << bits) - 1);
        write!(
            f,
            "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
            part(96, 32),
            part(80, 16),
            part(64, 16),
            part(48, 16),
            part(0, 48)
        )
    }
}

impl FromStr for Guid {
    type Err = GuidError;

    fn from_str(text: &str) -> Result<Self, GuidError> {
        let fits = text.len() == CHARS
            && text.bytes().enumerate().all(|(at, byte)| {
                if HYPHENS.contains(&at) { byte == b'-' } else { byte.is_ascii_hexdigit() }
            });
        let digits: String = text.chars().filter(|char| *char != '-').collect();
        if fits { u128::from_str_radix(&digits, 16).map(Self).map_err(|_| GuidError) } else { Err(GuidError) }
    }
}

impl Serialize for Guid {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Guid {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}
