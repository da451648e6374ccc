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

/// A GUID, written in lower-case hex digits in groups of 8, 4, 4, 4 and 12.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Guid(
    /// The value.
    pub u128,
);

impl Text for Guid {
    fn write_pieces(&self, write: &mut impl FnMut(&str)) {
        for nibble in (0..32_u32).rev() {
            if matches!(nibble, 23 | 19 | 15 | 11) {
                write("-");
            }
            let digit = u32::try_from(self.0 >> (nibble * 4) & 0xf).unwrap_or_default();
            write(char::from_digit(digit, 16).unwrap_or('0').encode_utf8(&mut [0; 4]));
        }
    }
}

/// An amount in hundredths, written in decimal without zeros at its end: -400.99, 17.5, 3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hundredths(
    /// The amount times a hundred.
    pub i64,
);

impl Text for Hundredths {
    fn write_pieces(&self, write: &mut impl FnMut(&str)) {
        if self.0 < 0 {
            write("-");
        }
        let magnitude = self.0.unsigned_abs();
        write(itoa::Buffer::new().format(magnitude / 100));
        let (tenths, hundredths) = (magnitude / 10 % 10, magnitude % 10);
        if tenths > 0 || hundredths > 0 {
            write(".");
            write(itoa::Buffer::new().format(tenths));
        }
        if hundredths > 0 {
            write(itoa::Buffer::new().format(hundredths));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guid_is_written_in_five_groups() {
        let mut written = String::new();
        Guid(0x6f22_cb2d_7e87_41dd_bc1f_d9b7_40f1_f09f).write_pieces(&mut |piece| written.push_str(piece));
        assert_eq!(written, "6f22cb2d-7e87-41dd-bc1f-d9b740f1f09f");
    }

    #[test]
    fn an_amount_has_as_many_decimals_as_it_needs() {
        for (hundredths, expected) in [
            (0, "0"),
            (1, "0.01"),
            (10, "0.1"),
            (105, "1.05"),
            (300, "3"),
            (-1, "-0.01"),
            (-40_099, "-400.99"),
            (i64::MIN, "-92233720368547758.08"),
        ] {
            let mut written = String::new();
            Hundredths(hundredths).write_pieces(&mut |piece| written.push_str(piece));
            assert_eq!(written, expected);
        }
    }
}
