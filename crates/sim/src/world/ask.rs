//! A request as it goes in at the door of the server, and the answer as it comes out.

use axum::body::Body;
use axum::response::Response;
use handover_wire::{Document, Element, Format};
use http::{Method, Request, header};
use http_body_util::BodyExt;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};

/// What a client accepts that wants a stream.
const EVENT_STREAM: &str = "text/event-stream";

/// The host that clients ask for.
const HOST: &str = "va.agentvep.example.net";

/// A request that can be sent again as it was.
#[derive(Clone, Debug)]
pub struct Ask {
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) format: Format,
    pub(super) authorization: Option<String>,
    pub(super) cookie: Option<String>,
    pub(super) key: Option<String>,
    pub(super) body: Option<String>,
    /// Whether the answer is to be a stream.
    pub(super) streams: bool,
}

impl Ask {
    pub(super) fn new(method: Method, path: impl Into<String>, format: Format) -> Self {
        Self {
            method,
            path: path.into(),
            format,
            authorization: None,
            cookie: None,
            key: None,
            body: None,
            streams: false,
        }
    }

    /// Sets the key under which the write may be repeated.
    #[must_use]
    pub fn once(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// The request as the server takes it.
    pub(super) fn to_request(&self) -> Result<Request<Body>, http::Error> {
        let mut request = Request::builder()
            .method(&self.method)
            .uri(&self.path)
            .header(header::HOST, HOST)
            .header(header::ACCEPT, if self.streams { EVENT_STREAM } else { self.format.content_type() });
        let headers = [
            ("authorization", &self.authorization),
            ("cookie", &self.cookie),
            ("idempotency-key", &self.key),
        ];
        for (name, value) in headers {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        let Some(body) = self.body.clone() else { return request.body(Body::empty()) };
        let request = request.header(header::CONTENT_TYPE, self.format.content_type());
        request.header(header::CONTENT_LENGTH, body.len()).body(Body::from(body))
    }
}

impl fmt::Display for Ask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {:?}", self.method, self.path, self.format)?;
        if let Some(key) = &self.key {
            write!(f, " key {key}")?;
        }
        self.body.as_ref().map_or(Ok(()), |body| write!(f, " {body}"))
    }
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Got {
    /// The status.
    pub status: u16,
    pub(super) location: Option<String>,
    pub(super) cookie: Option<String>,
    pub(super) body: Vec<u8>,
    /// Digest of all headers and the body, for the trace.
    digest: u64,
}

impl Got {
    pub(super) async fn of(response: Response) -> Self {
        let (parts, body) = response.into_parts();
        let body = body.collect().await.map(|body| body.to_bytes().to_vec()).unwrap_or_default();
        let text = |name: &header::HeaderName| {
            parts.headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned)
        };
        let mut hasher = DefaultHasher::new();
        for (name, value) in &parts.headers {
            (name.as_str(), value.as_bytes()).hash(&mut hasher);
        }
        body.hash(&mut hasher);
        let location = text(&header::LOCATION).map(|href| path_of(&href));
        let cookie = text(&header::SET_COOKIE).and_then(|c| c.split(';').next().map(str::to_owned));
        Self { status: parts.status.as_u16(), location, cookie, body, digest: hasher.finish() }
    }

    /// Whether it is a success.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        matches!(self.status, 200 | 201)
    }

    /// The body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A member at the top of a JSON body.
    #[must_use]
    pub fn member(&self, name: &str) -> Option<String> {
        self.document(Format::Json).ok()?.top().get(name).map(str::to_owned)
    }

    /// The path of the `Location` header.
    #[must_use]
    pub fn location(&self) -> Option<&str> {
        self.location.as_deref()
    }

    /// The body as the tree that both formats are read into.
    pub(super) fn document(&self, format: Format) -> Result<Document, String> {
        handover_wire::read(&self.body, format).map_err(|error| format!("{error}: {}", self.text()))
    }

    /// The only element at the top.
    pub(super) fn root(&self, format: Format) -> Result<Element, String> {
        let document = self.document(format)?;
        document.top().children().next().cloned().ok_or_else(|| format!("no root: {}", self.text()))
    }
}

impl fmt::Display for Got {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} bytes {:016x}", self.status, self.body.len(), self.digest)?;
        if let Some(location) = &self.location {
            write!(f, " {location}")?;
        }
        if self.is_ok() { Ok(()) } else { write!(f, " {}", self.text()) }
    }
}

/// The path of an address of this server.
pub(super) fn path_of(href: &str) -> String {
    href.split_once(HOST).map_or(href, |(_, path)| path).to_owned()
}
