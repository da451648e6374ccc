//! The shell around the desk: the engine, the HTTP surfaces, sign-in and configuration.
//!
//! The server knows who is connected, what the time is and how documents look; it does not know the rules.

mod app;
pub mod apply;
pub mod audit_log;
pub mod config;
pub mod engine;
mod guard;
pub mod http;
pub mod limits;
pub mod mail;
mod metrics;
pub mod open_id;
pub mod openapi;
pub mod operator;
pub mod password;
mod password_gate;
mod probe;
mod second_factor;
pub mod settings;
mod stop;
mod traces;
pub mod verify;
pub mod visitor_data;

pub use guard::{Client, Guard, LockedLogin};
pub use metrics::EngineFigures;
pub use password_gate::PasswordGate;
pub use probe::Probes;
pub use traces::{TraceOptions, Traces};
