//! Certificates made for one test, and clients that believe them.

use super::Place;
use super::http::{Connection, socket};
use rcgen::{CertifiedKey, KeyPair};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

/// A certificate for 127.0.0.1, signed by itself.
pub struct Certificate(CertifiedKey<KeyPair>);

impl Certificate {
    /// A fresh one, with a fresh key.
    pub fn fresh() -> Self {
        Self(rcgen::generate_simple_self_signed(["127.0.0.1".to_owned()]).unwrap())
    }

    /// The certificate as it goes over the wire.
    pub fn der(&self) -> CertificateDer<'static> {
        self.0.cert.der().clone()
    }

    /// The certificate as a file.
    pub fn pem(&self) -> String {
        self.0.cert.pem()
    }

    /// The key as a file.
    pub fn key_pem(&self) -> String {
        self.0.signing_key.serialize_pem()
    }

    /// A client that believes this certificate and no other, and asks for these protocols.
    pub fn client(&self, protocols: &[&str]) -> Arc<ClientConfig> {
        let mut roots = RootCertStore::empty();
        roots.add(self.der()).unwrap();
        let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
        let builder = builder.with_safe_default_protocol_versions().unwrap();
        let mut config = builder.with_root_certificates(roots).with_no_client_auth();
        config.alpn_protocols = protocols.iter().map(|name| name.as_bytes().to_vec()).collect();
        Arc::new(config)
    }

    /// A connection over TLS that speaks HTTP/1.1, if the server shows this certificate.
    pub fn connect(&self, address: SocketAddr) -> std::io::Result<Connection> {
        let name = ServerName::from(address.ip());
        let client = ClientConnection::new(self.client(&["http/1.1"]), name).unwrap();
        let mut stream = StreamOwned::new(client, socket(address)?);
        stream.conn.complete_io(&mut stream.sock)?;
        Ok(Connection::over(address, stream))
    }
}

impl Place {
    /// The file of the certificate.
    pub fn certificate(&self) -> PathBuf {
        self.beside("server.pem")
    }

    /// The file of its key.
    pub fn key(&self) -> PathBuf {
        self.beside("server.key")
    }

    /// Writes both files.
    pub fn write_certificate(&self, certificate: &Certificate) {
        std::fs::write(self.certificate(), certificate.pem()).unwrap();
        std::fs::write(self.key(), certificate.key_pem()).unwrap();
    }
}
