//! A request as a client sends it, and the answer as the client gets it.

use crate::noted;
use axum::body::Body;
use axum::response::Response;
use handover_wire::{Document, Element, Format};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, header};
use http_body_util::BodyExt;

/// The host that clients ask for.
pub(crate) const HOST: &str = "va.agentvep.example.net";
/// The application key that was published for every account.
pub(crate) const APP_KEY: &str = "721c180b09eb463d9f3191c41762bb68";

/// A request on its way.
#[derive(Clone, Debug)]
pub(crate) struct Ask {
    method: Method,
    path: String,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Ask {
    pub(crate) fn new(method: Method, path: impl Into<String>) -> Self {
        Self { method, path: path.into(), headers: HeaderMap::new(), body: Vec::new() }
    }

    pub(crate) fn get(path: impl Into<String>) -> Self {
        Self::new(Method::GET, path)
    }

    pub(crate) fn post(path: impl Into<String>) -> Self {
        Self::new(Method::POST, path)
    }

    /// A PUT as old clients send it.
    pub(crate) fn put(path: impl Into<String>) -> Self {
        Self::post(path).with("X-HTTP-Method-Override", "PUT")
    }

    /// Sets a header; the name may be in any case.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
        self.headers.insert(name, HeaderValue::from_bytes(value.as_bytes()).unwrap());
        self
    }

    pub(crate) fn without(mut self, name: &str) -> Self {
        self.headers.remove(name);
        self
    }

    pub(crate) fn bearer(self, token: &str) -> Self {
        self.with("Authorization", &format!("Bearer {token}"))
    }

    pub(crate) fn app_key(self, key: &str) -> Self {
        self.with("Authorization", &format!("LivePerson appKey={key}"))
    }

    /// Sets the key under which the write may be repeated.
    pub(crate) fn once(self, key: &str) -> Self {
        self.with("Idempotency-Key", key)
    }

    pub(crate) fn accept(self, accept: &str) -> Self {
        self.with("Accept", accept)
    }

    /// A body without a word about its type.
    pub(crate) fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    pub(crate) fn json(self, body: impl Into<Vec<u8>>) -> Self {
        self.with("Content-Type", "application/json").body(body)
    }

    pub(crate) fn xml(self, body: impl Into<Vec<u8>>) -> Self {
        self.with("Content-Type", "application/xml").body(body)
    }

    pub(crate) fn into_request(mut self) -> Request<Body> {
        self.headers.entry(header::HOST).or_insert(HeaderValue::from_static(HOST));
        if !self.body.is_empty() || self.method == Method::POST {
            self.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(self.body.len()));
        }
        note(&self.headers, &self.body);
        noted::chat_keys(&self.path);
        let mut request = Request::builder().method(self.method).uri(self.path);
        if let Some(headers) = request.headers_mut() {
            headers.extend(self.headers);
        }
        request.body(Body::from(self.body)).unwrap()
    }
}

/// Notes which secrets are in play.
fn note(headers: &HeaderMap, body: &[u8]) {
    for (name, value) in headers {
        noted::header(name.as_str(), value.to_str().unwrap_or_default());
    }
    noted::body(&String::from_utf8_lossy(body));
}

/// An answer.
#[derive(Clone, Debug)]
pub(crate) struct Got {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Got {
    pub(crate) async fn of(response: Response) -> Self {
        let (parts, body) = response.into_parts();
        let body = body.collect().await.unwrap().to_bytes().to_vec();
        note(&parts.headers, &body);
        Self { status: parts.status.as_u16(), headers: parts.headers, body }
    }

    /// This answer, if it has the status.
    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text());
        self
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// The format that the `Content-Type` states, which must be one of exactly two words.
    #[track_caller]
    pub(crate) fn format(&self) -> Format {
        match self.header("content-type") {
            Some("application/json") => Format::Json,
            Some("application/xml") => Format::Xml,
            other => panic!("Content-Type is {other:?}: {}", self.text()),
        }
    }

    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        assert_eq!(self.format(), Format::Json, "{}", self.text());
        serde_json::from_slice(&self.body).unwrap()
    }

    /// The body as the tree that both formats are read into.
    #[track_caller]
    pub(crate) fn document(&self) -> Document {
        handover_wire::read(&self.body, self.format()).unwrap()
    }

    /// The only element at the top.
    #[track_caller]
    pub(crate) fn root(&self) -> Element {
        let document = self.document();
        let mut roots = document.top().children();
        let root = roots.next().cloned().unwrap();
        assert!(roots.next().is_none(), "more than one root: {}", self.text());
        root
    }

    /// The path of the `Location` header.
    #[track_caller]
    pub(crate) fn location(&self) -> String {
        path_of(self.header("location").unwrap())
    }

    /// The internal code of an error, in either format.
    #[track_caller]
    pub(crate) fn internal_code(&self) -> u16 {
        let root = self.root();
        assert_eq!(root.name(), "error", "{}", self.text());
        root.get("internalCode").unwrap().parse().unwrap()
    }

    /// The message of an error.
    #[track_caller]
    pub(crate) fn message(&self) -> String {
        self.root().get("message").unwrap().to_owned()
    }
}

/// The path of an address of this server.
#[track_caller]
pub(crate) fn path_of(href: &str) -> String {
    href.strip_prefix(&format!("http://{HOST}")).unwrap_or_else(|| panic!("not absolute: {href}")).to_owned()
}
