//! The sink for JSON, in every dialect.

use std::marker::PhantomData;

use super::dialect::Dialect;
use super::{Hundredths, Sink, Text, escape};
use crate::time::WireTime;

/// Largest integer that JavaScript holds exactly, 2⁵³ - 1.
const LARGEST_EXACT: u64 = (1 << 53) - 1;

/// Writes compact JSON in dialect `D`. Whether a comma is due is seen from the last byte written.
#[derive(Debug)]
pub struct JsonSink<'b, D> {
    out: &'b mut Vec<u8>,
    dialect: PhantomData<D>,
}

impl<'b, D: Dialect> JsonSink<'b, D> {
    /// Appends to `out` one JSON object with the members that `describe` gives it.
    pub fn write(out: &'b mut Vec<u8>, describe: impl FnOnce(&mut Self)) {
        let mut sink = Self { out, dialect: PhantomData };
        sink.out.push(b'{');
        describe(&mut sink);
        sink.out.push(b'}');
    }

    fn comma_if_due(&mut self) {
        if !matches!(self.out.last(), Some(b'{' | b'[')) {
            self.out.push(b',');
        }
    }

    fn name(&mut self, mark: &str, name: &str) {
        self.comma_if_due();
        self.out.push(b'"');
        self.out.extend_from_slice(mark.as_bytes());
        self.out.extend_from_slice(name.as_bytes());
        self.out.extend_from_slice(b"\":");
    }

    fn object(&mut self, describe: impl FnOnce(&mut Self)) {
        self.out.push(b'{');
        let inside = self.out.len();
        describe(self);
        if self.out.len() == inside {
            self.out.truncate(inside - 1);
            self.out.extend_from_slice(D::EMPTY.as_bytes());
        } else {
            self.out.push(b'}');
        }
    }

    fn string(&mut self, value: &impl Text) {
        self.out.push(b'"');
        value.write_pieces(&mut |piece| escape::json(self.out, piece));
        self.out.push(b'"');
    }

    fn integer(&mut self, value: impl itoa::Integer, native: bool) {
        let mut digits = itoa::Buffer::new();
        let digits = digits.format(value).as_bytes();
        if native {
            self.out.extend_from_slice(digits);
        } else {
            self.out.push(b'"');
            self.out.extend_from_slice(digits);
            self.out.push(b'"');
        }
    }

    fn truth(&mut self, value: bool, native: bool) {
        let word = if value { "true" } else { "false" };
        if native {
            self.out.extend_from_slice(word.as_bytes());
        } else {
            self.string(&word);
        }
    }

    /// Writes a repeatable child as the dialect has it.
    fn repeat<I: IntoIterator>(&mut self, name: &str, items: I, write_one: impl FnMut(&mut Self, I::Item)) {
        if D::ALWAYS_ARRAYS {
            self.name("", name);
            self.array(items.into_iter(), write_one);
        } else {
            self.collapse(name, items, write_one);
        }
    }

    /// Writes a repeatable child that is absent with none and not an array with one. Two items are taken before
    /// the first is written, so that the list is not counted.
    fn collapse<I: IntoIterator>(
        &mut self,
        name: &str,
        items: I,
        mut write_one: impl FnMut(&mut Self, I::Item),
    ) {
        let mut items = items.into_iter();
        let Some(first) = items.next() else { return };
        self.name("", name);
        match items.next() {
            None => write_one(self, first),
            Some(second) => self.array([first, second].into_iter().chain(items), write_one),
        }
    }

    fn array<T>(&mut self, items: impl Iterator<Item = T>, mut write_one: impl FnMut(&mut Self, T)) {
        self.out.push(b'[');
        for item in items {
            self.comma_if_due();
            write_one(self, item);
        }
        self.out.push(b']');
    }
}

impl<D: Dialect> Sink for JsonSink<'_, D> {
    fn element(&mut self, name: &'static str, describe: impl FnOnce(&mut Self)) {
        self.name("", name);
        self.object(describe);
    }

    fn envelope(&mut self, _: &'static str, describe: impl FnOnce(&mut Self)) {
        describe(self);
    }

    fn list<I: IntoIterator>(
        &mut self,
        name: &'static str,
        items: I,
        mut describe: impl FnMut(&mut Self, I::Item),
    ) {
        self.repeat(name, items, |sink, item| sink.object(|sink| describe(sink, item)));
    }

    fn list_as_array<I: IntoIterator>(
        &mut self,
        name: &'static str,
        items: I,
        mut describe: impl FnMut(&mut Self, I::Item),
    ) {
        let mut items = items.into_iter().peekable();
        if D::ALWAYS_ARRAYS || items.peek().is_some() {
            self.name("", name);
            self.array(items, |sink, item| sink.object(|sink| describe(sink, item)));
        }
    }

    fn list_of_text<I: IntoIterator<Item: Text>>(&mut self, name: &'static str, items: I) {
        self.repeat(name, items, |sink, item| sink.string(&item));
    }

    fn list_of_numbers<I: IntoIterator<Item: itoa::Integer>>(&mut self, name: &'static str, items: I) {
        self.repeat(name, items, |sink, item| sink.integer(item, D::NATIVE_NUMBERS));
    }

    fn numbers_or_one<I: IntoIterator<Item: itoa::Integer>>(&mut self, name: &'static str, items: I) {
        self.collapse(name, items, |sink, item| sink.integer(item, D::NATIVE_NUMBERS));
    }

    fn attribute(&mut self, name: &'static str, value: impl Text) {
        self.name(D::ATTRIBUTE_MARK, name);
        self.string(&value);
    }

    fn attribute_number(&mut self, name: &'static str, value: impl itoa::Integer) {
        self.name(D::ATTRIBUTE_MARK, name);
        self.integer(value, D::NATIVE_ATTRIBUTES);
    }

    fn attribute_boolean(&mut self, name: &'static str, value: bool) {
        self.name(D::ATTRIBUTE_MARK, name);
        self.truth(value, D::NATIVE_ATTRIBUTES);
    }

    fn content(&mut self, value: impl Text) {
        self.name("", "$");
        self.string(&value);
    }

    fn text(&mut self, name: &'static str, value: impl Text) {
        self.name("", name);
        self.string(&value);
    }

    fn number(&mut self, name: &'static str, value: impl itoa::Integer) {
        self.name("", name);
        self.integer(value, D::NATIVE_NUMBERS);
    }

    fn amount(&mut self, name: &'static str, value: Hundredths) {
        self.name("", name);
        if D::NATIVE_NUMBERS {
            value.write_pieces(&mut |piece| self.out.extend_from_slice(piece.as_bytes()));
        } else {
            self.string(&value);
        }
    }

    fn late_number(&mut self, name: &'static str, value: impl itoa::Integer) {
        self.name("", name);
        self.integer(value, D::NATIVE_LATE_NUMBERS);
    }

    fn late_text(&mut self, name: &'static str, value: &str) {
        if D::NATIVE_LATE_NUMBERS
            && let Some(number) = exact_integer(value)
        {
            self.late_number(name, number);
        } else {
            self.text(name, value);
        }
    }

    fn boolean(&mut self, name: &'static str, value: bool) {
        self.name("", name);
        self.truth(value, D::NATIVE_BOOLEANS);
    }

    fn time(&mut self, name: &'static str, at: WireTime<'_>) {
        self.name("", name);
        self.out.push(b'"');
        at.write_iso(self.out);
        self.out.push(b'"');
    }
}

/// The value of a decimal integer that reads back as it was written, at most 2⁵³ - 1.
fn exact_integer(text: &str) -> Option<u64> {
    let canonical = text == "0" || (!text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit()));
    text.parse().ok().filter(|number| canonical && *number <= LARGEST_EXACT)
}
