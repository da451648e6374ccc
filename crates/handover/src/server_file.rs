//! The configuration file of the server itself. What the command line says wins over it.

use crate::cli::ServeOptions;
use anyhow::{Context as _, bail};
use handover_server::settings::ServerConfig;
use ipnet::IpNet;
use serde::Deserialize;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// Where a server listens unless told otherwise: on this machine only.
const LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);

/// The file as it is written. A key that is not known is a mistake.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ServerFile {
    listen: Option<SocketAddr>,
    public_url: Option<String>,
    trusted_proxies: Vec<Proxy>,
}

/// A network, or one address.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Proxy {
    Network(IpNet),
    Address(IpAddr),
}

/// Where to listen, and the configuration of the server.
pub(crate) fn read(options: &ServeOptions) -> anyhow::Result<(SocketAddr, ServerConfig)> {
    let file = match &options.config {
        None => ServerFile::default(),
        Some(path) => {
            let text = std::fs::read_to_string(path)
                .with_context(|| format!("{} cannot be read", path.display()))?;
            toml::from_str(&text).with_context(|| path.display().to_string())?
        }
    };
    let listen = options.listen.or(file.listen).unwrap_or(LISTEN);
    let public_url =
        options.public_url.as_ref().or(file.public_url.as_ref()).map(|url| checked(url)).transpose()?;
    let networks = file.trusted_proxies.into_iter().map(|proxy| match proxy {
        Proxy::Network(network) => network,
        Proxy::Address(address) => address.into(),
    });
    Ok((listen, ServerConfig { public_url, trusted_proxies: networks.collect() }))
}

/// A public address is a scheme and a host, and nothing that would stand in the middle of a link.
fn checked(url: &str) -> anyhow::Result<String> {
    let url = url.trim_end_matches('/').to_owned();
    let host = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or_default();
    if host.is_empty() || host.contains(['/', '?', '#', '@', ' ']) {
        bail!("the public URL must be http:// or https:// and a host, such as https://chat.example.com");
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_public_url_is_a_scheme_and_a_host() {
        assert_eq!(checked("https://chat.example.com/").unwrap(), "https://chat.example.com");
        for wrong in ["chat.example.com", "https://", "https://h/path", "ftp://h", "https://u@h"] {
            assert!(checked(wrong).is_err(), "{wrong}");
        }
    }
}
