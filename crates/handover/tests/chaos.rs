//! One cursor, four transports (`docs/push.md`), on the real binary: readers move between poll, long-poll, Server-Sent Events
//! and WebSocket, their connections are cut at any byte, and the server is killed and started again under them. They are
//! told every event once and in order.
//!
//! `HANDOVER_EVENTS` says how many lines are written (1,500), `HANDOVER_SEED` sets what is random.

#![expect(clippy::unwrap_used, reason = "what goes wrong in the helpers of a test fails the test")]

mod chaos_support;
pub mod common;
pub mod transports;

use chaos_support::chat_reader::Way;
use chaos_support::house::House;
use chaos_support::play::{Play, settings};
use chaos_support::proxy::Proxy;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_moves_between_the_transports_is_told_every_event_once_whatever_is_cut_or_killed() {
    let (lines, seed) = settings();
    let house = House::open();
    let proxy = Proxy::before(house.address, house.up(), seed).await;
    let tally = Play::new(house, proxy.address, lines, seed).perform().await;
    eprintln!("{} connections cut; {:?}", proxy.cuts(), tally.events);
    for way in Way::ALL {
        assert!(tally.events.get(&way).is_some_and(|count| *count > lines / 50), "little came by {way:?}");
    }
    assert!(proxy.cuts() > lines / 20, "few connections were cut");
    assert_eq!(tally.not_upgraded, 0);
}
