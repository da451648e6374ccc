//! The scheme and host that links begin with: the configured public address, else what a trusted proxy says, else the
//! host the client asked for, and https if this server itself encrypts the connection.

use super::exchange::text;
use super::peer::Peer;
use crate::settings::ServerConfig;
use axum::body::Body;
use axum::extract::Request;
use http::header;

static FORWARDED_HOST: header::HeaderName = header::HeaderName::from_static("x-forwarded-host");
static FORWARDED_PROTO: header::HeaderName = header::HeaderName::from_static("x-forwarded-proto");

/// `scheme://host[:port]`, without a trailing slash.
pub(super) fn of(config: &ServerConfig, request: &Request<Body>, peer: Peer) -> String {
    if let Some(public) = &config.public_url {
        return public.clone();
    }
    let headers = request.headers();
    let trusted = config.trusted_proxies.iter().any(|network| network.contains(&peer.address));
    let forwarded =
        |name: &'static header::HeaderName| trusted.then(|| text(headers, name)).flatten().and_then(first);
    // HTTP/2 has the host in the address, and no header for it.
    let asked = || request.uri().authority().map(http::uri::Authority::as_str);
    let host = forwarded(&FORWARDED_HOST).or_else(asked).or_else(|| text(headers, &header::HOST));
    let host = host.filter(|host| is_host(host));
    let scheme = match forwarded(&FORWARDED_PROTO) {
        Some(proto) if proto.eq_ignore_ascii_case("https") => "https",
        None if peer.tls => "https",
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
