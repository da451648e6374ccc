//! A sink that keeps what a resource says about itself, and what each format is to make of that: the slow and obvious
//! other half of every sink.

mod listen;

use serde_json::{Map, Value};

use super::super::{Document, Element};
use crate::characters;
use crate::sink::Dialect;

/// What a resource said, in order.
#[derive(Debug, Default)]
pub(super) struct Recorder(Vec<Node>);

#[derive(Debug)]
enum Node {
    Attribute(&'static str, Leaf),
    Content(String),
    Envelope(&'static str, Recorder),
    Child(&'static str, Often, Vec<Item>),
}

#[derive(Debug)]
enum Item {
    Leaf(Leaf),
    Element(Recorder),
}

#[derive(Debug)]
struct Leaf(Kind, String);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Text,
    Number,
    LateNumber,
    LateText,
    Boolean,
}

/// How often a child may occur, and what JSON makes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Often {
    Once,
    List,
    ListAsArray,
    OneOrArray,
}

/// How a format spells what was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spelling {
    /// XML: attributes, and a root in any case. What it cannot carry is U+FFFD.
    Xml,
    /// Dialect A: attributes with a mark.
    Marked,
    /// Dialects B and C: attributes without a mark read back as children.
    Plain,
}

impl Spelling {
    pub(super) fn of<D: Dialect>() -> Self {
        if D::ATTRIBUTE_MARK.is_empty() { Self::Plain } else { Self::Marked }
    }
}

impl Recorder {
    pub(super) fn of(describe: impl FnOnce(&mut Self)) -> Self {
        let mut recorder = Self::default();
        describe(&mut recorder);
        recorder
    }

    /// The document that is to be read back.
    pub(super) fn document(&self, spelling: Spelling) -> Document {
        let mut top = Element::default();
        self.fill(&mut top, spelling);
        Document::new(top)
    }

    fn fill(&self, element: &mut Element, spelling: Spelling) {
        let spelt = |text: &str| match spelling {
            Spelling::Xml => {
                text.chars().map(|c| if characters::is_legal(c) { c } else { '\u{fffd}' }).collect()
            }
            Spelling::Marked | Spelling::Plain => text.to_owned(),
        };
        for node in &self.0 {
            match node {
                Node::Attribute(name, leaf) if spelling == Spelling::Plain => {
                    element.push_child(with_text(name, &leaf.1));
                }
                Node::Attribute(name, leaf) => element.push_attribute(name, spelt(&leaf.1)),
                Node::Content(text) => element.push_text(&spelt(text)),
                Node::Envelope(name, inside) if spelling == Spelling::Xml => {
                    element.push_child(inside.element(name, spelling));
                }
                Node::Envelope(_, inside) => inside.fill(element, spelling),
                Node::Child(name, _, items) => {
                    for item in items {
                        element.push_child(match item {
                            Item::Leaf(leaf) => with_text(name, &spelt(&leaf.1)),
                            Item::Element(inside) => inside.element(name, spelling),
                        });
                    }
                }
            }
        }
    }

    fn element(&self, name: &str, spelling: Spelling) -> Element {
        let mut element = Element::named(name);
        self.fill(&mut element, spelling);
        element
    }

    /// Whether a text holds a character that XML cannot carry.
    pub(super) fn has_illegal_characters(&self) -> bool {
        let is_illegal = |text: &str| characters::first_illegal(text).is_some();
        self.0.iter().any(|node| match node {
            Node::Attribute(_, leaf) => is_illegal(&leaf.1),
            Node::Content(text) => is_illegal(text),
            Node::Envelope(_, inside) => inside.has_illegal_characters(),
            Node::Child(_, _, items) => items.iter().any(|item| match item {
                Item::Leaf(leaf) => is_illegal(&leaf.1),
                Item::Element(inside) => inside.has_illegal_characters(),
            }),
        })
    }

    /// The JSON of a dialect, with the type of every value (`docs/protocol/00-conventions.md` §8.1).
    pub(super) fn json<D: Dialect>(&self) -> Value {
        let mut members = Map::new();
        self.fill_json::<D>(&mut members);
        Value::Object(members)
    }

    fn fill_json<D: Dialect>(&self, members: &mut Map<String, Value>) {
        for node in &self.0 {
            match node {
                Node::Attribute(name, leaf) => {
                    let is_native = D::NATIVE_ATTRIBUTES && leaf.0 != Kind::Text;
                    members.insert(format!("{}{name}", D::ATTRIBUTE_MARK), leaf.value(is_native));
                }
                Node::Content(text) => {
                    members.insert("$".to_owned(), Value::String(text.clone()));
                }
                Node::Envelope(_, inside) => inside.fill_json::<D>(members),
                Node::Child(name, often, items) => {
                    let mut values: Vec<Value> = items.iter().map(Item::json::<D>).collect();
                    let is_array = match often {
                        Often::Once => false,
                        Often::List => D::ALWAYS_ARRAYS || values.len() > 1,
                        Often::ListAsArray => D::ALWAYS_ARRAYS || !values.is_empty(),
                        Often::OneOrArray => values.len() > 1,
                    };
                    if is_array {
                        members.insert((*name).to_owned(), Value::Array(values));
                    } else if let Some(only) = values.pop() {
                        members.insert((*name).to_owned(), only);
                    }
                }
            }
        }
    }

    fn leaf(&mut self, name: &'static str, kind: Kind, text: String) {
        self.0.push(Node::Child(name, Often::Once, vec![Item::Leaf(Leaf(kind, text))]));
    }

    fn items<I: IntoIterator>(
        &mut self,
        name: &'static str,
        often: Often,
        items: I,
        item: impl FnMut(I::Item) -> Item,
    ) {
        self.0.push(Node::Child(name, often, items.into_iter().map(item).collect()));
    }
}

impl Item {
    fn json<D: Dialect>(&self) -> Value {
        match self {
            Self::Leaf(leaf) => leaf.value(match leaf.0 {
                Kind::Text => false,
                Kind::Number => D::NATIVE_NUMBERS,
                Kind::LateNumber => D::NATIVE_LATE_NUMBERS,
                Kind::LateText => D::NATIVE_LATE_NUMBERS && leaf.is_exact_in_javascript(),
                Kind::Boolean => D::NATIVE_BOOLEANS,
            }),
            Self::Element(inside) if inside.json::<D>() == Value::Object(Map::new()) => {
                serde_json::from_str(D::EMPTY).unwrap()
            }
            Self::Element(inside) => inside.json::<D>(),
        }
    }
}

impl Leaf {
    fn value(&self, is_native: bool) -> Value {
        if is_native { serde_json::from_str(&self.1).unwrap() } else { Value::String(self.1.clone()) }
    }

    fn is_exact_in_javascript(&self) -> bool {
        let Ok(number) = self.1.parse::<u64>() else { return false };
        number.to_string() == self.1 && number < 1 << 53
    }
}

fn with_text(name: &str, text: &str) -> Element {
    let mut leaf = Element::named(name);
    leaf.push_text(text);
    leaf
}
