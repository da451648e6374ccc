//! The outbox as the operator sees it: what was not delivered, and why. Reads a journal, which another process may be
//! writing, and changes nothing. The words of a mail and the person it goes to are not among what it shows.

use crate::engine::{RecoveryError, recover};
use handover_desk::{AccountId, Letter, Mail, MailNo};
pub use handover_desk::{MailState, Timestamp};
use handover_journal::{Journal, ReadError};

/// A mail that was not delivered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undelivered {
    /// Of which account.
    pub account: AccountId,
    /// Its number.
    pub no: MailNo,
    /// What it is: `transcript` or `offline message`.
    pub kind: &'static str,
    /// The domain of the address it goes to.
    pub domain: String,
    /// Since when it is to be sent.
    pub queued_at: Timestamp,
    /// How often it was tried in vain.
    pub attempts: u32,
    /// Whether it is tried again, and when.
    pub state: MailState,
    /// What the last attempt came to.
    pub last_error: Option<String>,
}

impl Undelivered {
    fn of(account: &AccountId, mail: &Mail) -> Self {
        Self {
            account: account.clone(),
            no: mail.no,
            kind: match mail.letter {
                Letter::Transcript { .. } => "transcript",
                Letter::OfflineMessage(_) => "offline message",
            },
            domain: mail.to.rsplit('@').next().unwrap_or_default().to_owned(),
            queued_at: mail.queued_at,
            attempts: mail.attempts,
            state: mail.state,
            last_error: mail.last_error.as_deref().map(str::to_owned),
        }
    }
}

/// Readings of one account that are begun anew because the server removed facts meanwhile, before that is an error.
const READINGS: usize = 5;

/// Every mail of every account that was not delivered, by account and number.
pub async fn undelivered(journal: &dyn Journal) -> Result<Vec<Undelivered>, RecoveryError> {
    let failed = |source| RecoveryError::Journal { account: AccountId::new("*"), source };
    let mut found = Vec::new();
    for account in journal.accounts().await.map_err(failed)? {
        let mut readings = 1;
        let recovered = loop {
            match recover(journal, &account).await {
                Err(RecoveryError::Journal { source: ReadError::Truncated { .. }, .. })
                    if readings < READINGS =>
                {
                    readings += 1;
                }
                done => break done?,
            }
        };
        found.extend(recovered.desk.state().outbox.values().map(|mail| Undelivered::of(&account, mail)));
    }
    Ok(found)
}
