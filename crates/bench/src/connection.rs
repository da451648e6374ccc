//! One connection that is kept alive. It costs next to nothing: the request is ready made, and of the answer only the
//! status and the length are read.

use anyhow::{Context as _, bail};
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// Room for an answer; it grows when one does not fit.
const ROOM: usize = 4096;
const HEAD_END: &[u8] = b"\r\n\r\n";

pub(crate) struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
    body_at: usize,
}

impl Connection {
    pub(crate) async fn open(address: SocketAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(ROOM), body_at: 0 })
    }

    /// Sends a request and reads the whole answer. Gives the status.
    pub(crate) async fn ask(&mut self, request: &[u8]) -> anyhow::Result<u16> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        self.body_at = loop {
            let seen = self.buffer.len().saturating_sub(HEAD_END.len());
            self.read_more().await?;
            let fresh = self.buffer.get(seen..).unwrap_or_default();
            if let Some(at) = fresh.windows(HEAD_END.len()).position(|four| four == HEAD_END) {
                break seen + at + HEAD_END.len();
            }
        };
        let head = self.buffer.get(..self.body_at).unwrap_or_default();
        let status = head.get(9..12).and_then(|digits| str::from_utf8(digits).ok()?.parse().ok());
        let end = self.body_at + length(head)?;
        while self.buffer.len() < end {
            self.read_more().await?;
        }
        status.context("an answer has no status")
    }

    /// Sends a request whose answer must have this status.
    pub(crate) async fn ask_for(&mut self, request: &[u8], status: u16) -> anyhow::Result<()> {
        let got = self.ask(request).await?;
        if got != status {
            bail!("{got} instead of {status}: {}", String::from_utf8_lossy(&self.buffer));
        }
        Ok(())
    }

    /// The body of the latest answer.
    pub(crate) fn body(&self) -> &[u8] {
        self.buffer.get(self.body_at..).unwrap_or_default()
    }

    /// The path of the `Location` of the latest answer.
    pub(crate) fn location(&self) -> anyhow::Result<String> {
        let head = str::from_utf8(self.buffer.get(..self.body_at).unwrap_or_default())?;
        let url = head.lines().find_map(|line| line.strip_prefix("Location: ")).context("no Location")?;
        let path = url.split_once("/api/").context("a Location without a path")?.1;
        Ok(format!("/api/{path}"))
    }

    async fn read_more(&mut self) -> anyhow::Result<()> {
        if self.stream.read_buf(&mut self.buffer).await? == 0 {
            bail!("the connection was closed");
        }
        Ok(())
    }
}

/// The `Content-Length` of a head; 0 when there is none.
fn length(head: &[u8]) -> anyhow::Result<usize> {
    const NAME: &[u8] = b"content-length:";
    for line in head.split(|byte| *byte == b'\n') {
        if let Some((name, value)) = line.split_at_checked(NAME.len())
            && name.eq_ignore_ascii_case(NAME)
        {
            return Ok(str::from_utf8(value)?.trim().parse()?);
        }
    }
    Ok(0)
}
