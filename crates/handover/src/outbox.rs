//! `handover outbox`: the mails that were not delivered. It only reads, so that a server may be running meanwhile.

use crate::cli::{OutboxOptions, say, time};
use anyhow::Context as _;
use handover_journal::{DataFolder, SqliteObserver};
use handover_server::mail::outbox::{MailState, Undelivered, undelivered};

/// What the columns are; they are separated by tabs.
const HEADING: &str = "account\tmail\tkind\tdomain\tqueued\tattempts\tnext attempt\tlast error";

pub(crate) async fn run(options: OutboxOptions) -> anyhow::Result<()> {
    let journal = SqliteObserver::open(&DataFolder::journal_to_observe(&options.data)?)?;
    let mails = undelivered(&journal).await.context("the outbox cannot be read")?;
    if options.json {
        let all: Vec<_> = mails.iter().map(document).collect();
        say(&serde_json::to_string(&all)?);
        return Ok(());
    }
    say(HEADING);
    for mail in &mails {
        say(&line(mail));
    }
    Ok(())
}

/// A mail as JSON; times are those of `line`.
fn document(mail: &Undelivered) -> serde_json::Value {
    let (state, at) = match mail.state {
        MailState::Due(at) => ("due", at),
        MailState::GivenUp(at) => ("given up", at),
    };
    serde_json::json!({
        "account": mail.account.as_str(), "mail": mail.no.to_string(), "kind": mail.kind, "domain": mail.domain,
        "queued_at": time(mail.queued_at), "attempts": mail.attempts, "state": state, "at": time(at),
        "last_error": mail.last_error,
    })
}

fn line(mail: &Undelivered) -> String {
    let next = match mail.state {
        MailState::Due(at) => time(at),
        MailState::GivenUp(at) => format!("given up {}", time(at)),
    };
    let error = mail.last_error.as_deref().unwrap_or("-");
    [
        mail.account.as_str(),
        &mail.no.to_string(),
        mail.kind,
        &mail.domain,
        &time(mail.queued_at),
        &mail.attempts.to_string(),
        &next,
        error,
    ]
    .join("\t")
}
