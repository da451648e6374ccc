//! An archive whose every put goes through explicit steps, with a fate at each. May not keep anything itself.

use super::course::{Fate, Kind};
use super::host::Host;
use handover_archive::{
    AccountId, Archive, ArchiveError, BoxFuture, Entry, List, MemoryArchive, Outcome, Page,
};

/// The archive of one life of the server.
pub(super) struct SimArchive {
    host: Host,
    stored: MemoryArchive,
}

impl SimArchive {
    pub(super) fn new(host: Host) -> Self {
        let stored = host.disk.archive.reopen();
        Self { host, stored }
    }

    /// Stores the entries; the ledger learns what is durable here, so that it can tell when a chat may leave the desk.
    async fn store(&self, entries: Vec<Entry>) -> Result<(), ArchiveError> {
        self.stored.put(entries.clone()).await?;
        self.host.disk.books.lock().ledger.archived(entries);
        Ok(())
    }
}

impl Archive for SimArchive {
    fn put(&self, entries: Vec<Entry>) -> Outcome<'_, ()> {
        Box::pin(async move {
            let course = self.host.course(Kind::Archiving);
            let what = format!("put of {} chats", entries.len());
            self.host.accept(&course, &what).await;
            let failed = || Err(ArchiveError::Failed { reason: "the disk is broken on purpose".to_owned() });
            let outcome = match course.fate {
                Fate::Done | Fate::Lied => self.store(entries).await,
                Fate::Full => Err(ArchiveError::Full),
                Fate::Failed | Fate::UnknownLost => failed(),
                // A failed put may have been stored whole.
                Fate::UnknownKept => self.store(entries).await.and_then(|()| failed()),
            };
            self.host.answer(&course, &what, &format!("{:?}, {outcome:?}", course.fate)).await;
            outcome
        })
    }

    fn get(&self, account: &AccountId, key: &str) -> Outcome<'_, Option<Entry>> {
        self.stored.get(account, key)
    }

    fn list(&self, list: List) -> Outcome<'_, Page> {
        self.stored.list(list)
    }

    /// Nothing is left of what is replaced in memory.
    fn scrub(&self) -> Outcome<'_, ()> {
        self.stored.scrub()
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            self.host.crash.alive().await;
            self.stored.close().await;
        })
    }
}
