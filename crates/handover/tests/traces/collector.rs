//! A collector of traces: an HTTP server that takes OTLP in Protobuf.

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use opentelemetry_proto::tonic::collector::trace::v1::ExportTraceServiceRequest;
use opentelemetry_proto::tonic::common::v1::any_value::Value;
use prost::Message as _;
use std::convert::Infallible;
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio::sync::{Mutex, mpsc};
use tokio::task::JoinSet;

/// The collector. It is gone when this is dropped.
pub(crate) struct Collector {
    /// Its address.
    pub(crate) url: String,
    sent: Mutex<mpsc::UnboundedReceiver<Bytes>>,
    kept: std::sync::Mutex<Vec<Bytes>>,
    _served: JoinSet<()>,
}

/// A span, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) name: String,
    pub(crate) trace: String,
    pub(crate) id: String,
    pub(crate) parent: String,
    /// The traces that it is linked to.
    pub(crate) links: Vec<String>,
    /// In nanoseconds.
    pub(crate) begins: u64,
    pub(crate) ends: u64,
    attributes: Vec<(String, String)>,
}

impl Span {
    /// An attribute that must be there.
    #[track_caller]
    pub(crate) fn attribute(&self, name: &str) -> String {
        let found = self.attributes.iter().find(|(key, _)| key == name);
        found.unwrap_or_else(|| panic!("no {name}: {self:?}")).1.clone()
    }
}

impl Collector {
    /// A collector that answers everything with this status.
    pub(crate) async fn start(status: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (sender, sent) = mpsc::unbounded_channel();
        let sender = Arc::new(sender);
        let mut served = JoinSet::new();
        served.spawn(async move {
            let mut connections = JoinSet::new();
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let sender = Arc::clone(&sender);
                let service = service_fn(move |request| take(request, Arc::clone(&sender), status));
                connections.spawn(async move {
                    drop(http1::Builder::new().serve_connection(TokioIo::new(stream), service).await);
                });
            }
        });
        Self { url, sent: Mutex::new(sent), kept: std::sync::Mutex::default(), _served: served }
    }

    /// Waits until something is sent.
    pub(crate) async fn asked(&self) {
        let body = self.sent.lock().await.recv().await.unwrap();
        self.kept.lock().unwrap().push(body);
    }

    /// Waits until a span of this name was sent; gives all that were.
    pub(crate) async fn until_it_has(&self, name: &str) -> Vec<Span> {
        loop {
            let spans = self.spans();
            if spans.iter().any(|span| span.name == name) {
                return spans;
            }
            self.asked().await;
        }
    }

    /// Whether these words stand in anything that was sent.
    pub(crate) fn has(&self, words: &str) -> bool {
        let kept = self.kept.lock().unwrap();
        kept.iter().any(|body| body.windows(words.len()).any(|part| part == words.as_bytes()))
    }

    fn spans(&self) -> Vec<Span> {
        let kept = self.kept.lock().unwrap();
        let requests = kept.iter().map(|body| ExportTraceServiceRequest::decode(body.clone()).unwrap());
        let scopes =
            requests.flat_map(|request| request.resource_spans).flat_map(|resource| resource.scope_spans);
        scopes.flat_map(|scope| scope.spans).map(read).collect()
    }
}

async fn take(
    request: Request<Incoming>,
    sender: Arc<mpsc::UnboundedSender<Bytes>>,
    status: u16,
) -> Result<Response<Full<Bytes>>, Infallible> {
    assert_eq!(request.uri().path(), "/v1/traces");
    assert_eq!(request.headers()["content-type"], "application/x-protobuf");
    let body = request.into_body().collect().await.unwrap().to_bytes();
    // A test that is over does not listen any more.
    let _heard = sender.send(body);
    let mut response = Response::default();
    *response.status_mut() = StatusCode::from_u16(status).unwrap();
    Ok(response)
}

fn read(span: opentelemetry_proto::tonic::trace::v1::Span) -> Span {
    let text = |value: Value| match &value {
        Value::StringValue(text) => text.clone(),
        Value::IntValue(number) => number.to_string(),
        Value::BoolValue(_)
        | Value::DoubleValue(_)
        | Value::ArrayValue(_)
        | Value::KvlistValue(_)
        | Value::BytesValue(_)
        | Value::StringValueStrindex(_) => format!("{value:?}"),
    };
    let attributes = span.attributes.into_iter();
    let attributes = attributes.filter_map(|pair| Some((pair.key, text(pair.value?.value?)))).collect();
    Span {
        name: span.name,
        trace: hex(&span.trace_id),
        id: hex(&span.span_id),
        parent: hex(&span.parent_span_id),
        links: span.links.iter().map(|link| hex(&link.trace_id)).collect(),
        begins: span.start_time_unix_nano,
        ends: span.end_time_unix_nano,
        attributes,
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}
