//! What must hold of a server that was read back, and of one where all is quiet.

use super::life::Life;
use super::office::ACCOUNT;
use crate::invariants;
use handover_archive::{Archive, List};
use handover_desk::{AccountId, Chat, ChatKey, Desk, Event};
use handover_journal::Journal;
use handover_server::engine::clock::Clock;
use handover_server::engine::recover;
use std::collections::BTreeMap;
use std::sync::Arc;

/// How often a desk that refuses for the moment is asked again before it counts as broken.
const TRIES: u32 = 100;

/// The promises to everybody who was there before the crash. Asked before the server has done anything: nothing in here
/// waits.
pub(super) async fn read_back(life: &Life) -> Result<(), String> {
    let account = life.account().ok_or("the account is not in the journal")?;
    let desk = account.view().read().desk().clone();
    let mut events = archived(life).await?;
    events.extend(desk.state().chats.values().map(|chat| (chat.key, chat.events.clone())));
    let books = life.host.disk.books.lock();
    same_desk("the desk that was read back", &desk, books.ledger.desk())?;
    invariants::check_state(&desk, life.host.clock.now())?;
    books.history.check(&books.ledger, &events)?;
    let lost = books.ledger.chats().find(|(key, known)| events.get(*key).map(Vec::as_slice) != Some(*known));
    lost.map_or(Ok(()), |(key, _)| Err(format!("chat {key} is not whole, on the desk or in the archive")))
}

/// The events of every chat in the archive.
async fn archived(life: &Life) -> Result<BTreeMap<ChatKey, Vec<Arc<Event>>>, String> {
    let stored = life.host.disk.archive.reopen();
    let mut events = BTreeMap::new();
    let mut list =
        List { account: AccountId::new(ACCOUNT), ended_at_ms: 0..i64::MAX, limit: usize::MAX, cursor: None };
    loop {
        let page = stored.list(list.clone()).await.map_err(|error| error.to_string())?;
        for entry in page.entries {
            let chat: Chat = serde_json::from_slice(&entry.body).map_err(|error| error.to_string())?;
            events.insert(chat.key, chat.events);
        }
        list.cursor = page.next;
        if list.cursor.is_none() {
            return Ok(events);
        }
    }
}

/// The same when all is quiet, and that readers, the desk and the journal agree to the byte.
pub(super) async fn at_rest(life: &Life) -> Result<(), String> {
    let account = life.account().ok_or("the account is gone")?;
    for tried in 0.. {
        match account.settle().await {
            Ok(()) => break,
            Err(rejection) if tried == TRIES => {
                return Err(format!("the desk does not settle: {rejection:?}"));
            }
            Err(_) => life.pass_ms(100).await,
        }
    }
    read_back(life).await?;
    let stored = life.host.disk.journal.reopen();
    let replayed = recover(&stored as &dyn Journal, &account.id).await.map_err(|error| error.to_string())?;
    let books = life.host.disk.books.lock();
    same_desk("the journal", &replayed.desk, books.ledger.desk())
}

/// Invariant 8: to the byte.
fn same_desk(what: &str, found: &Desk, expected: &Desk) -> Result<(), String> {
    let bytes = |desk: &Desk| serde_json::to_string(desk.state()).map_err(|error| error.to_string());
    let (found, expected) = (bytes(found)?, bytes(expected)?);
    if found == expected {
        return Ok(());
    }
    Err(format!("{what} is not what is durable:\n  found   {found}\n  durable {expected}"))
}
