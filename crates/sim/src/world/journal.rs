//! A journal whose every write goes through explicit steps, with a fate at each. May not keep anything itself: what is
//! durable lies on the host's disk.

use super::course::{Fate, Kind};
use super::host::Host;
use handover_journal::{
    AccountId, AppendError, BoxFuture, Fact, Journal, MemoryJournal, Outcome, Position, ReadError,
    ScrubError, Snapshot, SnapshotError, Tail, TruncateError,
};

/// The journal of one life of the server.
pub(super) struct SimJournal {
    host: Host,
    stored: MemoryJournal,
}

/// What a device says that fails on purpose.
const BROKEN: &str = "the disk is broken on purpose";

impl SimJournal {
    pub(super) fn new(host: Host) -> Self {
        let stored = host.disk.journal.reopen();
        Self { host, stored }
    }

    async fn store(
        &self,
        account: &AccountId,
        after: Position,
        facts: Vec<Fact>,
        fate: Fate,
    ) -> Result<Position, AppendError> {
        match fate {
            Fate::Full => return Err(AppendError::Full),
            Fate::Failed => return Err(AppendError::Failed { reason: BROKEN.to_owned() }),
            Fate::UnknownLost => return Err(AppendError::Unknown),
            Fate::Done | Fate::UnknownKept | Fate::Lied => {}
        }
        let stored = self.stored.append(account, after, facts.clone()).await;
        if stored.is_ok() && fate != Fate::Lied {
            let verdict = self.host.disk.books.lock().ledger.record(&facts);
            self.host.judge(verdict);
        }
        if fate == Fate::UnknownKept { stored.and(Err(AppendError::Unknown)) } else { stored }
    }

    /// Counts an outcome. Nobody else appends here, so a server that is refused has lost track of where it stands.
    fn count(&self, outcome: &Result<Position, AppendError>) {
        let mut books = self.host.disk.books.lock();
        let report = &mut books.report;
        let count = match outcome {
            Ok(_) => &mut report.appends,
            Err(AppendError::Unknown) => &mut report.unknown_appends,
            Err(AppendError::Full | AppendError::Failed { .. }) => &mut report.failed_appends,
            Err(AppendError::Fenced { .. } | AppendError::TooLarge { .. } | AppendError::Closed) => {
                drop(books);
                return self.host.judge(Err(format!("an append that should not have been: {outcome:?}")));
            }
        };
        *count += 1;
    }
}

/// What is not done fails; what an append would leave unknown is not done, as nothing else may say so.
fn failure(fate: Fate) -> Option<&'static str> {
    match fate {
        Fate::Done | Fate::UnknownKept | Fate::Lied => None,
        Fate::Full => Some("no room"),
        Fate::Failed | Fate::UnknownLost => Some(BROKEN),
    }
}

impl Journal for SimJournal {
    fn append(
        &self,
        account: &AccountId,
        after: Position,
        facts: Vec<Fact>,
    ) -> Outcome<'_, Position, AppendError> {
        let account = account.clone();
        Box::pin(async move {
            let course = self.host.course(Kind::Append);
            let what = format!("append of {} facts after {after}", facts.len());
            self.host.accept(&course, &what).await;
            let outcome = self.store(&account, after, facts, course.fate).await;
            self.count(&outcome);
            self.host.answer(&course, &what, &format!("{:?}, {outcome:?}", course.fate)).await;
            outcome
        })
    }

    fn read(&self, account: &AccountId, after: Position, limit: usize) -> Outcome<'_, Tail, ReadError> {
        let account = account.clone();
        Box::pin(async move {
            // A few facts at a time, so that a crash or an append may come in between.
            if self.host.reads("tail").await {
                self.stored.read(&account, after, limit.min(1 + self.host.below(200) as usize)).await
            } else {
                Err(ReadError::Failed { reason: BROKEN.to_owned() })
            }
        })
    }

    fn snapshot(&self, account: &AccountId, at: Position, bytes: Vec<u8>) -> Outcome<'_, (), SnapshotError> {
        let account = account.clone();
        Box::pin(async move {
            let course = self.host.course(Kind::Snapshot);
            let what = format!("snapshot of {} bytes at {at}", bytes.len());
            self.host.accept(&course, &what).await;
            let outcome = match failure(course.fate) {
                None => self.stored.snapshot(&account, at, bytes).await,
                Some(reason) => Err(SnapshotError::Failed { reason: reason.to_owned() }),
            };
            self.host.disk.books.lock().report.snapshots += u64::from(outcome.is_ok());
            self.host.answer(&course, &what, &format!("{outcome:?}")).await;
            outcome
        })
    }

    fn latest_snapshot(&self, account: &AccountId) -> Outcome<'_, Option<Snapshot>, ReadError> {
        let account = account.clone();
        Box::pin(async move {
            if self.host.reads("snapshot").await {
                self.stored.latest_snapshot(&account).await
            } else {
                Err(ReadError::Failed { reason: BROKEN.to_owned() })
            }
        })
    }

    fn truncate(&self, account: &AccountId, through: Position) -> Outcome<'_, (), TruncateError> {
        let account = account.clone();
        Box::pin(async move {
            let course = self.host.course(Kind::Truncation);
            let what = format!("truncation through {through}");
            self.host.accept(&course, &what).await;
            let outcome = match failure(course.fate) {
                None => self.stored.truncate(&account, through).await,
                Some(reason) => Err(TruncateError::Failed { reason: reason.to_owned() }),
            };
            self.host.disk.books.lock().report.truncations += u64::from(outcome.is_ok());
            self.host.answer(&course, &what, &format!("{outcome:?}")).await;
            outcome
        })
    }

    /// Nothing is left of what is removed in memory.
    fn scrub(&self) -> Outcome<'_, (), ScrubError> {
        self.stored.scrub()
    }

    fn accounts(&self) -> Outcome<'_, Vec<AccountId>, ReadError> {
        Box::pin(async move {
            if self.host.reads("accounts").await {
                self.stored.accounts().await
            } else {
                Err(ReadError::Failed { reason: BROKEN.to_owned() })
            }
        })
    }

    fn close(&self) -> BoxFuture<'_, ()> {
        Box::pin(async move {
            self.host.crash.alive().await;
            self.stored.close().await;
        })
    }
}
