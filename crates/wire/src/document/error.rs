//! The two bodies of an error. Which error has which words is in [`crate::error`].

use super::Resource;
use crate::sink::{B, Sink};
use crate::time::{UsTime, WireTime};

/// `error` of the chat APIs (`docs/protocol/00-conventions.md` §9.2).
#[derive(Clone, Copy, Debug)]
pub struct ErrorDocument<'a> {
    /// When it happened.
    pub time: WireTime<'a>,
    /// What was wrong.
    pub message: &'a str,
    /// The number old clients look at.
    pub internal_code: u16,
}

impl Resource for ErrorDocument<'_> {
    type Dialect = B;
    const STANDALONE: bool = true;

    fn describe(&self, sink: &mut impl Sink) {
        sink.element("error", |sink| {
            sink.time("time", self.time);
            sink.text("message", self.message);
            sink.number("internalCode", self.internal_code);
        });
    }
}

/// `error` of the login service: another form of time, and a word for the status
/// (`docs/protocol/10-domain-login.md` §3.4, §4.3).
#[derive(Clone, Copy, Debug)]
pub struct LoginErrorDocument<'a> {
    /// When it happened.
    pub time: WireTime<'a>,
    /// What was wrong.
    pub message: &'a str,
    /// The number old clients look at.
    pub internal_code: u16,
    /// The status as a word, `UNAUTHORIZED`.
    pub response_status: &'static str,
}

impl Resource for LoginErrorDocument<'_> {
    type Dialect = B;
    const STANDALONE: bool = true;
    const JSON_ONLY: bool = true;

    fn describe(&self, sink: &mut impl Sink) {
        sink.element("error", |sink| {
            sink.text("time", UsTime(self.time));
            sink.text("message", self.message);
            sink.number("internalCode", self.internal_code);
            sink.text("responseStatus", self.response_status);
        });
    }
}
