//! What systemd and a service of it tell one another: sockets that listen already, and whether the service is ready. Without
//! systemd there is nothing to do.

use anyhow::{Context as _, bail};
use listenfd::ListenFd;
use std::ffi::OsString;
use std::net::TcpListener;
use std::os::linux::net::SocketAddrExt as _;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::net::{SocketAddr, UnixDatagram};

/// Where systemd wants to be told (`sd_notify(3)`).
const NOTIFY_SOCKET: &str = "NOTIFY_SOCKET";

/// Takes over the socket that systemd has opened for this process (`sd_listen_fds(3)`), if it has. To be called before
/// anything else looks at the environment.
pub(crate) fn inherited_listener() -> anyhow::Result<Option<TcpListener>> {
    let mut handed_over = ListenFd::from_env();
    if handed_over.len() > 1 {
        bail!(
            "{} sockets were handed over, and the server listens on one: leave one ListenStream= in the socket unit",
            handed_over.len()
        );
    }
    let listener = handed_over.take_tcp_listener(0).context(
        "the socket that was handed over is none for TCP: ListenStream= of the socket unit must be an address and a port",
    )?;
    if let Some(listener) = &listener {
        listener.set_nonblocking(true).context("the socket that was handed over cannot be used")?;
    }
    Ok(listener)
}

/// The way to tell systemd how the service does.
pub(crate) struct Notifier(Option<(UnixDatagram, SocketAddr)>);

impl Notifier {
    /// The way that the environment names. Without one, nobody is told.
    pub(crate) fn from_environment() -> anyhow::Result<Self> {
        let Some(name) = std::env::var_os(NOTIFY_SOCKET) else { return Ok(Self(None)) };
        let address = address(&name).with_context(|| format!("{NOTIFY_SOCKET} names no socket"))?;
        let socket = UnixDatagram::unbound().context("the service manager cannot be told anything")?;
        Ok(Self(Some((socket, address))))
    }

    /// The service takes requests.
    pub(crate) fn ready(&self, status: &str) {
        self.tell(&format!("READY=1\nSTATUS={status}"));
    }

    /// The service has begun to stop.
    pub(crate) fn stopping(&self) {
        self.tell("STOPPING=1\nSTATUS=stopping: what was accepted is made durable");
    }

    /// A service that cannot say how it does goes on; systemd ends it if it has to know.
    fn tell(&self, what: &str) {
        let Some((socket, address)) = &self.0 else { return };
        if let Err(error) = socket.send_to_addr(what.as_bytes(), address) {
            tracing::error!(%error, "the service manager could not be told how the service does");
        }
    }
}

/// A path, or behind an `@` a name that is in no folder.
fn address(name: &OsString) -> std::io::Result<SocketAddr> {
    match name.as_bytes().strip_prefix(b"@") {
        Some(name) => SocketAddr::from_abstract_name(name),
        None => SocketAddr::from_pathname(name),
    }
}
