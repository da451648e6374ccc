//! A request as bytes.

use anyhow::Context as _;
use std::io::Write as _;
use std::net::SocketAddr;

/// Where the API is.
#[derive(Clone, Debug)]
pub(in crate::load) struct Site {
    /// Where to connect.
    pub(in crate::load) address: SocketAddr,
    /// The host as it is written into requests.
    host: String,
    /// The path before `/api`.
    prefix: String,
    /// The path of the account.
    base: String,
}

impl Site {
    /// The site of an account behind a URL.
    pub(in crate::load) async fn find(url: &str, account: &str) -> anyhow::Result<Self> {
        let rest = url.strip_prefix("http://").context("an address that begins with http:// is wanted")?;
        let (host, prefix) = rest.split_once('/').unwrap_or((rest, ""));
        let prefix = prefix.trim_end_matches('/');
        let prefix = if prefix.is_empty() { String::new() } else { format!("/{prefix}") };
        let with_port = if host.contains(':') { host.to_owned() } else { format!("{host}:80") };
        let mut found = tokio::net::lookup_host(&with_port).await.with_context(|| host.to_owned())?;
        let address = found.next().with_context(|| format!("{host} has no address"))?;
        let base = format!("{prefix}/api/account/{account}");
        Ok(Self { address, host: host.to_owned(), prefix, base })
    }

    /// The host as it is written into requests.
    pub(super) fn host(&self) -> &str {
        &self.host
    }

    /// The path of something of the account.
    pub(in crate::load) fn path(&self, rest: &str) -> String {
        format!("{}{rest}", self.base)
    }

    /// The path behind an address that the server gave out, which may name a host that is for others.
    pub(in crate::load) fn path_of(&self, location: &str) -> Option<String> {
        let behind = location.find("/api/account/").and_then(|at| location.get(at..))?;
        Some(format!("{}{behind}", self.prefix))
    }
}

/// Writes requests into a buffer.
pub(in crate::load) struct Request {
    bytes: Vec<u8>,
    /// What the answer is to be.
    accept: &'static str,
}

impl Request {
    /// A GET of a path; `query` stands behind `v=1&NC=true`.
    pub(in crate::load) fn get(site: &Site, path: &str, query: &str) -> Self {
        Self::new("GET", site, path, "1", query)
    }

    /// A POST to a path.
    pub(in crate::load) fn post(site: &Site, path: &str) -> Self {
        Self::new("POST", site, path, "1", "")
    }

    /// A POST to the Login service, which has a version of its own.
    pub(in crate::load) fn login(site: &Site, method: &str) -> Self {
        Self::new("POST", site, &site.path(method), "1.3", "")
    }

    fn new(method: &str, site: &Site, path: &str, version: &str, query: &str) -> Self {
        let mut bytes = Vec::with_capacity(512);
        let host = &site.host;
        let line = format_args!("{method} {path}?v={version}&NC=true{query} HTTP/1.1\r\nHost: {host}\r\n");
        // Writing into memory does not fail.
        let _ = bytes.write_fmt(line);
        Self { bytes, accept: "application/json" }
    }

    pub(in crate::load) fn with(mut self, name: &str, value: &str) -> Self {
        for part in [name, ": ", value, "\r\n"] {
            self.bytes.extend_from_slice(part.as_bytes());
        }
        self
    }

    /// Says that the answer is to be something other than JSON.
    pub(super) fn accept(self, accept: &'static str) -> Self {
        Self { accept, ..self }
    }

    /// Asks as the agent of this token.
    pub(in crate::load) fn bearer(mut self, token: &str) -> Self {
        self.bytes.extend_from_slice(b"Authorization: Bearer ");
        self.bytes.extend_from_slice(token.as_bytes());
        self.bytes.extend_from_slice(b"\r\n");
        self
    }

    /// Asks as a visitor of a page with this application key.
    pub(in crate::load) fn app_key(mut self, key: &str) -> Self {
        self.bytes.extend_from_slice(b"Authorization: LivePerson appKey=");
        self.bytes.extend_from_slice(key.as_bytes());
        self.bytes.extend_from_slice(b"\r\n");
        self
    }

    /// A write that can be repeated: the same key gives the first answer again.
    pub(in crate::load) fn once(self, key: u128) -> Self {
        self.with("Idempotency-Key", &format!("{key:032x}"))
    }

    /// The request without a body.
    pub(in crate::load) fn bytes(self) -> Vec<u8> {
        let accept = self.accept;
        let mut request = self.with("Accept", accept);
        request.bytes.extend_from_slice(b"\r\n");
        request.bytes
    }

    /// The request with a body of JSON.
    pub(in crate::load) fn json(self, body: &str) -> Vec<u8> {
        let accept = self.accept;
        let mut request = self.with("Accept", accept);
        let head = format!("Content-Type: application/json\r\nContent-Length: {}\r\n\r\n", body.len());
        request.bytes.extend_from_slice(head.as_bytes());
        request.bytes.extend_from_slice(body.as_bytes());
        request.bytes
    }
}
