//! What must hold of a server that was read back, and of one where all is quiet.
//!
//! Every invariant of `docs/design.md` §3 is looked at in every world, here or as things happen:
//!
//! | invariant | looked at |
//! |---|---|
//! | 1 durable before acknowledged | each answer beside the ledger (`History::answered`); all of them after each restart (`History::check`) |
//! | 2 seen once, seen for ever | each read beside the ledger and what others saw (`History::saw`, `was_told`); all of it after each restart |
//! | 3 event ids | `History::was_told`, `Ledger::add_event` |
//! | 4, 5, 6 states, limits, matching | `invariants::check_state` after every durable append, and here; `Ledger::fits` for each offer |
//! | 7 change of devices | `Agent::change_device`, `Agent::list` |
//! | 8 same facts, same desk | here: what is shown, stored and durable, byte for byte |
//! | 9 apply is total | the ledger and every restart apply every fact; a panic anywhere ends the world |
//! | 10 nobody touches what is not theirs | `Agent::pry`; what a visitor is told, in `History::was_told` |
//! | 11 repeated writes | `History::repeats`, with repetitions, doubled requests and late copies; words that stand there twice, here |

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

/// How often it is looked whether all is quiet.
const TRIES: u32 = 100;
/// Milliseconds between two such looks.
const REST_MS: u64 = 37;

/// The promises to everybody who was there before the crash. Asked before the server has done anything: nothing in here
/// waits.
pub(super) async fn read_back(life: &Life) -> Result<(), String> {
    let account = life.account().ok_or("the account is not in the journal")?;
    let desk = account.view().read().desk().clone();
    let mut events = archived(life).await?;
    events.extend(desk.state().chats.values().map(|chat| (chat.key, chat.events.clone())));
    let books = life.host.disk.books.lock();
    if desk.state() != books.ledger.desk().state() {
        let (found, durable) = (desk.state(), books.ledger.desk().state());
        return Err(format!("the desk is not what is durable:\n  found   {found:?}\n  durable {durable:?}"));
    }
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
    let mut tries = 0;
    while let Err(why) = agrees(life).await {
        tries += 1;
        if tries == TRIES {
            return Err(why);
        }
        life.pass_ms(REST_MS).await;
    }
    Ok(())
}

/// What readers see lags behind what is durable while an append is on its way; when nothing is, all is the same.
async fn agrees(life: &Life) -> Result<(), String> {
    let account = life.account().ok_or("the account is gone")?;
    account.settle().await.map_err(|rejection| format!("the desk does not settle: {rejection:?}"))?;
    read_back(life).await?;
    let stored = life.host.disk.journal.reopen();
    let replayed = recover(&stored as &dyn Journal, &account.id).await.map_err(|error| error.to_string())?;
    let books = life.host.disk.books.lock();
    let durable = bytes(books.ledger.desk())?;
    let shown = bytes(account.view().read().desk())?;
    let stored = bytes(&replayed.desk)?;
    if shown == durable && stored == durable {
        return Ok(());
    }
    Err(format!("not the same to the byte:\n  shown   {shown}\n  stored  {stored}\n  durable {durable}"))
}

/// A desk as a snapshot holds it.
fn bytes(desk: &Desk) -> Result<String, String> {
    serde_json::to_string(desk.state()).map_err(|error| error.to_string())
}
