//! The smoke test of `docs/protocol/90-open-questions.md` §G with the decisions of `docs/design.md` §4, in both formats.

mod devices;
mod first_steps;
mod forecast;
mod identity;
mod lines;
mod repeats;
mod retention;
mod silence;
mod surveys;
mod transfers;
