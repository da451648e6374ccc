//! What a copy of an archive consists of, as a list of pieces tells it. May not read or write one.

/// What a range of numbers holds: how many entries, and a print of their numbers and names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Content {
    /// How many.
    pub entries: u64,
    /// Equal, as good as always, only where the same entries stand under the same numbers.
    pub print: u128,
}

/// A file with the entries of a range of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The last number of the range.
    pub last: i64,
    /// What is in it.
    pub content: Content,
}
