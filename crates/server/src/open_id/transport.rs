//! The connection to the identity provider: encrypted but on the machine itself, followed nowhere else, bounded in time and size.

use crate::limits;
use bytes::Bytes;
use futures_util::future::BoxFuture;
use http::{Request, Response, Uri};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use openidconnect::AsyncHttpClient;
use std::net::IpAddr;
use std::sync::Arc;
use thiserror::Error;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// A setting of the provider that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{member} {problem}")]
pub struct ProviderError {
    /// The setting.
    pub member: &'static str,
    /// What is wrong with it.
    pub problem: &'static str,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("{0}")]
pub(super) struct NoAnswer(pub(super) &'static str);

/// Asks the provider.
pub(super) struct Transport(Client<HttpsConnector<HttpConnector>, Full<Bytes>>);

impl Transport {
    /// One that trusts the well-known authorities, and those of the operator.
    pub(super) fn new(ca_pem: Option<&[u8]>) -> Result<Self, ProviderError> {
        let no_ca = || ProviderError { member: "ca_file", problem: "holds no certificate" };
        let mut roots = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        if let Some(pem) = ca_pem {
            let known = roots.len();
            for certificate in CertificateDer::pem_slice_iter(pem) {
                roots.add(certificate.map_err(|_| no_ca())?).map_err(|_| no_ca())?;
            }
            if roots.len() == known {
                return Err(no_ca());
            }
        }
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(|_| ProviderError { member: "issuer", problem: "needs TLS, which cannot be begun" })?
            .with_root_certificates(roots)
            .with_no_client_auth();
        let connector = HttpsConnectorBuilder::new().with_tls_config(config).https_or_http().enable_http1();
        Ok(Self(Client::builder(TokioExecutor::new()).build(connector.build())))
    }

    /// One answer, whatever its status.
    async fn ask(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, NoAnswer> {
        if !is_safe(request.uri()) {
            return Err(NoAnswer("names an address that is not https"));
        }
        let exchange = async {
            let request = request.map(|body| Full::new(Bytes::from(body)));
            let answer = self.0.request(request).await.map_err(|_| NoAnswer("cannot be reached"))?;
            let (head, body) = answer.into_parts();
            let body = Limited::new(body, limits::PROVIDER_ANSWER_BYTES).collect().await;
            let body = body.map_err(|_| NoAnswer("broke its answer off, or it was too large"))?;
            Ok(Response::from_parts(head, body.to_bytes().to_vec()))
        };
        let in_time = tokio::time::timeout(limits::PROVIDER_TIMEOUT, exchange).await;
        in_time.unwrap_or(Err(NoAnswer("did not answer in time")))
    }
}

impl<'c> AsyncHttpClient<'c> for Transport {
    type Error = NoAnswer;
    type Future = BoxFuture<'c, Result<Response<Vec<u8>>, NoAnswer>>;

    fn call(&'c self, request: Request<Vec<u8>>) -> Self::Future {
        Box::pin(self.ask(request))
    }
}

/// Whether secrets may be sent there: over TLS, or within this machine.
pub(super) fn is_safe(uri: &Uri) -> bool {
    let host = uri.host().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    let is_here = host == "localhost" || address.is_ok_and(|address| address.is_loopback());
    match uri.scheme_str() {
        Some("https") => !host.is_empty(),
        Some("http") => is_here,
        Some(_) | None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_go_over_tls_or_stay_on_the_machine() {
        let safe = |text: &str| is_safe(&text.parse().unwrap());
        for fine in
            ["https://id.example.com/a", "http://127.0.0.1:9/a", "http://localhost:9", "http://[::1]:9"]
        {
            assert!(safe(fine), "{fine}");
        }
        for open in ["http://id.example.com", "http://10.0.0.1/a", "http://localhost.example.com", "/a"] {
            assert!(!safe(open), "{open}");
        }
    }
}
