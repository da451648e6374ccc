//! The engine: every desk of this process, between the surfaces that ask and the journal that keeps.
//!
//! One task per account decides (`sequencer`), readers look at a view of what is durable (`view`), ended chats go to the
//! archive (`archiver`), mails go out (`mailer`). The engine knows neither documents nor sockets, and none of the rules.

mod archiver;
pub mod bell;
pub mod clock;
mod delay;
pub mod entropy;
mod eraser;
mod mailer;
mod pulse;
mod recovery;
mod retention;
mod sequencer;
mod snapshot;
mod tally;
mod touch;
mod view;

pub(crate) use archiver::message_key;
pub use pulse::{ChatPulse, Heard};
pub use recovery::{Recovered, RecoveryError, recover};
pub(crate) use tally::SkillTally;
pub use view::{Published, View};

use crate::limits;
use crate::mail::MailTransport;
use crate::metrics::EngineFigures;
use crate::stop::Stop;
use crate::traces::{Journey, Traces};
use clock::Clock;
use handover_archive::Archive;
use handover_desk::{AccountId, Answer, Command, ErasureNo, Once, Refusal, Timestamp};
use handover_journal::Journal;
use parking_lot::{Mutex, RwLock};
use sequencer::{Reply, Sequencer};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use tokio::sync::{Notify, mpsc, oneshot, watch};
use tokio::task::JoinHandle;

/// Why a command has no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rejection {
    /// The desk refused it; nothing has changed.
    Refused(Refusal),
    /// The desk has too many commands waiting; try again.
    Busy,
    /// The journal does not take facts at the moment; nothing that is not durable was acknowledged.
    Storage,
    /// The server is stopping.
    Stopping,
    /// Too many logins wait for their password to be checked.
    TooManyLogins,
}

/// What the engine works with.
#[derive(Clone)]
pub struct Parts {
    /// Where facts are kept.
    pub journal: Arc<dyn Journal>,
    /// Where ended chats are kept.
    pub archive: Arc<dyn Archive>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Who takes mails over; without one they wait in the outbox.
    pub mail: Option<Arc<dyn MailTransport>>,
    /// Commands that may wait for one desk.
    pub mailbox_commands: usize,
    /// Facts after which a snapshot is taken, at the earliest.
    pub snapshot_every_facts: usize,
    /// Where it is counted how the engine does.
    pub figures: Arc<EngineFigures>,
    /// Where traces go, if anywhere.
    pub traces: Traces,
}

impl Parts {
    /// These parts with the default limits, and nobody to take mails over.
    #[must_use]
    pub fn new(journal: Arc<dyn Journal>, archive: Arc<dyn Archive>, clock: Arc<dyn Clock>) -> Self {
        Self {
            journal,
            archive,
            clock,
            mail: None,
            mailbox_commands: limits::MAILBOX_COMMANDS,
            snapshot_every_facts: limits::SNAPSHOT_EVERY_FACTS,
            figures: Arc::default(),
            traces: Traces::default(),
        }
    }
}

/// A command on its way to a desk.
struct Envelope {
    once: Option<Once>,
    command: Command,
    reply: Reply,
    journey: Option<Box<Journey>>,
}

impl Envelope {
    fn new(once: Option<Once>, command: Command) -> (Self, oneshot::Receiver<Result<Answer, Rejection>>) {
        let (reply, answer) = oneshot::channel();
        (Self { once, command, reply, journey: None }, answer)
    }
}

/// One account of this process.
pub struct Account {
    /// Its id.
    pub id: AccountId,
    view: View,
    mailbox: RwLock<Option<mpsc::Sender<Envelope>>>,
    traces: Traces,
    archive_due: Notify,
    mail_due: Notify,
    stopping: Stop,
    /// Told of every snapshot that an erasure asked for: whether it was taken, and the log truncated behind it.
    compacted: watch::Sender<bool>,
    /// Told when erasures are carried out.
    erasing: Notify,
    /// Facts that are decided and not given to the journal.
    pending_facts: AtomicUsize,
    /// Whether the desk is read back after a failure of the journal.
    reads_back: AtomicBool,
}

impl Account {
    /// What readers see.
    #[must_use]
    pub fn view(&self) -> &View {
        &self.view
    }

    /// Commands that wait to be decided.
    pub(crate) fn mailbox_depth(&self) -> usize {
        let mailbox = self.mailbox.read();
        mailbox.as_ref().map_or(0, |mailbox| mailbox.max_capacity().saturating_sub(mailbox.capacity()))
    }

    /// Facts that are decided and not given to the journal.
    pub(crate) fn pending_facts(&self) -> usize {
        self.pending_facts.load(Ordering::Relaxed)
    }

    /// Whether the desk is what the journal holds: after some failures it must be read back first.
    pub(crate) fn is_known(&self) -> bool {
        !self.reads_back.load(Ordering::Relaxed)
    }

    fn mailbox(&self) -> Option<mpsc::Sender<Envelope>> {
        self.mailbox.read().clone()
    }

    /// Has a command decided. The answer comes when it is durable.
    pub async fn submit(&self, once: Option<Once>, command: Command) -> Result<Answer, Rejection> {
        let answer = {
            let mailbox = self.mailbox.read();
            let mailbox = mailbox.as_ref().ok_or(Rejection::Stopping)?;
            let (mut envelope, answer) = Envelope::new(once, command);
            envelope.journey = Journey::begin(&self.traces);
            mailbox.try_send(envelope).map_err(|error| match error {
                mpsc::error::TrySendError::Full(_) => Rejection::Busy,
                mpsc::error::TrySendError::Closed(_) => Rejection::Stopping,
            })?;
            answer
        };
        answer.await.unwrap_or(Err(Rejection::Stopping))
    }

    /// Waits until an erasure is carried out.
    pub(crate) async fn erased(&self, erasure: ErasureNo) {
        loop {
            // Asked for before the look, so that nothing that happens meanwhile is missed.
            let told = self.erasing.notified();
            tokio::pin!(told);
            told.as_mut().enable();
            if !self.view().read().desk().state().erasures.contains_key(&erasure) {
                return;
            }
            told.await;
        }
    }

    /// Waits until every deadline that is due was dealt with, and what came of it is durable.
    pub async fn settle(&self) -> Result<(), Rejection> {
        self.submit(None, Command::Tick { heard: BTreeMap::new() }).await.map(|_| ())
    }
}

/// Every desk of this process.
pub struct Engine {
    parts: Parts,
    accounts: RwLock<BTreeMap<AccountId, Arc<Account>>>,
    tasks: Mutex<Vec<JoinHandle<()>>>,
    /// Opening an account is one at a time, so that none is opened twice.
    opening: tokio::sync::Mutex<()>,
}

impl Engine {
    /// Reads every account of the journal and starts its desk.
    pub async fn open(parts: Parts) -> Result<Self, RecoveryError> {
        let failed = |source| RecoveryError::Journal { account: AccountId::new("*"), source };
        let accounts = parts.journal.accounts().await.map_err(failed)?;
        let engine = Self {
            parts,
            accounts: RwLock::default(),
            tasks: Mutex::default(),
            opening: tokio::sync::Mutex::default(),
        };
        for id in accounts {
            engine.open_account(&id).await?;
        }
        Ok(engine)
    }

    /// The time.
    #[must_use]
    pub fn clock(&self) -> &dyn Clock {
        &*self.parts.clock
    }

    /// Where traces go.
    pub(crate) fn traces(&self) -> &Traces {
        &self.parts.traces
    }

    /// Where ended chats are.
    pub(crate) fn archive(&self) -> &dyn Archive {
        &*self.parts.archive
    }

    /// What was counted of the engine.
    pub(crate) fn figures(&self) -> &EngineFigures {
        &self.parts.figures
    }

    /// An account that is there.
    #[must_use]
    pub fn account(&self, id: &str) -> Option<Arc<Account>> {
        self.accounts.read().get(id).cloned()
    }

    /// The ids of all accounts, ascending.
    #[must_use]
    pub fn account_ids(&self) -> Vec<AccountId> {
        self.accounts.read().keys().cloned().collect()
    }

    /// An account, started if it is not there. It is in the journal from its first fact on.
    pub async fn open_account(&self, id: &AccountId) -> Result<Arc<Account>, RecoveryError> {
        let _one_at_a_time = self.opening.lock().await;
        if let Some(account) = self.account(id.as_str()) {
            return Ok(account);
        }
        let recovered = recover(&*self.parts.journal, id).await?;
        let (sender, mailbox) = mpsc::channel(self.parts.mailbox_commands);
        let account = Arc::new(Account {
            id: id.clone(),
            view: View::of(recovered.desk.clone(), self.parts.clock.now()),
            mailbox: RwLock::new(Some(sender)),
            traces: self.parts.traces.clone(),
            archive_due: Notify::new(),
            mail_due: Notify::new(),
            stopping: Stop::default(),
            compacted: watch::Sender::new(false),
            erasing: Notify::new(),
            pending_facts: AtomicUsize::default(),
            reads_back: AtomicBool::default(),
        });
        account.archive_due.notify_one();
        let sequencer = Sequencer::new(self.parts.clone(), Arc::clone(&account), mailbox, recovered);
        let archiver = archiver::run(self.parts.clone(), Arc::clone(&account));
        let mailer =
            self.parts.mail.clone().map(|transport| {
                tokio::spawn(mailer::run(self.parts.clone(), Arc::clone(&account), transport))
            });
        let tasks = [tokio::spawn(sequencer.run()), tokio::spawn(archiver)];
        self.tasks.lock().extend(tasks.into_iter().chain(mailer));
        self.accounts.write().insert(id.clone(), Arc::clone(&account));
        Ok(account)
    }

    /// Takes no more commands, waits until what was taken is durable and answered, and closes journal and archive.
    pub async fn close(&self) {
        let accounts: Vec<_> = self.accounts.read().values().cloned().collect();
        for account in &accounts {
            account.stopping.cancel();
            account.mailbox.write().take();
        }
        let tasks = std::mem::take(&mut *self.tasks.lock());
        for task in tasks {
            if let Err(error) = task.await {
                tracing::error!(%error, "a task of the engine has failed");
            }
        }
        self.parts.archive.close().await;
        self.parts.journal.close().await;
        self.parts.traces.close().await;
    }
}

/// Waits before something is tried again, unless the account is stopped.
async fn pause(parts: &Parts, account: &Account, ms: u64) {
    let until = Timestamp(parts.clock.now().0.saturating_add_unsigned(ms));
    tokio::select! {
        biased;
        () = account.stopping.cancelled() => {}
        () = parts.clock.sleep_until(until) => {}
    }
}
