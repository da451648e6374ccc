//! What random documents are made of: texts, numbers and choices, handed out one after another.

use std::cell::Cell;

use jiff::tz::{Offset, TimeZone};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::time::WireTime;

/// A supply that begins again at its end.
#[derive(Debug)]
pub(super) struct Material {
    texts: Vec<String>,
    numbers: Vec<u64>,
    choices: Vec<u8>,
    zone: TimeZone,
    taken: Cell<usize>,
}

/// Text with everything in it that needs care, and nothing that XML cannot carry.
pub(super) fn legal_text() -> impl Strategy<Value = String> {
    let careful = "[ \t\r\n&<>\"'\\\\/{}\\[\\],:;#x0-9a-c\u{7f}\u{85}\u{2028}\u{e9}\u{fffd}\u{1f600}]{0,12}";
    prop_oneof![3 => careful, 2 => "[0-9]{1,20}", 1 => "\\PC{0,8}"]
}

/// Text with characters that XML cannot carry.
pub(super) fn illegal_text() -> impl Strategy<Value = String> {
    "[a0\u{0}-\u{1f}\u{fffe}\u{ffff}]{0,3}[\u{0}\u{1}\u{8}\u{b}\u{1f}\u{fffe}\u{ffff}]"
}

/// A supply whose texts come from `text`.
pub(super) fn material(text: impl Strategy<Value = String>) -> impl Strategy<Value = Material> {
    let number = prop_oneof![any::<u64>(), 0..10_u64, (1_u64 << 53) - 2..(1 << 53) + 2];
    // Lengths without a common divisor, so that everything meets everything.
    (vec(text, 11), vec(number, 13), vec(any::<u8>(), 29), -12..=14_i8).prop_map(
        |(texts, numbers, choices, hours)| Material {
            texts,
            numbers,
            choices,
            zone: TimeZone::fixed(Offset::constant(hours)),
            taken: Cell::new(0),
        },
    )
}

impl Material {
    fn next(&self) -> usize {
        self.taken.replace(self.taken.get() + 1)
    }

    pub(super) fn text(&self) -> &str {
        &self.texts[self.next() % self.texts.len()]
    }

    pub(super) fn number(&self) -> u64 {
        self.numbers[self.next() % self.numbers.len()]
    }

    pub(super) fn signed(&self) -> i64 {
        self.number().cast_signed()
    }

    /// A number of 16 bits.
    pub(super) fn small(&self) -> u16 {
        (self.number() & 0xffff) as u16
    }

    pub(super) fn choice(&self, of: usize) -> usize {
        usize::from(self.choices[self.next() % self.choices.len()]) % of
    }

    pub(super) fn flag(&self) -> bool {
        self.choice(2) == 1
    }

    pub(super) fn one_of<T: Copy>(&self, all: &[T]) -> T {
        all[self.choice(all.len())]
    }

    pub(super) fn maybe<'m, T>(&'m self, value: impl FnOnce(&'m Self) -> T) -> Option<T> {
        self.flag().then(|| value(self))
    }

    /// None, one, or several.
    pub(super) fn several<'m, T>(&'m self, mut one: impl FnMut(&'m Self) -> T) -> Vec<T> {
        (0..self.choice(4)).map(|_| one(self)).collect()
    }

    pub(super) fn time(&self) -> WireTime<'_> {
        WireTime::new(self.signed(), &self.zone)
    }
}
