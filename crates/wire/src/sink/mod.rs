//! What a resource describes itself to, and one implementation per format and dialect: [`XmlSink`] and
//! [`JsonSink`]. A sink streams straight into the response buffer: no tree between, no allocation of its own.
//!
//! A sink knows the shapes of `docs/protocol/00-conventions.md` §8 and nothing about any resource.

mod dialect;
mod escape;
mod json;
mod text;
mod xml;

#[cfg(test)]
mod tests;

pub use dialect::{A1, A1Late, A2, B, C, Dialect};
pub use json::JsonSink;
pub use text::{Decimal, Guid, Hundredths, Text};
pub use xml::XmlSink;

use crate::time::WireTime;

/// A place that a resource describes itself to, member by member, in the order of the wire.
///
/// Names are part of the protocol and never come from a person, so they are written as they are; values are
/// escaped. The attributes of an element come before anything else in it.
pub trait Sink: Sized {
    /// A child that occurs once: never an array. With nothing inside: XML `<x/>`, A `null`, B and C `""`.
    fn element(&mut self, name: &'static str, describe: impl FnOnce(&mut Self));

    /// An element that only XML has, because a document needs a root there; in JSON its members stand at the top
    /// (`docs/protocol/30-visitor-api.md` §21).
    fn envelope(&mut self, name: &'static str, describe: impl FnOnce(&mut Self));

    /// A child that may repeat: absent, one object or an array in A and C; always an array in B.
    fn list<I: IntoIterator>(
        &mut self,
        name: &'static str,
        items: I,
        describe: impl FnMut(&mut Self, I::Item),
    );

    /// As [`Sink::list`], but an array also with one occurrence in A and C (`agent` of `availableAgents`,
    /// `docs/protocol/90-open-questions.md` Q18).
    fn list_as_array<I: IntoIterator>(
        &mut self,
        name: &'static str,
        items: I,
        describe: impl FnMut(&mut Self, I::Item),
    );

    /// A child that may repeat and holds only text; same arrays as [`Sink::list`].
    fn list_of_text<I: IntoIterator<Item: Text>>(&mut self, name: &'static str, items: I);

    /// A child that may repeat and holds only a number; same arrays as [`Sink::list`], same numbers as
    /// [`Sink::number`].
    fn list_of_numbers<I: IntoIterator<Item: itoa::Integer>>(&mut self, name: &'static str, items: I);

    /// A child that may repeat, holds only a number and is one value with one occurrence, also in B
    /// (`showLogicId` of a survey, `docs/protocol/20-agent-api.md` §23). None is absent.
    fn numbers_or_one<I: IntoIterator<Item: itoa::Integer>>(&mut self, name: &'static str, items: I);

    /// An attribute: `"@x":"…"` in A, `"x":"…"` in B and C.
    fn attribute(&mut self, name: &'static str, value: impl Text);

    /// An attribute that is a number: `"@id":"3"` in A, `"id":3` in B, `"id":"3"` in C.
    fn attribute_number(&mut self, name: &'static str, value: impl itoa::Integer);

    /// An attribute that is a truth value: `"@x":"true"` in A, `"x":true` in B, `"x":"true"` in C.
    fn attribute_boolean(&mut self, name: &'static str, value: bool);

    /// The text of an element that has attributes and no children, after them: `"$"` in JSON.
    fn content(&mut self, value: impl Text);

    /// A child with text. Always a string in JSON, also when it consists of digits.
    fn text(&mut self, name: &'static str, value: impl Text);

    /// A child with a number: a string in A1 and C, a number in A2 and B.
    fn number(&mut self, name: &'static str, value: impl itoa::Integer);

    /// A child with an amount that has two decimals, a number where [`Sink::number`] is one.
    fn amount(&mut self, name: &'static str, value: Hundredths);

    /// A child with a number that only A2 writes as one; all others as a string (`systemMessageId`).
    fn late_number(&mut self, name: &'static str, value: impl itoa::Integer);

    /// As [`Sink::late_number`] for a field that holds whatever the visitor's page sent (`engagementId`): it is
    /// a number in A2 only if it is a plain decimal integer that JavaScript can hold exactly.
    fn late_text(&mut self, name: &'static str, value: &str);

    /// A child with a truth value: a string in A and C, `true` or `false` in B.
    fn boolean(&mut self, name: &'static str, value: bool);

    /// A child with a time in the ISO form.
    fn time(&mut self, name: &'static str, at: WireTime<'_>);
}
