//! The same as in `chaos.rs` behind an nginx with its default settings. It asks the server in HTTP/1.0 and passes no upgrade
//! on: a WebSocket is not to be had, and clients step down to the other transports. Connections are cut before nginx and
//! behind it. With the lines of `docs/push.md` in its configuration it passes all four.
//!
//! Needs the program `nginx`, so that `./x test` leaves it to `./x prove`. `HANDOVER_EVENTS` says how many lines are written
//! (1,500), `HANDOVER_SEED` sets what is random.

#![expect(clippy::unwrap_used, reason = "what goes wrong in the helpers of a test fails the test")]

mod chaos_support;
pub mod common;
mod doctor_support;
mod nginx_support;
#[path = "doctor_support/patient.rs"]
mod patient;
mod smuggling_support;
pub mod transports;

use chaos_support::chat_reader::{Tally, Way};
use chaos_support::house::House;
use chaos_support::play::{Play, settings};
use chaos_support::proxy::Proxy;
use doctor_support::found;
use nginx_support::{Nginx, UPGRADES};
use patient::Patient;

/// Plays through nginx. Gives what came by which transport.
async fn play(passes_upgrades: bool) -> Tally {
    let (lines, seed) = settings();
    let house = House::open();
    let inner = Proxy::before(house.address, house.up(), seed).await;
    let nginx = Nginx::before(inner.address, passes_upgrades);
    let outer = Proxy::before(nginx.address, house.up(), !seed).await;
    let tally = Play::new(house, outer.address, lines, seed).perform().await;
    let cuts = (outer.cuts(), inner.cuts());
    eprintln!("{cuts:?} connections cut; {:?}, {} upgrades refused", tally.events, tally.not_upgraded);
    for way in [Way::Poll, Way::LongPoll, Way::Events] {
        assert!(tally.events.get(&way).is_some_and(|count| *count > lines / 50), "little came by {way:?}");
    }
    assert!(cuts.0 > lines / 20 && cuts.1 > lines / 20, "few connections were cut");
    tally
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn behind_nginx_who_steps_down_from_web_sockets_is_told_every_event_once() {
    let tally = play(false).await;
    assert_eq!(tally.events.get(&Way::WebSocket), None);
    assert!(tally.not_upgraded > 0, "no WebSocket was tried");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn behind_an_nginx_that_passes_upgrades_on_web_sockets_are_among_the_four_ways() {
    let tally = play(true).await;
    assert!(tally.events.contains_key(&Way::WebSocket), "nothing came by WebSocket");
    assert_eq!(tally.not_upgraded, 0);
}

#[test]
fn behind_nginx_no_request_is_smuggled_within_another() {
    for passes_upgrades in [false, true] {
        let desk = smuggling_support::Desk::open();
        let nginx = Nginx::before(desk.address(), passes_upgrades);
        desk.withstands(nginx.address);
    }
}

/// What an nginx says that does right, beside passing upgrades on.
const FORWARDS: &str = "proxy_set_header Host $http_host; proxy_set_header X-Forwarded-Proto $scheme; \
                        proxy_set_header X-Forwarded-Host $http_host; \
                        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;";
const TRUSTING: &str = "trusted_proxies = [\"127.0.0.1\"]\n";

/// What the doctor says of a server behind an nginx with these lines.
fn doctor(lines: &str, code: i32) -> serde_json::Value {
    let patient = Patient::told(TRUSTING, &[]);
    let nginx = Nginx::with(patient.server.address, lines);
    patient.through_proxy(nginx.address, code)
}

#[test]
fn the_doctor_finds_an_nginx_that_does_right_to_do_right() {
    let document = doctor(&format!("{UPGRADES} {FORWARDS}"), 0);
    for name in ["url", "links", "client address", "forged headers", "headers", "large bodies"] {
        found(&document, name, "ok", "");
    }
    for name in ["long-poll", "events", "websocket"] {
        found(&document, name, "ok", "");
    }
}

#[test]
fn the_doctor_says_what_an_nginx_lacks_that_was_told_nothing() {
    let document = doctor("", 1);
    found(&document, "url", "ok", "HTTP/1.");
    found(&document, "links", "failure", "proxy_set_header X-Forwarded-Host $http_host;");
    found(&document, "client address", "warning", "proxy_set_header X-Forwarded-For");
    found(&document, "forged headers", "warning", "the host of its links");
    found(&document, "long-poll", "ok", "");
    found(&document, "events", "ok", "");
    found(&document, "websocket", "warning", "proxy_set_header Upgrade $http_upgrade");
}

#[test]
fn the_doctor_finds_an_nginx_that_holds_back_events_and_takes_small_bodies() {
    let lines = "proxy_ignore_headers X-Accel-Buffering; proxy_buffering on; client_max_body_size 16k;";
    // What the server sends in chunks, nginx does not hold back; it asks for that in HTTP/1.1 only.
    let document = doctor(&format!("proxy_http_version 1.0; {FORWARDS} {lines}"), 0);
    found(&document, "events", "warning", "proxy_buffering off");
    found(&document, "large bodies", "warning", "client_max_body_size 256k");
    found(&document, "websocket", "warning", "");
    found(&document, "long-poll", "ok", "");
}

#[test]
fn the_doctor_finds_an_nginx_that_believes_its_clients() {
    let lines = "proxy_set_header X-Forwarded-For $http_x_forwarded_for;";
    let document = doctor(&format!("{UPGRADES} proxy_set_header Host $http_host; {lines}"), 0);
    found(&document, "forged headers", "warning", "the address that it is counted by");
}
