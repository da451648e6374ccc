//! Building blocks of the schemas: the types of members by dialect, and elements with the members they hold
//! (`docs/protocol/00-conventions.md` §8).

use serde_json::{Map, Value, json};

/// A JSON dialect (`docs/protocol/00-conventions.md` §8.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// Attribute-marked, all strings.
    A1,
    /// Attribute-marked, numeric text converted.
    A2,
    /// Plain, native types.
    B,
}

impl Dialect {
    /// The name of an attribute.
    pub(super) const fn marked(self, marked: &'static str, plain: &'static str) -> &'static str {
        match self {
            Self::A1 | Self::A2 => marked,
            Self::B => plain,
        }
    }

    /// A child with a number.
    pub(super) fn number(self) -> Value {
        match self {
            Self::A1 => digits(),
            Self::A2 | Self::B => integer(),
        }
    }

    /// An attribute with a number.
    pub(super) fn attribute_number(self) -> Value {
        match self {
            Self::A1 | Self::A2 => digits(),
            Self::B => integer(),
        }
    }

    /// A number of which the server knows that it is one, that only A2 writes so.
    pub(super) fn late_number(self) -> Value {
        match self {
            Self::A1 | Self::B => digits(),
            Self::A2 => integer(),
        }
    }

    /// Whatever a visitor's page sent; in A2 a number where it is one.
    pub(super) fn late_text(self) -> Value {
        match self {
            Self::A1 | Self::B => text(),
            Self::A2 => json!({"type": ["integer", "string"]}),
        }
    }

    /// A child that may repeat.
    pub(super) fn many(self, item: &Value) -> Value {
        match self {
            Self::A1 | Self::A2 => json!({"oneOf": [item, {"type": "array", "items": item, "minItems": 2}]}),
            Self::B => array(item),
        }
    }

    /// The name of the schema of a link.
    pub(super) const fn link(self) -> &'static str {
        self.marked("Link", "PlainLink")
    }
}

/// Any text.
pub(super) fn text() -> Value {
    json!({"type": "string"})
}

/// Text with something in it.
pub(super) fn some_text() -> Value {
    json!({"type": "string", "minLength": 1})
}

/// A whole number as a string.
pub(super) fn digits() -> Value {
    json!({"type": "string", "pattern": "^-?[0-9]+$"})
}

/// A whole number.
pub(super) fn integer() -> Value {
    json!({"type": "integer"})
}

/// A whole number of 0 or more.
pub(super) fn natural() -> Value {
    json!({"type": "integer", "minimum": 0})
}

/// The number of something, as a number or as a string (`docs/protocol/00-conventions.md` §8.3).
pub(super) fn id() -> Value {
    json!({"oneOf": [{"type": "integer", "minimum": 0}, {"type": "string", "pattern": "^[0-9]{1,19}$"}]})
}

/// A truth value.
pub(super) fn boolean() -> Value {
    json!({"type": "boolean"})
}

/// A time with milliseconds and offset (`docs/protocol/00-conventions.md` §7.1).
pub(super) fn time() -> Value {
    json!({"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d$"})
}

/// One of these words.
pub(super) fn words(words: &[&str]) -> Value {
    json!({"type": "string", "enum": words})
}

/// Exactly this word.
pub(super) fn word(word: &str) -> Value {
    json!({"type": "string", "const": word})
}

/// An array with these items.
pub(super) fn array(item: &Value) -> Value {
    json!({"type": "array", "items": item})
}

/// A schema by its name.
pub(super) fn named(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

/// The same, with what it is for.
pub(super) fn described(mut schema: Value, about: &str) -> Value {
    schema["description"] = about.into();
    schema
}

/// A link with this relation.
pub(super) fn link(dialect: Dialect, rel: &str) -> Value {
    let member = dialect.marked("@rel", "rel");
    json!({"allOf": [named(dialect.link()), {"properties": {member: {"const": rel}}}]})
}

/// Several links, whose order is part of the contract (`docs/protocol/00-conventions.md` §6.4).
pub(super) fn links(dialect: Dialect, rels: &[&str]) -> Value {
    let each: Vec<Value> = rels.iter().map(|rel| link(dialect, rel)).collect();
    json!({"type": "array", "prefixItems": each, "minItems": rels.len(), "maxItems": rels.len()})
}

/// An element and its members, in the order of the wire.
#[derive(Clone, Debug)]
pub(super) struct Element {
    name: &'static str,
    members: Map<String, Value>,
    required: Vec<&'static str>,
    is_closed: bool,
}

impl Element {
    /// An element of an answer, with nothing but the members it is given.
    pub(super) fn new(name: &'static str) -> Self {
        Self { name, members: Map::new(), required: Vec::new(), is_closed: true }
    }

    /// An element of a request, in which other members are ignored.
    pub(super) fn open(name: &'static str) -> Self {
        Self { is_closed: false, ..Self::new(name) }
    }

    /// A member that is always there. One that begins with `@` is an attribute in XML.
    pub(super) fn must(mut self, name: &'static str, schema: Value) -> Self {
        self.required.push(name);
        self.may(name, schema)
    }

    /// A member that may be missing.
    pub(super) fn may(mut self, name: &'static str, schema: Value) -> Self {
        let schema = match name.strip_prefix('@') {
            Some(plain) => as_attribute(schema, plain),
            None => schema,
        };
        self.members.insert(name.to_owned(), schema);
        self
    }

    /// An attribute that is always there, named as the dialect has it.
    pub(super) fn attribute(
        self,
        dialect: Dialect,
        marked: &'static str,
        plain: &'static str,
        schema: Value,
    ) -> Self {
        self.must(dialect.marked(marked, plain), as_attribute(schema, plain))
    }

    /// The schema.
    pub(super) fn schema(self) -> Value {
        let mut schema = json!({"type": "object", "xml": {"name": self.name}, "properties": self.members});
        if !self.required.is_empty() {
            schema["required"] = json!(self.required);
        }
        if self.is_closed {
            schema["additionalProperties"] = false.into();
        }
        schema
    }
}

/// A value under one name: the schema of a document that is nothing else.
pub(super) fn scalar(name: &str, mut schema: Value) -> Value {
    schema["xml"] = json!({"name": name});
    schema
}

fn as_attribute(mut schema: Value, plain: &str) -> Value {
    schema["xml"] = json!({"name": plain, "attribute": true});
    schema
}
