//! Property: reading what a sink wrote gives the same document, in every format and dialect; here for content that no
//! resource has, in [`documents`] for every resource.
//!
//! The normal form: dialects B and C write attributes without a mark, so there they read back as children with
//! text, in front of the others. Everything else is the same everywhere.

mod documents;
mod material;
mod recorder;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::read;
use crate::format::Format;
use crate::sink::{A1, A1Late, A2, B, C, Dialect, JsonSink, Sink, XmlSink};
use material::legal_text as text;
use recorder::{Recorder, Spelling};

/// Names as the protocol has them; none is `json`, which is not looked into.
const NAMES: [&str; 7] = ["id", "type", "text", "link", "event", "a-b", "customVariable"];

/// A child, as a resource would describe it.
#[derive(Clone, Debug)]
enum Node {
    Text(&'static str, String),
    Number(&'static str, i64),
    LateNumber(&'static str, u16),
    LateText(&'static str, String),
    Boolean(&'static str, bool),
    Texts(&'static str, Vec<String>),
    Numbers(&'static str, Vec<u64>),
    Element(&'static str, Content),
    List(&'static str, Vec<Content>),
}

#[derive(Clone, Debug)]
struct Content {
    attributes: Vec<(&'static str, String)>,
    number: Option<u64>,
    children: Vec<Node>,
}

impl Content {
    fn describe(&self, sink: &mut impl Sink) {
        if let Some(number) = self.number {
            sink.attribute_number("id", number);
        }
        for (name, value) in &self.attributes {
            sink.attribute(name, value.as_str());
        }
        for child in &self.children {
            child.describe(sink);
        }
    }
}

impl Node {
    fn describe(&self, sink: &mut impl Sink) {
        match self {
            Self::Text(name, text) => sink.text(name, text.as_str()),
            Self::Number(name, number) => sink.number(name, *number),
            Self::LateNumber(name, number) => sink.late_number(name, *number),
            Self::LateText(name, text) => sink.late_text(name, text),
            Self::Boolean(name, value) => sink.boolean(name, *value),
            Self::Texts(name, texts) => sink.list_of_text(name, texts.iter().map(String::as_str)),
            Self::Numbers(name, numbers) => sink.list_of_numbers(name, numbers.iter().copied()),
            Self::Element(name, content) => sink.element(name, |sink| content.describe(sink)),
            Self::List(name, contents) => sink.list(name, contents, |sink, item| item.describe(sink)),
        }
    }
}

fn content() -> impl Strategy<Value = Content> {
    let name = || select(&NAMES[..]);
    let leaf = prop_oneof![
        (name(), text()).prop_map(|(name, text)| Node::Text(name, text)),
        (name(), any::<i64>()).prop_map(|(name, number)| Node::Number(name, number)),
        (name(), any::<u16>()).prop_map(|(name, number)| Node::LateNumber(name, number)),
        (name(), text()).prop_map(|(name, text)| Node::LateText(name, text)),
        (name(), any::<bool>()).prop_map(|(name, value)| Node::Boolean(name, value)),
        (name(), vec(text(), 0..4)).prop_map(|(name, texts)| Node::Texts(name, texts)),
        (name(), vec(any::<u64>(), 0..4)).prop_map(|(name, numbers)| Node::Numbers(name, numbers)),
    ];
    // XML forbids an attribute twice on one element; `id` is the number's.
    let attributes = || {
        (proptest::option::of(any::<u64>()), proptest::option::of(text()), proptest::option::of(text()))
            .prop_map(|(number, kind, href)| {
                let kind = kind.map(|value| ("type", value));
                (number, kind.into_iter().chain(href.map(|value| ("href", value))).collect())
            })
    };
    let with = |(number, attributes), children| Content { attributes, number, children };
    let node = leaf.prop_recursive(4, 24, 4, move |inner| {
        let content =
            (attributes(), vec(inner, 0..4)).prop_map(move |(head, children)| with(head, children)).boxed();
        prop_oneof![
            (name(), content.clone()).prop_map(|(name, content)| Node::Element(name, content)),
            (name(), vec(content, 0..4)).prop_map(|(name, contents)| Node::List(name, contents)),
        ]
    });
    (attributes(), vec(node, 0..5)).prop_map(move |(head, children)| with(head, children))
}

fn check_json<D: Dialect>(content: &Content, said: &Recorder) -> Result<(), TestCaseError> {
    let mut out = Vec::new();
    JsonSink::<D>::write(&mut out, |sink| sink.element("root", |sink| content.describe(sink)));
    prop_assert_eq!(read(&out, Format::Json).unwrap(), said.document(Spelling::of::<D>()));
    Ok(())
}

fn check_xml(content: &Content, said: &Recorder) -> Result<(), TestCaseError> {
    let mut out = Vec::new();
    XmlSink::write(&mut out, false, |sink| sink.element("root", |sink| content.describe(sink)));
    prop_assert_eq!(read(&out, Format::Xml).unwrap(), said.document(Spelling::Xml));
    Ok(())
}

proptest! {
    #[test]
    fn reading_what_was_written_gives_the_same_document(content in content()) {
        let said = Recorder::of(|sink| sink.element("root", |sink| content.describe(sink)));
        check_xml(&content, &said)?;
        check_json::<A1>(&content, &said)?;
        check_json::<A1Late>(&content, &said)?;
        check_json::<A2>(&content, &said)?;
        check_json::<B>(&content, &said)?;
        check_json::<C>(&content, &said)?;
    }

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in vec(any::<u8>(), 0..64), markup in "[<>/a-c=\"'&#;!\\[\\]{}:,@$ ?x0-9-]{0,40}") {
        for body in [bytes.as_slice(), markup.as_bytes()] {
            let _ = read(body, Format::Json);
            let _ = read(body, Format::Xml);
        }
    }
}
