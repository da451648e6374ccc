//! Traces for OpenTelemetry (`docs/operating.md`), with the real binary and a collector that is made here: it takes what OTLP
//! over HTTP sends, and keeps it.

mod collector;

use crate::common::http::{Connection, Request};
use crate::common::process::{Running, Signal};
use crate::common::{APP_KEY, APPLY_FILE, Place, chat_request, line, serve};
use crate::push_support::scene::Scene;
use crate::push_support::socket::Socket;
use collector::{Collector, Span};
use std::path::Path;

const WORDS: &str = "the words of a visitor";
/// A trace that a client says it belongs to.
const NAMED: &str = "4bf92f3577b34da6a3ce929d0e0e4736";

/// The agent says that everything up to this event was read.
fn read(scene: &Scene, event: u64) -> Request {
    let chat = scene.agent.strip_prefix("/api/").unwrap();
    Request::post(format!("/api/handover/v1/{chat}/read"))
        .bearer(&scene.device.bearer)
        .with("X-HTTP-Method-Override", "PUT")
        .json(&format!(r#"{{"event":{event}}}"#))
}

/// The one request among spans whose name ends like this and that has this child.
fn request<'s>(spans: &'s [Span], name: &str, child: &str) -> &'s Span {
    let mut found = spans.iter().filter(|span| {
        span.name.ends_with(name) && spans.iter().any(|other| other.parent == span.id && other.name == child)
    });
    let span = found.next().unwrap_or_else(|| panic!("no {name} with {child}: {spans:#?}"));
    assert_eq!(found.next(), None);
    span
}

#[tokio::test]
async fn a_line_is_followed_from_the_visitors_request_to_the_agents_screens() {
    let collector = Collector::start(200).await;
    let scene = Scene::open(&format!("[traces]\ncollector = \"{}\"\n", collector.url), "");
    let [_, (chat, who), (session, _)] = scene.streams();
    let (mut on_chat, mut at_device) = (
        Socket::to(scene.server.address, &chat, &who).await,
        Socket::to(scene.server.address, &session, &who).await,
    );
    let mut connection = Connection::to(scene.server.address);
    let said = line(&scene.visitor, WORDS).app_key(APP_KEY);
    let said = said.with("traceparent", format!("00-{NAMED}-00f067aa0ba902b7-01"));
    let event = connection.ask(&said).expect(201).location();
    let event: u64 = event.rsplit('/').next().unwrap().parse().unwrap();
    for socket in [&mut on_chat, &mut at_device] {
        while socket.next_of("event").await.data["event"]["text"] != WORDS {}
    }
    for _twice in 0..2 {
        connection
            .ask(
                &Request::get(format!("{}/events?v=1&NC=true&from={event}", scene.agent))
                    .bearer(&scene.device.bearer),
            )
            .expect(200);
    }
    connection.ask(&read(&scene, event)).expect(200);

    scene.server.signal(Signal::TERM);
    let spans = collector.until_it_has("read").await;
    let request = request(&spans, "/chat/{}/events", "read");
    assert_eq!(request.name, "POST /api/account/{}/chat/{}/events");
    assert_eq!(request.attribute("http.response.status_code"), "201");
    assert_ne!(request.trace, NAMED, "whoever asks does not choose the trace");
    assert_eq!(request.links, [NAMED]);
    let children: Vec<_> = spans.iter().filter(|span| span.parent == request.id).collect();
    assert!(children.iter().all(|span| span.trace == request.trace && span.begins >= request.begins));
    let names = |name: &str| children.iter().filter(|span| span.name == name).count();
    for step in ["mailbox", "decide", "gather", "append", "publish", "read"] {
        assert_eq!(names(step), 1, "{step}: {children:#?}");
    }
    let mut reached: Vec<_> = children.iter().filter(|span| span.name == "deliver").collect();
    reached.sort_by_key(|span| span.attribute("handover.transport"));
    let told =
        reached.iter().map(|span| (span.attribute("handover.reader"), span.attribute("handover.transport")));
    let told: Vec<_> = told.collect();
    let word = |transport: &str| ("agent".to_owned(), transport.to_owned());
    assert_eq!(told, [word("poll"), word("websocket"), word("websocket")]);
    assert!(reached.iter().all(|span| span.attribute("handover.event") == event.to_string()));
    let append = children.iter().find(|span| span.name == "append").unwrap();
    assert!(reached.iter().all(|span| span.begins >= append.ends), "told before it was durable");

    for secret in
        [WORDS, APP_KEY, &*scene.device.bearer, scene.visitor.rsplit('/').next().unwrap(), "maya", "12345678"]
    {
        assert!(!collector.has(secret), "{secret} got into the traces");
    }
}

#[tokio::test]
async fn a_trusted_proxy_says_which_trace_a_request_belongs_to_and_nobody_is_traced_at_nought() {
    let collector = Collector::start(200).await;
    let config = format!(
        "trusted_proxies = [\"127.0.0.1\"]\n[traces]\ncollector = \"{}\"\nratio = 0\n",
        collector.url
    );
    let scene = Scene::open(&config, "");
    let mut connection = Connection::to(scene.server.address);
    connection.ask(&line(&scene.visitor, "not traced").app_key(APP_KEY)).expect(201);
    let traced = |flag: &str| {
        let said = line(&scene.visitor, "perhaps traced").app_key(APP_KEY);
        said.with("traceparent", format!("00-{NAMED}-00f067aa0ba902b7-{flag}"))
    };
    connection.ask(&traced("00")).expect(201);
    connection.ask(&traced("01")).expect(201);
    scene.server.signal(Signal::TERM);
    let spans = collector.until_it_has("publish").await;
    assert!(spans.iter().all(|span| span.trace == NAMED), "{spans:#?}");
    let requests: Vec<_> = spans.iter().filter(|span| span.name.starts_with("POST ")).collect();
    assert_eq!(requests.len(), 1, "{spans:#?}");
    assert_eq!(requests[0].parent, "00f067aa0ba902b7");
}

#[tokio::test]
async fn a_collector_that_takes_nothing_is_told_of_once_and_holds_up_nobody() {
    let collector = Collector::start(503).await;
    let place = Place::with(APPLY_FILE);
    let (data, file) = (place.data(), place.file());
    let mut arguments = serve(&data, Some(&file));
    arguments.extend(["--metrics", "127.0.0.1:0", "--traces", &*collector.url].map(Path::new));
    let mut server = Running::start(arguments);
    let figures = server.says("Handover serves figures on http://");
    let figures = figures.trim_end().strip_prefix("Handover serves figures on http://").unwrap();
    let figures = figures.strip_suffix("/metrics").unwrap().parse().unwrap();
    let mut connection = Connection::to(server.address);
    let chat = connection.ask(&chat_request()).expect(201).location();
    collector.asked().await;
    // It is refused, for nobody has taken the chat; that it was asked is told all the same.
    connection.ask(&line(&chat, WORDS).app_key(APP_KEY)).expect(400);
    collector.asked().await;
    server.logs("the collector does not take traces");
    let page = Connection::to(figures).ask(&Request::get("/metrics")).expect(200).text();
    let dropped =
        page.lines().find_map(|line| line.strip_prefix("handover_trace_spans_dropped_total ")).unwrap();
    assert!(dropped.parse::<f64>().unwrap() >= 6.0, "{page}");
    assert!(page.contains("handover_trace_spans_sent_total 0"), "{page}");
    server.signal(Signal::TERM);
    let outcome = server.wait();
    assert!(outcome.status.success(), "{outcome:?}");
    assert_eq!(outcome.stderr.matches("the collector does not take traces").count(), 1, "{}", outcome.stderr);
}
