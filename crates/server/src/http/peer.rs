//! The other end of a connection.

use super::exchange::text;
use crate::settings::ServerConfig;
use http::{HeaderMap, header};
use std::net::IpAddr;

static FORWARDED_FOR: header::HeaderName = header::HeaderName::from_static("x-forwarded-for");

/// Who is at the other end, and what carries the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peer {
    /// The address the connection comes from.
    pub address: IpAddr,
    /// Whether this server itself encrypts the connection.
    pub tls: bool,
}

impl From<IpAddr> for Peer {
    /// A peer on a plain connection.
    fn from(address: IpAddr) -> Self {
        Self { address, tls: false }
    }
}

/// The address a client is counted by: the peer's, or behind trusted proxies the last one that they do not vouch for.
pub(super) fn client(config: &ServerConfig, headers: &HeaderMap, peer: Peer) -> IpAddr {
    if !is_trusted(config, &peer.address) {
        return peer.address;
    }
    let list = text(headers, &FORWARDED_FOR).unwrap_or_default();
    let named = list.rsplit(',').map_while(|address| address.trim().parse().ok());
    let mut client = peer.address;
    for address in named {
        client = address;
        if !is_trusted(config, &address) {
            break;
        }
    }
    client
}

/// Whether this is the address of a proxy whose word is taken.
pub(super) fn is_trusted(config: &ServerConfig, address: &IpAddr) -> bool {
    config.trusted_proxies.iter().any(|network| network.contains(address))
}
