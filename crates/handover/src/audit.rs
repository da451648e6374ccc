//! `handover audit`: what supervisors did, and whether the log of it is whole. It only reads, so that a server may be running
//! meanwhile.

use crate::cli::{AuditCommand, AuditOptions, AuditVerifyOptions, Told, say};
use anyhow::{Context as _, bail};
use handover_journal::{DataFolder, SqliteObserver};
use handover_server::audit_log::{self, AuditEntry, AuditLog, AuditNo, AuditSpan, Digest, Tampering};
use serde_json::{Value, json};

/// What the columns are; they are separated by tabs.
const HEADING: &str = "account\tentry\ttime\tagent\tact\tchat\tsubject\thash";

pub(crate) async fn run(command: AuditCommand) -> anyhow::Result<()> {
    match command {
        AuditCommand::List(options) => list(&options).await,
        AuditCommand::Verify(options) => verify(&options).await,
    }
}

async fn logs(options: &AuditOptions) -> anyhow::Result<Vec<AuditLog>> {
    let journal = SqliteObserver::open(&DataFolder::journal_to_observe(&options.data)?)?;
    let logs = audit_log::read(&journal, options.account.as_deref()).await;
    let logs = logs.context("the audit log cannot be read")?;
    if let Some(account) = options.account.as_deref().filter(|_| logs.is_empty()) {
        bail!("there is no account {account} in {}", options.data.display());
    }
    Ok(logs)
}

async fn list(options: &AuditOptions) -> anyhow::Result<()> {
    let logs = logs(options).await?;
    let entries =
        || logs.iter().flat_map(|log| log.entries.iter().map(|entry| (log.account.as_str(), entry)));
    if options.json {
        let told: Vec<Value> = entries().map(|(account, entry)| in_json(account, entry)).collect();
        say(&Value::from(told).to_string());
        return Ok(());
    }
    say(HEADING);
    for (account, entry) in entries() {
        say(&in_line(account, entry));
    }
    Ok(())
}

fn in_line(account: &str, entry: &AuditEntry) -> String {
    let time = jiff::Timestamp::from_millisecond(entry.at.0).map(|at| at.to_string()).unwrap_or_default();
    let or_none = |text: Option<String>| text.unwrap_or_else(|| "-".to_owned());
    [
        account.to_owned(),
        entry.no.to_string(),
        time,
        entry.agent.to_string(),
        entry.act.name().to_owned(),
        or_none(entry.chat.map(|chat| chat.to_string())),
        or_none(entry.subject.map(|agent| agent.to_string())),
        or_none(entry.link.map(|link| link.own.to_string())),
    ]
    .join("\t")
}

fn in_json(account: &str, entry: &AuditEntry) -> Value {
    json!({
        "account": account,
        "no": entry.no.0,
        "at_ms": entry.at.0,
        "agent": entry.agent.0,
        "act": entry.act.name(),
        "chat": entry.chat.map(|chat| chat.to_string()),
        "subject": entry.subject.map(|agent| agent.0),
        "before": entry.link.map(|link| link.before.to_string()),
        "hash": entry.link.map(|link| link.own.to_string()),
    })
}

async fn verify(options: &AuditVerifyOptions) -> anyhow::Result<()> {
    let head = options.head.as_deref().map(noted).transpose()?;
    let logs = logs(&options.log).await?;
    let checked: Vec<(&AuditLog, Result<AuditSpan, Tampering>)> = logs
        .iter()
        .map(|log| {
            let noted = head.map_or(Ok(()), |(no, hash)| log.has_head(no, hash));
            (log, log.verify().and_then(|span| noted.map(|()| span)))
        })
        .collect();
    if options.log.json {
        let told: Vec<Value> = checked.iter().map(|(log, outcome)| outcome_in_json(log, outcome)).collect();
        say(&Value::from(told).to_string());
    } else {
        for (log, outcome) in &checked {
            say(&outcome_in_words(log, outcome));
        }
    }
    let wrong = checked.iter().filter(|(_, outcome)| outcome.is_err()).count();
    if wrong > 0 {
        bail!(Told(format!(
            "the audit log of {wrong} of {} accounts is not what was written; keep the data folder as it is and compare it with a backup",
            checked.len()
        )));
    }
    Ok(())
}

/// A head as this command prints it.
fn noted(head: &str) -> anyhow::Result<(AuditNo, Digest)> {
    let parts = head.split_once(':').and_then(|(no, hash)| {
        let hash = serde_json::from_value(Value::from(hash)).ok()?;
        Some((AuditNo(no.parse().ok()?), hash))
    });
    parts.with_context(|| format!("--head must be a number, a colon and 64 hex digits, not {head:?}"))
}

fn outcome_in_words(log: &AuditLog, outcome: &Result<AuditSpan, Tampering>) -> String {
    let account = log.account.as_str();
    let span = match outcome {
        Ok(span) => span,
        Err(tampering) => return format!("account {account}: TAMPERED: {tampering}"),
    };
    let bare = match span.bare {
        0 => String::new(),
        bare => format!("; {bare} entries before have no hash, nothing can be said of them"),
    };
    match (span.chained, span.head) {
        (Some((first, last)), Some(head)) => {
            let beginning =
                if span.from_beginning { " (where the chain begins)" } else { " (the oldest that is kept)" };
            format!(
                "account {account}: whole from entry {first}{beginning} to {last}{bare}; head {last}:{head}"
            )
        }
        (None, _) | (_, None) if span.bare > 0 => {
            format!("account {account}: {} entries without a hash, nothing can be said of them", span.bare)
        }
        (None, _) | (_, None) => format!("account {account}: no entries"),
    }
}

fn outcome_in_json(log: &AuditLog, outcome: &Result<AuditSpan, Tampering>) -> Value {
    match outcome {
        Ok(span) => json!({
            "account": log.account.as_str(),
            "whole": true,
            "first": span.chained.map(|(first, _)| first.0),
            "last": span.chained.map(|(_, last)| last.0),
            "from_beginning": span.from_beginning,
            "without_hash": span.bare,
            "head": span.chained.zip(span.head).map(|((_, last), head)| format!("{last}:{head}")),
        }),
        Err(tampering) => json!({
            "account": log.account.as_str(),
            "whole": false,
            "problem": tampering.to_string(),
        }),
    }
}
