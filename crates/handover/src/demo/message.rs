//! A request as a client writes it, and the answer as the client gets it.

use super::sample;
use anyhow::{Context as _, bail};
use handover_wire::{Element, Format};
use http::{HeaderMap, Method, StatusCode};

/// A request on its way.
#[derive(Debug)]
pub(super) struct Ask {
    pub(super) method: Method,
    /// A path of the server, or an address that it gave out.
    pub(super) target: String,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: String,
}

impl Ask {
    fn new(method: Method, target: impl Into<String>) -> Self {
        Self { method, target: target.into(), headers: Vec::new(), body: String::new() }
    }

    /// A GET with the query parameters that old clients always send.
    pub(super) fn get(address: &str) -> Self {
        Self::new(Method::GET, with_query(address))
    }

    /// A POST with the query parameters that old clients always send.
    pub(super) fn post(address: &str, body: &str) -> Self {
        Self::new(Method::POST, with_query(address)).body(body)
    }

    /// A PUT as old clients send it.
    pub(super) fn put(address: &str, body: &str) -> Self {
        Self::post(address, body).with("X-HTTP-Method-Override", "PUT")
    }

    /// A DELETE as old clients send it.
    pub(super) fn delete(address: &str) -> Self {
        Self::new(Method::POST, with_query(address)).with("X-HTTP-Method-Override", "DELETE")
    }

    /// A GET of the Domain service, which has a version of its own.
    pub(super) fn domain(path: &str) -> Self {
        Self::new(Method::GET, format!("{path}?version=1.0"))
    }

    /// A POST to the Login service, which has a version of its own.
    pub(super) fn login(method: &str, body: &str) -> Self {
        Self::new(Method::POST, format!("{}/{method}?v=1.3", base())).body(body)
    }

    pub(super) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub(super) fn bearer(self, token: &str) -> Self {
        self.with("Authorization", format!("Bearer {token}"))
    }

    pub(super) fn app_key(self) -> Self {
        self.with("Authorization", format!("LivePerson appKey={}", sample::APP_KEY))
    }

    /// Says which format the answer is wanted in.
    pub(super) fn accept(self, format: Format) -> Self {
        self.with("Accept", format.content_type())
    }

    fn body(mut self, body: &str) -> Self {
        body.clone_into(&mut self.body);
        let format = if body.starts_with('<') { Format::Xml } else { Format::Json };
        self.with("Content-Type", format.content_type())
    }
}

/// The path that everything of the sample account is under.
pub(super) fn base() -> String {
    format!("/api/account/{}", sample::ACCOUNT)
}

fn with_query(address: &str) -> String {
    let separator = if address.contains('?') { '&' } else { '?' };
    format!("{address}{separator}v=1&NC=true")
}

/// An answer.
#[derive(Debug)]
pub(super) struct Got {
    pub(super) status: StatusCode,
    pub(super) headers: HeaderMap,
    pub(super) body: String,
}

impl Got {
    /// This answer, if it has the status.
    pub(super) fn expect(self, status: u16) -> anyhow::Result<Self> {
        if self.status.as_u16() == status {
            return Ok(self);
        }
        bail!("expected the status {status}, got {}: {}", self.status, self.body)
    }

    /// A header that must be there.
    pub(super) fn header(&self, name: &str) -> anyhow::Result<&str> {
        let value = self.headers.get(name).with_context(|| format!("the answer has no header {name}"))?;
        Ok(value.to_str()?)
    }

    /// The element at the top, whichever format it is written in; of JSON without a root, what holds its members.
    pub(super) fn root(&self) -> anyhow::Result<Element> {
        let format = if self.body.starts_with('<') { Format::Xml } else { Format::Json };
        let document =
            handover_wire::read(self.body.as_bytes(), format).context("the body is not readable")?;
        let mut children = document.top().children();
        match (children.next(), children.next()) {
            (Some(only), None) => Ok(only.clone()),
            (Some(_) | None, Some(_) | None) => Ok(document.top().clone()),
        }
    }
}

/// A member of an element that must be there.
pub(super) fn member<'e>(element: &'e Element, name: &str) -> anyhow::Result<&'e str> {
    element.get(name).with_context(|| format!("the answer has no {name}"))
}

/// The address behind a link that must be there.
pub(super) fn link(element: &Element, rel: &str) -> anyhow::Result<String> {
    let mut links = element.children_named("link");
    let found = links.find(|link| link.get("rel") == Some(rel));
    Ok(member(found.with_context(|| format!("the answer has no link {rel}"))?, "href")?.to_owned())
}
