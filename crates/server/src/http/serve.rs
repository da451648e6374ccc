//! Accepting connections until told to stop.

use super::Surfaces;
use super::connection::House;
use super::tls::Tls;
use crate::limits;
use hyper_util::server::graceful::GracefulShutdown;
use std::net::SocketAddr;
use std::sync::Arc;
use thiserror::Error;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

/// Why the server cannot serve.
#[derive(Debug, Error)]
pub enum ServeError {
    /// Connections cannot be accepted any more.
    #[error("no more connections can be accepted: {0}")]
    Accept(std::io::Error),
}

/// Serves connections until `stop` ends, then lets those that are open finish what they are at. With a certificate they
/// are TLS, and no others.
pub async fn serve(
    listener: TcpListener,
    tls: Option<Arc<Tls>>,
    surfaces: Surfaces,
    stop: impl Future<Output = ()>,
) -> Result<(), ServeError> {
    let house = House::new(surfaces, tls);
    let graceful = GracefulShutdown::new();
    let (going_on, over) = watch::channel(());
    let places = Arc::new(Semaphore::new(limits::CONNECTIONS));
    tokio::pin!(stop);
    loop {
        tokio::select! {
            biased;
            () = &mut stop => break,
            accepted = next_connection(&listener, &places) => match accepted {
                Ok((stream, peer, place)) => {
                    let (house, watcher, mut over) = (house.clone(), graceful.watcher(), over.clone());
                    tokio::spawn(async move {
                        // A connection on which nothing was said yet does not hold up the stop.
                        let opened = tokio::select! {
                            biased;
                            opened = house.open(stream) => opened,
                            _ = over.changed() => return,
                        };
                        match opened {
                            Ok(opened) => house.serve(opened, peer, watcher).await,
                            Err(error) => tracing::debug!(%error, "a connection did not come about"),
                        }
                        drop(place);
                    });
                }
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
    drop((listener, going_on));
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
