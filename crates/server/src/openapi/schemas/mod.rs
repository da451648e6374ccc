//! The schemas of all documents, by name.

mod agent;
mod board;
mod chat;
mod pages;
mod requests;
mod shared;
mod survey;
mod visitor;

use serde_json::Value;

/// A schema and its name.
type Named = (&'static str, Value);

/// Every schema.
pub(super) fn all() -> Vec<Named> {
    let groups = [
        shared::all(),
        agent::all(),
        chat::all(),
        survey::all(),
        visitor::all(),
        requests::all(),
        pages::all(),
        board::all(),
    ];
    groups.into_iter().flatten().collect()
}
