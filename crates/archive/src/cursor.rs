//! The place in a list where the next page begins. May not carry anything but that place: the account and the
//! range are named again with every request.

use std::fmt;
use std::str::FromStr;

use crate::Entry;

/// A place in a list, behind a certain entry. Opaque to callers; as text it is safe to put into a URL after
/// percent-encoding, and [`Cursor::from_str`] reads it back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    ended_at_ms: i64,
    key: String,
}

impl Cursor {
    /// The place behind `entry`.
    #[must_use]
    pub fn behind(entry: &Entry) -> Self {
        Self { ended_at_ms: entry.ended_at_ms, key: entry.key.clone() }
    }

    pub(crate) fn ended_at_ms(&self) -> i64 {
        self.ended_at_ms
    }

    pub(crate) fn key(&self) -> &str {
        &self.key
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.ended_at_ms, self.key)
    }
}

/// A text that no archive gave out as a cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not a cursor of the archive; begin the list again without one")]
pub struct BadCursor;

impl FromStr for Cursor {
    type Err = BadCursor;

    fn from_str(text: &str) -> Result<Self, BadCursor> {
        let (ended_at_ms, key) = text.split_once(':').ok_or(BadCursor)?;
        let ended_at_ms = ended_at_ms.parse().map_err(|_| BadCursor)?;
        Ok(Self { ended_at_ms, key: key.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_cursor_reads_back_from_its_text(ended_at_ms: i64, key: String) {
            let cursor = Cursor { ended_at_ms, key };
            prop_assert_eq!(cursor.to_string().parse(), Ok(cursor));
        }
    }

    #[test]
    fn a_text_that_is_no_cursor_is_refused() {
        for text in ["", "17", "soon:K1", ":K1"] {
            assert_eq!(text.parse::<Cursor>(), Err(BadCursor), "{text}");
        }
    }
}
