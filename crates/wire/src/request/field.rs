//! How single members are read, the same in every request.

use super::{Problem, RequestError};
use crate::reader::{Document, Element};

/// The root element of a request, which has to be there.
pub(super) fn root<'d>(document: &'d Document, name: &'static str) -> Result<&'d Element, RequestError> {
    document.root(name).ok_or(RequestError::new(name, Problem::Missing))
}

/// A member that may be missing; empty or blank counts as missing. Blanks around it are not part of it.
pub(super) fn optional<'d>(element: &'d Element, name: &str) -> Option<&'d str> {
    element.get(name).map(str::trim_ascii).filter(|value| !value.is_empty())
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
