//! The two formats of the APIs. Which of them is spoken is decided in [`crate::negotiation`], not here.

use std::fmt;

/// A format of a request or response body (`docs/protocol/00-conventions.md` §4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// `application/json`, in whichever dialect the resource speaks.
    Json,
    /// `application/xml`.
    Xml,
}

impl Format {
    /// The `Content-Type` of a response, without parameters: one client compares the whole string
    /// (`docs/protocol/95-what-clients-depend-on.md` §2).
    #[must_use]
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Xml => "application/xml",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Json => "JSON",
            Self::Xml => "XML",
        })
    }
}
