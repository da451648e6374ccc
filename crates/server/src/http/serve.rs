//! Serving connections: HTTP/1.1 with header names in title case, as old clients look them up, until told to stop.

use super::Surfaces;
use crate::limits;
use axum::body::Body;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::GracefulShutdown;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use thiserror::Error;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Why the server cannot serve.
#[derive(Debug, Error)]
pub enum ServeError {
    /// Connections cannot be accepted any more.
    #[error("no more connections can be accepted: {0}")]
    Accept(std::io::Error),
}

/// Serves connections until `stop` ends, then lets those that are open finish what they are at.
pub async fn serve(
    listener: TcpListener,
    surfaces: Surfaces,
    stop: impl Future<Output = ()>,
) -> Result<(), ServeError> {
    let graceful = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(limits::CONNECTIONS));
    tokio::pin!(stop);
    loop {
        tokio::select! {
            biased;
            () = &mut stop => break,
            accepted = next_connection(&listener, &places) => match accepted {
                Ok((stream, peer, place)) => attend(stream, peer, &surfaces, &graceful, place),
                Err(error) if is_of_one_connection(&error) => {
                    tracing::debug!(%error, "a connection was gone before it was accepted");
                }
                Err(error) if is_shortage(&error) => {
                    tracing::error!(%error, "no connection can be accepted for a moment");
                    tokio::time::sleep(limits::ACCEPT_PAUSE).await;
                }
                Err(error) => return Err(ServeError::Accept(error)),
            },
        }
    }
    drop(listener);
    if tokio::time::timeout(limits::DRAIN_TIMEOUT, graceful.shutdown()).await.is_err() {
        tracing::warn!("connections that did not finish in time are cut");
    }
    Ok(())
}

/// The next connection, once there is a place for it.
async fn next_connection(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> std::io::Result<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    let place = Arc::clone(places).acquire_owned().await.map_err(std::io::Error::other)?;
    let (stream, peer) = listener.accept().await?;
    Ok((stream, peer, place))
}

/// Serves one connection in a task that the shutdown waits for.
fn attend(
    stream: TcpStream,
    peer: SocketAddr,
    surfaces: &Surfaces,
    graceful: &GracefulShutdown,
    place: OwnedSemaphorePermit,
) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "a connection does not take options");
    }
    let surfaces = surfaces.clone();
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let surfaces = surfaces.clone();
        async move { Ok::<_, Infallible>(surfaces.answer(request.map(Body::new), peer.ip()).await) }
    });
    let mut builder = auto::Builder::new(TokioExecutor::new()).http1_only();
    builder
        .http1()
        .title_case_headers(true)
        .timer(TokioTimer::new())
        .header_read_timeout(limits::HEAD_TIMEOUT);
    let connection = builder.serve_connection(TokioIo::new(stream), service).into_owned();
    let connection = graceful.watch(connection);
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!(%error, "a connection ended badly");
        }
        drop(place);
    });
}

/// The client went away between knocking and being let in.
fn is_of_one_connection(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

/// Out of file descriptors or memory: it passes when connections close.
fn is_shortage(error: &std::io::Error) -> bool {
    const SHORTAGES: [i32; 4] = [12, 23, 24, 105];
    error.raw_os_error().is_some_and(|code| SHORTAGES.contains(&code))
}
