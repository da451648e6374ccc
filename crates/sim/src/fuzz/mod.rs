//! What is fuzzed: functions of bytes that must stand whatever the bytes are, each with what must hold beside that. The
//! fuzzer that finds bytes is in `fuzz/`, outside of the workspace; what it found worth keeping is in `fuzz/corpus`, and
//! `tests/corpora.rs` runs all of it again.

mod documents;
mod facts;
mod frames;
mod requests;
mod scene;

pub use documents::{json, xml};
pub use facts::{facts, snapshot};
pub use frames::frames;
pub use requests::request;

/// A target: its name, which is that of its corpus, and what is done with the bytes. A panic is a finding.
pub type Target = (&'static str, fn(&[u8]));

/// All targets.
pub const TARGETS: [Target; 6] = [
    ("xml", xml),
    ("json", json),
    ("facts", facts),
    ("snapshot", snapshot),
    ("request", request),
    ("frames", frames),
];
