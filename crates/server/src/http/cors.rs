//! Which pages of other origins may read an answer: those of the account's list, or any page, without cookies, where there
//! is no list (`docs/protocol/00-conventions.md` §3). It decides nothing about the request, only who may read.

use super::Shared;
use super::exchange::text;
use crate::limits;
use http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE,
    ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD, ORIGIN, VARY,
};
use http::{HeaderMap, HeaderValue};
use std::sync::Arc;

/// What stands for every origin.
const ANY: &str = "*";
/// The headers of an answer that a page may read beside the harmless ones.
const EXPOSED: &str = "Location, ETag, Retry-After, Preference-Applied, Idempotency-Key";
/// Seconds a browser may go by what it was told.
const MAX_AGE_S: &str = "7200";

/// Who may read an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Readers {
    /// No page has asked.
    NotAsked,
    /// Any page, without cookies. Another page may get another answer if there is a list.
    Any { listed: bool },
    /// The page that asks, which is on the list.
    This(HeaderValue),
    /// Pages on the list, to which the one that asks does not belong.
    Others,
}

impl Readers {
    /// Who may read the answers of an account. Errors about an account that is not there may be read by any page.
    pub(super) fn of(app: &Shared, account: Option<&str>, headers: &HeaderMap) -> Self {
        let Some(origin) = headers.get(ORIGIN) else { return Self::NotAsked };
        let account = account.and_then(|id| app.engine.account(id));
        account.map_or(Self::Any { listed: false }, |account| {
            Self::among(account.view().read().desk().state().profile.origins.as_deref(), origin)
        })
    }

    fn among(listed: Option<&[Arc<str>]>, origin: &HeaderValue) -> Self {
        let Some(listed) = listed else { return Self::Any { listed: false } };
        let is = |known: &&Arc<str>| known.as_bytes().eq_ignore_ascii_case(origin.as_bytes());
        if listed.iter().filter(|known| &***known != ANY).any(|known| is(&known)) {
            Self::This(origin.clone())
        } else if listed.iter().any(|known| &**known == ANY) {
            Self::Any { listed: true }
        } else {
            Self::Others
        }
    }

    /// Says so in an answer.
    pub(super) fn write(&self, headers: &mut HeaderMap) {
        match self {
            Self::NotAsked => return,
            Self::Any { .. } => {
                headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static(ANY));
            }
            Self::This(origin) => {
                headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
                headers.insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
            }
            Self::Others => {}
        }
        if *self != (Self::Any { listed: false }) {
            headers.append(VARY, HeaderValue::from_static("Origin"));
        }
        if *self != Self::Others {
            headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(EXPOSED));
        }
    }

    /// Says in an answer to `OPTIONS` what a page may send, if one asks. A PUT or DELETE may also come as a POST.
    pub(super) fn write_preflight(&self, asked: &HeaderMap, methods: &str, headers: &mut HeaderMap) {
        if matches!(self, Self::NotAsked | Self::Others) || !asked.contains_key(ACCESS_CONTROL_REQUEST_METHOD)
        {
            return;
        }
        let overridden = !methods.contains("POST") && (methods.contains("PUT") || methods.contains("DELETE"));
        let post = if overridden { ", POST" } else { "" };
        if let Ok(methods) = HeaderValue::from_str(&format!("{methods}{post}")) {
            headers.insert(ACCESS_CONTROL_ALLOW_METHODS, methods);
        }
        let wanted = text(asked, &ACCESS_CONTROL_REQUEST_HEADERS).filter(|wanted| are_names(wanted));
        if let Some(wanted) = wanted.and_then(|wanted| HeaderValue::from_str(wanted).ok()) {
            headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, wanted);
        }
        headers.append(VARY, HeaderValue::from_static("Access-Control-Request-Headers"));
        headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static(MAX_AGE_S));
    }
}

/// A list of header names and nothing else.
fn are_names(list: &str) -> bool {
    let is_name = |name: &str| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
    };
    list.len() <= limits::CORS_HEADERS_BYTES && list.split(',').all(|name| is_name(name.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_header_names_is_echoed_and_nothing_else_is() {
        assert!(are_names("authorization, Content-Type,x-http-method-override"));
        for wrong in ["", "a,,b", "a b", "a\"b", "a;b", "ä"] {
            assert!(!are_names(wrong), "{wrong}");
        }
        let longest = "a".repeat(limits::CORS_HEADERS_BYTES);
        assert!(are_names(&longest) && !are_names(&(longest + "a")));
    }
}
