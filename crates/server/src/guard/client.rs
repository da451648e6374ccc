//! Who is counted as one client.

use std::net::{IpAddr, Ipv6Addr};

/// One client, as far as an address tells: an address of IPv4, or the network of 64 bits that one customer has in IPv6, where
/// a single machine has as many addresses as it likes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Client(IpAddr);

impl Client {
    /// The client of an address.
    #[must_use]
    pub fn of(address: IpAddr) -> Self {
        Self(match address.to_canonical() {
            IpAddr::V4(address) => IpAddr::V4(address),
            IpAddr::V6(address) => {
                let [a, b, c, d, ..] = address.segments();
                IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(address: &str) -> Client {
        Client::of(address.parse().unwrap())
    }

    #[test]
    fn an_address_of_ipv4_is_a_client_however_it_is_written_and_one_of_ipv6_is_by_its_network() {
        assert_eq!(client("198.51.100.7"), client("::ffff:198.51.100.7"));
        assert_ne!(client("198.51.100.7"), client("198.51.100.8"));
        assert_eq!(client("2001:db8:0:1::1"), client("2001:db8:0:1:ffff:ffff:ffff:ffff"));
        assert_ne!(client("2001:db8:0:1::1"), client("2001:db8:0:2::1"));
    }
}
