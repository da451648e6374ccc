//! A journal in memory whose appends can be held back, and randomness that is the same in every run.

use handover_journal::{
    AccountId, AppendError, BoxFuture, Fact, Journal, MemoryJournal, Outcome, Position, ReadError,
    ScrubError, Snapshot, SnapshotError, Tail, TruncateError,
};
use handover_server::engine::entropy::Entropy;
use sha2::{Digest as _, Sha256};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::watch;

/// The journal of a [`super::World`]. While it is held, an append waits before it reaches the store.
#[derive(Clone)]
pub(crate) struct Disk {
    journal: Arc<MemoryJournal>,
    held: watch::Sender<bool>,
    waiting: watch::Sender<usize>,
}

impl Disk {
    pub(crate) fn new() -> Self {
        Self::over(MemoryJournal::new())
    }

    fn over(journal: MemoryJournal) -> Self {
        Self { journal: Arc::new(journal), held: watch::Sender::new(false), waiting: watch::Sender::new(0) }
    }

    /// Another handle on what is stored, as a process gets that starts after a crash.
    pub(crate) fn after_crash(&self) -> Self {
        Self::over(self.journal.reopen())
    }

    pub(crate) fn memory(&self) -> &MemoryJournal {
        &self.journal
    }

    pub(crate) fn hold(&self) {
        self.held.send_replace(true);
    }

    pub(crate) fn release(&self) {
        self.held.send_replace(false);
    }

    /// Ends when an append waits at the gate.
    pub(crate) async fn somebody_waits(&self) {
        self.waiting.subscribe().wait_for(|waiting| *waiting > 0).await.unwrap();
    }
}

impl Journal for Disk {
    fn append(
        &self,
        account: &AccountId,
        after: Position,
        facts: Vec<Fact>,
    ) -> Outcome<'_, Position, AppendError> {
        let account = account.clone();
        Box::pin(async move {
            self.waiting.send_modify(|waiting| *waiting += 1);
            self.held.subscribe().wait_for(|held| !held).await.unwrap();
            self.waiting.send_modify(|waiting| *waiting -= 1);
            self.journal.append(&account, after, facts).await
        })
    }

    fn read(&self, account: &AccountId, after: Position, limit: usize) -> Outcome<'_, Tail, ReadError> {
        self.journal.read(account, after, limit)
    }

    fn snapshot(&self, account: &AccountId, at: Position, bytes: Vec<u8>) -> Outcome<'_, (), SnapshotError> {
        self.journal.snapshot(account, at, bytes)
    }

    fn latest_snapshot(&self, account: &AccountId) -> Outcome<'_, Option<Snapshot>, ReadError> {
        self.journal.latest_snapshot(account)
    }

    fn truncate(&self, account: &AccountId, through: Position) -> Outcome<'_, (), TruncateError> {
        self.journal.truncate(account, through)
    }

    fn scrub(&self) -> Outcome<'_, (), ScrubError> {
        self.journal.scrub()
    }

    fn accounts(&self) -> Outcome<'_, Vec<AccountId>, ReadError> {
        self.journal.accounts()
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        self.journal.close()
    }
}

/// Bytes that follow from a seed and nothing else.
pub(crate) struct Seeded {
    seed: u64,
    drawn: AtomicU64,
}

impl Seeded {
    pub(crate) fn new(seed: u64) -> Self {
        Self { seed, drawn: AtomicU64::new(0) }
    }
}

impl Entropy for Seeded {
    fn fill(&self, buffer: &mut [u8]) {
        for chunk in buffer.chunks_mut(32) {
            let drawn = self.drawn.fetch_add(1, Ordering::Relaxed);
            let block = Sha256::digest([self.seed.to_le_bytes(), drawn.to_le_bytes()].concat());
            chunk.copy_from_slice(&block[..chunk.len()]);
        }
    }
}
