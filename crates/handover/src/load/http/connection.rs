//! One connection.

use super::body::Chunks;
use super::head::{Framing, Head};
use std::io;
use std::net::SocketAddr;
use thiserror::Error;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// Room that is made for a read.
const ROOM: usize = 4096;
/// Bytes of one answer; more are a mistake.
const ANSWER_BYTES: usize = 64 * 1024 * 1024;

/// Why there is no answer.
#[derive(Debug, Error)]
pub(in crate::load) enum Lost {
    /// The connection had served before and was closed by the other side before it began an answer: it was idle for too long.
    #[error("the connection was closed while it was idle")]
    Idle,
    /// The connection broke.
    #[error("{0}")]
    Broken(#[from] io::Error),
    /// What came is not HTTP.
    #[error("this is not HTTP: {0}")]
    Malformed(String),
}

/// A whole answer.
#[derive(Debug, Default)]
pub(in crate::load) struct Answer {
    pub(in crate::load) status: u16,
    pub(in crate::load) location: Option<String>,
    /// Name and value of the cookie that was set.
    pub(in crate::load) cookie: Option<String>,
    pub(in crate::load) body: Vec<u8>,
}

/// A connection that is kept alive.
#[derive(Debug)]
pub(in crate::load) struct Connection {
    stream: TcpStream,
    /// What was read; what was used of it ends at `used`.
    read: Vec<u8>,
    used: usize,
    /// Whether it has brought an answer.
    has_served: bool,
    /// How the body that is being read ends, and where in it the reader stands.
    framing: Framing,
    chunks: Chunks,
    /// Whether it can bring another.
    pub(in crate::load) is_open: bool,
}

impl Connection {
    /// Connects.
    pub(in crate::load) async fn open(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            read: Vec::new(),
            used: 0,
            has_served: false,
            framing: Framing::Length(0),
            chunks: Chunks::default(),
            is_open: true,
        })
    }

    /// Sends a request and reads the whole answer into `answer`, whose room is used again.
    pub(in crate::load) async fn ask(&mut self, request: &[u8], answer: &mut Answer) -> Result<(), Lost> {
        let head = self.head(request).await?;
        answer.body.clear();
        while self.more(&mut answer.body).await? {
            if answer.body.len() > ANSWER_BYTES {
                return Err(Lost::Malformed("an answer that is far too long".to_owned()));
            }
        }
        self.is_open = !head.close;
        self.has_served = true;
        answer.status = head.status;
        answer.location = head.location;
        answer.cookie = head.cookie;
        Ok(())
    }

    /// Sends a request and reads the status. The body is to be read with [`Connection::more`]; it may never end.
    pub(super) async fn open_body(&mut self, request: &[u8]) -> Result<u16, Lost> {
        Ok(self.head(request).await?.status)
    }

    /// Sends a request and reads the head of its answer.
    async fn head(&mut self, request: &[u8]) -> Result<Head, Lost> {
        self.is_open = false;
        let sent = self.stream.write_all(request).await;
        if let Err(error) = sent {
            return Err(self.lost(error));
        }
        self.forget_used();
        loop {
            if let Some(head) = Head::parse(self.read.get(self.used..).unwrap_or_default())? {
                self.used += head.length;
                // What is said on the way is no answer.
                if head.status != 100 {
                    (self.framing, self.chunks) = (head.framing, Chunks::default());
                    return Ok(head);
                }
            }
            match self.read_more().await {
                Ok(0) => return Err(self.lost(io::ErrorKind::UnexpectedEof.into())),
                Ok(_) => {}
                Err(error) => return Err(self.lost(error)),
            }
        }
    }

    /// A connection that is used again and brings nothing at all was closed meanwhile.
    fn lost(&self, error: io::Error) -> Lost {
        if self.has_served && self.read.len() == self.used { Lost::Idle } else { Lost::Broken(error) }
    }

    /// Moves what has come of the body to `out`; waits for some of it. Says whether there may be more.
    pub(super) async fn more(&mut self, out: &mut Vec<u8>) -> Result<bool, Lost> {
        let before = out.len();
        loop {
            let here = self.read.get(self.used..).unwrap_or_default();
            match &mut self.framing {
                Framing::Length(left) => {
                    let here = here.get(..*left).unwrap_or(here);
                    out.extend_from_slice(here);
                    self.used += here.len();
                    *left -= here.len();
                    if *left == 0 {
                        return Ok(false);
                    }
                }
                Framing::Chunked => {
                    self.used += self.chunks.take(here, out)?;
                    if self.chunks == Chunks::End {
                        return Ok(false);
                    }
                }
                Framing::UntilClose => {
                    out.extend_from_slice(here);
                    self.used = self.read.len();
                }
            }
            if out.len() > before {
                return Ok(true);
            }
            if self.read_more().await? == 0 {
                let whole = self.framing == Framing::UntilClose;
                return if whole {
                    Ok(false)
                } else {
                    Err(Lost::Broken(io::ErrorKind::UnexpectedEof.into()))
                };
            }
        }
    }

    async fn read_more(&mut self) -> io::Result<usize> {
        self.forget_used();
        self.read.reserve(ROOM);
        self.stream.read_buf(&mut self.read).await
    }

    /// Makes room: what was used is not needed again.
    fn forget_used(&mut self) {
        if self.used > 0 {
            self.read.drain(..self.used);
            self.used = 0;
        }
    }
}
