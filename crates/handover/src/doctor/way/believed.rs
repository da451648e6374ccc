//! What the server believes of a request that came to it, and what is wrong with that.

use super::door::Got;
use crate::doctor::Check;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::net::IpAddr;

/// A word about the connection alone. Whoever passes a request on must take it off (RFC 9110 §7.6.1).
pub(super) const HOP: (&str, &str) = ("Connection", "handover-doctor");
/// What a client might make up: addresses that are kept for examples (RFC 5737, RFC 2606).
pub(super) const FORGED: [(&str, &str); 2] =
    [("X-Forwarded-For", FORGED_ADDRESS), ("X-Forwarded-Host", FORGED_HOST)];
const FORGED_ADDRESS: &str = "192.0.2.77";
const FORGED_HOST: &str = "forged.example";

/// What the server believes of a request.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Believed {
    pub(super) step: u32,
    pub(super) listening: u32,
    pub(super) version: String,
    pub(super) peer: IpAddr,
    pub(super) peer_is_trusted: bool,
    client: IpAddr,
    origin: String,
    origin_is_configured: bool,
    headers: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
struct Answer {
    probe: Believed,
}

impl Believed {
    /// What an answer says, if it is one of the probe.
    pub(super) fn of(got: &Got) -> Option<Self> {
        let answer: Option<Answer> = serde_json::from_slice(&got.body).ok();
        answer.filter(|_| got.status.is_success()).map(|answer| answer.probe)
    }

    /// A header as it came.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }

    /// Whether somebody who speaks HTTP passed the request on.
    pub(super) fn is_behind_proxy(&self) -> bool {
        let is_as_sent = self.header("connection") == Some(HOP.1) && self.version == "HTTP/1.1";
        let forwarded = ["x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"];
        !is_as_sent || forwarded.into_iter().any(|name| self.headers.contains_key(name))
    }

    /// Whether links, cookies and what browsers are told begin with the address that clients ask.
    pub(super) fn links(&self, url: &str) -> Check {
        const NAME: &str = "links";
        let origin = &self.origin;
        if is_same(origin, url) {
            return Check::ok(NAME, format!("begin with {origin}"));
        }
        if self.origin_is_configured {
            let says =
                format!("begin with {origin}, as public_url says, and not with {url}: correct one of them");
            return Check::warning(NAME, says);
        }
        Check::failure(
            NAME,
            format!(
                "begin with {origin}, which is not where clients are: set public_url = {url:?}, or let the proxy say it (nginx: proxy_set_header X-Forwarded-Proto $scheme; proxy_set_header X-Forwarded-Host $http_host;) and name the proxy in trusted_proxies"
            ),
        )
    }

    /// Whether the server knows its clients apart.
    pub(super) fn client(&self) -> Check {
        const NAME: &str = "client address";
        const SAY_IT: &str = "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;";
        let (peer, client) = (self.peer, self.client);
        if !self.is_behind_proxy() {
            return Check::ok(NAME, format!("clients are counted by their own; yours is {client}"));
        }
        if !self.peer_is_trusted {
            let silent = if self.headers.contains_key("x-forwarded-for") {
                String::new()
            } else {
                format!(", and let it say whom it asks for (nginx: {SAY_IT})")
            };
            return Check::warning(
                NAME,
                format!(
                    "all clients have that of the proxy, and are counted as one: set trusted_proxies = [\"{peer}\"]{silent}"
                ),
            );
        }
        match self.header("x-forwarded-for") {
            None => Check::warning(
                NAME,
                format!(
                    "the proxy at {peer} does not say whom it asks for, so that all clients are one (nginx: {SAY_IT})"
                ),
            ),
            Some(list) if named(list).is_none() => Check::warning(
                NAME,
                format!(
                    "the proxy at {peer} says what is no address in X-Forwarded-For: it must name the client's, without a port (nginx: {SAY_IT})"
                ),
            ),
            Some(_) => Check::ok(
                NAME,
                format!("clients are counted by what the proxy at {peer} says; yours is {client}"),
            ),
        }
    }

    /// Whether what a client made up is believed. `forged` is what the server believes of [`FORGED`].
    pub(super) fn forged(&self, name: &'static str, forged: &Self) -> Check {
        let list = forged.header("x-forwarded-for").unwrap_or_default();
        let passes_address = named(list).is_some_and(|last| last.to_string() == FORGED_ADDRESS);
        let passes_host = !is_same(&self.origin, &forged.origin);
        if !passes_address && !passes_host {
            return Check::ok(name, "what a client makes up about itself is not believed");
        }
        let mut wrong = Vec::new();
        if passes_address {
            wrong.push("the address that it is counted by (nginx: proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;)");
        }
        if passes_host {
            wrong.push("the host of its links (set public_url, or nginx: proxy_set_header X-Forwarded-Host $http_host;)");
        }
        Check::warning(
            name,
            format!("the proxy passes on what clients say, so that one can make up {}", wrong.join(", and ")),
        )
    }
}

/// The last address of a list, which the proxy itself has added.
fn named(list: &str) -> Option<IpAddr> {
    list.rsplit(',').next().and_then(|last| last.trim().parse().ok())
}

/// Whether two origins are the same; the usual port may be there or not.
fn is_same(one: &str, other: &str) -> bool {
    let plain = |origin: &str| {
        let origin = origin.to_ascii_lowercase();
        let usual = if origin.starts_with("https://") { ":443" } else { ":80" };
        origin.strip_suffix(usual).map(str::to_owned).unwrap_or(origin)
    };
    plain(one) == plain(other)
}
