//! The other end of a connection.

use std::net::IpAddr;

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
