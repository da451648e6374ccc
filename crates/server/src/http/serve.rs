//! Accepting connections until told to stop.

use super::Surfaces;
use super::addresses::Addresses;
use super::connection::House;
use super::tls::Tls;
use crate::limits;
use crate::stop::Stop;
use std::net::SocketAddr;
use std::sync::Arc;
use thiserror::Error;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_util::task::TaskTracker;

/// What is answered to one connection too many.
const TOO_MANY: &[u8] =
    b"HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";

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
    let app = Arc::clone(surfaces.app());
    let house = House::new(surfaces, tls);
    let addresses = Addresses::of(&app.config);
    let (over, connections) = (Arc::new(Stop::default()), TaskTracker::new());
    let places = Arc::new(Semaphore::new(limits::CONNECTIONS));
    tokio::pin!(stop);
    loop {
        tokio::select! {
            biased;
            () = &mut stop => break,
            accepted = next_connection(&listener, &places) => match accepted {
                Ok((stream, peer, place)) => {
                    let Ok(counted) = addresses.count(peer.ip()) else {
                        house.figures().turned_away();
                        turn_away(&stream, peer, house.is_plain());
                        continue;
                    };
                    let (house, over) = (house.clone(), Arc::clone(&over));
                    connections.spawn(async move {
                        house.welcome(stream, peer, &over).await;
                        drop((place, counted));
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
    drop(listener);
    over.cancel();
    app.streams.stop();
    connections.close();
    let ended = async {
        connections.wait().await;
        app.streams.ended().await;
    };
    if tokio::time::timeout(limits::DRAIN_TIMEOUT, ended).await.is_err() {
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

/// Tells a client whose address has too many connections, if that can be told at once.
fn turn_away(stream: &TcpStream, peer: SocketAddr, is_plain: bool) {
    tracing::warn!(address = %peer.ip(), "an address has too many connections; one more is turned away");
    if is_plain && let Err(error) = stream.try_write(TOO_MANY) {
        tracing::debug!(%error, "and could not be told");
    }
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
