//! Sign-ins that were begun and are not over, in memory: who began before a restart begins again.

use super::provider::Away;
use crate::limits;
use handover_desk::{AccountId, AgentId, Digest, Timestamp};
use parking_lot::Mutex;
use std::collections::VecDeque;

/// One sign-in.
pub(crate) struct UnderWay {
    /// The digest of what its browser keeps.
    pub(super) browser: Digest,
    pub(super) until: Timestamp,
    pub(crate) account: AccountId,
    pub(crate) stage: Stage,
}

/// How far it is.
pub(crate) enum Stage {
    /// The browser is at the provider.
    Away(Away),
    /// The provider has said who it is; a code of the second factor is to come.
    Known(AgentId),
}

impl UnderWay {
    /// The same one, now that it is known whose it is.
    pub(crate) fn known(self, agent: AgentId) -> Self {
        Self { stage: Stage::Known(agent), ..self }
    }
}

/// The sign-ins under way, by the digests of their states, oldest first.
#[derive(Default)]
pub(super) struct Table(Mutex<VecDeque<(Digest, UnderWay)>>);

impl Table {
    /// Keeps one. When there are [`limits::SIGN_INS`], the oldest is forgotten.
    pub(super) fn put(&self, state: Digest, under_way: UnderWay, now: Timestamp) {
        let mut table = self.0.lock();
        table.retain(|(_, known)| known.until > now);
        while table.len() >= limits::SIGN_INS {
            table.pop_front();
        }
        table.push_back((state, under_way));
    }

    /// Takes one out. Another browser's stays where it is.
    pub(super) fn take(&self, state: &Digest, browser: &Digest, now: Timestamp) -> Option<UnderWay> {
        let mut table = self.0.lock();
        let is_it = |(known, under_way): &(Digest, UnderWay)| known == state && under_way.browser == *browser;
        let at = table.iter().position(is_it)?;
        table.remove(at).map(|(_, under_way)| under_way).filter(|under_way| under_way.until > now)
    }
}
