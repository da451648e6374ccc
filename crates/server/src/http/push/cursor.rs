//! The cursor of an agent session's stream: a place among the events of the account, and while a chat is told that was
//! gained, how far.

use handover_desk::{ChatNo, StreamPosition};
use std::fmt;
use std::str::FromStr;

/// What was told last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Cursor {
    /// Everything up to this place was told.
    pub(super) position: StreamPosition,
    /// The chat that is being told from its beginning, and how many of its events were.
    pub(super) telling: Option<(ChatNo, u32)>,
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.position.0)?;
        match self.telling {
            None => Ok(()),
            Some((chat, told)) => write!(f, ";{chat}:{told}"),
        }
    }
}

impl FromStr for Cursor {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (position, telling) = match text.split_once(';') {
            None => (text, None),
            Some((position, telling)) => {
                let (chat, told) = telling.split_once(':').ok_or(())?;
                (position, Some((ChatNo(number(chat)?), number(told)?)))
            }
        };
        Ok(Self { position: StreamPosition(number(position)?), telling })
    }
}

/// Digits alone: no sign, no blank.
pub(super) fn number<N: FromStr>(text: &str) -> Result<N, ()> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().map_err(|_| ()) } else { Err(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back_as_what_was_written() {
        for text in ["0", "17", "17;4:0", "18446744073709551615;1:2"] {
            assert_eq!(text.parse::<Cursor>().map(|cursor| cursor.to_string()), Ok(text.to_owned()));
        }
    }

    #[test]
    fn anything_else_is_no_cursor() {
        for text in
            ["", "-1", "+1", " 1", "1;", "1;2", "1;2:", "1;:3", "1;2:3;4", "18446744073709551616", "x", "1.5"]
        {
            assert!(text.parse::<Cursor>().is_err(), "{text}");
        }
    }
}
