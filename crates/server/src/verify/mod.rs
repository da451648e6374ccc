//! Looking through what a data folder holds: whether every desk can be read back, agrees with itself and keeps the
//! invariants, whether every chat is where it has to be, and whether the audit log is what was written. Reads a journal that another process may be writing, and
//! documents of its archive that were read after it; changes nothing.

mod document;
mod rules;

use crate::audit_log;
use crate::engine::{Recovered, RecoveryError, recover};
use crate::limits;
use handover_archive::Entry;
use handover_desk::{AccountId, Desk, DeskState};
use handover_journal::{Journal, Position, ReadError};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Readings of one account that are begun anew because the server removed facts meanwhile, before that is an error.
const READINGS: usize = 5;

/// Most faults that are told one by one; the others are counted.
const FAULTS_TOLD: usize = 100;

/// What was looked through, and what is wrong with it.
#[derive(Debug, Default, Serialize)]
pub struct Report {
    /// The accounts, by id.
    pub accounts: Vec<AccountReport>,
    /// Documents of ended chats in the archive.
    pub archived_chats: u64,
    /// Offline messages in the archive.
    pub archived_messages: u64,
    /// Documents of chats or messages that the desk has as well, or does not know yet: the archive was read after the
    /// journal, or copied after it.
    pub ahead: u64,
    /// How many faults were found.
    pub fault_count: u64,
    /// The faults, a sentence each: the first hundred.
    pub faults: Vec<String>,
}

/// One account of a journal.
#[derive(Debug, Serialize)]
pub struct AccountReport {
    /// Its id.
    pub account: AccountId,
    /// The position of its last fact.
    pub position: u64,
    /// Facts behind the latest snapshot, or all of them.
    pub facts: usize,
    /// Whether the desk was also built from the first fact on: the facts behind a snapshot are still there.
    pub from_the_beginning: bool,
    /// Chats on the desk.
    pub chats: usize,
}

/// What is looked for in the archive: the numbers of an account that the desk does not have.
#[derive(Debug, Default)]
struct Numbers {
    next_chat: u64,
    next_message: u64,
    chats: BTreeSet<u64>,
    messages: BTreeSet<u64>,
    archived_chats: BTreeSet<u64>,
    archived_messages: BTreeSet<u64>,
}

/// A look through a data folder: the journal first, then the archive, entry by entry.
#[derive(Debug, Default)]
pub struct Verification {
    report: Report,
    numbers: BTreeMap<AccountId, Numbers>,
}

impl Report {
    /// Tells of a fault.
    pub fn fault(&mut self, words: String) {
        self.fault_count += 1;
        if self.faults.len() < FAULTS_TOLD {
            self.faults.push(words);
        }
    }
}

impl Verification {
    /// Looks through a journal. An account that cannot be read back is a fault; a journal that cannot be read is an error.
    pub async fn of_journal(journal: &dyn Journal) -> Result<Self, ReadError> {
        let mut found = Self::default();
        for account in journal.accounts().await? {
            match read_back(journal, &account).await {
                Ok(recovered) => found.desk(journal, &account, &recovered).await?,
                Err(RecoveryError::Journal { source, .. })
                    if !matches!(source, ReadError::Damaged { .. }) =>
                {
                    return Err(source);
                }
                Err(error) => found.report.fault(error.to_string()),
            }
        }
        Ok(found)
    }

    async fn desk(
        &mut self,
        journal: &dyn Journal,
        account: &AccountId,
        recovered: &Recovered,
    ) -> Result<(), ReadError> {
        let Recovered { desk, at, facts } = recovered;
        let report = &mut self.report;
        rules::check(desk, &mut |words| report.fault(format!("account {account}: {words}")));
        if !agrees_with_its_state(desk) {
            report.fault(format!(
                "account {account}: the desk that is read from its own state is another one (invariant 8)"
            ));
        }
        let first = from_the_beginning(journal, account, *at).await?;
        if first.as_ref().is_some_and(|first| first.state() != desk.state()) {
            report.fault(format!(
                "account {account}: the snapshot and the facts behind it make another desk than all facts (invariant 8)"
            ));
        }
        report.accounts.push(AccountReport {
            account: account.clone(),
            position: at.raw(),
            facts: *facts,
            from_the_beginning: first.is_some(),
            chats: desk.state().chats.len(),
        });
        self.numbers.insert(account.clone(), Numbers::of(desk.state()));
        self.audit(journal, account).await
    }

    /// Follows the chain of the audit log.
    async fn audit(&mut self, journal: &dyn Journal, account: &AccountId) -> Result<(), ReadError> {
        let logs = match audit_log::read(journal, Some(account.as_str())).await {
            Ok(logs) => logs,
            Err(RecoveryError::Journal { source, .. }) if !matches!(source, ReadError::Damaged { .. }) => {
                return Err(source);
            }
            Err(error) => {
                self.report.fault(error.to_string());
                return Ok(());
            }
        };
        for tampering in logs.iter().filter_map(|log| log.verify().err()) {
            self.report.fault(format!("account {account}: the audit log was tampered with: {tampering}"));
        }
        Ok(())
    }

    /// Looks at one entry of the archive.
    pub fn entry(&mut self, entry: &Entry) {
        let report = &mut self.report;
        let document = match document::read(entry) {
            Ok(document) => document,
            Err(words) => {
                return report.fault(format!("archive, account {}, {}: {words}", entry.account, entry.key));
            }
        };
        let Some(numbers) = self.numbers.get_mut(entry.account.as_str()) else {
            return report.fault(format!(
                "archive, account {}, {}: the journal has no such account, or it cannot be read back",
                entry.account, entry.key
            ));
        };
        let (counter, on_desk, archived, next, no) = match document {
            document::Document::Chat(no) => (
                &mut report.archived_chats,
                &numbers.chats,
                &mut numbers.archived_chats,
                numbers.next_chat,
                no.0,
            ),
            document::Document::Message(no) => (
                &mut report.archived_messages,
                &numbers.messages,
                &mut numbers.archived_messages,
                numbers.next_message,
                no.0,
            ),
        };
        *counter += 1;
        report.ahead += u64::from(no >= next || on_desk.contains(&no));
        archived.insert(no);
    }

    /// The report where the archive cannot be looked at.
    #[must_use]
    pub fn without_archive(self) -> Report {
        self.report
    }

    /// Tells of chats and messages that are nowhere, and gives the report.
    #[must_use]
    pub fn finish(self) -> Report {
        let Self { mut report, numbers } = self;
        for (account, numbers) in &numbers {
            let lost = |next: u64, desk: &BTreeSet<u64>, archive: &BTreeSet<u64>| -> Vec<u64> {
                (1..next).filter(|no| !desk.contains(no) && !archive.contains(no)).collect()
            };
            for no in lost(numbers.next_chat, &numbers.chats, &numbers.archived_chats) {
                report
                    .fault(format!("account {account}: chat {no} is neither on the desk nor in the archive"));
            }
            for no in lost(numbers.next_message, &numbers.messages, &numbers.archived_messages) {
                report.fault(format!(
                    "account {account}: offline message {no} is neither on the desk nor in the archive"
                ));
            }
        }
        report
    }
}

impl Numbers {
    fn of(state: &DeskState) -> Self {
        Self {
            next_chat: state.next_chat.0,
            next_message: state.next_message.0,
            chats: state.chats.keys().map(|no| no.0).collect(),
            messages: state.messages.keys().map(|no| no.0).collect(),
            ..Self::default()
        }
    }
}

/// Reads a desk back. Where the server removes facts meanwhile, there is a later snapshot to begin with.
async fn read_back(journal: &dyn Journal, account: &AccountId) -> Result<Recovered, RecoveryError> {
    let mut readings = 1;
    loop {
        match recover(journal, account).await {
            Err(RecoveryError::Journal { source: ReadError::Truncated { .. }, .. })
                if readings < READINGS =>
            {
                readings += 1;
            }
            outcome => return outcome,
        }
    }
}

/// The desk that all facts up to a position make, where all of them are still there.
async fn from_the_beginning(
    journal: &dyn Journal,
    account: &AccountId,
    through: Position,
) -> Result<Option<Desk>, ReadError> {
    let (mut desk, mut at) = (Desk::default(), Position::START);
    while at < through {
        let tail = match journal.read(account, at, limits::READ_FACTS).await {
            Err(ReadError::Truncated { .. }) => return Ok(None),
            outcome => outcome?,
        };
        let Some(last) = tail.last() else { break };
        let appends = tail.appends.into_iter().take_while(|appended| appended.position <= through);
        for fact in appends.flat_map(|appended| appended.facts) {
            desk.apply(&fact);
        }
        at = last;
    }
    Ok(Some(desk))
}

/// Whether the state of a desk, written and read, makes the same desk: state, deadlines and queue.
fn agrees_with_its_state(desk: &Desk) -> bool {
    let written = serde_json::to_vec(desk.state());
    let Some(state) = written.ok().and_then(|bytes| serde_json::from_slice(&bytes).ok()) else {
        return false;
    };
    let read = Desk::from_state(state);
    read.state() == desk.state()
        && read.next_deadline() == desk.next_deadline()
        && read.unoffered().eq(desk.unoffered())
}
