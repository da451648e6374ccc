//! The same as in `chaos.rs` behind an nginx with its default settings. It asks the server in HTTP/1.0 and passes no upgrade
//! on: a WebSocket is not to be had, and clients step down to the other transports. Connections are cut before nginx and
//! behind it. With the lines of `docs/push.md` in its configuration it passes all four.
//!
//! Needs the program `nginx`, so that `./x test` leaves it to `./x prove`. `HANDOVER_EVENTS` says how many lines are written
//! (1,500), `HANDOVER_SEED` sets what is random.

#![expect(clippy::unwrap_used, reason = "what goes wrong in the helpers of a test fails the test")]

mod chaos_support;
pub mod common;
mod nginx_support;
mod smuggling_support;
pub mod transports;

use chaos_support::chat_reader::{Tally, Way};
use chaos_support::house::House;
use chaos_support::play::{Play, settings};
use chaos_support::proxy::Proxy;
use nginx_support::Nginx;

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
