//! Playing: visitors and agents who do what the plan says, over connections that they share.
//!
//! Players are states and not tasks: one list of what is due moves all of them, on one thread. Only what happens seldom
//! (signing in, a move to another device) is written as a task that waits for its answers.

mod agent;
mod answering;
mod arena;
mod chat;
mod job;
mod lanes;
mod moving;
mod recording;
mod signing_in;
mod streams;
#[cfg(test)]
mod tests;
mod timers;
mod told;
mod visiting;
mod world;

pub(super) use lanes::Stage;
pub(super) use moving::move_one;
pub(super) use signing_in::{sign_all_in, sign_all_out};
pub(super) use world::{Phase, World};
