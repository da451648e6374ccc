//! What an operator configures of the server itself, as against of an account.

use crate::limits;
use ipnet::IpNet;

/// The configuration of the server.
#[derive(Clone, Debug)]
pub struct ServerConfig {
    /// The address clients reach the server by, `https://chat.example.com`, without a trailing slash.
    pub public_url: Option<String>,
    /// Proxies whose `X-Forwarded-*` headers are believed.
    pub trusted_proxies: Vec<IpNet>,
    /// Streams and long-polls that one address may have at a time.
    pub streams_per_address: u32,
    /// Connections that one address may have at a time; those of trusted proxies are not counted.
    pub connections_per_address: u32,
    /// Writes of visitors that one chat takes in a second; 0: as many as come.
    pub writes_per_chat: u32,
    /// Writes of visitors that come from one address in a second; 0: as many as come.
    pub writes_per_address: u32,
    /// Writes of visitors that come with one application key in a second; 0: as many as come.
    pub writes_per_key: u32,
    /// Whether the sample shop is served, for who tries Handover.
    pub sample: bool,
}

impl Default for ServerConfig {
    fn default() -> Self {
        Self {
            public_url: None,
            trusted_proxies: Vec::new(),
            streams_per_address: limits::STREAMS_PER_ADDRESS,
            connections_per_address: limits::CONNECTIONS_PER_ADDRESS,
            writes_per_chat: limits::WRITES_PER_CHAT,
            writes_per_address: limits::WRITES_PER_ADDRESS,
            writes_per_key: limits::WRITES_PER_KEY,
            sample: false,
        }
    }
}
