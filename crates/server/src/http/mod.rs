//! The HTTP surfaces. The router is one page; a handler's file stands where its path says. No rules here.

mod access;
mod account;
mod addresses;
mod agent_session;
mod call;
mod chat;
mod compress;
mod connection;
mod conversation;
mod cors;
mod etag;
mod exchange;
mod failure;
mod front;
mod guarded;
mod hcp;
mod health;
mod js2rest;
mod login;
mod methods;
mod monitor;
mod once;
mod openapi;
mod origin;
mod pages;
mod peer;
mod push;
mod reply;
mod router;
mod script;
mod serve;
mod service;
mod survey;
mod tls;
mod v1;
mod wait;

pub(crate) use health::Readiness;
pub use monitor::Monitor;
pub use peer::Peer;
pub use push::Streams;
pub use serve::{ServeError, serve};
pub use tls::{Tls, TlsError, TlsFiles};

use crate::engine::Engine;
use crate::engine::entropy::Entropy;
use crate::guard::Guard;
use crate::metrics::{Asked, HttpFigures};
use crate::open_id::OpenId;
use crate::password_gate::PasswordGate;
use crate::probe::Probes;
use crate::settings::ServerConfig;
use crate::traces;
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use std::sync::Arc;

/// What every request is served with.
pub struct App {
    /// The desks.
    pub engine: Engine,
    /// Where randomness comes from.
    pub entropy: Arc<dyn Entropy>,
    /// Where passwords are checked.
    pub passwords: PasswordGate,
    /// The identity provider that agents may sign in at, if there is one.
    pub open_id: Option<OpenId>,
    /// Who may try to sign in, and how much visitors may write.
    pub guard: Guard,
    /// Streams and long-polls.
    pub streams: Streams,
    /// The ways to the server that the operator tries.
    pub probes: Probes,
    /// What the operator configured.
    pub config: ServerConfig,
}

/// The app, shared by all requests.
pub(crate) type Shared = Arc<App>;

/// All surfaces of one server, to be served or called in process.
#[derive(Clone)]
pub struct Surfaces {
    app: Shared,
    router: axum::Router,
    tags: etag::Tags,
    figures: Arc<HttpFigures>,
}

impl Surfaces {
    /// The surfaces of this app.
    #[must_use]
    pub fn new(app: Arc<App>) -> Self {
        let tags = etag::Tags::of(&*app.entropy);
        Self { router: router::router(Arc::clone(&app)), tags, figures: Arc::default(), app }
    }

    /// The app.
    #[must_use]
    pub fn app(&self) -> &Arc<App> {
        &self.app
    }

    /// What was counted of requests and connections.
    pub(crate) fn figures(&self) -> &HttpFigures {
        &self.figures
    }

    /// The methods of all APIs, in their order: what the OpenAPI documents describe.
    #[must_use]
    pub fn methods() -> Vec<(http::Method, String)> {
        router::methods().list
    }

    /// Answers one request of this peer.
    pub async fn answer(&self, request: Request<Body>, peer: impl Into<Peer>) -> Response {
        let (app, router, asked) =
            (Arc::clone(&self.app), self.router.clone(), Asked::with(request.method()));
        let peer = peer.into();
        let is_trusted = peer::is_trusted(&app.config, &peer.address);
        let (method, path, headers) = (request.method(), request.uri().path(), request.headers());
        let traced = app.engine.traces().request(method, path, headers, is_trusted);
        let response = match traced {
            None => front::serve(app, router, self.tags, request, peer).await,
            // In a box, so that a request that waits does not hold the room of a trace.
            Some(context) => {
                let answer = front::serve(app, router, self.tags, request, peer);
                Box::pin(traces::answered(context, answer)).await
            }
        };
        self.figures.answered(asked, &response);
        response
    }
}
