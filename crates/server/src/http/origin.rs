//! The scheme and host that links begin with: the configured public address, else what a trusted proxy says, else the
//! host the client asked for.

use super::exchange::text;
use crate::settings::ServerConfig;
use http::{HeaderMap, header};
use std::net::IpAddr;

static FORWARDED_HOST: header::HeaderName = header::HeaderName::from_static("x-forwarded-host");
static FORWARDED_PROTO: header::HeaderName = header::HeaderName::from_static("x-forwarded-proto");

/// `scheme://host[:port]`, without a trailing slash.
pub(super) fn of(config: &ServerConfig, headers: &HeaderMap, peer: IpAddr) -> String {
    if let Some(public) = &config.public_url {
        return public.clone();
    }
    let trusted = config.trusted_proxies.iter().any(|network| network.contains(&peer));
    let forwarded =
        |name: &'static header::HeaderName| trusted.then(|| text(headers, name)).flatten().and_then(first);
    let host =
        forwarded(&FORWARDED_HOST).or_else(|| text(headers, &header::HOST)).filter(|host| is_host(host));
    let scheme = match forwarded(&FORWARDED_PROTO) {
        Some(proto) if proto.eq_ignore_ascii_case("https") => "https",
        Some(_) | None => "http",
    };
    let mut origin = String::with_capacity(scheme.len().saturating_add(3).saturating_add(64));
    origin.push_str(scheme);
    origin.push_str("://");
    origin.push_str(host.unwrap_or("localhost"));
    origin
}

/// The first of a comma-separated list: the proxy next to the client.
fn first(list: &str) -> Option<&str> {
    list.split(',').next().map(str::trim).filter(|first| !first.is_empty())
}

/// Only what can stand in an address as a host; anything else would let a client write into other people's links.
fn is_host(host: &str) -> bool {
    host.len() <= 255 && host.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._:[]".contains(&b))
}
