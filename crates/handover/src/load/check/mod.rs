//! What a client can see of the promises of a server, and whether they are kept.
//!
//! Nothing in here talks to a server: what was sent and what came is put in, what is wrong comes out.

mod findings;
mod ledger;
mod reader;

pub(super) use findings::{Finding, Findings, Rule};
pub(super) use ledger::{Ledger, Seen, Tag};
pub(super) use reader::Reader;
