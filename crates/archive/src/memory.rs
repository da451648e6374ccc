//! An archive in memory, for tests and the simulator. May not use threads, timers or randomness.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::entry::{PageBuilder, check};
use crate::{AccountId, Archive, ArchiveError, BoxFuture, Entry, List, Outcome, Page};

/// The entries of all accounts by account and chat key.
type Entries = BTreeMap<(AccountId, String), Entry>;

/// An archive in memory. It lives as long as one handle on it does; [`MemoryArchive::reopen`] gives another.
#[derive(Debug, Default)]
pub struct MemoryArchive {
    store: Arc<Store>,
    closed: AtomicBool,
}

#[derive(Debug, Default)]
struct Store {
    entries: Mutex<Entries>,
    full: AtomicBool,
}

impl MemoryArchive {
    /// An empty archive.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Another handle on the same entries, as a process gets that starts again after a crash.
    #[must_use]
    pub fn reopen(&self) -> Self {
        Self { store: Arc::clone(&self.store), closed: AtomicBool::new(false) }
    }

    /// While `full`, every put fails with [`ArchiveError::Full`] and stores nothing.
    pub fn set_full(&self, full: bool) {
        self.store.full.store(full, Ordering::SeqCst);
    }

    /// Whether anything that is stored holds these bytes.
    #[must_use]
    pub fn holds(&self, bytes: &[u8]) -> bool {
        let entries = self.store.entries.lock().unwrap_or_else(PoisonError::into_inner);
        !bytes.is_empty()
            && entries.values().any(|entry| entry.body.windows(bytes.len()).any(|part| part == bytes))
    }

    fn entries(&self) -> Result<MutexGuard<'_, Entries>, ArchiveError> {
        if self.closed.load(Ordering::SeqCst) {
            return Err(ArchiveError::Closed);
        }
        Ok(self.store.entries.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn store(&self, put: Vec<Entry>) -> Result<(), ArchiveError> {
        let mut entries = self.entries()?;
        put.iter().try_for_each(check)?;
        if self.store.full.load(Ordering::SeqCst) {
            return Err(ArchiveError::Full);
        }
        entries.extend(put.into_iter().map(|entry| ((entry.account.clone(), entry.key.clone()), entry)));
        Ok(())
    }

    fn page(&self, list: &List) -> Result<Page, ArchiveError> {
        let entries = self.entries()?;
        let mut found: Vec<&Entry> = entries
            .values()
            .filter(|entry| entry.account == list.account && list.ended_at_ms.contains(&entry.ended_at_ms))
            .filter(|entry| {
                let cursor = list.cursor.as_ref();
                cursor.is_none_or(|cursor| place(entry) < (cursor.ended_at_ms(), cursor.key()))
            })
            .collect();
        found.sort_by(|a, b| place(b).cmp(&place(a)));
        let mut page = PageBuilder::new(list.limit);
        let _all_taken = found.into_iter().all(|entry| page.take(entry.body.len(), || entry.clone()));
        Ok(page.finish())
    }
}

fn place(entry: &Entry) -> (i64, &str) {
    (entry.ended_at_ms, &entry.key)
}

impl Archive for MemoryArchive {
    fn put(&self, entries: Vec<Entry>) -> Outcome<'_, ()> {
        Box::pin(async move { self.store(entries) })
    }

    fn get(&self, account: &AccountId, key: &str) -> Outcome<'_, Option<Entry>> {
        let name = (account.clone(), key.to_owned());
        Box::pin(async move { Ok(self.entries()?.get(&name).cloned()) })
    }

    fn list(&self, list: List) -> Outcome<'_, Page> {
        Box::pin(async move { self.page(&list) })
    }

    /// What is replaced is not there any more.
    fn scrub(&self) -> Outcome<'_, ()> {
        Box::pin(async move { self.entries().map(drop) })
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        Box::pin(async move { self.closed.store(true, Ordering::SeqCst) })
    }
}
