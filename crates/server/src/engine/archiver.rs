//! The archiver of one account: puts ended chats that are due into the archive, and only when they are durable there
//! asks the desk to let them go.

use super::{Account, Parts};
use crate::limits;
use handover_archive::Entry;
use handover_desk::{Chat, ChatNo, Command, Phase, Timestamp};
use std::sync::Arc;

/// Works until the account is stopped.
pub(super) async fn run(parts: Parts, account: Arc<Account>) {
    loop {
        tokio::select! {
            biased;
            () = account.stopping.cancelled() => return,
            () = account.archive_due.notified() => {}
        }
        while let Some(chats) = put_some(&parts, &account).await {
            let Some(mailbox) = account.mailbox() else { return };
            let (envelope, answer) = super::Envelope::new(None, Command::Archived(chats));
            if mailbox.send(envelope).await.is_err() {
                return;
            }
            drop(mailbox);
            if !matches!(answer.await, Ok(Ok(_))) {
                pause(&parts, &account).await;
            }
            if account.stopping.is_cancelled() {
                return;
            }
        }
    }
}

/// Puts the oldest chats that are due into the archive. Gives their numbers once they are durable, or nothing when
/// none is due or the account is stopped.
async fn put_some(parts: &Parts, account: &Account) -> Option<Vec<ChatNo>> {
    loop {
        let (numbers, entries) = due(account);
        if numbers.is_empty() || account.stopping.is_cancelled() {
            return None;
        }
        match parts.archive.put(entries).await {
            Ok(()) => return Some(numbers),
            Err(error) => {
                tracing::error!(account = %account.id, %error, "ended chats were not archived; they stay on the desk");
                pause(parts, account).await;
            }
        }
    }
}

fn due(account: &Account) -> (Vec<ChatNo>, Vec<Entry>) {
    let view = account.view().read();
    let chats = view.archiving(limits::ARCHIVE_CHATS);
    chats.iter().filter_map(|chat| Some((chat.no(), entry(account, chat)?))).unzip()
}

/// The document of an ended chat: the whole chat, as the desk has it.
fn entry(account: &Account, chat: &Chat) -> Option<Entry> {
    let ended_at_ms = match &chat.phase {
        Phase::Ended { at, .. } => at.0,
        Phase::Waiting(_) | Phase::Offered(..) | Phase::Assigned => return None,
    };
    match serde_json::to_vec(chat) {
        Ok(body) => Some(Entry { account: account.id.clone(), key: chat.key.to_string(), ended_at_ms, body }),
        Err(error) => {
            tracing::error!(account = %account.id, chat = %chat.no(), %error, "a chat cannot be encoded");
            None
        }
    }
}

async fn pause(parts: &Parts, account: &Account) {
    let until = Timestamp(parts.clock.now().0.saturating_add_unsigned(limits::ARCHIVE_RETRY_MS));
    tokio::select! {
        biased;
        () = account.stopping.cancelled() => {}
        () = parts.clock.sleep_until(until) => {}
    }
}
