//! The audit log: what supervisors did (`docs/handover-api.md`).

use super::json::Colleague;
use crate::engine::Published;
use crate::limits;
use handover_desk::{AgentId, AuditEntry, AuditNo};
use serde::Serialize;

/// A piece of the log, oldest first.
#[derive(Debug, Serialize)]
pub(crate) struct Audit<'v> {
    entries: Vec<Entry<'v>>,
    next: u64,
}

#[derive(Debug, Serialize)]
struct Entry<'v> {
    no: u64,
    at: i64,
    agent: Colleague<'v>,
    act: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    chat: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<Colleague<'v>>,
}

/// The log from this entry on, as much as is read at a time.
pub(crate) fn document(view: &Published, from: AuditNo) -> Audit<'_> {
    let entries: Vec<Entry<'_>> =
        view.desk().audit(from).take(limits::AUDIT_AT_A_TIME).map(|entry| told(view, entry)).collect();
    let next = entries.last().map_or(from.0, |last| last.no.saturating_add(1));
    Audit { entries, next }
}

fn told<'v>(view: &'v Published, entry: &AuditEntry) -> Entry<'v> {
    Entry {
        no: entry.no.0,
        at: entry.at.0,
        agent: colleague(view, entry.agent),
        act: entry.act.name(),
        chat: entry.chat.map(|key| key.to_string()),
        subject: entry.subject.map(|id| colleague(view, id)),
    }
}

fn colleague(view: &Published, id: AgentId) -> Colleague<'_> {
    let nickname = view.desk().agent(id).map_or("", |agent| &agent.profile.nickname);
    Colleague { id: id.0, nickname }
}
