//! How the recorder listens: every word of a resource becomes one node.

use super::{Item, Kind, Leaf, Node, Often, Recorder};
use crate::sink::{Hundredths, Sink, Text};
use crate::time::WireTime;

fn whole(text: &impl Text) -> String {
    let mut whole = String::new();
    text.write_pieces(&mut |piece| whole.push_str(piece));
    whole
}

fn decimal(value: impl itoa::Integer) -> String {
    itoa::Buffer::new().format(value).to_owned()
}

impl Sink for Recorder {
    fn element(&mut self, name: &'static str, describe: impl FnOnce(&mut Self)) {
        self.0.push(Node::Child(name, Often::Once, vec![Item::Element(Self::of(describe))]));
    }

    fn envelope(&mut self, name: &'static str, describe: impl FnOnce(&mut Self)) {
        self.0.push(Node::Envelope(name, Self::of(describe)));
    }

    fn list<I: IntoIterator>(
        &mut self,
        name: &'static str,
        items: I,
        mut describe: impl FnMut(&mut Self, I::Item),
    ) {
        self.items(name, Often::List, items, |item| Item::Element(Self::of(|sink| describe(sink, item))));
    }

    fn list_as_array<I: IntoIterator>(
        &mut self,
        name: &'static str,
        items: I,
        mut describe: impl FnMut(&mut Self, I::Item),
    ) {
        let item = |item| Item::Element(Self::of(|sink| describe(sink, item)));
        self.items(name, Often::ListAsArray, items, item);
    }

    fn list_of_text<I: IntoIterator<Item: Text>>(&mut self, name: &'static str, items: I) {
        self.items(name, Often::List, items, |item| Item::Leaf(Leaf(Kind::Text, whole(&item))));
    }

    fn list_of_numbers<I: IntoIterator<Item: itoa::Integer>>(&mut self, name: &'static str, items: I) {
        self.items(name, Often::List, items, |item| Item::Leaf(Leaf(Kind::Number, decimal(item))));
    }

    fn numbers_or_one<I: IntoIterator<Item: itoa::Integer>>(&mut self, name: &'static str, items: I) {
        self.items(name, Often::OneOrArray, items, |item| Item::Leaf(Leaf(Kind::Number, decimal(item))));
    }

    fn attribute(&mut self, name: &'static str, value: impl Text) {
        self.0.push(Node::Attribute(name, Leaf(Kind::Text, whole(&value))));
    }

    fn attribute_number(&mut self, name: &'static str, value: impl itoa::Integer) {
        self.0.push(Node::Attribute(name, Leaf(Kind::Number, decimal(value))));
    }

    fn attribute_boolean(&mut self, name: &'static str, value: bool) {
        self.0.push(Node::Attribute(name, Leaf(Kind::Boolean, value.to_string())));
    }

    fn content(&mut self, value: impl Text) {
        self.0.push(Node::Content(whole(&value)));
    }

    fn text(&mut self, name: &'static str, value: impl Text) {
        self.leaf(name, Kind::Text, whole(&value));
    }

    fn number(&mut self, name: &'static str, value: impl itoa::Integer) {
        self.leaf(name, Kind::Number, decimal(value));
    }

    fn amount(&mut self, name: &'static str, value: Hundredths) {
        self.leaf(name, Kind::Number, whole(&value));
    }

    fn late_number(&mut self, name: &'static str, value: impl itoa::Integer) {
        self.leaf(name, Kind::LateNumber, decimal(value));
    }

    fn late_text(&mut self, name: &'static str, value: &str) {
        self.leaf(name, Kind::LateText, value.to_owned());
    }

    fn boolean(&mut self, name: &'static str, value: bool) {
        self.leaf(name, Kind::Boolean, value.to_string());
    }

    fn time(&mut self, name: &'static str, at: WireTime<'_>) {
        let mut iso = Vec::new();
        at.write_iso(&mut iso);
        self.leaf(name, Kind::Text, String::from_utf8(iso).unwrap());
    }
}
