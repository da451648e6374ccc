//! A TCP proxy that cuts connections after a random number of bytes, in either direction.

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// A proxy. It ends with all its connections when this is dropped.
pub(crate) struct Proxy {
    /// Where it listens.
    pub(crate) address: SocketAddr,
    cuts: Arc<AtomicUsize>,
    _accepting: JoinSet<()>,
}

/// What happens to one connection.
struct Plan {
    /// Bytes from the client after which it is cut.
    to_server: u64,
    /// Bytes from the server after which it is cut.
    to_client: u64,
    /// Whether the cut is a reset, on the side of the client and on that of the server.
    resets: (bool, bool),
}

/// Why one direction has ended.
enum Ended {
    BySide,
    ByCut,
}

impl Proxy {
    /// A proxy in front of `target`. It connects nobody while the server is down.
    pub(crate) async fn before(target: SocketAddr, up: watch::Receiver<bool>, seed: u64) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let cuts = Arc::<AtomicUsize>::default();
        let mut random = StdRng::seed_from_u64(seed);
        let mut accepting = JoinSet::new();
        let counted = Arc::clone(&cuts);
        accepting.spawn(async move {
            let mut connections = JoinSet::new();
            loop {
                while connections.try_join_next().is_some() {}
                let (client, _) = listener.accept().await.unwrap();
                let (plan, up, cuts) = (Plan::draw(&mut random), up.clone(), Arc::clone(&counted));
                connections.spawn(async move {
                    if matches!(pass(client, target, up, plan).await, Ok(Ended::ByCut)) {
                        cuts.fetch_add(1, Ordering::Relaxed);
                    }
                });
            }
        });
        Self { address, cuts, _accepting: accepting }
    }

    /// How many connections it has cut.
    pub(crate) fn cuts(&self) -> usize {
        self.cuts.load(Ordering::Relaxed)
    }
}

impl Plan {
    /// A quarter of the connections are left alone, a quarter cut in what the client says, half in what the server says.
    fn draw(random: &mut StdRng) -> Self {
        let mut plan = Self { to_server: u64::MAX, to_client: u64::MAX, resets: random.random() };
        match random.random_range(0..4) {
            0 => {}
            1 => plan.to_server = random.random_range(0..1_500),
            _ => {
                let most = [400, 3_000, 30_000][random.random_range(0..3)];
                plan.to_client = random.random_range(0..most);
            }
        }
        plan
    }
}

/// Passes on what both sides say until one of them ends, or the plan says so.
async fn pass(
    mut client: TcpStream,
    target: SocketAddr,
    mut up: watch::Receiver<bool>,
    plan: Plan,
) -> io::Result<Ended> {
    up.wait_for(|up| *up).await.map_err(io::Error::other)?;
    let mut server = TcpStream::connect(target).await?;
    client.set_nodelay(true)?;
    server.set_nodelay(true)?;
    let (client_says, client_hears) = client.split();
    let (server_says, server_hears) = server.split();
    let ended = tokio::select! {
        ended = pump(client_says, server_hears, plan.to_server) => ended,
        ended = pump(server_says, client_hears, plan.to_client) => ended,
    };
    if matches!(ended, Ok(Ended::ByCut)) {
        for (stream, is_reset) in [(&client, plan.resets.0), (&server, plan.resets.1)] {
            if is_reset {
                stream.set_zero_linger()?;
            }
        }
    }
    ended
}

async fn pump(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    mut left: u64,
) -> io::Result<Ended> {
    let mut buffer = [0; 4_096];
    loop {
        let room = usize::try_from(left).unwrap_or(usize::MAX).min(buffer.len());
        if room == 0 {
            return Ok(Ended::ByCut);
        }
        let count = from.read(&mut buffer[..room]).await?;
        if count == 0 {
            return Ok(Ended::BySide);
        }
        to.write_all(&buffer[..count]).await?;
        left -= u64::try_from(count).unwrap();
    }
}
