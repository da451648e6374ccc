//! The address for those who watch the server: `/metrics`, `/healthz` and `/readyz`. It asks nobody for a token, so it is not
//! the address of the surfaces: figures tell how busy a shop is, and the names of its skills.

use super::Surfaces;
use super::health::{Readiness, healthy};
use crate::limits;
use crate::metrics::{self, Form};
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::response::Response;
use axum::routing::get;
use handover_desk::Timestamp;
use http::{HeaderMap, HeaderValue, StatusCode, header};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::sync::{Arc, OnceLock};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tower::ServiceExt as _;

const OPEN_METRICS: &str = "application/openmetrics-text";
/// The type of the page for a collector that asks for it by name, as Prometheus does.
const OPEN_METRICS_TYPE: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
/// The type of the page for everybody else: older collectors, and people.
const TEXT_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// What is told at that address. It answers while the desks are still read back.
pub struct Monitor {
    started_at: Timestamp,
    commit: &'static str,
    surfaces: OnceLock<Surfaces>,
}

impl Monitor {
    /// A monitor of a process that was started at this time and built from this commit, with nothing to watch so far.
    #[must_use]
    pub fn new(started_at: Timestamp, commit: &'static str) -> Self {
        Self { started_at, commit, surfaces: OnceLock::new() }
    }

    /// From here on these surfaces are watched. There is one set of them in a process: a second one is ignored.
    pub fn watch(&self, surfaces: Surfaces) {
        let _is_watched_already = self.surfaces.set(surfaces);
    }

    /// Answers one request.
    pub async fn answer(self: Arc<Self>, request: Request<Body>) -> Response {
        match router(self).oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        }
    }

    /// Serves connections until it is dropped.
    pub async fn serve(self: Arc<Self>, listener: TcpListener) {
        let service = TowerToHyperService::new(
            router(self).map_request(|request: hyper::Request<Incoming>| request.map(Body::new)),
        );
        let places = Arc::new(Semaphore::new(limits::MONITOR_CONNECTIONS));
        let mut connections = JoinSet::new();
        loop {
            let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
            let stream = next(&listener).await;
            let service = service.clone();
            connections.spawn(async move {
                let mut builder = http1::Builder::new();
                // Names of headers as at the other address.
                builder
                    .title_case_headers(true)
                    .timer(TokioTimer::new())
                    .header_read_timeout(limits::HEAD_TIMEOUT);
                if let Err(error) = builder.serve_connection(TokioIo::new(stream), service).await {
                    tracing::debug!(%error, "a connection of one who watches ended badly");
                }
                drop(place);
            });
            while connections.try_join_next().is_some() {}
        }
    }
}

/// The next connection. What goes wrong with one says nothing about the next.
async fn next(listener: &TcpListener) -> TcpStream {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return stream,
            Err(error) => {
                tracing::warn!(%error, "one who watches could not be let in");
                tokio::time::sleep(limits::ACCEPT_PAUSE).await;
            }
        }
    }
}

fn router(monitor: Arc<Monitor>) -> Router {
    Router::new()
        .route("/metrics", get(page))
        .route("/healthz", get(async || healthy()))
        .route("/readyz", get(readiness))
        .with_state(monitor)
}

async fn readiness(State(monitor): State<Arc<Monitor>>) -> Response {
    let readiness = monitor.surfaces.get().map(|surfaces| Readiness::of(surfaces.app()));
    readiness.unwrap_or(Readiness::starting()).response()
}

/// The page is made on a thread for blocking work: it reads files of the system, and a server may have many accounts.
async fn page(State(monitor): State<Arc<Monitor>>, headers: HeaderMap) -> Response {
    let mut accepted = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    let is_named = accepted.any(|value| value.contains(OPEN_METRICS));
    let (form, content_type) =
        if is_named { (Form::Open, OPEN_METRICS_TYPE) } else { (Form::Classic, TEXT_TYPE) };
    let made = tokio::task::spawn_blocking(move || {
        metrics::page(monitor.started_at, monitor.commit, monitor.surfaces.get().cloned(), form)
    });
    let Ok(Ok(page)) = made.await else {
        tracing::error!("the page of figures could not be made");
        let mut response = Response::default();
        *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
        return response;
    };
    let mut response = Response::new(Body::from(page));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}
