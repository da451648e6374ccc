//! The archiver of one account: puts ended chats that are due, and offline messages at once, into the archive, and only
//! when they are durable there asks the desk to let them go.

use super::retention::Retention;
use super::{Account, Envelope, Parts, eraser, pause};
use crate::limits;
use handover_archive::Entry;
use handover_desk::{Chat, Command, MessageNo, OfflineMessage, Phase, Timestamp};
use serde::Serialize;
use std::sync::Arc;

/// Works until the account is stopped.
pub(super) async fn run(parts: Parts, account: Arc<Account>) {
    let mut retention = Retention::default();
    loop {
        let look_at = retention.due(&account);
        tokio::select! {
            biased;
            () = account.stopping.cancelled() => return,
            () = account.archive_due.notified() => {}
            () = parts.clock.sleep_until(look_at.unwrap_or(Timestamp::MIN)), if look_at.is_some() => {}
        }
        while let Some(archived) = put_some(&parts, &account).await {
            let Some(mailbox) = account.mailbox() else { return };
            let (envelope, answer) = Envelope::new(None, archived);
            if mailbox.send(envelope).await.is_err() {
                return;
            }
            drop(mailbox);
            if !matches!(answer.await, Ok(Ok(_))) {
                pause(&parts, &account, limits::ARCHIVE_RETRY_MS).await;
            }
            if account.stopping.is_cancelled() {
                return;
            }
        }
        // Nothing is on its way to the archive at this moment.
        eraser::run(&parts, &account).await;
        retention.look(&parts, &account).await;
    }
}

/// Puts the oldest chats that are due, or offline messages, into the archive. Gives what the desk is to be told once they
/// are durable, or nothing when none is due or the account is stopped.
async fn put_some(parts: &Parts, account: &Account) -> Option<Command> {
    loop {
        let (archived, entries) = due_chats(account).or_else(|| due_messages(account))?;
        if account.stopping.is_cancelled() {
            return None;
        }
        match parts.archive.put(entries).await {
            Ok(()) => return Some(archived),
            Err(error) => {
                tracing::error!(
                    account = %account.id, %error,
                    "ended chats or offline messages were not archived; they stay on the desk"
                );
                pause(parts, account, limits::ARCHIVE_RETRY_MS).await;
            }
        }
    }
}

fn due_chats(account: &Account) -> Option<(Command, Vec<Entry>)> {
    let view = account.view().read();
    let chats = view.archiving(limits::ARCHIVE_CHATS);
    let (numbers, entries): (Vec<_>, Vec<_>) =
        chats.iter().filter_map(|chat| Some((chat.no(), of_chat(account, chat)?))).unzip();
    (!numbers.is_empty()).then_some((Command::Archived(numbers), entries))
}

fn due_messages(account: &Account) -> Option<(Command, Vec<Entry>)> {
    let view = account.view().read();
    let messages = view.desk().state().messages.values().take(limits::ARCHIVE_MESSAGES);
    let (numbers, entries): (Vec<_>, Vec<_>) =
        messages.filter_map(|message| Some((message.no, of_message(account, message)?))).unzip();
    (!numbers.is_empty()).then_some((Command::MessagesArchived(numbers), entries))
}

/// The document of an ended chat: the whole chat, as the desk has it.
fn of_chat(account: &Account, chat: &Chat) -> Option<Entry> {
    let ended_at_ms = match &chat.phase {
        Phase::Ended { at, .. } => at.0,
        Phase::Waiting(_) | Phase::Offered(..) | Phase::Assigned => return None,
    };
    entry(account, chat.key.to_string(), ended_at_ms, chat)
}

/// The document of an offline message: the whole message, as the desk has it. It ended when it was left.
fn of_message(account: &Account, message: &OfflineMessage) -> Option<Entry> {
    entry(account, message_key(message.no), message.at.0, message)
}

/// The key of an offline message in the archive. A chat session key begins with an `H`.
pub(crate) fn message_key(no: MessageNo) -> String {
    format!("offline-{:020}", no.0)
}

fn entry(account: &Account, key: String, ended_at_ms: i64, document: &impl Serialize) -> Option<Entry> {
    match serde_json::to_vec(document) {
        Ok(body) => Some(Entry { account: account.id.clone(), key, ended_at_ms, body }),
        Err(error) => {
            tracing::error!(account = %account.id, key, %error, "a document for the archive cannot be encoded");
            None
        }
    }
}
