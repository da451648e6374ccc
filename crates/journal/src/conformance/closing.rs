//! Checks of closing. May use only the trait and the disk.

use std::future::poll_fn;
use std::sync::Arc;
use std::task::Poll;

use super::{Checked, Disk, account, ensure, facts};
use crate::{AppendError, Position, ReadError, ScrubError, SnapshotError, TruncateError};

/// Whoever asked before is answered, and what was answered well is there.
pub async fn promise_17_closing_waits_for_what_was_accepted(disk: Arc<dyn Disk>) -> Checked {
    let journal = disk.open();
    let names: Vec<_> = (0..100).map(|number| account(&format!("shop {number}"))).collect();
    let mut appends: Vec<_> =
        names.iter().map(|name| Some(journal.append(name, Position::START, facts(0..1)))).collect();
    let mut stored = Vec::new();
    // Every append is begun, none is waited for.
    poll_fn(|context| {
        for (name, append) in names.iter().zip(&mut appends) {
            let answer = append.as_mut().map(|append| append.as_mut().poll(context));
            if let Some(Poll::Ready(answer)) = answer {
                stored.extend(answer.is_ok().then_some(name));
                *append = None;
            }
        }
        Poll::Ready(())
    })
    .await;
    journal.close().await;
    for (name, append) in names.iter().zip(appends) {
        let Some(append) = append else { continue };
        let outcome = append.await;
        ensure!(outcome.is_ok(), "an append that was accepted gave {outcome:?}");
        stored.push(name);
    }
    ensure!(stored.len() == names.len(), "only {} appends were accepted", stored.len());
    let accounts = disk.open().accounts().await?;
    ensure!(accounts.len() == stored.len(), "{} of {} appends are there", accounts.len(), stored.len());
    Ok(())
}

/// Nothing goes through a closed journal, and closing it again does no harm.
pub async fn promise_17_a_closed_journal_refuses_everything(disk: Arc<dyn Disk>) -> Checked {
    let (journal, shop) = (disk.open(), account("shop"));
    let last = journal.append(&shop, Position::START, facts(0..1)).await?;
    journal.close().await;
    journal.close().await;
    let refusal = journal.append(&shop, last, facts(1..2)).await;
    ensure!(refusal == Err(AppendError::Closed), "an append gave {refusal:?}");
    let refusal = journal.read(&shop, Position::START, 1).await;
    ensure!(refusal == Err(ReadError::Closed), "a read gave {refusal:?}");
    let refusal = journal.snapshot(&shop, last, Vec::new()).await;
    ensure!(refusal == Err(SnapshotError::Closed), "a snapshot gave {refusal:?}");
    let refusal = journal.latest_snapshot(&shop).await;
    ensure!(refusal == Err(ReadError::Closed), "reading a snapshot gave {refusal:?}");
    let refusal = journal.truncate(&shop, Position::START).await;
    ensure!(refusal == Err(TruncateError::Closed), "truncating gave {refusal:?}");
    let refusal = journal.scrub().await;
    ensure!(refusal == Err(ScrubError::Closed), "scrubbing gave {refusal:?}");
    let refusal = journal.accounts().await;
    ensure!(refusal == Err(ReadError::Closed), "listing accounts gave {refusal:?}");
    Ok(())
}
