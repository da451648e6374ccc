//! Requests that hide another one, sent to the server itself; `behind_nginx.rs` sends them through nginx.

#![expect(clippy::unwrap_used, reason = "what goes wrong in the helpers of a test fails the test")]

pub mod common;
mod smuggling_support;

use smuggling_support::Desk;

#[test]
fn no_request_is_smuggled_within_another() {
    let desk = Desk::open();
    let count = desk.withstands(desk.address());
    eprintln!("{count} attacks: nothing hidden was done");
}
