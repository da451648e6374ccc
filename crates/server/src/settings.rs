//! What an operator configures of the server itself, as against of an account.

use ipnet::IpNet;

/// The configuration of the server.
#[derive(Clone, Debug, Default)]
pub struct ServerConfig {
    /// The address clients reach the server by, `https://chat.example.com`, without a trailing slash.
    pub public_url: Option<String>,
    /// Proxies whose `X-Forwarded-*` headers are believed.
    pub trusted_proxies: Vec<IpNet>,
}
