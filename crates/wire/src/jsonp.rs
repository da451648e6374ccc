//! JSON inside the call of a function, for the one resource that old browsers load as a script
//! (`docs/protocol/10-domain-login.md` §1.4).

use crate::document::{Resource, render_into};
use crate::format::Format;
use crate::limits;
use crate::request::{Problem, RequestError};

/// The `Content-Type` of the answer: it is a script.
pub const CONTENT_TYPE: &str = "application/javascript";

/// The name of the function that a page wants to be called. It can hold nothing but a name: it becomes a part of
/// a script that runs in that page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Callback<'q>(&'q str);

impl<'q> Callback<'q> {
    /// Takes the value of the query parameter `cb`: letters, digits, `_`, `$`, `.`, `[` and `]`, at most
    /// [`limits::CALLBACK_CHARS`] of them.
    pub fn read(name: &'q str) -> Result<Self, RequestError> {
        let refused = |problem| Err(RequestError::new("cb", problem));
        let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_$.[]".contains(&byte);
        if name.is_empty() {
            refused(Problem::Empty)
        } else if !name.bytes().all(is_allowed) {
            refused(Problem::NotAFunctionName)
        } else if name.len() > limits::CALLBACK_CHARS {
            refused(Problem::TooLong(limits::CALLBACK_CHARS))
        } else {
            Ok(Self(name))
        }
    }

    /// The call with the document as its argument: `name({…})`.
    #[must_use]
    pub fn call<R: Resource>(self, resource: &R) -> Vec<u8> {
        let mut out = self.0.as_bytes().to_vec();
        out.push(b'(');
        render_into(resource, Format::Json, &mut out);
        out.push(b')');
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::ServerResultSet;

    #[test]
    fn the_document_is_the_argument_of_the_function() {
        let servers = ServerResultSet { servers: &["va.convep.liveperson.net"] };
        let called = Callback::read("callback").unwrap().call(&servers);
        assert_eq!(
            String::from_utf8(called).unwrap(),
            r#"callback({"ResultSet":{"lpData":[{"lpServer":"va.convep.liveperson.net"}]}})"#
        );
    }

    #[test]
    fn a_callback_is_a_name_and_nothing_else() {
        for name in ["cb", "lpTag.callbacks[0].$done_1", "$", "_"] {
            assert_eq!(Callback::read(name), Ok(Callback(name)));
        }
        for name in ["a(b", "a;b", "a b", "a)", "<script>", "é", "a\n", "a/b", "a'", "a-b"] {
            let refusal = Callback::read(name).unwrap_err().to_string();
            assert_eq!(refusal, "cb must be made of letters, digits and _ $ . [ ]", "{name}");
        }
        assert_eq!(Callback::read("").unwrap_err().to_string(), "cb must not be empty");
    }

    #[test]
    fn a_callback_may_be_as_long_as_the_limit_and_not_longer() {
        assert!(Callback::read(&"a".repeat(limits::CALLBACK_CHARS)).is_ok());
        let refusal = Callback::read(&"a".repeat(limits::CALLBACK_CHARS + 1)).unwrap_err().to_string();
        assert_eq!(refusal, "cb must have at most 128 characters");
    }
}
