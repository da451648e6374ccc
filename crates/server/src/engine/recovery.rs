//! Reading a desk back from the journal: the latest snapshot, then every fact behind it.

use crate::limits;
use handover_desk::{AccountId, Desk, DeskState};
use handover_journal::{Journal, Position, ReadError};
use thiserror::Error;

/// Why a desk could not be read back.
#[derive(Debug, Error)]
pub enum RecoveryError {
    /// The journal could not be read.
    #[error("the journal of account {account} cannot be read: {source}")]
    Journal {
        /// Which account.
        account: AccountId,
        /// What the journal said.
        source: ReadError,
    },
    /// The snapshot is not one of this release.
    #[error("the snapshot of account {account} cannot be read: {source}")]
    Snapshot {
        /// Which account.
        account: AccountId,
        /// What is wrong with it.
        source: serde_json::Error,
    },
}

/// A desk as the journal has it.
#[derive(Debug)]
pub struct Recovered {
    /// The desk.
    pub desk: Desk,
    /// The position of its last fact.
    pub at: Position,
    /// How many facts lie behind the snapshot.
    pub facts: usize,
}

/// Reads the desk of an account. An account the journal does not know has an empty desk.
pub async fn recover(journal: &dyn Journal, account: &AccountId) -> Result<Recovered, RecoveryError> {
    let failed = |source| RecoveryError::Journal { account: account.clone(), source };
    let snapshot = journal.latest_snapshot(account).await.map_err(failed)?;
    let (mut desk, mut at) = match snapshot {
        None => (Desk::default(), Position::START),
        Some(snapshot) => {
            let state: DeskState = serde_json::from_slice(&snapshot.bytes)
                .map_err(|source| RecoveryError::Snapshot { account: account.clone(), source })?;
            (Desk::from_state(state), snapshot.at)
        }
    };
    let mut facts = 0_usize;
    loop {
        let tail = journal.read(account, at, limits::READ_FACTS).await.map_err(failed)?;
        at = tail.last().unwrap_or(at);
        let more = tail.more;
        for fact in tail.into_facts() {
            desk.apply(&fact);
            facts = facts.saturating_add(1);
        }
        if !more {
            desk.compact();
            return Ok(Recovered { desk, at, facts });
        }
    }
}
