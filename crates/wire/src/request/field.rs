//! How single members are read, the same in every request.

use std::ops::RangeInclusive;

use super::{Problem, RequestError};
use crate::reader::{Document, Element};

/// The root element of a request, which has to be there.
pub(super) fn root<'d>(document: &'d Document, name: &'static str) -> Result<&'d Element, RequestError> {
    document.root(name).ok_or(RequestError::new(name, Problem::Missing))
}

/// A member that may be missing; empty or blank counts as missing. Blanks around it are not part of it.
pub(super) fn optional<'d>(element: &'d Element, name: &str) -> Option<&'d str> {
    element.get(name).and_then(not_blank)
}

/// A value without the blanks around it, if anything else is in it.
pub(super) fn not_blank(value: &str) -> Option<&str> {
    Some(value.trim_ascii()).filter(|value| !value.is_empty())
}

/// The page a visitor comes from, in either spelling (`docs/protocol/90-open-questions.md` Q30).
pub(super) fn referrer(element: &Element) -> Option<&str> {
    optional(element, "chatReferrer").or_else(|| optional(element, "chatRefferer"))
}

/// A member that has to be there with something in it.
pub(super) fn required<'d>(
    element: &'d Element,
    name: &str,
    path: &'static str,
) -> Result<&'d str, RequestError> {
    optional(element, name).ok_or(RequestError::new(path, Problem::Missing))
}

/// A member that may be missing, and is a whole number if it is there, as a number or as a string.
pub(super) fn optional_number(
    element: &Element,
    name: &str,
    path: &'static str,
) -> Result<Option<u64>, RequestError> {
    optional(element, name).map(|value| number(value, path)).transpose()
}

/// A whole number.
pub(super) fn number(value: &str, path: &'static str) -> Result<u64, RequestError> {
    value.parse().map_err(|_| RequestError::new(path, Problem::NotANumber))
}

/// A whole number that may be negative, in `range`.
pub(super) fn number_in(
    value: &str,
    range: RangeInclusive<i64>,
    path: &'static str,
) -> Result<i64, RequestError> {
    let number = value.parse().map_err(|_| RequestError::new(path, Problem::NotANumber))?;
    if range.contains(&number) {
        Ok(number)
    } else {
        Err(RequestError::new(path, Problem::OutOfRange(range)))
    }
}

/// Refuses a list with more than `limit` entries.
pub(super) fn at_most(count: usize, limit: usize, path: &'static str) -> Result<(), RequestError> {
    if count > limit {
        return Err(RequestError::new(path, Problem::TooMany(limit)));
    }
    Ok(())
}

/// The element that holds the members of a body without a root: the top, or the root that it has all the same
/// because XML needs one (`docs/protocol/30-visitor-api.md` §19, §21).
pub(super) fn rootless<'d>(document: &'d Document, members: &[&str]) -> &'d Element {
    let top = document.top();
    let holds = |element: &&Element| members.iter().any(|member| element.get(member).is_some());
    if holds(&top) { top } else { top.children().find(holds).unwrap_or(top) }
}

/// Refuses a text with more than `limit_chars` characters.
pub(super) fn within<'d>(
    text: &'d str,
    limit_chars: usize,
    path: &'static str,
) -> Result<&'d str, RequestError> {
    if text.chars().nth(limit_chars).is_some() {
        return Err(RequestError::new(path, Problem::TooLong(limit_chars)));
    }
    Ok(text)
}
