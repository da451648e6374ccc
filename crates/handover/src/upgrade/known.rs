//! What the release before this one can read: kinds of facts and their members, as its golden lines had them, and the members of
//! its desks. What it does not know stands in its way back.

use anyhow::Context as _;
use handover_journal::Fact;
use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Written down once, from the release that had the journal's tables of version 1, and never changed.
const FORMAT_1: &str = include_str!("format_1.json");

/// Members that the release before passes over without losing anything that people wrote or did: why an agent got a chat, and the
/// figures of the last hour.
const FORGOTTEN: [&str; 2] = ["why", "hour"];

/// What a format knows.
#[derive(Debug, Deserialize)]
pub(super) struct Known {
    /// Kinds of facts, with the names of all members in one.
    facts: BTreeMap<String, BTreeSet<String>>,
    /// Names of all members of a desk.
    state: BTreeSet<String>,
}

impl Known {
    pub(super) fn of_format_1() -> anyhow::Result<Self> {
        serde_json::from_str(FORMAT_1).context("what format 1 knows cannot be read")
    }

    /// Adds what is in a fact that this format does not know.
    pub(super) fn look_at(&self, fact: &Fact, unknown: &mut BTreeSet<String>) -> anyhow::Result<()> {
        let written = serde_json::to_value(fact).context("a fact cannot be written")?;
        let kind = written["kind"].as_str().unwrap_or_default().to_owned();
        let Some(members) = self.facts.get(&kind) else {
            unknown.insert(kind);
            return Ok(());
        };
        if kind == "chat_ended" && written["reason"] == "supervisor" {
            unknown.insert("chat_ended by a supervisor".to_owned());
        }
        look(&written, members, &mut |member| {
            unknown.insert(format!("{kind} with {member}"));
        });
        Ok(())
    }

    /// Adds what is in a desk, as a snapshot has it, that this format does not know.
    pub(super) fn look_at_desk(&self, written: &Value, unknown: &mut BTreeSet<String>) {
        let sessions = written["sessions"].as_object();
        if sessions.is_some_and(|sessions| sessions.values().any(|session| session.get("name").is_some())) {
            unknown.insert("the name of a device".to_owned());
        }
        look(written, &self.state, &mut |member| {
            unknown.insert(format!("a desk with {member}"));
        });
    }
}

/// Tells of each member that is not known. What stands at a number or a digest is found by it and has no name.
fn look(value: &Value, known: &BTreeSet<String>, unknown: &mut dyn FnMut(&str)) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                let is_name = name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
                if FORGOTTEN.contains(&name.as_str()) {
                    continue;
                }
                if is_name && !known.contains(name) {
                    unknown(name);
                } else {
                    look(value, known, unknown);
                }
            }
        }
        Value::Array(values) => values.iter().for_each(|value| look(value, known, unknown)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
