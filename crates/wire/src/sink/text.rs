//! What can be written as text without being put together first.

/// A text that is written piece by piece, so that a link or a number needs no string of its own.
pub trait Text {
    /// Hands every piece, unescaped and in order, to `write`.
    fn write_pieces(&self, write: &mut impl FnMut(&str));
}

impl Text for &str {
    fn write_pieces(&self, write: &mut impl FnMut(&str)) {
        write(self);
    }
}

/// An integer that is a string in every dialect, such as the `userId` of the login response.
#[derive(Clone, Copy, Debug)]
pub struct Decimal(
    /// The value, written in decimal.
    pub u64,
);

impl Text for Decimal {
    fn write_pieces(&self, write: &mut impl FnMut(&str)) {
        write(itoa::Buffer::new().format(self.0));
    }
}
