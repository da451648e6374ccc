//! One connection, from its first byte to its end: TLS if the server has a certificate, then HTTP/2 if the client chose
//! it, else HTTP/1.1 with header names in title case, as old clients look them up.

use super::Surfaces;
use super::peer::Peer;
use super::tls::{self, Tls};
use crate::limits;
use crate::metrics::HttpFigures;
use crate::stop::Stop;
use axum::body::Body;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use socket2::SockRef;
use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::{Notify, Semaphore};
use tokio::time::{error::Elapsed, timeout};
use tokio_io_timeout::TimeoutWriter;
use tokio_rustls::server::TlsStream;

/// How an HTTP/2 client begins when nothing was negotiated before (RFC 9113 §3.3). No method begins like this.
const HTTP2_BEGINS: &[u8; 3] = b"PRI";

/// What every connection is served with.
#[derive(Clone)]
pub(super) struct House {
    surfaces: Surfaces,
    tls: Option<Arc<Tls>>,
    handshakes: Arc<Semaphore>,
}

/// A connection whose protocol is known.
enum Opened {
    Plain { stream: TcpStream, http2: bool },
    Tls(Box<TlsStream<TcpStream>>),
}

impl House {
    pub(super) fn new(surfaces: Surfaces, tls: Option<Arc<Tls>>) -> Self {
        Self { surfaces, tls, handshakes: Arc::new(Semaphore::new(limits::HANDSHAKES)) }
    }

    /// Where it is counted what comes.
    pub(super) fn figures(&self) -> &HttpFigures {
        self.surfaces.figures()
    }

    /// Whether connections are not encrypted.
    pub(super) fn is_plain(&self) -> bool {
        self.tls.is_none()
    }

    /// Serves a connection to its end, or until it is over for all: then what was asked is answered. A connection on which
    /// nothing was said yet does not hold that up.
    pub(super) async fn welcome(&self, stream: TcpStream, peer: SocketAddr, over: &Stop) {
        let _counted = self.figures().open();
        let opened = tokio::select! {
            biased;
            opened = self.open(stream) => opened,
            () = over.cancelled() => return,
        };
        match opened {
            Ok(opened) => self.serve(opened, peer, over).await,
            Err(error) => tracing::debug!(%error, "a connection did not come about"),
        }
    }

    /// Finds out what is spoken on a connection. A client that takes too long for it is let go.
    async fn open(&self, stream: TcpStream) -> io::Result<Opened> {
        let options = SockRef::from(&stream);
        let set = options
            .set_tcp_nodelay(true)
            .and_then(|()| options.set_tcp_user_timeout(Some(limits::UNACKNOWLEDGED)))
            .and_then(|()| options.set_tcp_notsent_lowat(limits::UNSENT_BYTES));
        if let Err(error) = set {
            tracing::debug!(%error, "a connection does not take options");
        }
        let Some(tls) = &self.tls else {
            let http2 = timeout(limits::HEAD_TIMEOUT, begins_as_http2(&stream)).await.map_err(too_slow)??;
            return Ok(Opened::Plain { stream, http2 });
        };
        let handshake = async {
            let _place = self.handshakes.acquire().await.map_err(io::Error::other)?;
            tls.acceptor().accept(stream).await
        };
        let stream = timeout(limits::HANDSHAKE_TIMEOUT, handshake).await.map_err(too_slow)??;
        Ok(Opened::Tls(Box::new(stream)))
    }

    async fn serve(&self, opened: Opened, peer: SocketAddr, over: &Stop) {
        let peer = Peer { address: peer.ip(), tls: matches!(opened, Opened::Tls(_)) };
        let ended = match opened {
            Opened::Plain { stream, http2: false } => self.http1(stream, peer, over).await,
            Opened::Plain { stream, http2: true } => self.http2(stream, peer, over).await,
            Opened::Tls(stream) if tls::is_http2(&stream) => self.http2(stream, peer, over).await,
            Opened::Tls(stream) => self.http1(stream, peer, over).await,
        };
        if let Err(error) = ended {
            tracing::debug!(%error, "a connection ended badly");
        }
    }

    async fn http1<S>(&self, stream: S, peer: Peer, over: &Stop) -> hyper::Result<()>
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let service = service_fn(|request| self.answer(request, peer));
        let mut builder = http1::Builder::new();
        builder.title_case_headers(true).timer(TokioTimer::new()).header_read_timeout(limits::HEAD_TIMEOUT);
        let connection = builder.serve_connection(patient(stream), service).with_upgrades();
        until_over(connection, over, http1::UpgradeableConnection::graceful_shutdown).await
    }

    /// A client that is there asks something soon; after that it only has to answer pings.
    async fn http2<S>(&self, stream: S, peer: Peer, over: &Stop) -> hyper::Result<()>
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let heard = Arc::new(Notify::new());
        let (house, hearing) = (self.clone(), Arc::clone(&heard));
        let service = service_fn(move |request| {
            hearing.notify_one();
            let house = house.clone();
            async move { house.answer(request, peer).await }
        });
        let mut builder = http2::Builder::new(TokioExecutor::new());
        builder
            .timer(TokioTimer::new())
            .max_concurrent_streams(limits::HTTP2_STREAMS)
            .max_header_list_size(limits::HTTP2_HEAD_BYTES)
            .keep_alive_interval(limits::HTTP2_PING)
            .keep_alive_timeout(limits::HTTP2_PING_TIMEOUT);
        let connection = builder.serve_connection(patient(stream), service);
        let connection = until_over(connection, over, http2::Connection::graceful_shutdown);
        tokio::pin!(connection);
        tokio::select! {
            ended = &mut connection => return ended,
            first = timeout(limits::HEAD_TIMEOUT, heard.notified()) => if first.is_err() {
                tracing::debug!("an HTTP/2 connection on which nothing was asked is closed");
                return Ok(());
            }
        }
        connection.await
    }

    async fn answer(&self, request: hyper::Request<Incoming>, peer: Peer) -> Result<Response, Infallible> {
        Ok(self.surfaces.answer(request.map(Body::new), peer).await)
    }
}

/// Runs a connection to its end. Once it is over for all it finishes what it is at.
async fn until_over<C: Future>(connection: C, over: &Stop, finish: impl FnOnce(Pin<&mut C>)) -> C::Output {
    tokio::pin!(connection);
    tokio::select! {
        biased;
        ended = &mut connection => return ended,
        () = over.cancelled() => finish(connection.as_mut()),
    }
    connection.await
}

/// A connection that is given up when its other end takes nothing of what it is sent.
fn patient<S: AsyncRead + AsyncWrite>(stream: S) -> TokioIo<Pin<Box<TimeoutWriter<S>>>> {
    let mut stream = TimeoutWriter::new(stream);
    stream.set_timeout(Some(limits::WRITE_TIMEOUT));
    TokioIo::new(Box::pin(stream))
}

/// Looks at the first bytes of a plain connection and leaves them there. A client of HTTP/2 sends its preface in one
/// piece; what comes in smaller pieces is taken for HTTP/1.1, which says what is wrong with it.
async fn begins_as_http2(stream: &TcpStream) -> io::Result<bool> {
    let mut first = [0; HTTP2_BEGINS.len()];
    stream.peek(&mut first).await?;
    Ok(&first == HTTP2_BEGINS)
}

fn too_slow(_: Elapsed) -> io::Error {
    io::Error::new(io::ErrorKind::TimedOut, "the client took too long to begin")
}
