//! `/api/handover/v1/probe`: the way that clients take to the server, as the server sees it, for `handover doctor`
//! (`docs/commands.md`). Without the token of a probe that is open the path is an unknown one, whatever is asked of it.

use crate::app::json::Rooted;
use crate::http::call::Call;
use crate::http::exchange::text;
use crate::http::failure::Failure;
use crate::http::push::{self, LongPoll, Waited, Way};
use crate::http::{Shared, peer, v1};
use crate::probe::Probe;
use axum::Router;
use axum::extract::{FromRequest as _, Request, State};
use axum::response::Response;
use axum::routing::any;
use handover_wire::Condition;
use http::{HeaderName, Method, Version};
use serde::Serialize;
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;

const PATH: &str = "/api/handover/v1/probe";
const TOKEN: HeaderName = HeaderName::from_static("handover-probe");
/// The headers that are told as they came: what proxies say, and what clients need to get through.
const TOLD: [&str; 10] = [
    "host",
    "connection",
    "x-forwarded-for",
    "x-forwarded-proto",
    "x-forwarded-host",
    "authorization",
    "idempotency-key",
    "if-none-match",
    "last-event-id",
    "prefer",
];

/// What the server believes of a request.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Believed<'c> {
    step: u32,
    listening: u32,
    /// The version of HTTP that it came in.
    version: &'static str,
    /// Where the connection comes from, and whether its word is taken.
    peer: IpAddr,
    peer_is_trusted: bool,
    /// The address the client is counted by.
    client: IpAddr,
    /// What links begin with, and whether the operator has named it.
    origin: &'c str,
    origin_is_configured: bool,
    headers: BTreeMap<&'static str, &'c str>,
}

/// A step that was made.
#[derive(Debug, Serialize)]
struct Made {
    step: u32,
    /// The bytes of the body that has made it.
    bytes: usize,
}

/// The path of the probe.
pub(in crate::http) fn router() -> Router<Shared> {
    Router::new().route(PATH, any(answer))
}

async fn answer(State(app): State<Shared>, request: Request) -> Result<Response, Failure> {
    let unknown = || Failure::from(Condition::UnknownPath { path: PATH.to_owned() });
    let token = text(request.headers(), &TOKEN).unwrap_or_default();
    let probe = app.probes.find(token, app.engine.clock().now()).ok_or_else(unknown)?;
    let (method, version) = (request.method().clone(), request.version());
    // The body is read for nobody else.
    let call = Call::from_request(request, &app).await?;
    if method == Method::GET {
        read(call, version, probe).await
    } else if method == Method::POST {
        step(&call, &probe)
    } else {
        Err(unknown())
    }
}

/// Tells what the server believes, at once or once there is another step, or of every step as it is made.
async fn read(call: Call, version: Version, probe: Arc<Probe>) -> Result<Response, Failure> {
    let way = Way::of(&call);
    if way.is_stream() {
        return push::tell_probe(way, call, probe).await;
    }
    let from = call.from()?;
    let look = || {
        let believed = believed(&call, version, &probe);
        let is_news = u64::from(believed.step) >= from;
        Ok(Waited { response: v1::ok(&Rooted("probe", believed), &call), is_news })
    };
    let begin = |seconds| {
        let listener = probe.listen().ok_or(Condition::TooManyRequests)?;
        Ok(LongPoll::of_nobody(listener, seconds))
    };
    push::answer(way, &call, begin, look).await
}

fn believed<'c>(call: &'c Call, version: Version, probe: &Probe) -> Believed<'c> {
    let (config, peer) = (&call.app.config, call.exchange.peer);
    let headers = TOLD
        .into_iter()
        .filter_map(|name| Some((name, text(call.headers(), &HeaderName::from_static(name))?)));
    Believed {
        step: probe.steps().made,
        listening: probe.listeners(),
        version: name(version),
        peer: peer.address,
        peer_is_trusted: peer::is_trusted(config, &peer.address),
        client: call.client(),
        origin: &call.exchange.origin,
        origin_is_configured: config.public_url.is_some(),
        headers: headers.collect(),
    }
}

/// Makes a step: `{"last":false}`.
fn step(call: &Call, probe: &Probe) -> Result<Response, Failure> {
    let steps = probe.step(v1::flag(&call.json()?, "last")?);
    let [_, _, bytes] = call.asked();
    Ok(v1::ok(&Rooted("step", Made { step: steps.made, bytes: bytes.len() }), call))
}

fn name(version: Version) -> &'static str {
    if version == Version::HTTP_2 {
        "HTTP/2"
    } else if version == Version::HTTP_10 {
        "HTTP/1.0"
    } else {
        "HTTP/1.1"
    }
}
