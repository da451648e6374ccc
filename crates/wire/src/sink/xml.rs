//! The sink for XML.

use super::escape::{self, Place};
use super::{Hundredths, Sink, Text};
use crate::time::WireTime;

/// Writes compact XML.
#[derive(Debug)]
pub struct XmlSink<'b> {
    out: &'b mut Vec<u8>,
    /// Whether the start tag that was written last still lacks its `>`, because attributes may follow.
    in_start_tag: bool,
}

impl<'b> XmlSink<'b> {
    /// Appends to `out` the XML declaration and the one element that `describe` gives it. Scalar documents and
    /// errors say `standalone="yes"`, composite ones do not (`docs/protocol/00-conventions.md` §4).
    pub fn write(out: &'b mut Vec<u8>, standalone: bool, describe: impl FnOnce(&mut Self)) {
        out.extend_from_slice(br#"<?xml version="1.0" encoding="UTF-8""#);
        if standalone {
            out.extend_from_slice(br#" standalone="yes""#);
        }
        out.extend_from_slice(b"?>");
        describe(&mut Self { out, in_start_tag: false });
    }

    fn finish_start_tag(&mut self) {
        if self.in_start_tag {
            self.out.push(b'>');
            self.in_start_tag = false;
        }
    }

    fn end_tag(&mut self, name: &str) {
        self.out.extend_from_slice(b"</");
        self.out.extend_from_slice(name.as_bytes());
        self.out.push(b'>');
    }

    /// An element with only character data, written by `write`; without any: `<x/>`.
    fn leaf(&mut self, name: &str, write: impl FnOnce(&mut Vec<u8>)) {
        self.finish_start_tag();
        self.out.push(b'<');
        self.out.extend_from_slice(name.as_bytes());
        self.out.push(b'>');
        let inside = self.out.len();
        write(self.out);
        if self.out.len() == inside {
            self.out.truncate(inside - 1);
            self.out.extend_from_slice(b"/>");
        } else {
            self.end_tag(name);
        }
    }

    fn attribute_with(&mut self, name: &str, write: impl FnOnce(&mut Vec<u8>)) {
        assert!(self.in_start_tag, "attribute {name} comes after a child of its element");
        self.out.push(b' ');
        self.out.extend_from_slice(name.as_bytes());
        self.out.extend_from_slice(b"=\"");
        write(self.out);
        self.out.push(b'"');
    }
}

impl Sink for XmlSink<'_> {
    fn element(&mut self, name: &'static str, describe: impl FnOnce(&mut Self)) {
        self.finish_start_tag();
        self.out.push(b'<');
        self.out.extend_from_slice(name.as_bytes());
        self.in_start_tag = true;
        describe(self);
        if self.in_start_tag {
            self.out.extend_from_slice(b"/>");
            self.in_start_tag = false;
        } else {
            self.end_tag(name);
        }
    }

    fn envelope(&mut self, name: &'static str, describe: impl FnOnce(&mut Self)) {
        self.element(name, describe);
    }

    fn list<I: IntoIterator>(
        &mut self,
        name: &'static str,
        items: I,
        mut describe: impl FnMut(&mut Self, I::Item),
    ) {
        for item in items {
            self.element(name, |sink| describe(sink, item));
        }
    }

    fn list_as_array<I: IntoIterator>(
        &mut self,
        name: &'static str,
        items: I,
        describe: impl FnMut(&mut Self, I::Item),
    ) {
        self.list(name, items, describe);
    }

    fn list_of_text<I: IntoIterator<Item: Text>>(&mut self, name: &'static str, items: I) {
        for item in items {
            self.text(name, item);
        }
    }

    fn list_of_numbers<I: IntoIterator<Item: itoa::Integer>>(&mut self, name: &'static str, items: I) {
        for item in items {
            self.number(name, item);
        }
    }

    fn numbers_or_one<I: IntoIterator<Item: itoa::Integer>>(&mut self, name: &'static str, items: I) {
        self.list_of_numbers(name, items);
    }

    fn attribute(&mut self, name: &'static str, value: impl Text) {
        self.attribute_with(name, |out| {
            value.write_pieces(&mut |piece| escape::xml(out, piece, Place::Attribute));
        });
    }

    fn attribute_number(&mut self, name: &'static str, value: impl itoa::Integer) {
        self.attribute_with(name, |out| {
            out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
        });
    }

    fn attribute_boolean(&mut self, name: &'static str, value: bool) {
        self.attribute(name, if value { "true" } else { "false" });
    }

    fn content(&mut self, value: impl Text) {
        value.write_pieces(&mut |piece| {
            if !piece.is_empty() {
                self.finish_start_tag();
                escape::xml(self.out, piece, Place::Content);
            }
        });
    }

    fn text(&mut self, name: &'static str, value: impl Text) {
        self.leaf(name, |out| value.write_pieces(&mut |piece| escape::xml(out, piece, Place::Content)));
    }

    fn number(&mut self, name: &'static str, value: impl itoa::Integer) {
        self.leaf(name, |out| out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes()));
    }

    fn amount(&mut self, name: &'static str, value: Hundredths) {
        self.text(name, value);
    }

    fn late_number(&mut self, name: &'static str, value: impl itoa::Integer) {
        self.number(name, value);
    }

    fn late_text(&mut self, name: &'static str, value: &str) {
        self.text(name, value);
    }

    fn boolean(&mut self, name: &'static str, value: bool) {
        self.text(name, if value { "true" } else { "false" });
    }

    fn time(&mut self, name: &'static str, at: WireTime<'_>) {
        self.leaf(name, |out| at.write_iso(out));
    }
}
