//! What an account keeps for so many days and no longer: documents that have been in the archive longer lose what people wrote,
//! as when their visitor is erased. A day passes between two looks, and each goes through all that is old enough: what is blank
//! already is read and left, so that a look that was broken off is made up for.

use super::eraser::blank;
use super::{Account, Parts};
use crate::limits;
use handover_archive::{ArchiveError, List};
use handover_desk::{Span, Timestamp};

/// A day.
const DAY: Span = Span::seconds(24 * 60 * 60);

/// When the archive of an account was looked at, and for which setting.
#[derive(Debug, Default)]
pub(super) struct Retention {
    days: usize,
    again_at: Timestamp,
}

impl Retention {
    /// When it is to be looked at next; nothing where an account keeps everything.
    pub(super) fn due(&self, account: &Account) -> Option<Timestamp> {
        let days = account.view().read().desk().settings().archive_days;
        let again_at = if days == self.days { self.again_at } else { Timestamp::MIN };
        (days > 0).then_some(again_at)
    }

    /// Looks, if it is time. What goes wrong is tried again a day later, or at the next start.
    pub(super) async fn look(&mut self, parts: &Parts, account: &Account) {
        let now = parts.clock.now();
        if self.due(account).is_none_or(|at| now < at) {
            return;
        }
        self.days = account.view().read().desk().settings().archive_days;
        self.again_at = now.after(DAY);
        let kept_ms = i64::try_from(self.days).unwrap_or(i64::MAX).saturating_mul(24 * 60 * 60 * 1_000);
        match blank_before(parts, account, now.0.saturating_sub(kept_ms)).await {
            Ok(0) => {}
            Ok(documents) => {
                tracing::info!(account = %account.id, documents, days = self.days, "documents of the archive are blank: their time is over");
            }
            Err(error) => {
                tracing::error!(account = %account.id, %error, "documents whose time is over are not blank; it is tried again in a day");
            }
        }
    }
}

/// Blanks everything that ended before this time, page by page; other requests to the archive come in between. Gives how many
/// documents that were.
async fn blank_before(parts: &Parts, account: &Account, before_ms: i64) -> Result<usize, ArchiveError> {
    let (mut documents, mut cursor) = (0_usize, None);
    loop {
        let ended_at_ms = i64::MIN..before_ms;
        let list = List { account: account.id.clone(), ended_at_ms, limit: limits::ERASED_PAGE, cursor };
        let page = parts.archive.list(list).await?;
        let blanked: Vec<_> = page.entries.into_iter().filter_map(|entry| blank(account, entry)).collect();
        documents = documents.saturating_add(blanked.len());
        parts.archive.put(blanked).await?;
        cursor = page.next;
        if cursor.is_none() || account.stopping.is_cancelled() {
            break;
        }
    }
    if documents > 0 {
        parts.archive.scrub().await?;
    }
    Ok(documents)
}
