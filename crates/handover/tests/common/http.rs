//! HTTP/1.1 over a `TcpStream`. Names of headers are kept as they came, for clients that look them up as written.

use super::noted;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// How long one read or write may take. It only ends a test that would hang.
const PATIENCE: Duration = Duration::from_mins(1);

/// A request on its way.
#[derive(Clone, Debug)]
pub struct Request {
    method: &'static str,
    target: String,
    headers: Vec<(String, String)>,
    body: String,
}

impl Request {
    fn new(method: &'static str, target: impl Into<String>) -> Self {
        Self { method, target: target.into(), headers: Vec::new(), body: String::new() }
    }

    /// A GET of a path with its query.
    pub fn get(target: impl Into<String>) -> Self {
        Self::new("GET", target)
    }

    /// A POST to a path with its query.
    pub fn post(target: impl Into<String>) -> Self {
        Self::new("POST", target)
    }

    /// Adds a header.
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// Sets a body of JSON.
    pub fn json(mut self, body: &str) -> Self {
        body.clone_into(&mut self.body);
        self.with("Content-Type", "application/json")
    }

    /// Sets a body of XML.
    pub fn xml(mut self, body: &str) -> Self {
        body.clone_into(&mut self.body);
        self.with("Content-Type", "application/xml")
    }

    /// Asks as the agent of this token.
    pub fn bearer(self, token: &str) -> Self {
        self.with("Authorization", format!("Bearer {token}"))
    }

    /// Asks as a visitor of a page with this application key.
    pub fn app_key(self, key: &str) -> Self {
        self.with("Authorization", format!("LivePerson appKey={key}"))
    }

    /// The bytes of the request, for a server under this address: head, then body.
    pub fn bytes(&self, host: SocketAddr) -> (Vec<u8>, Vec<u8>) {
        use std::fmt::Write as _;
        let mut head = format!("{} {} HTTP/1.1\r\nHost: {host}\r\n", self.method, self.target);
        for (name, value) in &self.headers {
            write!(head, "{name}: {value}\r\n").unwrap();
            noted::header(name, value);
        }
        noted::chat_keys(&self.target);
        noted::body(&self.body);
        write!(head, "Content-Length: {}\r\n\r\n", self.body.len()).unwrap();
        (head.into_bytes(), self.body.clone().into_bytes())
    }
}

/// Both directions of a connection.
trait Stream: Read + Write + Send {}

impl<S: Read + Write + Send> Stream for S {}

/// A connection that is kept open between requests.
pub struct Connection {
    address: SocketAddr,
    stream: BufReader<Box<dyn Stream>>,
}

impl Connection {
    /// Connects to a server that must be there.
    pub fn to(address: SocketAddr) -> Self {
        Self::try_to(address).unwrap()
    }

    /// Connects, if there is somebody to connect to.
    pub fn try_to(address: SocketAddr) -> io::Result<Self> {
        Ok(Self::over(address, socket(address)?))
    }

    /// A connection over whatever carries the bytes.
    pub fn over(address: SocketAddr, stream: impl Read + Write + Send + 'static) -> Self {
        Self { address, stream: BufReader::new(Box::new(stream)) }
    }

    /// Sends a request and waits for its answer, which must come.
    pub fn ask(&mut self, request: &Request) -> Reply {
        self.try_ask(request).unwrap_or_else(|error| panic!("{request:?}: {error}"))
    }

    /// Sends a request and waits for its answer. An error says that it is not known whether the request was served.
    pub fn try_ask(&mut self, request: &Request) -> io::Result<Reply> {
        let (head, body) = request.bytes(self.address);
        self.write(&[head, body].concat())?;
        self.read()
    }

    /// Writes bytes, whatever they are.
    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.get_mut().write_all(bytes)?;
        self.stream.get_mut().flush()
    }

    /// Reads until the server closes the connection.
    pub fn read_to_end(&mut self) -> io::Result<Vec<u8>> {
        let mut rest = Vec::new();
        self.stream.read_to_end(&mut rest).map(|_| rest)
    }

    /// Reads one answer.
    pub fn read(&mut self) -> io::Result<Reply> {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            if self.stream.read_line(&mut head)? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        let mut reply = Reply::of(head)?;
        let length = reply.header("Content-Length").unwrap_or("0").parse().map_err(io::Error::other)?;
        reply.body.resize(length, 0);
        self.stream.read_exact(&mut reply.body)?;
        reply.head.split("\r\n").filter_map(|line| line.split_once(": ")).for_each(|(name, value)| {
            noted::header(name, value);
        });
        noted::body(&reply.text());
        Ok(reply)
    }
}

/// A socket on which nothing takes for ever.
pub fn socket(address: SocketAddr) -> io::Result<TcpStream> {
    let stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    Ok(stream)
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The status line and the headers exactly as they came.
    pub head: String,
    /// The body.
    pub body: Vec<u8>,
}

impl Reply {
    fn of(head: String) -> io::Result<Self> {
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok());
        let status = status.ok_or_else(|| io::Error::other(format!("not HTTP: {head:?}")))?;
        Ok(Self { status, head, body: Vec::new() })
    }

    /// The value of a header whose name is written exactly like this.
    pub fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.split("\r\n").filter_map(|line| line.split_once(": "));
        lines.into_iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// This answer, if it has the status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}{}", self.head, self.text());
        self
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// The path behind the address in the `Location` header.
    #[track_caller]
    pub fn location(&self) -> String {
        let href = self.header("Location").unwrap_or_else(|| panic!("no Location: {}", self.head));
        let (_, host_and_path) = href.split_once("://").unwrap();
        host_and_path[host_and_path.find('/').unwrap()..].to_owned()
    }
}
