//! What a desk has learnt about waiting: the work that one chat is for the agents, and how far estimates were off.
//!
//! The work of a chat is the time of all places of the agents at work, busy or not, that passes while somebody waits
//! until one chat less is to be served: it is accepted, or its visitor gives up. It holds the length of
//! conversations, the ringing, the visitors who give up, and what the agents do for other skills.
//! Why this and nothing else: `docs/adr/0005-the-estimate-of-the-wait.md`.

use crate::settings::is_default;
use crate::{SkillId, Timestamp, limits};
use alloc::collections::BTreeMap;
use core::num::NonZeroU32;
use serde::{Deserialize, Serialize};

/// What has been learnt, by skill.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Waits {
    /// Of chats without a skill.
    #[serde(skip_serializing_if = "is_default")]
    pub(crate) anyone: Learned,
    /// Of chats with this skill.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) by_skill: BTreeMap<SkillId, Learned>,
}

/// What has been learnt about the chats of one skill.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Learned {
    /// Places times milliseconds since a chat was last served, as long as somebody waited.
    spent: u64,
    /// Up to when that is counted.
    counted_to: Timestamp,
    /// The mean of it from chat to chat: places times milliseconds for one chat.
    work_ms: u64,
    /// How many chats that is the mean of, up to the number it is averaged over.
    samples: u32,
    /// How far estimates were off.
    error: EstimateError,
}

/// How far the estimates of waits were off, over all chats that got one and were accepted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EstimateError {
    /// How many chats.
    pub chats: u64,
    /// The differences between estimate and wait, without sign, added up.
    pub absolute_ms: u64,
    /// The same with sign; above 0 when chats were accepted earlier than estimated.
    pub signed_ms: i64,
}

impl EstimateError {
    fn add(&mut self, estimate: NonZeroU32, waited_ms: u64) {
        let estimate_ms = i64::from(estimate.get()).saturating_mul(1000);
        let error = estimate_ms.saturating_sub(i64::try_from(waited_ms).unwrap_or(i64::MAX));
        self.chats = self.chats.saturating_add(1);
        self.absolute_ms = self.absolute_ms.saturating_add(error.unsigned_abs());
        self.signed_ms = self.signed_ms.saturating_add(error);
    }
}

impl Waits {
    pub(crate) fn of(&self, skill: Option<SkillId>) -> Option<&Learned> {
        match skill {
            None => Some(&self.anyone),
            Some(skill) => self.by_skill.get(&skill),
        }
    }

    fn of_mut(&mut self, skill: Option<SkillId>) -> &mut Learned {
        match skill {
            None => &mut self.anyone,
            Some(skill) => self.by_skill.entry(skill).or_default(),
        }
    }

    /// Counts the time up to now. Called before the queue of a skill or the places of its agents change.
    pub(crate) fn count(&mut self, skill: Option<SkillId>, waiting: u64, places: u64, now: Timestamp) {
        let learned = self.of_mut(skill);
        if waiting > 0 {
            let spent = places.saturating_mul(now.since(learned.counted_to));
            learned.spent = learned.spent.saturating_add(spent);
        }
        learned.counted_to = now;
    }

    /// Learns from a chat that is waited for no longer, after [`Self::count`]. `told` is what was estimated for it and
    /// what it has waited, once it was accepted.
    pub(crate) fn served(&mut self, skill: Option<SkillId>, told: Option<(NonZeroU32, u64)>) {
        let learned = self.of_mut(skill);
        if learned.spent > 0 {
            learned.sample();
        }
        if let Some((estimate, waited_ms)) = told {
            learned.error.add(estimate, waited_ms);
        }
    }
}

impl Learned {
    /// The work of one chat, once enough is known.
    pub(crate) fn work_ms(&self) -> Option<u64> {
        (self.samples >= limits::CHATS_BEFORE_ESTIMATE).then_some(self.work_ms)
    }

    pub(crate) fn error(&self) -> EstimateError {
        self.error
    }

    /// The plain mean at first, then one that forgets.
    fn sample(&mut self) {
        self.samples = self.samples.saturating_add(1).min(limits::CHATS_AVERAGED);
        let weight = u64::from(self.samples);
        self.work_ms = if self.spent >= self.work_ms {
            self.work_ms.saturating_add(self.spent.abs_diff(self.work_ms) / weight)
        } else {
            self.work_ms.saturating_sub(self.spent.abs_diff(self.work_ms) / weight)
        };
        self.spent = 0;
    }
}
