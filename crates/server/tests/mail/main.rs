//! Mail from the desk to a real SMTP server on loopback: the engine with a journal and an archive in memory, a clock that
//! stands still, and nothing but commands.

#![expect(clippy::unwrap_used, reason = "what goes wrong in the helpers of a test fails the test")]

mod delivery;
mod languages;
mod offline;
mod outbox;
mod secrecy;
pub mod smtp;
mod transcript;
mod world;
