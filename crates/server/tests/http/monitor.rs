//! What those are told who watch the server: its figures, whether it serves, whether it is ready.

use crate::common::ask::{APP_KEY, Ask, Got};
use crate::common::stream::Stream;
use crate::common::{ACCOUNT, World, bodies};
use handover_desk::{AccountId, BarLifted, ChatNo, Fact, Timestamp};
use handover_journal::{Fault, Journal as _, Position};
use handover_server::http::Monitor;
use handover_server::limits::{JOURNAL_DOUBT_MS, JOURNAL_RETRY_MS};
use std::sync::Arc;
use std::time::Duration;

/// Who watches this world.
fn watching(world: &World) -> Arc<Monitor> {
    let monitor = Arc::new(Monitor::new(Timestamp(1_700_000_000_500), "0123456789ab"));
    monitor.watch(world.surfaces.clone());
    monitor
}

async fn asked(monitor: &Arc<Monitor>, ask: Ask) -> Got {
    Got::of(Arc::clone(monitor).answer(ask.into_request()).await).await
}

async fn page(monitor: &Arc<Monitor>) -> String {
    asked(monitor, Ask::get("/metrics")).await.expect(200).text()
}

/// The figure behind this name and these labels, which must be there once.
#[track_caller]
fn figure(page: &str, series: &str) -> f64 {
    let values: Vec<&str> =
        page.lines().filter_map(|line| line.strip_prefix(series)?.strip_prefix(' ')).collect();
    let [value] = values.as_slice() else { panic!("{series}: {values:?} in {page}") };
    value.parse().unwrap()
}

/// The same of a skill of the account.
#[track_caller]
fn of_skill(page: &str, name: &str, skill: &str) -> f64 {
    figure(page, &format!("{name}{{account=\"{ACCOUNT}\",skill=\"{skill}\"}}"))
}

#[track_caller]
fn agents(page: &str, state: &str) -> f64 {
    figure(page, &format!("handover_agents{{account=\"{ACCOUNT}\",state=\"{state}\"}}"))
}

#[track_caller]
fn offers(page: &str, end: &str) -> f64 {
    figure(
        page,
        &format!("handover_offers_ended_total{{account=\"{ACCOUNT}\",skill=\"Sales\",end=\"{end}\"}}"),
    )
}

fn is(value: f64, expected: f64) -> bool {
    (value - expected).abs() < 1e-9
}

#[tokio::test]
async fn the_queue_and_the_offers_of_a_skill_are_counted() {
    let world = World::new().await;
    let monitor = watching(&world);
    let maya = world.sign_in("maya@example.com").await;
    let visitor = world.start_chat(&bodies::for_sales()).await;
    world.advance_ms(3_000).await;
    let ringing = page(&monitor).await;
    assert!(is(of_skill(&ringing, "handover_chats_waiting", "Sales"), 1.0));
    assert!(is(of_skill(&ringing, "handover_oldest_waiting_seconds", "Sales"), 3.0));
    assert!(is(of_skill(&ringing, "handover_offers_made_total", "Sales"), 1.0));
    assert!(is(of_skill(&ringing, "handover_chats_waiting", "Billing"), 0.0));
    assert!(is(agents(&ringing, "online"), 1.0) && is(agents(&ringing, "offline"), 2.0));
    world.accept(&maya, &visitor).await;
    let talking = page(&monitor).await;
    assert!(is(of_skill(&talking, "handover_chats_waiting", "Sales"), 0.0));
    assert!(is(of_skill(&talking, "handover_oldest_waiting_seconds", "Sales"), 0.0));
    assert!(is(offers(&talking, "accepted"), 1.0) && is(offers(&talking, "missed"), 0.0));
    assert!(is(of_skill(&talking, "handover_chat_wait_seconds_count", "Sales"), 1.0));
    assert!(is(of_skill(&talking, "handover_chat_wait_seconds_sum", "Sales"), 3.0));
    assert!(is(of_skill(&talking, "handover_offer_accept_seconds_sum", "Sales"), 3.0));
    assert!(is(figure(&talking, &format!("handover_chats_assigned{{account=\"{ACCOUNT}\"}}")), 1.0));
}

#[tokio::test]
async fn a_missed_offer_and_an_abandoned_chat_are_counted_once() {
    let world = World::new().await;
    let monitor = watching(&world);
    world.sign_in("maya@example.com").await;
    world.start_chat(&bodies::for_sales()).await;
    world.advance_ms(20_000).await;
    let missed = page(&monitor).await;
    assert!(is(offers(&missed, "missed"), 1.0));
    assert!(is(agents(&missed, "away"), 1.0));
    assert!(is(of_skill(&missed, "handover_chats_abandoned_total", "Sales"), 0.0));
    world.advance_ms(40_000).await;
    let abandoned = page(&monitor).await;
    assert!(is(of_skill(&abandoned, "handover_chats_abandoned_total", "Sales"), 1.0));
    assert!(is(of_skill(&abandoned, "handover_chats_requested_total", "Sales"), 1.0));
    assert!(is(of_skill(&abandoned, "handover_chats_waiting", "Sales"), 0.0));
    assert!(is(of_skill(&abandoned, "handover_chat_wait_seconds_count", "Sales"), 0.0));
}

#[tokio::test]
async fn requests_are_counted_by_kind_and_status_and_streams_while_they_are_open() {
    let world = World::new().await;
    let monitor = watching(&world);
    let (maya, visitor) = world.chatting().await;
    let before = page(&monitor).await;
    let requests = |page: &str, kind: &str, status: &str| {
        figure(page, &format!("handover_http_requests_total{{kind=\"{kind}\",status=\"{status}\"}}"))
    };
    let events = format!("{}/events", visitor.path);
    world.visitor_reads(&events).await.expect(200);
    world.visitor_says(&visitor, "Hi").await;
    world.send(Ask::get("/nowhere")).await.expect(404);
    let waits = world.get(&events).app_key(APP_KEY).with("Prefer", "wait=0");
    world.send(waits).await.expect(200);
    let stream = Stream::of_device(&world, &maya, "").await;
    let after = page(&monitor).await;
    let more = |kind, status| requests(&after, kind, status) - requests(&before, kind, status);
    // One of the reads is the stream, which has begun.
    assert!(is(more("read", "2xx"), 2.0) && is(more("read", "4xx"), 1.0) && is(more("write", "2xx"), 1.0));
    assert!(is(more("wait", "2xx"), 1.0), "what was held back on purpose is not among the reads");
    let all: f64 = ["2xx", "3xx", "4xx", "5xx"].iter().map(|status| requests(&after, "read", status)).sum();
    assert!(is(figure(&after, "handover_http_request_seconds_count{kind=\"read\"}"), all));
    assert!(is(figure(&after, "handover_streams{kind=\"sse\"}"), 1.0));
    drop(stream);
}

#[tokio::test]
async fn nothing_that_people_send_makes_the_page_longer() {
    let world = World::new().await;
    let monitor = watching(&world);
    let (_, visitor) = world.chatting().await;
    let before = page(&monitor).await;
    for path in ["/secret-path", "/api/account/not-ours/chat/request", "/metrics"] {
        world.send(Ask::get(path)).await;
        world.send(Ask::new("BREW".parse().unwrap(), path)).await;
    }
    world.visitor_says(&visitor, "secret words").await;
    let after = page(&monitor).await;
    assert!(!after.contains("secret") && !after.contains("not-ours") && !after.contains("BREW"));
    assert_eq!(after.lines().count(), before.lines().count());
}

#[tokio::test]
async fn figures_are_not_served_where_everybody_comes() {
    let world = World::new().await;
    world.send(Ask::get("/metrics")).await.expect(404);
}

#[tokio::test]
async fn a_collector_gets_the_type_it_asks_for_and_everybody_else_plain_text() {
    let world = World::new().await;
    let monitor = watching(&world);
    let plain = asked(&monitor, Ask::get("/metrics")).await;
    assert_eq!(plain.header("content-type"), Some("text/plain; version=0.0.4; charset=utf-8"));
    assert!(plain.text().contains("# TYPE handover_chats_requested_total counter\n"), "{}", plain.text());
    let asked = asked(
        &monitor,
        Ask::get("/metrics").accept("application/openmetrics-text;version=1.0.0,text/plain;q=0.3"),
    )
    .await;
    let open = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    assert_eq!(asked.header("content-type"), Some(open));
    assert!(asked.text().contains("# TYPE handover_chats_requested counter\n"), "{}", asked.text());
    assert!(asked.text().ends_with("# EOF\n"));
}

/// What `/readyz` says of desks, journal and server, the same at both addresses.
async fn readiness(world: &World, monitor: &Arc<Monitor>) -> (u16, String) {
    let got = world.send(Ask::get("/readyz")).await;
    let watched = asked(monitor, Ask::get("/readyz")).await;
    assert_eq!((got.status, got.text()), (watched.status, watched.text()));
    assert_eq!(got.header("content-type"), Some("application/json"));
    assert!(is(figure(&page(monitor).await, "handover_ready"), if got.status == 200 { 1.0 } else { 0.0 }));
    (got.status, got.text())
}

#[tokio::test]
async fn a_server_that_serves_is_healthy_and_ready() {
    let world = World::new().await;
    let monitor = watching(&world);
    let ready = r#"{"ready":true,"desks":"recovered","journal":"ok","server":"serving"}"#;
    assert_eq!(readiness(&world, &monitor).await, (200, ready.to_owned()));
    for got in [world.send(Ask::get("/healthz")).await, asked(&monitor, Ask::get("/healthz")).await] {
        assert_eq!(got.expect(200).text(), r#"{"healthy":true}"#);
    }
}

#[tokio::test]
async fn a_server_whose_journal_refuses_facts_is_not_ready_until_it_takes_some_or_half_a_minute_has_passed() {
    let world = World::new().await;
    let monitor = watching(&world);
    // Nobody is there of whom the desk would be told anything while the time passes.
    let request = world.post(format!("/api/account/{ACCOUNT}/chat/request"), &bodies::for_sales());
    let failing = r#"{"ready":false,"desks":"recovered","journal":"failing","server":"serving"}"#;
    world.disk.memory().set_fault(Some(Fault::Full));
    world.send(request.app_key(APP_KEY)).await.expect(503);
    assert_eq!(readiness(&world, &monitor).await, (503, failing.to_owned()));
    assert!(is(figure(&page(&monitor).await, "handover_append_failures_total"), 1.0));
    world.clock.advance_ms(i64::try_from(JOURNAL_DOUBT_MS).unwrap() - 1);
    assert_eq!(readiness(&world, &monitor).await.0, 503);
    world.clock.advance_ms(1);
    assert_eq!(readiness(&world, &monitor).await.0, 200, "only who is asked to write can find out");
}

#[tokio::test(start_paused = true)]
async fn a_journal_that_takes_facts_again_makes_the_server_ready_at_once() {
    let world = World::new().await;
    let monitor = watching(&world);
    let (_, visitor) = world.chatting().await;
    let path = format!("{}/events", visitor.path);
    world.disk.memory().set_fault(Some(Fault::Failed));
    world.visitor_posts(&path, &bodies::line("lost")).await.expect(503);
    assert_eq!(readiness(&world, &monitor).await.0, 503);
    world.disk.memory().set_fault(None);
    // The desk refuses for a moment after a failure.
    tokio::time::advance(Duration::from_millis(JOURNAL_RETRY_MS)).await;
    world.visitor_posts(&path, &bodies::line("kept")).await.expect(201);
    assert_eq!(readiness(&world, &monitor).await.0, 200);
}

#[tokio::test]
async fn a_server_that_reads_its_desks_back_or_stops_is_not_ready_and_is_healthy() {
    let world = World::new().await;
    let monitor = Arc::new(Monitor::new(Timestamp(1_700_000_000_500), "0123456789ab"));
    let starting = asked(&monitor, Ask::get("/readyz")).await.expect(503).text();
    assert_eq!(starting, r#"{"ready":false,"desks":"recovering","journal":"ok","server":"starting"}"#);
    asked(&monitor, Ask::get("/healthz")).await.expect(200);
    assert!(is(figure(&page(&monitor).await, "process_start_time_seconds"), 1_700_000_000.5));
    monitor.watch(world.surfaces.clone());
    world.surfaces.app().streams.stop();
    let draining = r#"{"ready":false,"desks":"recovered","journal":"ok","server":"draining"}"#;
    assert_eq!(readiness(&world, &monitor).await, (503, draining.to_owned()));
    asked(&monitor, Ask::get("/healthz")).await.expect(200);
}

#[tokio::test]
async fn a_server_that_must_read_a_desk_back_is_not_ready_until_it_has() {
    let world = World::new().await;
    let monitor = watching(&world);
    let (_, visitor) = world.chatting().await;
    let path = format!("{}/events", visitor.path);
    // Somebody else has appended, so that the desk is not what the journal holds; and the journal cannot be read.
    let (journal, account) = (world.disk.memory(), AccountId::new(ACCOUNT));
    let last = journal.read(&account, Position::START, usize::MAX).await.unwrap().last().unwrap();
    let harmless = Fact::BarLifted(BarLifted { chat: ChatNo(4_000_000) });
    journal.append(&account, last, vec![harmless]).await.unwrap();
    journal.set_fault(Some(Fault::Unreadable));
    world.visitor_posts(&path, &bodies::line("lost")).await.expect(503);
    let recovering = r#"{"ready":false,"desks":"recovering","journal":"ok","server":"serving"}"#;
    assert_eq!(readiness(&world, &monitor).await, (503, recovering.to_owned()));
    let known = format!("handover_desk_known{{account=\"{ACCOUNT}\"}}");
    assert!(is(figure(&page(&monitor).await, &known), 0.0));
    journal.set_fault(None);
    while world.send(Ask::get("/readyz")).await.status == 503 {
        tokio::task::yield_now().await;
    }
    assert!(is(figure(&page(&monitor).await, &known), 1.0));
    world.visitor_posts(&path, &bodies::line("kept")).await.expect(201);
}
