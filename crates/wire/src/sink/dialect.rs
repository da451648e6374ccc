//! The JSON dialects as sets of switches: what differs between them, and nothing else
//! (`docs/protocol/00-conventions.md` §8.1). Which resource speaks which is said by the resource.

/// One column of the table of dialects.
pub trait Dialect {
    /// What stands before the name of an attribute.
    const ATTRIBUTE_MARK: &'static str;
    /// Whether a repeatable child is an array even with one occurrence or none.
    const ALWAYS_ARRAYS: bool;
    /// Whether a number is a JSON number.
    const NATIVE_NUMBERS: bool;
    /// Whether a number or a truth value in an attribute has its native type.
    const NATIVE_ATTRIBUTES: bool;
    /// Whether the numbers that became numbers late are JSON numbers.
    const NATIVE_LATE_NUMBERS: bool;
    /// Whether a truth value is a JSON boolean.
    const NATIVE_BOOLEANS: bool;
    /// What an element with nothing inside is written as.
    const EMPTY: &'static str;
}

/// Attribute-marked, all strings: events, agent session, availability.
#[derive(Clone, Copy, Debug)]
pub enum A1 {}

impl Dialect for A1 {
    const ATTRIBUTE_MARK: &'static str = "@";
    const ALWAYS_ARRAYS: bool = false;
    const NATIVE_NUMBERS: bool = false;
    const NATIVE_ATTRIBUTES: bool = false;
    const NATIVE_LATE_NUMBERS: bool = false;
    const NATIVE_BOOLEANS: bool = false;
    const EMPTY: &'static str = "null";
}

/// A1 with the numbers that became numbers late as JSON numbers: stand-alone events behind a switch
/// (`docs/protocol/90-open-questions.md` Q2).
#[derive(Clone, Copy, Debug)]
pub enum A1Late {}

impl Dialect for A1Late {
    const ATTRIBUTE_MARK: &'static str = A1::ATTRIBUTE_MARK;
    const ALWAYS_ARRAYS: bool = A1::ALWAYS_ARRAYS;
    const NATIVE_NUMBERS: bool = A1::NATIVE_NUMBERS;
    const NATIVE_ATTRIBUTES: bool = A1::NATIVE_ATTRIBUTES;
    const NATIVE_LATE_NUMBERS: bool = true;
    const NATIVE_BOOLEANS: bool = A1::NATIVE_BOOLEANS;
    const EMPTY: &'static str = A1::EMPTY;
}

/// Attribute-marked, numeric text converted: the chat documents.
#[derive(Clone, Copy, Debug)]
pub enum A2 {}

impl Dialect for A2 {
    const ATTRIBUTE_MARK: &'static str = "@";
    const ALWAYS_ARRAYS: bool = false;
    const NATIVE_NUMBERS: bool = true;
    const NATIVE_ATTRIBUTES: bool = false;
    const NATIVE_LATE_NUMBERS: bool = true;
    const NATIVE_BOOLEANS: bool = false;
    const EMPTY: &'static str = "null";
}

/// Plain, native types: chat sessions, stand-alone information, scalars, errors, login.
#[derive(Clone, Copy, Debug)]
pub enum B {}

impl Dialect for B {
    const ATTRIBUTE_MARK: &'static str = "";
    const ALWAYS_ARRAYS: bool = true;
    const NATIVE_NUMBERS: bool = true;
    const NATIVE_ATTRIBUTES: bool = true;
    const NATIVE_LATE_NUMBERS: bool = false;
    const NATIVE_BOOLEANS: bool = true;
    const EMPTY: &'static str = r#""""#;
}

/// The old surveys: plain names, all strings, single occurrences not wrapped.
#[derive(Clone, Copy, Debug)]
pub enum C {}

impl Dialect for C {
    const ATTRIBUTE_MARK: &'static str = "";
    const ALWAYS_ARRAYS: bool = false;
    const NATIVE_NUMBERS: bool = false;
    const NATIVE_ATTRIBUTES: bool = false;
    const NATIVE_LATE_NUMBERS: bool = false;
    const NATIVE_BOOLEANS: bool = false;
    const EMPTY: &'static str = r#""""#;
}
