//! Reading JSON: `serde_json` does the grammar, a seed per value builds the tree and keeps the limits while
//! the text goes by.

use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer as _, MapAccess, SeqAccess, Visitor};
use serde_json::Deserializer;
use serde_json::value::RawValue;

use super::{Budget, Document, Element, MemberName, Place, ReadError, check_characters, check_level};
use crate::format::Format;

/// The member whose content is passed on as it is and not looked into.
const OPAQUE: &str = "json";

pub(super) fn read(text: &str) -> Result<Document, ReadError> {
    let mut state = State::default();
    let mut top = Element::default();
    let mut source = Deserializer::from_str(text);
    let members = Members { state: &mut state, into: &mut top, level: 0 };
    let outcome = source.deserialize_any(Top(members)).and_then(|()| source.end());
    match outcome {
        Ok(()) => Ok(Document::new(top)),
        Err(error) => Err(state.refusal.unwrap_or_else(|| syntax(&error))),
    }
}

fn syntax(error: &serde_json::Error) -> ReadError {
    let place = Place { line: error.line(), column: error.column() };
    ReadError::Syntax { format: Format::Json, place }
}

/// What all seeds of one reading share.
#[derive(Default)]
struct State {
    budget: Budget,
    /// Why the reading was broken off; serde's error is able to carry only a message.
    refusal: Option<ReadError>,
}

impl State {
    fn check<E: de::Error>(&mut self, result: Result<(), ReadError>) -> Result<(), E> {
        result.map_err(|refusal| {
            self.refusal = Some(refusal);
            E::custom("refused")
        })
    }
}

/// The members of one object, read into one element that stands at `level`.
struct Members<'t> {
    state: &'t mut State,
    into: &'t mut Element,
    level: usize,
}

impl Members<'_> {
    fn read<'de, A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<String>()? {
            self.state.check(check_characters("", &name))?;
            let value = Value {
                state: &mut *self.state,
                parent: &mut *self.into,
                slot: Slot::of(&name),
                level: self.level + 1,
            };
            if name == OPAQUE {
                value.read_opaque(map.next_value()?)?;
            } else {
                map.next_value_seed(value)?;
            }
        }
        Ok(())
    }
}

/// Where a member goes.
#[derive(Clone, Copy)]
enum Slot<'n> {
    Attribute(&'n str),
    Text,
    Child(&'n str),
}

impl<'n> Slot<'n> {
    fn of(name: &'n str) -> Self {
        match name.strip_prefix('@') {
            Some(attribute) => Self::Attribute(attribute),
            None if name == "$" => Self::Text,
            None => Self::Child(name),
        }
    }

    const fn name(self) -> &'n str {
        match self {
            Self::Attribute(name) | Self::Child(name) => name,
            Self::Text => "$",
        }
    }
}

/// One value, to be put into `parent`; an element made of it stands at `level`.
struct Value<'t, 'n> {
    state: &'t mut State,
    parent: &'t mut Element,
    slot: Slot<'n>,
    level: usize,
}

impl Value<'_, '_> {
    fn scalar<E: de::Error>(self, text: &str) -> Result<(), E> {
        self.state.check(check_characters(self.slot.name(), text))?;
        let taken = self.state.budget.take_node();
        self.state.check(taken)?;
        match self.slot {
            Slot::Attribute(name) => self.parent.push_attribute(name, text.to_owned()),
            Slot::Text => self.parent.push_text(text),
            Slot::Child(name) => {
                self.state.check(check_level(self.level))?;
                let mut child = Element::named(name);
                child.push_text(text);
                self.parent.push_child(child);
            }
        }
        Ok(())
    }

    /// The name of the child to be made of an object or array; anything else has to be a scalar.
    fn child_name<E: de::Error>(&mut self) -> Result<(), E> {
        let result = match self.slot {
            Slot::Child(_) => check_level(self.level),
            Slot::Attribute(_) | Slot::Text => {
                Err(ReadError::NotAScalar { member: MemberName::new(self.slot.name()) })
            }
        };
        self.state.check(result)
    }

    /// An object or array becomes the text of the child, as its source; a scalar is read as anywhere.
    fn read_opaque<E: de::Error>(self, raw: &RawValue) -> Result<(), E> {
        let source = raw.get();
        if source.starts_with(['{', '[']) {
            return self.scalar(source);
        }
        let mut source = Deserializer::from_str(source);
        self.deserialize(&mut source).map_err(|error| E::custom(error))
    }
}

impl<'de> DeserializeSeed<'de> for Value<'_, '_> {
    type Value = ();

    fn deserialize<D: de::Deserializer<'de>>(self, source: D) -> Result<(), D::Error> {
        source.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Value<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<(), E> {
        self.scalar(text)
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<(), E> {
        self.scalar(if value { "true" } else { "false" })
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<(), E> {
        self.scalar(itoa::Buffer::new().format(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<(), E> {
        self.scalar(itoa::Buffer::new().format(value))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<(), E> {
        let number =
            serde_json::Number::from_f64(value).map_or_else(String::new, |number| number.to_string());
        self.scalar(&number)
    }

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        self.scalar("")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, map: A) -> Result<(), A::Error> {
        self.child_name()?;
        let taken = self.state.budget.take_node();
        self.state.check(taken)?;
        let mut child = Element::named(self.slot.name());
        Members { state: self.state, into: &mut child, level: self.level }.read(map)?;
        child.drop_layout();
        self.parent.push_child(child);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<(), A::Error> {
        self.child_name()?;
        loop {
            let item = Value {
                state: &mut *self.state,
                parent: &mut *self.parent,
                slot: self.slot,
                level: self.level + 1,
            };
            if items.next_element_seed(item)?.is_none() {
                return Ok(());
            }
        }
    }
}

/// The body itself, which has to be an object.
struct Top<'t>(Members<'t>);

impl Top<'_> {
    fn refuse<E: de::Error>(self) -> Result<(), E> {
        self.0.state.check(Err(ReadError::NotAnObject))
    }
}

impl<'de> Visitor<'de> for Top<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        self.0.read(map)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<(), A::Error> {
        self.refuse()
    }

    fn visit_str<E: de::Error>(self, _: &str) -> Result<(), E> {
        self.refuse()
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<(), E> {
        self.refuse()
    }

    fn visit_u64<E: de::Error>(self, _: u64) -> Result<(), E> {
        self.refuse()
    }

    fn visit_i64<E: de::Error>(self, _: i64) -> Result<(), E> {
        self.refuse()
    }

    fn visit_f64<E: de::Error>(self, _: f64) -> Result<(), E> {
        self.refuse()
    }

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        self.refuse()
    }
}
