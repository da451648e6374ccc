//! Streams on which nothing happens: what each takes in memory.

use crate::load::as_f64;
use crate::options::Options;
use crate::shop::{Chat, Shop};
use crate::table::{Goal, Table};
use anyhow::{Context as _, ensure};
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// Streams of each kind.
const STREAMS: usize = 1_900;
/// Connections that fill the server.
const CONNECTIONS: usize = 64;

/// Memory per idle stream, by Server-Sent Events and by WebSocket.
pub(crate) async fn measure(options: &Options, table: &mut Table) -> anyhow::Result<()> {
    for (name, kind) in [("Server-Sent Events", Kind::Events), ("WebSocket", Kind::WebSocket)] {
        let shop = Shop::open(options).await?;
        let chats = shop.fill(CONNECTIONS, STREAMS, 0).await?;
        let before_kib = shop.server.settled_kib().await?;
        let mut open = Vec::with_capacity(chats.len());
        for chat in &chats {
            open.push(stream(shop.server.address, chat, kind).await?);
        }
        let kib = (shop.server.settled_kib().await? - before_kib) / as_f64(u64::try_from(open.len())?);
        table.alone(&format!("memory per idle stream, {name}"), kib, "KiB", Goal::AtMost(12.0));
    }
    Ok(())
}

#[derive(Clone, Copy)]
enum Kind {
    Events,
    WebSocket,
}

/// A stream that has told all there is.
async fn stream(address: SocketAddr, chat: &Chat, kind: Kind) -> anyhow::Result<TcpStream> {
    let mut connection = TcpStream::connect(address).await?;
    let (request, granted) = match kind {
        Kind::Events => (chat.stream("Accept: text/event-stream\r\n"), "HTTP/1.1 200"),
        Kind::WebSocket => (
            chat.stream(
                "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
                 Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n",
            ),
            "HTTP/1.1 101",
        ),
    };
    connection.write_all(&request).await?;
    let mut said = Vec::new();
    while !said.windows(4).any(|bytes| bytes == b"info") {
        let mut chunk = [0; 4096];
        let read = connection.read(&mut chunk).await?;
        ensure!(read > 0, "a stream has ended: {}", String::from_utf8_lossy(&said));
        said.extend_from_slice(chunk.get(..read).context("more than there was room for")?);
    }
    ensure!(said.starts_with(granted.as_bytes()), "{}", String::from_utf8_lossy(&said));
    Ok(connection)
}
