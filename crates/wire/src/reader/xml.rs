//! Reading XML from the events of `quick-xml`: no document type, no entities but the five, nothing fetched.

use quick_xml::events::{BytesDecl, BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion, escape};

use super::{Budget, Document, Element, Place, ReadError, check_characters, check_level};
use crate::format::Format;

pub(super) fn read(text: &str) -> Result<Document, ReadError> {
    let mut reader = Reader::from_str(text);
    let mut tree = Tree { text, offset: 0, budget: Budget::default(), open: Vec::new(), root: None };
    loop {
        let event = reader.read_event();
        let position = if event.is_ok() { reader.buffer_position() } else { reader.error_position() };
        tree.offset = usize::try_from(position).unwrap_or(text.len());
        match event.map_err(|_| tree.syntax())? {
            Event::Start(tag) => tree.start(&tag)?,
            Event::Empty(tag) => {
                tree.start(&tag)?;
                tree.end()?;
            }
            Event::End(_) => tree.end()?,
            Event::Text(content) => tree.characters(&content.xml10_content())?,
            Event::CData(content) => tree.characters(&content.xml10_content())?,
            Event::GeneralRef(reference) => tree.reference(&reference)?,
            Event::Decl(declaration) => check_encoding(&declaration)?,
            Event::DocType(_) => return Err(ReadError::DocumentType),
            Event::Comment(_) | Event::PI(_) => {}
            Event::Eof => return tree.finish(),
        }
    }
}

fn check_encoding(declaration: &BytesDecl<'_>) -> Result<(), ReadError> {
    match declaration.encoding() {
        None => Ok(()),
        Some(Ok(name)) if name.eq_ignore_ascii_case("utf-8") => Ok(()),
        Some(Ok(_) | Err(_)) => Err(ReadError::Encoding),
    }
}

/// The tree while it grows.
struct Tree<'t> {
    text: &'t str,
    /// Where the reader stands, for messages.
    offset: usize,
    budget: Budget,
    /// The elements whose end was not seen, outermost first.
    open: Vec<Element>,
    root: Option<Element>,
}

impl Tree<'_> {
    fn place(&self) -> Place {
        Place::of_offset(self.text, self.offset)
    }

    fn syntax(&self) -> ReadError {
        ReadError::Syntax { format: Format::Xml, place: self.place() }
    }

    fn start(&mut self, tag: &BytesStart<'_>) -> Result<(), ReadError> {
        if self.root.is_some() {
            return Err(self.syntax());
        }
        check_level(self.open.len() + 1)?;
        self.budget.take_node()?;
        let name = tag.name();
        let name: &str = name.as_ref();
        check_name(name).map_err(|()| self.syntax())?;
        let mut element = Element::named(name);
        for attribute in tag.attributes() {
            let attribute = attribute.map_err(|_| self.syntax())?;
            self.budget.take_node()?;
            let name: &str = attribute.key.as_ref();
            check_name(name).map_err(|()| self.syntax())?;
            let value = attribute
                .normalized_value(XmlVersion::Explicit1_0)
                .map_err(|_| ReadError::UnknownReference { place: self.place() })?;
            check_characters(name, &value)?;
            element.push_attribute(name, value.into_owned());
        }
        self.open.push(element);
        Ok(())
    }

    fn end(&mut self) -> Result<(), ReadError> {
        let mut element = self.open.pop().ok_or_else(|| self.syntax())?;
        element.drop_layout();
        match self.open.last_mut() {
            Some(parent) => parent.push_child(element),
            None => self.root = Some(element),
        }
        Ok(())
    }

    fn characters(&mut self, text: &str) -> Result<(), ReadError> {
        match self.open.last_mut() {
            Some(element) => {
                check_characters(element.name(), text)?;
                element.push_text(text);
                Ok(())
            }
            None if text.trim_ascii().is_empty() => Ok(()),
            None => Err(self.syntax()),
        }
    }

    fn reference(&mut self, reference: &BytesRef<'_>) -> Result<(), ReadError> {
        let name: &str = reference.as_ref();
        if let Some(text) = escape::resolve_xml_entity(name) {
            return self.characters(text);
        }
        match reference.resolve_char_ref() {
            Ok(Some(character)) => self.characters(character.encode_utf8(&mut [0; 4])),
            Err(_) if is_null_reference(name) => self.characters("\0"),
            Ok(None) | Err(_) => Err(ReadError::UnknownReference { place: self.place() }),
        }
    }

    fn finish(&mut self) -> Result<Document, ReadError> {
        match self.root.take() {
            Some(root) if self.open.is_empty() => {
                let mut top = Element::default();
                top.push_child(root);
                Ok(Document::new(top))
            }
            Some(_) | None => Err(self.syntax()),
        }
    }
}

/// Refuses what is no `Name` of XML 1.0 (fifth edition, production 5): the parser does not look, and `<@id>` must not pass for
/// the attribute that JSON writes like this.
fn check_name(name: &str) -> Result<(), ()> {
    let mut characters = name.chars();
    let starts = characters.next().is_some_and(starts_name);
    if starts && characters.all(continues_name) { Ok(()) } else { Err(()) }
}

/// Production 4, `NameStartChar`.
const fn starts_name(character: char) -> bool {
    matches!(
        character,
        ':' | '_' | 'A'..='Z' | 'a'..='z' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}'
            | '\u{370}'..='\u{37d}' | '\u{37f}'..='\u{1fff}' | '\u{200c}' | '\u{200d}' | '\u{2070}'..='\u{218f}'
            | '\u{2c00}'..='\u{2fef}' | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}'
            | '\u{fdf0}'..='\u{fffd}' | '\u{10000}'..='\u{effff}'
    )
}

/// Production 4a, `NameChar`.
const fn continues_name(character: char) -> bool {
    starts_name(character)
        || matches!(
            character,
            '-' | '.' | '0'..='9' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}' | '\u{2040}'
        )
}

/// Whether a character reference names U+0000, which the parser refuses by itself.
fn is_null_reference(name: &str) -> bool {
    let digits = name.trim_start_matches(['#', 'x']);
    !digits.is_empty() && digits.bytes().all(|digit| digit == b'0')
}
