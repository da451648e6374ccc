//! HTTP/1.1 over connections that may be cut at any byte.

use crate::common::APP_KEY;
use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, HOST, HeaderName};
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use std::net::SocketAddr;
use tokio::net::TcpStream;
use tokio::task::JoinSet;

/// A request that can be sent again and again.
pub type Ask = Request<Full<Bytes>>;

/// The connection was cut, or nobody was there: it is not known whether the request was served.
#[derive(Debug)]
pub struct Lost;

/// Who asks.
#[derive(Clone, Debug)]
pub enum Who {
    /// A visitor, with the application key.
    Visitor,
    /// An agent with this bearer token.
    Agent(String),
}

impl Who {
    /// The `Authorization` header.
    pub fn authorization(&self) -> String {
        match self {
            Self::Visitor => format!("LivePerson appKey={APP_KEY}"),
            Self::Agent(bearer) => format!("Bearer {bearer}"),
        }
    }
}

/// A GET.
pub fn get(target: &str, who: &Who) -> Ask {
    let builder = Request::get(target).header(AUTHORIZATION, who.authorization());
    builder.header(ACCEPT, "application/json").body(Full::default()).unwrap()
}

/// A POST that may be repeated.
pub fn post(target: &str, who: &Who, key: &str, body: &Value) -> Ask {
    let builder = Request::post(target).header(AUTHORIZATION, who.authorization());
    let builder = builder.header("idempotency-key", key).header(CONTENT_TYPE, "application/json");
    builder.body(Full::from(body.to_string())).unwrap()
}

/// The request with one more header, or another value for it.
pub fn with(mut ask: Ask, name: HeaderName, value: &str) -> Ask {
    ask.headers_mut().insert(name, value.parse().unwrap());
    ask
}

/// An answer that was read whole.
#[derive(Debug)]
pub struct Answer {
    /// Its status and headers.
    pub head: http::response::Parts,
    /// Its body.
    pub body: Bytes,
}

impl Answer {
    /// The body of an answer that must be this one.
    #[track_caller]
    pub fn json(&self, status: StatusCode) -> Value {
        assert_eq!(self.head.status, status, "{:?} {:?}", self.head, self.body);
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {:?}", self.body))
    }

    /// The path of what was made.
    #[track_caller]
    pub fn created(&self) -> String {
        assert_eq!(self.head.status, StatusCode::CREATED, "{:?} {:?}", self.head, self.body);
        self.location()
    }

    /// The path in the `Location` header.
    fn location(&self) -> String {
        let location: http::Uri = self.head.headers["location"].to_str().unwrap().parse().unwrap();
        location.path().to_owned()
    }
}

/// One connection. It is closed when this is dropped.
pub struct Connection {
    sender: SendRequest<Full<Bytes>>,
    _driver: JoinSet<()>,
}

impl Connection {
    /// Connects.
    pub async fn to(address: SocketAddr) -> Result<Self, Lost> {
        let (sender, connection) = handshake(TokioIo::new(connect(address).await?)).await.map_err(lost)?;
        let mut driver = JoinSet::new();
        driver.spawn(async move { drop(connection.await) });
        Ok(Self { sender, _driver: driver })
    }

    /// Sends a request, and gives the answer as soon as its head is there. A gateway without a server is as good as none.
    pub async fn send(&mut self, address: SocketAddr, ask: &Ask) -> Result<Response<Incoming>, Lost> {
        self.sender.ready().await.map_err(lost)?;
        let ask = with(ask.clone(), HOST, &address.to_string());
        let answer = self.sender.send_request(ask).await.map_err(lost)?;
        let is_gateway = matches!(answer.status(), StatusCode::BAD_GATEWAY | StatusCode::GATEWAY_TIMEOUT);
        if is_gateway { Err(Lost) } else { Ok(answer) }
    }
}

/// A socket to whoever listens there.
pub async fn connect(address: SocketAddr) -> Result<TcpStream, Lost> {
    let stream = TcpStream::connect(address).await.map_err(lost)?;
    stream.set_nodelay(true).map_err(lost)?;
    Ok(stream)
}

/// Asks and reads the answers, over one connection as long as it holds.
pub struct Caller {
    /// Whom it asks.
    pub address: SocketAddr,
    open: Option<Connection>,
}

impl Caller {
    /// Nothing is connected yet.
    pub fn of(address: SocketAddr) -> Self {
        Self { address, open: None }
    }

    /// Asks once. The connection is kept when the answer was whole.
    pub async fn try_ask(&mut self, ask: &Ask) -> Result<Answer, Lost> {
        let mut connection = match self.open.take() {
            Some(connection) => connection,
            None => Connection::to(self.address).await?,
        };
        let (head, body) = connection.send(self.address, ask).await?.into_parts();
        let body = body.collect().await.map_err(lost)?.to_bytes();
        self.open = Some(connection);
        Ok(Answer { head, body })
    }

    /// Asks until there is an answer.
    pub async fn ask(&mut self, ask: &Ask) -> Answer {
        loop {
            if let Ok(answer) = self.try_ask(ask).await {
                return answer;
            }
        }
    }
}

/// Whatever has gone wrong with a connection.
pub fn lost<E>(_: E) -> Lost {
    Lost
}
