//! The sequencer of one desk: decides one command after the other, and publishes what is durable.
//!
//! It does not wait for the disk before it decides the next command: while one append is on its way, what is decided
//! meanwhile gathers and becomes the next one. Nothing is answered or shown before its facts are durable, and neither
//! is a refusal, which may rest on facts that are not. When an append fails, everything decided since is dropped.

use super::delay::{self, Lateness};
use super::recovery::{self, Recovered};
use super::snapshot::Snapshots;
use super::{Account, Envelope, Parts, Rejection};
use crate::limits;
use crate::metrics::Stopwatch;
use crate::traces::Journey;
use handover_desk::{Answer, Command, Desk, Fact, Refusal, Request, Timestamp};
use handover_journal::{AppendError, Position};
use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};

/// Where the answer to a command goes.
pub(super) type Reply = oneshot::Sender<Result<Answer, Rejection>>;

/// A command that is decided and not durable.
struct Decided {
    facts: Vec<Fact>,
    result: Result<Answer, Refusal>,
    reply: Option<Reply>,
    since: Stopwatch,
    journey: Option<Box<Journey>>,
}

type Append = Pin<Box<dyn Future<Output = Result<Position, AppendError>> + Send>>;

/// Decides the commands of one desk.
pub(super) struct Sequencer {
    parts: Parts,
    account: Arc<Account>,
    mailbox: mpsc::Receiver<Envelope>,
    desk: Desk,
    /// The last durable position.
    at: Position,
    /// Decided while an append is on its way.
    pending: VecDeque<Decided>,
    pending_facts: usize,
    /// What the append on its way will make durable.
    in_flight: Vec<Decided>,
    append: Option<Append>,
    last_tick: Timestamp,
    lateness: Lateness,
    snapshots: Snapshots,
}

impl Sequencer {
    pub(super) fn new(
        parts: Parts,
        account: Arc<Account>,
        mailbox: mpsc::Receiver<Envelope>,
        recovered: Recovered,
    ) -> Self {
        Self {
            snapshots: Snapshots::new(recovered.facts, parts.snapshot_every_facts),
            lateness: Lateness::from(parts.clock.now()),
            parts,
            account,
            mailbox,
            desk: recovered.desk,
            at: recovered.at,
            pending: VecDeque::new(),
            pending_facts: 0,
            in_flight: Vec::new(),
            append: None,
            last_tick: Timestamp::MIN,
        }
    }

    /// Works until nobody can send commands any more and everything decided is durable, or will never be known to be.
    pub(super) async fn run(mut self) {
        let mut open = true;
        loop {
            self.start_append();
            if !open && self.append.is_none() {
                break;
            }
            self.account.pending_facts.store(self.pending_facts, Ordering::Relaxed);
            let takes_more = open && self.pending_facts < limits::PENDING_FACTS;
            let clock = Arc::clone(&self.parts.clock);
            let alarm = self.alarm();
            tokio::select! {
                biased;
                outcome = wait_for(&mut self.append), if self.append.is_some() => {
                    if !self.appended(outcome).await {
                        break;
                    }
                }
                () = clock.sleep_until(alarm.unwrap_or(Timestamp::MIN)), if takes_more && alarm.is_some() => self.tick(),
                envelope = self.mailbox.recv(), if takes_more => match envelope {
                    Some(envelope) => self.decide(envelope),
                    None => open = false,
                },
            }
        }
        self.snapshots.finish(&self.parts, &self.account, self.at).await;
    }

    /// When the desk wants to be told the time, deadlines that lie close together at once.
    fn alarm(&self) -> Option<Timestamp> {
        let spaced = Timestamp(self.last_tick.0.saturating_add(limits::TICK_SPACING_MS));
        self.desk.next_deadline().map(|at| at.max(spaced))
    }

    fn tick(&mut self) {
        let now = self.parts.clock.now();
        self.last_tick = now;
        if let Some(deadline) = self.desk.next_deadline() {
            self.lateness.met(&self.account.id, deadline, now);
        }
        let heard = self.account.view().last_calls(&self.desk.due(now), now);
        self.handle(Request { now, once: None, command: Command::Tick { heard } }, None, None);
    }

    /// Decides a command and those that stand behind it in the mailbox.
    fn decide(&mut self, envelope: Envelope) {
        let mut next = Some(envelope);
        while let Some(Envelope { once, command, reply, journey }) = next {
            if reply.is_closed() && !matches!(command, Command::Archived(_)) {
                tracing::debug!(account = %self.account.id, "whoever sent a command has gone before it was decided");
            }
            if matches!(command, Command::Tick { .. }) {
                self.settle(reply);
            } else {
                self.handle(Request { now: self.parts.clock.now(), once, command }, Some(reply), journey);
            }
            let takes_more = self.pending_facts < limits::PENDING_FACTS;
            next = takes_more.then(|| self.mailbox.try_recv().ok()).flatten();
        }
    }

    /// Deals with every deadline that is due, then answers.
    fn settle(&mut self, reply: Reply) {
        while self.desk.next_deadline().is_some_and(|at| at <= self.parts.clock.now()) {
            self.tick();
        }
        self.push(Vec::new(), Ok(Answer::Done), Some(reply), None);
    }

    fn handle(&mut self, request: Request, reply: Option<Reply>, mut journey: Option<Box<Journey>>) {
        if let Some(journey) = &mut journey {
            journey.next("decide");
        }
        let decision = self.desk.handle(request);
        if let Some(journey) = &mut journey {
            journey.note("handover.facts", decision.facts.len());
            journey.next("gather");
        }
        self.push(decision.facts, decision.result, reply, journey);
    }

    fn push(
        &mut self,
        facts: Vec<Fact>,
        result: Result<Answer, Refusal>,
        reply: Option<Reply>,
        journey: Option<Box<Journey>>,
    ) {
        self.pending_facts = self.pending_facts.saturating_add(facts.len());
        self.pending.push_back(Decided { facts, result, reply, since: Stopwatch::start(), journey });
    }

    /// Sends what has gathered to the journal, unless an append is on its way. What carries no fact has nothing to
    /// wait for then and is answered.
    fn start_append(&mut self) {
        if self.append.is_some() {
            return;
        }
        let mut facts = Vec::new();
        while let Some(next) = self.pending.front() {
            let fits =
                facts.is_empty() || facts.len().saturating_add(next.facts.len()) <= limits::APPEND_FACTS;
            let Some(decided) = fits.then(|| self.pending.pop_front()).flatten() else { break };
            self.pending_facts = self.pending_facts.saturating_sub(decided.facts.len());
            facts.extend_from_slice(&decided.facts);
            self.in_flight.push(decided);
        }
        if facts.is_empty() {
            self.in_flight.drain(..).for_each(Decided::answer);
            return;
        }
        let (journal, clock) = (Arc::clone(&self.parts.journal), Arc::clone(&self.parts.clock));
        let (account, at, count, begun) = (self.account.id.clone(), self.at, facts.len(), clock.now());
        self.journeys("append", |journey| journey.note("handover.append.facts", count));
        let (figures, taken) = (Arc::clone(&self.parts.figures), Stopwatch::start());
        self.append = Some(Box::pin(async move {
            let outcome = journal.append(&account, at, facts).await;
            match &outcome {
                Ok(_) => figures.appended(count, taken.micros()),
                Err(error) => figures.append_failed(error, clock.now()),
            }
            delay::appended(&account, begun, clock.now(), count);
            outcome
        }));
    }

    /// Says whether the desk is known, so that there is something to go on from.
    async fn appended(&mut self, outcome: Result<Position, AppendError>) -> bool {
        self.append = None;
        match outcome {
            Ok(at) => {
                self.at = at;
                self.publish();
                self.snapshots.take_if_due(&self.parts, &self.account, self.at);
                true
            }
            Err(error) => self.start_over(&error).await,
        }
    }

    /// The next step of every write that the append on its way carries.
    fn journeys(&mut self, step: &'static str, note: impl Fn(&mut Journey)) {
        for journey in self.in_flight.iter_mut().filter_map(|decided| decided.journey.as_mut()) {
            journey.next(step);
            note(journey);
        }
    }

    /// Shows and answers what has become durable.
    fn publish(&mut self) {
        self.journeys("publish", |_| {});
        let traced =
            self.in_flight.iter().filter_map(|decided| Some((decided.journey.as_ref()?, &decided.facts)));
        self.account.view().trace(traced.map(|(journey, facts)| (journey.origin(), &**facts)));
        let facts = self.in_flight.iter().flat_map(|decided| &decided.facts);
        self.account.view().publish(facts);
        // What stands first was decided first; if it is a refusal, it waits for the same facts.
        if let Some(oldest) = self.in_flight.first() {
            self.parts.figures.publish_lag_micros.observe(oldest.since.micros());
        }
        let mut facts = self.in_flight.iter().flat_map(|decided| &decided.facts);
        if facts.clone().any(|fact| {
            matches!(
                fact,
                Fact::ArchiveDue(_) | Fact::MessageLeft(_) | Fact::VisitorErased(_) | Fact::AccountSet(_)
            )
        }) {
            self.account.archive_due.notify_one();
        }
        if facts.clone().any(|fact| matches!(fact, Fact::MailQueued(_))) {
            self.account.mail_due.notify_one();
        }
        let is_erased = facts.any(|fact| matches!(fact, Fact::ErasureArchived(_)));
        let count = self.in_flight.iter().map(|decided| decided.facts.len()).sum();
        self.snapshots.count(count);
        if is_erased {
            self.snapshots.take_behind_erasure(&self.parts, &self.account, self.at);
        }
        self.in_flight.drain(..).for_each(Decided::answer);
    }

    /// An append has failed: nobody has seen what was decided since, so it is dropped, and the desk is as it was when
    /// it was durable last. Commands are refused for a moment, so that a failing disk is not asked without a pause. Says
    /// whether the desk is known.
    async fn start_over(&mut self, error: &AppendError) -> bool {
        tracing::error!(account = %self.account.id, %error, "the journal did not take what was decided");
        self.reject_decided();
        match error {
            AppendError::Full | AppendError::Failed { .. } | AppendError::TooLarge { .. } => {
                self.desk = self.account.view().read().desk().clone();
                self.pause(limits::JOURNAL_RETRY_MS).await;
                true
            }
            AppendError::Fenced { .. } | AppendError::Unknown | AppendError::Closed => self.read_back().await,
        }
    }

    fn reject_decided(&mut self) {
        self.pending_facts = 0;
        let dropped = self.in_flight.drain(..).chain(self.pending.drain(..));
        dropped.for_each(|decided| decided.reject(Rejection::Storage));
    }

    /// Reads the desk back from the journal, as often as it takes, unless the server is stopped meanwhile. Then nothing
    /// more may be decided: what the desk holds may not be what is durable. Says whether the desk is known.
    async fn read_back(&mut self) -> bool {
        self.account.reads_back.store(true, Ordering::Relaxed);
        loop {
            match recovery::recover(&*self.parts.journal, &self.account.id).await {
                Ok(Recovered { desk, at, facts }) => {
                    self.account.view().replace(desk.clone(), self.parts.clock.now());
                    self.account.archive_due.notify_one();
                    self.account.mail_due.notify_one();
                    (self.desk, self.at) = (desk, at);
                    self.snapshots.restart(facts);
                    self.account.reads_back.store(false, Ordering::Relaxed);
                    return true;
                }
                Err(error) => {
                    tracing::error!(account = %self.account.id, %error, "the desk cannot be read back");
                    if !self.pause(limits::JOURNAL_RETRY_MS).await {
                        return false;
                    }
                }
            }
        }
    }

    /// Refuses commands for a while. Says whether any can still come.
    async fn pause(&mut self, ms: u64) -> bool {
        let pause = tokio::time::sleep(Duration::from_millis(ms));
        tokio::pin!(pause);
        loop {
            tokio::select! {
                biased;
                () = &mut pause => return true,
                envelope = self.mailbox.recv() => match envelope {
                    Some(envelope) => drop(envelope.reply.send(Err(Rejection::Storage))),
                    None => return false,
                },
            }
        }
    }
}

impl Decided {
    /// Tells whoever sent the command; one who has gone does not want to know.
    fn answer(self) {
        if let Some(reply) = self.reply {
            drop(reply.send(self.result.map_err(Rejection::Refused)));
        }
    }

    fn reject(self, rejection: Rejection) {
        if let Some(reply) = self.reply {
            drop(reply.send(Err(rejection)));
        }
    }
}

async fn wait_for(append: &mut Option<Append>) -> Result<Position, AppendError> {
    match append {
        Some(append) => append.await,
        None => std::future::pending().await,
    }
}
