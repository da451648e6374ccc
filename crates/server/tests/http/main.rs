//! The HTTP surfaces through their public door: the real router, a journal and an archive in memory, a clock that stands
//! still, seeded randomness. No sleeps, and no sockets but in `slow_clients`.

#![expect(clippy::unwrap_used, reason = "what goes wrong in the helpers of a test fails the test")]

mod attacks;
mod bad_input;
mod common;
mod edges;
mod errors;
mod etag;
mod fixtures;
mod guard;
mod invariants;
mod monitor;
mod negotiation;
#[path = "../../../handover/tests/common/noted.rs"]
#[expect(
    clippy::must_use_candidate,
    clippy::missing_panics_doc,
    reason = "public for tests of the binary, which leave some of it unused"
)]
pub mod noted;
mod once;
mod openapi;
mod pages;
mod pages_api;
mod probe;
mod push;
mod second_factor;
mod security_page;
mod sign_in;
mod slow_clients;
mod slowness;
mod story;
mod switches;
