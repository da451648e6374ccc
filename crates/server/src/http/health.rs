//! `/healthz` and `/readyz`: whether the process serves, and whether it should be sent anybody (`docs/operating.md`, Watching it).
//! They tell of the server as a whole, and of no account.

use super::{App, Shared};
use crate::limits;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;

/// Whether the server should be sent anybody, and if not, why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Readiness {
    pub(crate) ready: bool,
    desks: &'static str,
    journal: &'static str,
    server: &'static str,
}

impl Readiness {
    /// The desks are read back for the first time.
    pub(super) const fn starting() -> Self {
        Self { ready: false, desks: "recovering", journal: "ok", server: "starting" }
    }

    /// How a server does.
    pub(crate) fn of(app: &App) -> Self {
        let engine = &app.engine;
        let ids = engine.account_ids().into_iter();
        let all_known = ids.filter_map(|id| engine.account(id.as_str())).all(|account| account.is_known());
        let now = engine.clock().now();
        let failed = engine.figures().failed_at().is_some_and(|at| now.since(at) < limits::JOURNAL_DOUBT_MS);
        let stops = app.streams.is_stopping();
        Self {
            ready: all_known && !failed && !stops,
            desks: if all_known { "recovered" } else { "recovering" },
            journal: if failed { "failing" } else { "ok" },
            server: if stops { "draining" } else { "serving" },
        }
    }

    pub(super) fn response(self) -> Response {
        let status = if self.ready { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
        json(status, serde_json::to_vec(&self).unwrap_or_default())
    }
}

/// The process serves.
pub(super) fn healthy() -> Response {
    json(StatusCode::OK, br#"{"healthy":true}"#.to_vec())
}

/// Both, for the main address.
pub(super) fn router() -> Router<Shared> {
    Router::new().route("/healthz", get(async || healthy())).route("/readyz", get(readiness))
}

async fn readiness(State(app): State<Shared>) -> Response {
    Readiness::of(&app).response()
}

fn json(status: StatusCode, body: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(Bytes::from(body)));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
