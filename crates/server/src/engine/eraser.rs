//! Carries out what the desk has decided to erase: documents of the archive are replaced by what is left without the visitor,
//! then the log behind a snapshot is truncated and the files are cleaned. Killed at any moment, it is carried on at the next
//! start; every step may be done again. It works in the archiver's task, so that no chat is on its way to the archive.

use super::{Account, Parts, Rejection, pause};
use crate::limits;
use handover_archive::{ArchiveError, Entry, List};
use handover_desk::{Chat, Command, Erasure, ErasureNo, OfflineMessage};
use handover_journal::ScrubError;
use thiserror::Error;

/// Why a step is tried again.
#[derive(Debug, Error)]
enum Trouble {
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    #[error(transparent)]
    Journal(#[from] ScrubError),
    #[error("no snapshot was taken behind which the log is truncated")]
    Snapshot,
    #[error("the desk takes no command: {0:?}")]
    Desk(Rejection),
}

/// Carries out what is to be erased, until nothing is or the account is stopped.
pub(super) async fn run(parts: &Parts, account: &Account) {
    while let Some((no, erasure)) = first(account)
        && !account.stopping.is_cancelled()
    {
        let done = tokio::select! {
            biased;
            () = account.stopping.cancelled() => return,
            done = carry_out(parts, account, no, &erasure) => done,
        };
        match done {
            Ok(()) => {
                tracing::info!(account = %account.id, erasure = no.0, "a visitor is erased");
                account.erasing.notify_waiters();
            }
            Err(trouble) => {
                tracing::error!(account = %account.id, erasure = no.0, error = %trouble, "a visitor is not erased everywhere; it is tried again");
                pause(parts, account, limits::ARCHIVE_RETRY_MS).await;
            }
        }
    }
}

fn first(account: &Account) -> Option<(ErasureNo, Erasure)> {
    let view = account.view().read();
    view.desk().state().erasures.first_key_value().map(|(no, erasure)| (*no, erasure.clone()))
}

async fn carry_out(
    parts: &Parts,
    account: &Account,
    no: ErasureNo,
    erasure: &Erasure,
) -> Result<(), Trouble> {
    if !erasure.archived {
        replace_documents(parts, account, erasure).await?;
    }
    // The snapshot that follows this fact is the first that holds nothing of the visitor.
    let mut compacted = account.compacted.subscribe();
    account.submit(None, Command::ErasureArchived(no)).await.map_err(Trouble::Desk)?;
    let taken = compacted.changed().await.is_ok() && *compacted.borrow_and_update();
    if !taken {
        return Err(Trouble::Snapshot);
    }
    parts.journal.scrub().await?;
    parts.archive.scrub().await?;
    account.submit(None, Command::ErasureFinished(no)).await.map(|_| ()).map_err(Trouble::Desk)
}

/// Goes through the archive page by page; other requests to it come in between.
async fn replace_documents(parts: &Parts, account: &Account, erasure: &Erasure) -> Result<(), Trouble> {
    let mut cursor = None;
    loop {
        let whole = i64::MIN..i64::MAX;
        let list =
            List { account: account.id.clone(), ended_at_ms: whole, limit: limits::ERASED_PAGE, cursor };
        let page = parts.archive.list(list).await?;
        let replaced: Vec<Entry> =
            page.entries.into_iter().filter_map(|entry| without(account, erasure, entry)).collect();
        parts.archive.put(replaced).await?;
        let Some(next) = page.next else { return Ok(()) };
        cursor = Some(next);
    }
}

/// What is to stand in the place of an entry; nothing where it is not the visitor's.
fn without(account: &Account, erasure: &Erasure, entry: Entry) -> Option<Entry> {
    let chat = |chat: &Chat| erasure.visitors.contains(&chat.visitor);
    let message = |message: &OfflineMessage| {
        let known = message.visitor.is_some_and(|visitor| erasure.visitors.contains(&visitor));
        known || erasure.messages.contains(&message.no)
    };
    blank_if(account, entry, chat, message)
}

/// A document without what people wrote; nothing where it has nothing of that, or cannot be read, which is said.
pub(super) fn blank(account: &Account, entry: Entry) -> Option<Entry> {
    blank_if(account, entry, |_| true, |_| true)
}

fn blank_if(
    account: &Account,
    entry: Entry,
    chat_is: impl FnOnce(&Chat) -> bool,
    message_is: impl FnOnce(&OfflineMessage) -> bool,
) -> Option<Entry> {
    let body = if entry.key.starts_with('H') {
        serde_json::from_slice::<Chat>(&entry.body)
            .map(|chat| (!chat.is_erased() && chat_is(&chat)).then(|| serde_json::to_vec(&chat.erased())))
    } else {
        serde_json::from_slice::<OfflineMessage>(&entry.body).map(|message| {
            let erased = message.erased();
            (erased != message && message_is(&message)).then(|| serde_json::to_vec(&erased))
        })
    };
    match body.and_then(Option::transpose) {
        Ok(body) => Some(Entry { body: body?, ..entry }),
        Err(error) => {
            // What a parser says of a document may hold words of it.
            let (line, column) = (error.line(), error.column());
            tracing::error!(
                account = %account.id, key = entry.key, line, column,
                "a document of the archive cannot be read, and whatever it holds of a visitor stays"
            );
            None
        }
    }
}
