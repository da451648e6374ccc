//! The configuration file of the server itself. What the command line says wins over it.

use crate::cli::ServeOptions;
use anyhow::{Context as _, bail};
use handover_server::http::TlsFiles;
use handover_server::settings::ServerConfig;
use ipnet::IpNet;
use serde::Deserialize;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

/// Where a server listens unless told otherwise: on this machine only.
const LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);

/// The file as it is written. A key that is not known is a mistake.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ServerFile {
    listen: Option<SocketAddr>,
    public_url: Option<String>,
    trusted_proxies: Vec<Proxy>,
    tls_cert: Option<PathBuf>,
    tls_key: Option<PathBuf>,
}

/// What the server file and the command line say together.
#[derive(Debug)]
pub(crate) struct Serving {
    /// Where to listen.
    pub(crate) listen: SocketAddr,
    /// The certificate to serve TLS with.
    pub(crate) tls: Option<TlsFiles>,
    /// What the HTTP surfaces are configured with.
    pub(crate) config: ServerConfig,
}

/// A network, or one address.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Proxy {
    Network(IpNet),
    Address(IpAddr),
}

impl Serving {
    /// A server that nothing was said about but where to listen.
    pub(crate) fn at(listen: SocketAddr) -> Self {
        Self { listen, tls: None, config: ServerConfig::default() }
    }
}

/// Where to listen, and the configuration of the server.
pub(crate) fn read(options: &ServeOptions) -> anyhow::Result<Serving> {
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
    let config = ServerConfig { public_url, trusted_proxies: networks.collect() };
    let tls = tls(options.tls_cert.clone().or(file.tls_cert), options.tls_key.clone().or(file.tls_key))?;
    Ok(Serving { listen, tls, config })
}

/// A certificate and its key, or neither.
fn tls(certificate: Option<PathBuf>, key: Option<PathBuf>) -> anyhow::Result<Option<TlsFiles>> {
    match (certificate, key) {
        (Some(certificate), Some(key)) => Ok(Some(TlsFiles { certificate, key })),
        (None, None) => Ok(None),
        (Some(_), None) => {
            bail!("there is a TLS certificate but no key: add --tls-key FILE, or tls_key to the server file")
        }
        (None, Some(_)) => bail!(
            "there is a TLS key but no certificate: add --tls-cert FILE, or tls_cert to the server file"
        ),
    }
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
