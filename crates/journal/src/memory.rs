//! A journal in memory, for tests and the simulator. May not use threads, timers or randomness: the same calls
//! give the same answers.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::tail::TailBuilder;
use crate::{
    AccountId, AppendError, BoxFuture, Fact, Journal, Outcome, Position, ReadError, ScrubError, Snapshot,
    SnapshotError, Tail, TruncateError, codec, limits,
};

/// How the disk of a [`MemoryJournal`] is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Writes fail: no room.
    Full,
    /// Writes fail.
    Failed,
    /// Appends are stored, but their callers are told [`AppendError::Unknown`]; other writes fail.
    UnknownKept,
    /// Appends are not stored, and their callers are told [`AppendError::Unknown`]; other writes fail.
    UnknownLost,
    /// Reads fail.
    Unreadable,
}

/// A journal in memory. What was stored lives as long as one handle on it; [`MemoryJournal::reopen`] gives another.
///
/// Appends are kept encoded, so that what is read has been through the same codec as on a disk.
#[derive(Debug, Default)]
pub struct MemoryJournal {
    store: Arc<Mutex<Store>>,
    closed: AtomicBool,
}

#[derive(Debug, Default)]
struct Store {
    logs: BTreeMap<AccountId, Log>,
    /// One counter for all accounts, so that no caller comes to rely on dense positions.
    last: u64,
    fault: Option<Fault>,
}

#[derive(Clone, Debug)]
struct Log {
    appends: BTreeMap<Position, Vec<u8>>,
    last: Position,
    truncated: Position,
    snapshot: Option<Snapshot>,
}

impl Default for Log {
    fn default() -> Self {
        let start = Position::START;
        Self { appends: BTreeMap::new(), last: start, truncated: start, snapshot: None }
    }
}

impl MemoryJournal {
    /// An empty journal.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Another handle on the same store, as a process gets that starts again after a crash.
    #[must_use]
    pub fn reopen(&self) -> Self {
        Self { store: Arc::clone(&self.store), closed: AtomicBool::new(false) }
    }

    /// Breaks the disk of all handles on this store, or mends it.
    pub fn set_fault(&self, fault: Option<Fault>) {
        self.store.lock().unwrap_or_else(PoisonError::into_inner).fault = fault;
    }

    /// Whether anything that is stored holds these bytes.
    #[must_use]
    pub fn holds(&self, bytes: &[u8]) -> bool {
        let store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        let stored = store.logs.values().flat_map(|log| {
            log.appends.values().chain(log.snapshot.as_ref().map(|snapshot| &snapshot.bytes))
        });
        !bytes.is_empty()
            && stored.into_iter().any(|body| body.windows(bytes.len()).any(|part| part == bytes))
    }

    /// The store, unless this handle was closed.
    fn open(&self) -> Option<MutexGuard<'_, Store>> {
        let open = !self.closed.load(Ordering::SeqCst);
        open.then(|| self.store.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn open_to_read(&self) -> Result<MutexGuard<'_, Store>, ReadError> {
        let store = self.open().ok_or(ReadError::Closed)?;
        match store.fault {
            Some(Fault::Unreadable) => Err(ReadError::Failed { reason: BROKEN.to_owned() }),
            None | Some(Fault::Full | Fault::Failed | Fault::UnknownKept | Fault::UnknownLost) => Ok(store),
        }
    }
}

/// The reason that a broken disk gives.
const BROKEN: &str = "the disk is broken on purpose";

impl Store {
    fn append(
        &mut self,
        account: &AccountId,
        after: Position,
        facts: &[Fact],
    ) -> Result<Position, AppendError> {
        let body =
            codec::encode_all(facts).map_err(|error| AppendError::Failed { reason: error.to_string() })?;
        if body.len() > limits::APPEND_BYTES_MAX {
            return Err(AppendError::TooLarge { bytes: body.len(), limit: limits::APPEND_BYTES_MAX });
        }
        if after != self.logs.get(account).map_or(Position::START, |log| log.last) {
            return Err(AppendError::Fenced { account: account.clone(), after });
        }
        if facts.is_empty() {
            return Ok(after);
        }
        match self.fault {
            Some(Fault::Full) => return Err(AppendError::Full),
            Some(Fault::Failed) => return Err(AppendError::Failed { reason: BROKEN.to_owned() }),
            Some(Fault::UnknownLost) => return Err(AppendError::Unknown),
            Some(Fault::UnknownKept | Fault::Unreadable) | None => {}
        }
        self.last += 1;
        let position = Position::from_raw(self.last);
        let log = self.logs.entry(account.clone()).or_default();
        log.appends.insert(position, body);
        log.last = position;
        if self.fault == Some(Fault::UnknownKept) { Err(AppendError::Unknown) } else { Ok(position) }
    }

    fn read(&self, account: &AccountId, after: Position, limit: usize) -> Result<Tail, ReadError> {
        let mut tail = TailBuilder::new(account, limit);
        let Some(log) = self.logs.get(account) else { return Ok(tail.finish()) };
        if after < log.truncated {
            return Err(ReadError::Truncated { through: log.truncated });
        }
        for (position, body) in log.appends.range((Bound::Excluded(after), Bound::Unbounded)) {
            if !tail.take(*position, body)? {
                break;
            }
        }
        Ok(tail.finish())
    }

    fn snapshot(&mut self, account: &AccountId, at: Position, bytes: Vec<u8>) -> Result<(), SnapshotError> {
        if bytes.len() > limits::SNAPSHOT_BYTES_MAX {
            return Err(SnapshotError::TooLarge { bytes: bytes.len(), limit: limits::SNAPSHOT_BYTES_MAX });
        }
        let fresh = Log::default();
        let log = self.logs.get(account).unwrap_or(&fresh);
        if at > log.last {
            return Err(SnapshotError::Ahead { at, last: log.last });
        }
        if let Some(latest) = log.snapshot.as_ref().map(|snapshot| snapshot.at).filter(|latest| at < *latest)
        {
            return Err(SnapshotError::Outdated { at, latest });
        }
        match self.fault {
            Some(Fault::Full) => return Err(SnapshotError::Full),
            Some(Fault::Failed | Fault::UnknownKept | Fault::UnknownLost) => {
                return Err(SnapshotError::Failed { reason: BROKEN.to_owned() });
            }
            Some(Fault::Unreadable) | None => {}
        }
        self.logs.entry(account.clone()).or_default().snapshot = Some(Snapshot { at, bytes });
        Ok(())
    }

    fn truncate(&mut self, account: &AccountId, through: Position) -> Result<(), TruncateError> {
        let log = self.logs.get_mut(account);
        let covered = log
            .as_ref()
            .and_then(|log| log.snapshot.as_ref())
            .map_or(Position::START, |snapshot| snapshot.at);
        if through > covered {
            return Err(TruncateError::NotCovered { through, covered });
        }
        match self.fault {
            Some(Fault::Full | Fault::Failed | Fault::UnknownKept | Fault::UnknownLost) => {
                return Err(TruncateError::Failed { reason: BROKEN.to_owned() });
            }
            Some(Fault::Unreadable) | None => {}
        }
        if let Some(log) = log.filter(|log| through > log.truncated) {
            log.appends.retain(|position, _| *position > through);
            log.truncated = through;
        }
        Ok(())
    }
}

impl Journal for MemoryJournal {
    fn append(
        &self,
        account: &AccountId,
        after: Position,
        facts: Vec<Fact>,
    ) -> Outcome<'_, Position, AppendError> {
        let account = account.clone();
        Box::pin(async move { self.open().ok_or(AppendError::Closed)?.append(&account, after, &facts) })
    }

    fn read(&self, account: &AccountId, after: Position, limit: usize) -> Outcome<'_, Tail, ReadError> {
        let account = account.clone();
        Box::pin(async move { self.open_to_read()?.read(&account, after, limit) })
    }

    fn snapshot(&self, account: &AccountId, at: Position, bytes: Vec<u8>) -> Outcome<'_, (), SnapshotError> {
        let account = account.clone();
        Box::pin(async move { self.open().ok_or(SnapshotError::Closed)?.snapshot(&account, at, bytes) })
    }

    fn latest_snapshot(&self, account: &AccountId) -> Outcome<'_, Option<Snapshot>, ReadError> {
        let account = account.clone();
        Box::pin(async move {
            let store = self.open_to_read()?;
            Ok(store.logs.get(&account).and_then(|log| log.snapshot.clone()))
        })
    }

    fn truncate(&self, account: &AccountId, through: Position) -> Outcome<'_, (), TruncateError> {
        let account = account.clone();
        Box::pin(async move { self.open().ok_or(TruncateError::Closed)?.truncate(&account, through) })
    }

    /// What is removed is not there any more.
    fn scrub(&self) -> Outcome<'_, (), ScrubError> {
        Box::pin(async move {
            match self.open().ok_or(ScrubError::Closed)?.fault {
                Some(Fault::Full | Fault::Failed | Fault::UnknownKept | Fault::UnknownLost) => {
                    Err(ScrubError::Failed { reason: BROKEN.to_owned() })
                }
                Some(Fault::Unreadable) | None => Ok(()),
            }
        })
    }

    fn accounts(&self) -> Outcome<'_, Vec<AccountId>, ReadError> {
        Box::pin(async move { Ok(self.open_to_read()?.logs.keys().cloned().collect()) })
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        Box::pin(async move { self.closed.store(true, Ordering::SeqCst) })
    }
}
