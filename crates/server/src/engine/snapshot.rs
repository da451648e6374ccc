//! When a snapshot is taken, so that start-up does not grow with history, and what is truncated behind it.

use super::{Account, Parts};
use crate::limits;
use crate::metrics::Stopwatch;
use handover_desk::DeskState;
use handover_journal::Position;
use std::io::{self, Write};
use std::sync::Arc;
use tokio::task::JoinHandle;

/// Counts the facts behind the latest snapshot of one account, and takes the next one beside the work.
///
/// A snapshot costs as much as the desk is large. So the next one is due after so many facts, and not before half as
/// many as the desk had events: a fact never costs more than the writing of two events.
pub(super) struct Snapshots {
    facts: usize,
    every: usize,
    /// How many facts make the next one due.
    due: usize,
    running: Option<JoinHandle<()>>,
}

/// How a snapshot is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pace {
    /// In small pieces with pauses between them: it is nobody's hurry, and readers wait for the same cores.
    Gentle,
    /// At once: the server stops.
    Quick,
}

impl Snapshots {
    pub(super) fn new(facts: usize, every: usize) -> Self {
        Self { facts, every, due: every, running: None }
    }

    pub(super) fn count(&mut self, facts: usize) {
        self.facts = self.facts.saturating_add(facts);
    }

    pub(super) fn restart(&mut self, facts: usize) {
        self.facts = facts;
    }

    /// Takes a snapshot of the durable desk, which stands at `at`, when enough facts have gathered.
    pub(super) fn take_if_due(&mut self, parts: &Parts, account: &Arc<Account>, at: Position) {
        let busy = self.running.as_ref().is_some_and(|task| !task.is_finished());
        if self.facts < self.due || busy {
            return;
        }
        self.facts = 0;
        // The copy shares the chats with the desk, so that readers and writers hardly wait for it.
        let state = account.view().read().desk().state().clone();
        let events: usize = state.chats.values().map(|chat| chat.events.len()).sum();
        self.due = self.every.max(events / 2);
        let (parts, account) = (parts.clone(), Arc::clone(account));
        self.running = Some(tokio::spawn(async move {
            let _told_where_it_failed = take(&parts, &account, state, at, Pace::Gentle).await;
        }));
    }

    /// Takes a snapshot of the durable desk, which stands at `at` and holds nothing of a visitor who was erased, after the
    /// one that is on its way. Whoever erases is told of it.
    pub(super) fn take_behind_erasure(&mut self, parts: &Parts, account: &Arc<Account>, at: Position) {
        self.facts = 0;
        let state = account.view().read().desk().state().clone();
        let (parts, account, before) = (parts.clone(), Arc::clone(account), self.running.take());
        self.running = Some(tokio::spawn(async move {
            if let Some(Err(error)) = match before {
                Some(before) => Some(before.await),
                None => None,
            } {
                tracing::error!(account = %account.id, %error, "taking a snapshot has failed");
            }
            let taken = take(&parts, &account, state, at, Pace::Gentle).await;
            account.compacted.send_replace(taken);
        }));
    }

    /// Waits for the snapshot on its way, and takes a last one if anything has happened since: the next start is quick.
    pub(super) async fn finish(self, parts: &Parts, account: &Account, at: Position) {
        if let Some(running) = self.running
            && let Err(error) = running.await
        {
            tracing::error!(account = %account.id, %error, "taking a snapshot has failed");
        }
        if self.facts > 0 {
            let state = account.view().read().desk().state().clone();
            take(parts, account, state, at, Pace::Quick).await;
        }
    }
}

/// A snapshot that cannot be taken is no loss: the facts are there. The next one will do. Says whether it was taken, and the
/// facts behind it were removed.
async fn take(parts: &Parts, account: &Account, state: DeskState, at: Position, pace: Pace) -> bool {
    let (journal, taken) = (&parts.journal, Stopwatch::start());
    let encoded = tokio::task::spawn_blocking(move || encode(&state, pace)).await;
    let bytes = match encoded {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(error)) => {
            tracing::error!(account = %account.id, %error, "a snapshot cannot be encoded");
            return false;
        }
        Err(error) => {
            tracing::error!(account = %account.id, %error, "encoding a snapshot has failed");
            return false;
        }
    };
    let length = bytes.len();
    if let Err(error) = journal.snapshot(&account.id, at, bytes).await {
        tracing::warn!(account = %account.id, %error, "a snapshot was not stored");
        return false;
    }
    parts.figures.snapshot_stored(length, taken.micros());
    if let Err(error) = journal.truncate(&account.id, at).await {
        tracing::warn!(account = %account.id, %error, "facts behind a snapshot were not removed");
        return false;
    }
    true
}

/// The bytes of a snapshot.
fn encode(state: &DeskState, pace: Pace) -> Result<Vec<u8>, serde_json::Error> {
    let mut bytes = Paced { bytes: Vec::new(), until_pause: limits::SNAPSHOT_PIECE_BYTES, pace };
    serde_json::to_writer(&mut bytes, state)?;
    Ok(bytes.bytes)
}

/// Bytes that are written at a pace.
struct Paced {
    bytes: Vec<u8>,
    until_pause: usize,
    pace: Pace,
}

impl Write for Paced {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.extend_from_slice(bytes);
        self.until_pause = self.until_pause.saturating_sub(bytes.len());
        if self.until_pause == 0 {
            self.until_pause = limits::SNAPSHOT_PIECE_BYTES;
            if self.pace == Pace::Gentle {
                pause();
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Leaves the cores to others for a moment.
#[expect(
    clippy::disallowed_methods,
    reason = "on a thread for blocking work, of which nobody waits for the result"
)]
fn pause() {
    std::thread::sleep(limits::SNAPSHOT_PAUSE);
}
