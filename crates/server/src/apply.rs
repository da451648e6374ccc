//! Applying an operator's file to the desks of this process: all of it is checked before any of it is done.

use crate::config::{ApplyFile, ApplyFileError, PlanError, describe, plan};
use crate::engine::{Account, Engine, RecoveryError, Rejection};
use crate::password::Hasher;
use handover_desk::{AccountConfig, AccountId, AccountProfile, Answer, Command};
use std::sync::Arc;
use thiserror::Error;

/// Why a file was not applied.
#[derive(Debug, Error)]
pub enum ApplyError {
    /// The file has a mistake. Nothing was changed.
    #[error(transparent)]
    File(#[from] ApplyFileError),
    /// The file contradicts what is there, or a password could not be hashed. Nothing was changed.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// An account could not be read.
    #[error(transparent)]
    Recovery(#[from] RecoveryError),
    /// An account did not take its part; accounts before it in the file did.
    #[error("account {account} was not changed: {reason}")]
    NotTaken {
        /// Which.
        account: AccountId,
        /// Why not.
        reason: String,
    },
    /// The thread that plans has failed.
    #[error("planning the changes has failed")]
    Panicked,
}

/// Applies the text of a file. Says, line by line, what it has changed.
pub async fn apply(engine: &Engine, text: &str, hasher: Arc<Hasher>) -> Result<Vec<String>, ApplyError> {
    let file = ApplyFile::parse(text)?;
    let mut planned = Vec::new();
    for parsed in file.accounts {
        let current = engine.account(parsed.id.as_str()).map(|account| account.view().read().desk().clone());
        let before = current.as_ref().map(|desk| desk.state().profile.clone()).unwrap_or_default();
        let hasher = Arc::clone(&hasher);
        let id = parsed.id.clone();
        let work = tokio::task::spawn_blocking(move || plan(&parsed, current.as_ref(), &*hasher));
        planned.push((id, before, work.await.map_err(|_| ApplyError::Panicked)??));
    }
    let mut report = Vec::new();
    for (id, before, config) in planned {
        let account = engine.open_account(&id).await?;
        report.extend(configure(&account, &before, config).await?);
    }
    Ok(report)
}

async fn configure(
    account: &Account,
    before: &AccountProfile,
    config: AccountConfig,
) -> Result<Vec<String>, ApplyError> {
    let not_taken = |reason: String| ApplyError::NotTaken { account: account.id.clone(), reason };
    match account.submit(None, Command::Configure(Box::new(config))).await {
        Ok(Answer::Configured(changes)) => {
            Ok(describe(&account.id, &changes, before, account.view().read().desk()))
        }
        Ok(other) => Err(not_taken(format!("the desk gave an answer to something else: {other:?}"))),
        Err(Rejection::Refused(handover_desk::Refusal::Config(fault))) => Err(not_taken(fault.to_string())),
        Err(Rejection::Storage) => Err(not_taken("the journal takes nothing; is the disk full?".into())),
        Err(
            rejection @ (Rejection::Refused(_)
            | Rejection::Busy
            | Rejection::Stopping
            | Rejection::TooManyLogins),
        ) => Err(not_taken(format!("{rejection:?}"))),
    }
}
