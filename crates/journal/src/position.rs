//! Where an append stands in its account's log. May not be computed with: only a journal gives positions out.

use std::fmt;

/// The place of an append in the log of its account.
///
/// Positions of one account increase and are not dense. A caller keeps the last one it was given and hands it
/// back; it may compare positions of one account, and nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position(u64);

impl Position {
    /// Before the first append of every account.
    pub const START: Self = Self(0);

    /// The position an implementation of [`crate::Journal`] has stored under `raw`.
    #[must_use]
    pub const fn from_raw(raw: u64) -> Self {
        Self(raw)
    }

    /// The number under which an implementation of [`crate::Journal`] stores this position.
    #[must_use]
    pub const fn raw(self) -> u64 {
        self.0
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}
