//! The audit log as the operator sees it: what supervisors did, and whether anybody has tampered with what the journal holds of
//! it. Reads a journal, which another process may be writing, and changes nothing.

use crate::engine::RecoveryError;
use crate::limits;
pub use handover_desk::{AuditEntry, AuditFault, AuditFaultKind, AuditNo, AuditSpan, Digest};
use handover_desk::{DeskState, Fact, check_audit};
use handover_journal::{AccountId, Journal, Position, ReadError};

/// The audit log of one account, as far as it is there.
#[derive(Clone, Debug)]
pub struct AuditLog {
    /// Of which account.
    pub account: AccountId,
    /// The entries of the latest snapshot, then those of the facts behind it.
    pub entries: Vec<AuditEntry>,
    /// The number that the latest snapshot has for the entry behind its own.
    next_by_snapshot: AuditNo,
}

/// Why a log is not what was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Tampering {
    /// The chain of hashes is broken.
    #[error("{0}")]
    Chain(AuditFault),
    /// The end is missing.
    #[error("the last entry is {last}, but entries up to {known} were written: the end is missing", last = .last.0, known = .known.0)]
    EndMissing {
        /// The last entry that is there; 0 when there is none.
        last: AuditNo,
        /// The last one that the snapshot knows of.
        known: AuditNo,
    },
    /// An entry that was noted earlier is there no longer, or has another hash.
    #[error("entry {no} is not the one with the hash that was noted", no = .0.0)]
    OtherHead(AuditNo),
    /// An entry that was noted earlier is too old to be there.
    #[error("entry {no} is not kept any more; the oldest that is kept is {oldest}", no = .no.0, oldest = .oldest.0)]
    NotKept {
        /// The entry that was noted.
        no: AuditNo,
        /// The oldest that is kept.
        oldest: AuditNo,
    },
}

impl AuditLog {
    /// Whether the log is whole, and from where to where.
    pub fn verify(&self) -> Result<AuditSpan, Tampering> {
        let span = check_audit(&self.entries).map_err(Tampering::Chain)?;
        let last = self.entries.last().map_or(AuditNo(0), |entry| entry.no);
        let known = AuditNo(self.next_by_snapshot.0.saturating_sub(1));
        if last < known { Err(Tampering::EndMissing { last, known }) } else { Ok(span) }
    }

    /// Whether the entry that was the last one when somebody noted its hash is still there with that hash. Only this tells
    /// when everything behind some entry was written anew, hashes included.
    pub fn has_head(&self, no: AuditNo, hash: Digest) -> Result<(), Tampering> {
        let oldest = self.entries.first().map_or(AuditNo(1), |entry| entry.no);
        if no < oldest {
            return Err(Tampering::NotKept { no, oldest });
        }
        let noted = self.entries.iter().find(|entry| entry.no == no).and_then(|entry| entry.link);
        if noted.is_some_and(|link| link.own == hash) { Ok(()) } else { Err(Tampering::OtherHead(no)) }
    }
}

/// Readings of one account that are begun anew because the server removed facts meanwhile, before that is an error.
const READINGS: usize = 5;

/// The audit logs of all accounts, or of one.
pub async fn read(journal: &dyn Journal, only: Option<&str>) -> Result<Vec<AuditLog>, RecoveryError> {
    let failed = |source| RecoveryError::Journal { account: AccountId::new("*"), source };
    let mut logs = Vec::new();
    for account in journal.accounts().await.map_err(failed)? {
        if only.is_some_and(|only| only != account.as_str()) {
            continue;
        }
        let mut readings = 1;
        logs.push(loop {
            match read_one(journal, &account).await {
                Err(RecoveryError::Journal { source: ReadError::Truncated { .. }, .. })
                    if readings < READINGS =>
                {
                    readings += 1;
                }
                done => break done?,
            }
        });
    }
    Ok(logs)
}

async fn read_one(journal: &dyn Journal, account: &AccountId) -> Result<AuditLog, RecoveryError> {
    let failed = |source| RecoveryError::Journal { account: account.clone(), source };
    let (mut entries, mut at, mut next_by_snapshot) = (Vec::new(), Position::START, AuditNo(1));
    if let Some(snapshot) = journal.latest_snapshot(account).await.map_err(failed)? {
        let state: DeskState = serde_json::from_slice(&snapshot.bytes)
            .map_err(|source| RecoveryError::Snapshot { account: account.clone(), source })?;
        entries.extend(state.audit.into_values());
        (at, next_by_snapshot) = (snapshot.at, state.next_audit);
    }
    loop {
        let tail = journal.read(account, at, limits::READ_FACTS).await.map_err(failed)?;
        at = tail.last().unwrap_or(at);
        let more = tail.more;
        entries.extend(
            tail.into_facts()
                .filter_map(|fact| if let Fact::Audited(entry) = fact { Some(entry) } else { None }),
        );
        if !more {
            return Ok(AuditLog { account: account.clone(), entries, next_by_snapshot });
        }
    }
}
