//! Clients who do not do their part: readers who never read, and those who never finish asking.

use crate::common::process::Running;
use crate::transports::caller::Who;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};

/// Bytes that the system takes for a client before it reads.
const WINDOW: u32 = 4_096;

/// A stream whose reader has seen that it is open, and reads nothing more.
pub(crate) struct Silent {
    _socket: TcpStream,
}

impl Silent {
    /// Opens it, as a WebSocket or by Server-Sent Events.
    pub(crate) async fn begin(address: SocketAddr, target: &str, who: &Who, upgrade: bool) -> Self {
        let mut socket = connect(address).await;
        let how = if upgrade {
            "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
             Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
        } else {
            "Accept: text/event-stream"
        };
        let who = who.authorization();
        let head = format!("GET {target} HTTP/1.1\r\nHost: h\r\nAuthorization: {who}\r\n{how}\r\n\r\n");
        socket.write_all(head.as_bytes()).await.unwrap();
        let expected = if upgrade { b"HTTP/1.1 101" } else { b"HTTP/1.1 200" };
        let mut begun = [0; 12];
        socket.read_exact(&mut begun).await.unwrap();
        assert_eq!(begun, *expected);
        Self { _socket: socket }
    }
}

/// A client who has said a few bytes and does not go on.
pub(crate) async fn asks_slowly(address: SocketAddr) -> TcpStream {
    let mut socket = connect(address).await;
    socket.write_all(b"GET /api/acc").await.unwrap();
    socket
}

async fn connect(address: SocketAddr) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(WINDOW).unwrap();
    socket.connect(address).await.unwrap()
}

/// Bytes of memory that a server has, and that the system has for what it sends.
pub(crate) fn memory(server: &Running) -> usize {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.id())).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    let own = line.trim().strip_suffix(" kB").unwrap().parse::<usize>().unwrap() * 1024;
    let port = format!(":{:04X}", server.address.port());
    let table = std::fs::read_to_string("/proc/net/tcp").unwrap();
    let lines = table.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    let queued = lines.filter(|words| words[1].ends_with(&port)).map(|words| {
        let (sent, _) = words[4].split_once(':').unwrap();
        usize::from_str_radix(sent, 16).unwrap()
    });
    own + queued.sum::<usize>()
}
