//! The shell around the desk: the engine, the HTTP surfaces, sign-in and configuration.
//!
//! The server knows who is connected, what the time is and how documents look; it does not know the rules.

pub mod engine;
pub mod limits;
