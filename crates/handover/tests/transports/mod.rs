//! Clients of the transports that a test can cut at any byte: HTTP/1.1, Server-Sent Events, WebSocket.

#![expect(
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    reason = "public only so that each test may leave some of it unused; what goes wrong in here fails the test"
)]

pub mod caller;
pub mod sse;
pub mod stream;
