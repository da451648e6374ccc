//! The writer thread: appends that wait together become durable together. May not answer before the commit.

use std::collections::VecDeque;

use tokio::sync::mpsc::error::TryRecvError;
use tokio::sync::{mpsc, oneshot};

use super::checkpoint::{self, Checkpointer};
use super::database::{Database, Trouble};
use super::heads::Heads;
use super::jobs::{self, Staging, Step};
use super::sweep::{self, Sweep};
use crate::{AccountId, AppendError, Position, ScrubError, SnapshotError, TruncateError, limits};

/// What the writer is asked for.
#[derive(Debug)]
pub(super) enum Request {
    /// Store facts.
    Append(Append),
    /// Do something that may take several transactions.
    Job(Job),
    /// Find out what became of a commit whose outcome is unknown.
    Settle(oneshot::Sender<Result<(), Trouble>>),
    /// Take nothing more.
    Close,
}

/// One append, encoded.
#[derive(Debug)]
pub(super) struct Append {
    pub(super) account: AccountId,
    pub(super) after: Position,
    /// How many facts `body` holds.
    pub(super) facts: usize,
    pub(super) body: Vec<u8>,
    pub(super) answer: oneshot::Sender<Result<Position, AppendError>>,
}

/// What is done beside the appends, one at a time, in order.
#[derive(Debug)]
pub(super) enum Job {
    /// Store a snapshot.
    Snapshot(Staging),
    /// Declare facts removed.
    Truncate { account: AccountId, through: Position, answer: oneshot::Sender<Result<(), TruncateError>> },
    /// Clean the file of what is removed.
    Scrub { answer: oneshot::Sender<Result<(), ScrubError>> },
}

/// The appends that one transaction stores.
#[derive(Default)]
struct Group {
    appends: Vec<Append>,
    facts: usize,
    bytes: usize,
}

impl Group {
    fn has_room(&self) -> bool {
        self.facts < limits::GROUP_FACTS_MAX && self.bytes < limits::GROUP_BYTES_MAX
    }
}

/// The thread's state.
pub(super) struct Writer {
    database: Database,
    requests: mpsc::Receiver<Request>,
    heads: Heads,
    jobs: VecDeque<Job>,
    sweep: Sweep,
    checkpointer: Checkpointer,
    /// The number of the next snapshot.
    snapshot_no: i64,
}

impl Writer {
    pub(super) fn new(
        mut database: Database,
        requests: mpsc::Receiver<Request>,
        checkpointer: Checkpointer,
    ) -> rusqlite::Result<Self> {
        let connection = database.connection()?;
        let sweep = Sweep::find(connection)?;
        let last_snapshot = "SELECT max(coalesce((SELECT max(key) FROM snapshot_chunk), 0) / ?1,
                                        coalesce((SELECT max(snapshot_no) FROM account), 0))";
        let chunks = limits::CHUNK_NO_MAX + 1;
        let snapshot_no = connection.query_row(last_snapshot, (chunks,), |row| row.get::<_, i64>(0))? + 1;
        let (heads, jobs) = (Heads::default(), VecDeque::new());
        Ok(Self { database, requests, heads, jobs, sweep, checkpointer, snapshot_no })
    }

    /// Serves requests until the last asker is gone, or until a request to close and all that were sent before it.
    pub(super) fn run(mut self) {
        while let Some(group) = self.next_group() {
            if !group.appends.is_empty() {
                self.checkpointer.wrote(group.bytes);
                self.store(group);
                sweep::bound_wal(&mut self.database);
            }
            if !self.jobs.is_empty() || self.sweep.has_work() {
                self.checkpointer.wrote(limits::CHUNK_BYTES);
            }
            if self.checkpointer.is_nearly_done() {
                // Nothing is lost when it fails: the log goes on where it ends.
                let _failed = self.database.outside(checkpoint::carry_over).is_err();
            }
            match self.jobs.pop_front() {
                Some(Job::Snapshot(staging)) => self.step_snapshot(staging),
                Some(Job::Truncate { account, through, answer }) => {
                    // Whoever stopped waiting does not want the answer.
                    let _gone = answer.send(self.truncate(&account, through));
                }
                Some(Job::Scrub { answer }) => {
                    let _gone = answer.send(self.scrub());
                }
                None if self.sweep.has_work() => self.sweep.step(&mut self.database),
                None => {}
            }
        }
        // Only to leave one file behind instead of two.
        let _failed = self.database.outside(sweep::empty_wal).is_err();
        let Self { database, checkpointer, .. } = self;
        drop(database);
        checkpointer.end();
    }

    /// The appends that wait, at most a group of them; waits for a request when there is nothing else to do. None
    /// when there will not be any more requests and everything is done.
    fn next_group(&mut self) -> Option<Group> {
        let mut group = Group::default();
        if self.jobs.is_empty() && !self.sweep.has_work() {
            let request = self.requests.blocking_recv()?;
            self.take(request, &mut group);
        }
        while group.has_room() {
            match self.requests.try_recv() {
                Ok(request) => self.take(request, &mut group),
                // What is left to tidy is found again at the next start.
                Err(TryRecvError::Disconnected) if group.appends.is_empty() && self.jobs.is_empty() => {
                    return None;
                }
                Err(TryRecvError::Empty | TryRecvError::Disconnected) => break,
            }
        }
        Some(group)
    }

    fn take(&mut self, request: Request, group: &mut Group) {
        self.sweep.wake();
        match request {
            Request::Append(append) => {
                group.facts += append.facts;
                group.bytes += append.body.len();
                group.appends.push(append);
            }
            Request::Job(job) => self.jobs.push_back(job),
            Request::Settle(answer) => {
                // Whoever stopped waiting does not want the answer.
                let _gone = answer.send(self.database.settle());
            }
            Request::Close => self.requests.close(),
        }
    }

    /// Stores a group in one transaction. An append that is fenced does not disturb the others; when the transaction
    /// fails, all of them have failed, since what fenced one may be gone with another.
    fn store(&mut self, group: Group) {
        let heads = &mut self.heads;
        let outcome = self.database.transaction(|connection| {
            heads.refresh(connection)?;
            group.appends.iter().map(|append| heads.append(connection, append)).collect::<Result<Vec<_>, _>>()
        });
        match outcome {
            Ok(answers) => {
                for (append, answer) in group.appends.into_iter().zip(answers) {
                    // Whoever stopped waiting does not want the answer.
                    let _gone = append.answer.send(answer);
                }
            }
            Err(trouble) => {
                self.heads.forget();
                for append in group.appends {
                    let _gone = append.answer.send(Err(trouble.clone().into()));
                }
            }
        }
    }

    fn step_snapshot(&mut self, mut staging: Staging) {
        let snapshot_no = self.snapshot_no;
        let step = self.database.transaction(|connection| staging.step(connection, snapshot_no));
        let outcome = match step {
            Ok(Ok(Step::More)) => {
                staging.advance();
                self.jobs.push_front(Job::Snapshot(staging));
                return;
            }
            Ok(Ok(Step::Done { replaced })) => {
                if let Some(replaced) = replaced {
                    self.sweep.add_snapshot(replaced);
                }
                Ok(())
            }
            Ok(Err(refusal)) => Err(refusal),
            Err(trouble) => Err(SnapshotError::from(trouble)),
        };
        if outcome.is_err() {
            self.sweep.add_snapshot(snapshot_no);
        }
        // The number is never used again: its chunks are the latest snapshot, or waste.
        self.snapshot_no += 1;
        staging.answer(outcome);
    }

    /// Deletes what is left to delete, writes the file anew without its free room, and empties the write-ahead log.
    fn scrub(&mut self) -> Result<(), ScrubError> {
        self.sweep.finish(&mut self.database)?;
        Ok(self.database.outside(sweep::write_anew)?)
    }

    fn truncate(&mut self, account: &AccountId, through: Position) -> Result<(), TruncateError> {
        let done = self.database.transaction(|connection| jobs::truncate(connection, account, through))?;
        if let Some(account_no) = done? {
            self.sweep.add_account(account_no);
        }
        Ok(())
    }
}
