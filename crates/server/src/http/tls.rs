//! The certificate the server shows, and its replacement while the server runs. Nothing of a key gets into a message.

use parking_lot::RwLock;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use thiserror::Error;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::{Error as RustlsError, ServerConfig};
use tokio_rustls::{TlsAcceptor, server};

/// HTTP/2 as it is negotiated within TLS.
const H2: &[u8] = b"h2";
/// HTTP/1.1 as it is negotiated within TLS.
const HTTP_1_1: &[u8] = b"http/1.1";

/// The files of a certificate, both PEM.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlsFiles {
    /// The certificate, followed by those between it and the root.
    pub certificate: PathBuf,
    /// Its private key: PKCS#8, PKCS#1 or SEC1, without a passphrase.
    pub key: PathBuf,
}

/// The certificate that connections are shown.
pub struct Tls {
    files: TlsFiles,
    shown: RwLock<Arc<ServerConfig>>,
}

/// Why a certificate cannot be used. What was used before stays in use.
#[derive(Debug, Error)]
pub enum TlsError {
    /// A file cannot be read.
    #[error("{} cannot be read: {error}", file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// There is no certificate in the file.
    #[error("{} holds no certificate in PEM form", file.display())]
    NoCertificate {
        /// The file.
        file: PathBuf,
    },
    /// There is no key in the file.
    #[error("{} holds no private key in PEM form without a passphrase", file.display())]
    NoKey {
        /// The file.
        file: PathBuf,
    },
    /// The two do not belong together, or one of them cannot be used.
    #[error("{} and {} cannot be used together: {error}", files.certificate.display(), files.key.display())]
    Unusable {
        /// The files.
        files: TlsFiles,
        /// Why.
        error: RustlsError,
    },
}

impl Tls {
    /// Reads certificate and key.
    pub fn load(files: TlsFiles) -> Result<Self, TlsError> {
        let shown = RwLock::new(read(&files)?);
        Ok(Self { files, shown })
    }

    /// Reads both files again. Connections that are open go on; those to come are shown the certificate of now.
    pub fn reload(&self) -> Result<(), TlsError> {
        let read = read(&self.files)?;
        *self.shown.write() = read;
        Ok(())
    }

    pub(super) fn acceptor(&self) -> TlsAcceptor {
        TlsAcceptor::from(Arc::clone(&self.shown.read()))
    }
}

/// Whether HTTP/2 was negotiated.
pub(super) fn is_http2<S>(stream: &server::TlsStream<S>) -> bool {
    stream.get_ref().1.alpn_protocol() == Some(H2)
}

fn read(files: &TlsFiles) -> Result<Arc<ServerConfig>, TlsError> {
    let unusable = |error| TlsError::Unusable { files: files.clone(), error };
    let chain = certificates(&files.certificate)?;
    let key = PrivateKeyDer::from_pem_slice(&bytes(&files.key)?)
        .map_err(|_| TlsError::NoKey { file: files.key.clone() })?;
    let builder = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let builder = builder.with_safe_default_protocol_versions().map_err(unusable)?;
    let mut config = builder.with_no_client_auth().with_single_cert(chain, key).map_err(unusable)?;
    config.alpn_protocols = vec![H2.to_vec(), HTTP_1_1.to_vec()];
    Ok(Arc::new(config))
}

fn certificates(file: &Path) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&bytes(file)?).collect();
    let chain = chain.ok().filter(|chain| !chain.is_empty());
    chain.ok_or_else(|| TlsError::NoCertificate { file: file.to_owned() })
}

fn bytes(file: &Path) -> Result<Vec<u8>, TlsError> {
    std::fs::read(file).map_err(|error| TlsError::Unreadable { file: file.to_owned(), error })
}
