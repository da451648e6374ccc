//! The history of a run: what every player sent and was told, and when, one line of JSON for each; and whether there is an
//! order of all of it that one chat log could have had (linearizability).
//!
//! A chat is a log whose places are numbered, so a write tells where it stands and nothing has to be searched for: a
//! history is in order when the places agree with the times. `check` says how.

mod chat;
mod check;
mod entry;
mod recorder;
#[cfg(test)]
mod tests;

pub(super) use check::{Checked, check};
pub(super) use entry::{Entry, what};
pub(super) use recorder::Recorder;
