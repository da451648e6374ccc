//! A client that asks once on each connection, as far as the doctor needs one. Everything it does is bounded in time.

use super::{PATH, PATIENCE, TOKEN};
use anyhow::{Context as _, bail};
use bytes::Bytes;
use http::{Method, Request, StatusCode, header};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::PemObject as _;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Error as SocketError;
use tokio_tungstenite::tungstenite::client::ClientRequestBuilder;

/// Bytes of an answer; more are a mistake.
const ANSWER_BYTES: usize = 1024 * 1024;

/// Both directions of a connection.
pub(super) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

/// A WebSocket to the server.
pub(super) type Socket = WebSocketStream<Box<dyn Stream>>;

/// Where a URL leads.
pub(super) struct Door {
    /// Scheme and host, and the port if it is not the usual one.
    origin: String,
    /// Host and port as they are written into requests.
    authority: String,
    addresses: Vec<SocketAddr>,
    tls: Option<(TlsConnector, ServerName<'static>)>,
}

/// A whole answer.
pub(super) struct Got {
    pub(super) status: StatusCode,
    headers: http::HeaderMap,
    pub(super) body: Bytes,
}

impl Got {
    /// The text of a header.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}

impl Door {
    /// Finds where a URL leads.
    pub(super) async fn find(url: &str, ca: Option<&Path>) -> anyhow::Result<Self> {
        let wrong = "--url must be http:// or https:// and a host, such as https://chat.example.com";
        let url: http::Uri = url.parse().context(wrong)?;
        let is_tls = match url.scheme_str() {
            Some("https") => true,
            Some("http") => false,
            Some(_) | None => bail!("{wrong}"),
        };
        let authority = url.authority().context(wrong)?;
        if !matches!(url.path(), "" | "/") || url.query().is_some() || authority.as_str().contains('@') {
            bail!("{wrong}, and nothing behind it");
        }
        let (scheme, usual) = if is_tls { ("https", 443) } else { ("http", 80) };
        let host = authority.host().to_ascii_lowercase();
        let port = authority.port_u16().unwrap_or(usual);
        let authority = if port == usual { host.clone() } else { format!("{host}:{port}") };
        let name = host.trim_start_matches('[').trim_end_matches(']').to_owned();
        let found = within(tokio::net::lookup_host((name.as_str(), port))).await;
        let found = found.with_context(|| format!("the name {name} is not found: look at DNS"))?;
        let addresses = found.collect();
        let tls = if is_tls {
            let config = TlsConnector::from(Arc::new(client(ca)?));
            Some((config, ServerName::try_from(name).context(wrong)?))
        } else {
            None
        };
        Ok(Self { origin: format!("{scheme}://{authority}"), authority, addresses, tls })
    }

    /// Scheme and host, as links should begin.
    pub(super) fn origin(&self) -> &str {
        &self.origin
    }

    /// Whether connections are encrypted.
    pub(super) const fn is_tls(&self) -> bool {
        self.tls.is_some()
    }

    /// Connects.
    async fn connect(&self) -> anyhow::Result<Box<dyn Stream>> {
        let connected = within(TcpStream::connect(self.addresses.as_slice())).await;
        let stream = connected.with_context(|| {
            format!("{} cannot be reached: look at the proxy, and at firewalls between", self.origin)
        })?;
        stream.set_nodelay(true)?;
        let Some((tls, name)) = &self.tls else { return Ok(Box::new(stream)) };
        let agreed = within(tls.connect(name.clone(), stream)).await;
        let stream = agreed.with_context(|| {
            format!(
                "no browser would believe the certificate of {}: name, time and all certificates between it and the root must be right (--ca FILE names an authority of your own)",
                self.origin
            )
        })?;
        Ok(Box::new(stream))
    }

    /// Asks what the server believes.
    pub(super) async fn get(&self, token: &str, headers: &[(&str, &str)]) -> anyhow::Result<Got> {
        self.whole(self.request(Method::GET, token, "", headers, Bytes::new())?).await
    }

    /// Makes a step of the probe.
    pub(super) async fn step(&self, token: &str, body: String) -> anyhow::Result<Got> {
        let json = [("Content-Type", "application/json")];
        self.whole(self.request(Method::POST, token, "", &json, Bytes::from(body))?).await
    }

    /// Waits for a step.
    pub(super) async fn wait(&self, token: &str, query: &str, seconds: u32) -> anyhow::Result<Got> {
        let prefer = format!("wait={seconds}");
        let request = self.request(Method::GET, token, query, &[("Prefer", &prefer)], Bytes::new())?;
        collected(self.answer(request).await?).await
    }

    /// Asks for events, and gives the answer as it begins.
    pub(super) async fn events(&self, token: &str) -> anyhow::Result<http::Response<Incoming>> {
        let accept = [("Accept", "text/event-stream")];
        self.answer(self.request(Method::GET, token, "", &accept, Bytes::new())?).await
    }

    /// Asks for a WebSocket; the status when it is refused.
    pub(super) async fn websocket(&self, token: &str) -> anyhow::Result<Result<Socket, StatusCode>> {
        let scheme = if self.is_tls() { "wss" } else { "ws" };
        let uri = format!("{scheme}://{}{PATH}", self.authority).parse()?;
        let request = ClientRequestBuilder::new(uri).with_header(TOKEN, token);
        let stream = self.connect().await?;
        let opened = async {
            match tokio_tungstenite::client_async(request, stream).await {
                Ok((socket, _)) => Ok(Ok(socket)),
                Err(SocketError::Http(answer)) => Ok(Err(answer.status())),
                Err(error) => Err(error),
            }
        };
        within(opened).await
    }

    fn request(
        &self,
        method: Method,
        token: &str,
        query: &str,
        headers: &[(&str, &str)],
        body: Bytes,
    ) -> anyhow::Result<Request<Full<Bytes>>> {
        let request = Request::builder().method(method).uri(format!("{PATH}{query}"));
        let request = request.header(header::HOST, &self.authority).header(TOKEN, token);
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        Ok(request.body(Full::new(body))?)
    }

    async fn whole(&self, request: Request<Full<Bytes>>) -> anyhow::Result<Got> {
        within(async { collected(self.answer(request).await?).await }).await
    }

    /// Sends a request on a connection of its own.
    async fn answer(&self, request: Request<Full<Bytes>>) -> anyhow::Result<http::Response<Incoming>> {
        let stream = self.connect().await?;
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
        // It ends with the answer, or when nobody reads that any more; how it ended, the answer says.
        tokio::spawn(connection);
        let no_answer = || format!("{} gives no answer that is HTTP", self.origin);
        sender.send_request(request).await.with_context(no_answer)
    }
}

async fn collected(response: http::Response<Incoming>) -> anyhow::Result<Got> {
    let (parts, body) = response.into_parts();
    let body = Limited::new(body, ANSWER_BYTES).collect().await;
    let body = body.map_err(|error| anyhow::anyhow!("the answer is not whole: {error}"))?;
    Ok(Got { status: parts.status, headers: parts.headers, body: body.to_bytes() })
}

/// Gives up when it takes too long.
pub(super) async fn within<T, E: Into<anyhow::Error>>(
    done: impl Future<Output = Result<T, E>>,
) -> anyhow::Result<T> {
    match tokio::time::timeout(PATIENCE, done).await {
        Ok(done) => done.map_err(Into::into),
        Err(_) => bail!("nothing came within {} s", PATIENCE.as_secs()),
    }
}

/// A client that believes whom browsers believe, and an authority that the operator names.
fn client(ca: Option<&Path>) -> anyhow::Result<ClientConfig> {
    let mut roots = RootCertStore::empty();
    roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
    if let Some(file) = ca {
        let cannot = || format!("{} holds no certificate in PEM form that can be believed", file.display());
        let named: Vec<_> =
            CertificateDer::pem_file_iter(file).and_then(Iterator::collect).with_context(cannot)?;
        if named.is_empty() {
            bail!(cannot());
        }
        for certificate in named {
            roots.add(certificate).with_context(cannot)?;
        }
    }
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let builder = builder.with_safe_default_protocol_versions()?;
    let mut config = builder.with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}
