//! The reference model of the desk, random plans, a runner that compares the two, a simulator of whole servers, and what is
//! fuzzed. Never shipped.
//!
//! [`plan`] draws what is done, [`run`] does it to a desk and to the [`model`] at once, [`compare`] and [`invariants`]
//! judge after every command. The same seed gives the same run, always.

pub mod compare;
pub mod fuzz;
pub mod invariants;
pub mod model;
pub mod plan;
pub mod run;
pub mod shell;
pub mod tally;
pub mod world;
