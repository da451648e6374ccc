//! The probe of `handover doctor`: for who has its token, and for nobody else.

use crate::common::ask::{Ask, Got, HOST};
use crate::common::disk::Seeded;
use crate::common::stream::Stream;
use crate::common::{Making, PEER, World};
use handover_server::limits::{BODY_BYTES, PROBE_LIFE, PROBES, STREAMS_PER_PROBE};
use handover_server::settings::ServerConfig;
use http::Method;
use serde_json::json;
use std::pin::pin;

/// The time for which a token is good.
const LIFE_MS: i64 = PROBE_LIFE.0.cast_signed();
const PATH: &str = "/api/handover/v1/probe";
/// As long, and unknown.
const UNKNOWN: &str = "/api/handover/v1/prove";

fn open(world: &World) -> String {
    let app = world.surfaces.app();
    app.probes.open(&*app.entropy, app.engine.clock().now())
}

fn ask(token: &str) -> Ask {
    Ask::get(PATH).with("Handover-Probe", token)
}

async fn step(world: &World, token: &str, body: &str) -> Got {
    world.send(Ask::post(PATH).with("Handover-Probe", token).json(body)).await
}

/// Everything that may be asked of a path.
fn requests(path: &str) -> Vec<Ask> {
    let upgrade = Ask::get(path).with("Connection", "Upgrade").with("Upgrade", "websocket");
    let upgrade =
        upgrade.with("Sec-WebSocket-Version", "13").with("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
    let page = Ask::new(Method::OPTIONS, path).with("Origin", "https://shop.example");
    let mut all = vec![
        upgrade,
        page.with("Access-Control-Request-Method", "POST"),
        Ask::get(path).with("Prefer", "wait=60"),
        Ask::get(path).accept("text/event-stream"),
        Ask::get(path).accept("application/xml"),
        Ask::get(format!("{path}.xml?from=x")),
        Ask::post(path).json(r#"{"last":true}"#),
        Ask::post(path).json("{"),
        Ask::post(path).json(vec![b' '; BODY_BYTES + 1]),
    ];
    for method in [Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::DELETE, Method::OPTIONS] {
        all.push(Ask::new(method, path));
    }
    all
}

#[tokio::test]
async fn without_the_token_of_an_open_probe_its_path_is_as_unknown_as_any() {
    let (world, other) = (World::new().await, World::new().await);
    let expired = open(&world);
    world.advance_ms(LIFE_MS).await;
    let foreign =
        other.surfaces.app().probes.open(&Seeded::new(7), world.surfaces.app().engine.clock().now());
    let good = open(&world);
    let longer = format!("{good}0");
    let tokens = ["", "0", &expired, &foreign, &longer, &good.to_uppercase().replace('0', "O")];
    for (probe, unknown) in requests(PATH).into_iter().zip(requests(UNKNOWN)) {
        let unknown = world.send(unknown).await;
        assert_eq!(unknown.status, 404);
        for token in tokens {
            let got = world.send(probe.clone().with("Handover-Probe", token)).await;
            let told = (got.status, &got.headers, got.text());
            let expected = unknown.text().replace("prove", "probe");
            assert_eq!(told, (unknown.status, &unknown.headers, expected), "{probe:?} {token}");
        }
        assert_eq!(world.send(probe).await.status, 404);
    }
    world.send(ask(&good)).await.expect(200);
}

#[tokio::test]
async fn a_probe_is_over_after_a_minute_and_not_a_millisecond_before_and_so_are_its_streams() {
    let world = World::new().await;
    let token = open(&world);
    let mut stream = Stream::open(&world, ask(&token)).await;
    assert_eq!(stream.next_of("probe").await.data, json!({"step": 0}));
    step(&world, &token, r#"{"last":false}"#).await.expect(200);
    assert_eq!(stream.next_of("probe").await.data, json!({"step": 1}));
    world.advance_ms(LIFE_MS - 1).await;
    world.send(ask(&token)).await.expect(200);
    world.advance_ms(1).await;
    world.send(ask(&token)).await.expect(404);
    let close = stream.next_of("close").await;
    assert_eq!(close.data["reason"], "tried", "{close:?}");
    assert!(stream.next().await.is_none());
}

#[tokio::test]
async fn of_many_probes_the_oldest_is_forgotten() {
    let world = World::new().await;
    let first = open(&world);
    let second = open(&world);
    (2..PROBES).for_each(|_| drop(open(&world)));
    world.send(ask(&first)).await.expect(200);
    let last = open(&world);
    world.send(ask(&first)).await.expect(404);
    world.send(ask(&second)).await.expect(200);
    world.send(ask(&last)).await.expect(200);
}

#[tokio::test]
async fn a_probe_has_so_many_streams_and_no_more_and_the_last_step_ends_them() {
    let world = World::new().await;
    let token = open(&world);
    let mut streams = Vec::new();
    for _ in 0..STREAMS_PER_PROBE {
        streams.push(Stream::open(&world, ask(&token)).await);
    }
    world.send(ask(&token).accept("text/event-stream")).await.expect(429);
    world.send(ask(&token).with("Prefer", "wait=1")).await.expect(429);
    let told = world.send(ask(&token)).await.expect(200).json();
    assert_eq!(told["probe"]["listening"], STREAMS_PER_PROBE);
    step(&world, &token, r#"{"last":true}"#).await.expect(200);
    for mut stream in streams {
        stream.next_of("close").await;
    }
    assert_eq!(world.send(ask(&token)).await.json()["probe"]["listening"], 0);
}

#[tokio::test]
async fn a_request_waits_for_the_step_that_it_wants() {
    let world = World::new().await;
    let token = open(&world);
    let waiting = Ask::get(format!("{PATH}?from=1")).with("Handover-Probe", &token).with("Prefer", "wait=30");
    let mut answer = pin!(world.send(waiting));
    tokio::select! {
        biased;
        got = answer.as_mut() => panic!("did not wait: {} {}", got.status, got.text()),
        () = tokio::task::yield_now() => {}
    }
    let made = step(&world, &token, r#"{"last":false}"#).await.expect(200).json();
    assert_eq!(made, json!({"step": {"step": 1, "bytes": 14}}));
    let got = answer.await.expect(200);
    assert_eq!(
        (got.header("preference-applied"), &got.json()["probe"]["step"]),
        (Some("wait=30"), &json!(1))
    );
}

#[tokio::test]
async fn a_probe_tells_what_the_server_believes_and_whom() {
    let plain = World::new().await;
    let from_proxy = |token: &str| {
        let ask = ask(token).with("X-Forwarded-For", "203.0.113.9").with("X-Forwarded-Proto", "https");
        ask.with("X-Forwarded-Host", "chat.example.com").with("Cookie", "s=1").with("Prefer", "wait=0")
    };
    let told = plain.send(from_proxy(&open(&plain))).await.expect(200).json();
    let headers = json!({
        "host": HOST, "prefer": "wait=0", "x-forwarded-for": "203.0.113.9", "x-forwarded-host": "chat.example.com",
        "x-forwarded-proto": "https",
    });
    let believed = json!({"probe": {
        "step": 0, "listening": 1, "version": "HTTP/1.1", "peer": PEER, "peerIsTrusted": false, "client": PEER,
        "origin": format!("http://{HOST}"), "originIsConfigured": false, "headers": headers,
    }});
    assert_eq!(told, believed);
    let trusted_proxies = vec![PEER.into()];
    let server = ServerConfig { trusted_proxies, ..ServerConfig::default() };
    let behind = World::made(Making { server, ..Making::default() }).await;
    let told = behind.send(from_proxy(&open(&behind))).await.expect(200).json();
    let told = [&told["probe"]["client"], &told["probe"]["origin"], &told["probe"]["peerIsTrusted"]];
    assert_eq!(told, [&json!("203.0.113.9"), &json!("https://chat.example.com"), &json!(true)]);
}
