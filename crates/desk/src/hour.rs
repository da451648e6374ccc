//! The last hour in figures: how many chats were answered and how many abandoned, minute by minute and skill by skill.
//!
//! A chat is answered when it is accepted for the first time, and abandoned when it ends before anybody has accepted it.
//! Counted by [`crate::Desk::apply`] alone, from what the facts say.

use crate::settings::is_default;
use crate::{Desk, SkillId, Timestamp, limits};
use alloc::collections::BTreeMap;
use serde::{Deserialize, Serialize};

/// Milliseconds of a minute.
const MINUTE_MS: i64 = 60_000;

/// What is counted, by minute since 1970. No more minutes than [`limits::TALLY_MINUTES`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Hour {
    minutes: BTreeMap<i64, Minute>,
}

/// What happened in one minute.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Minute {
    /// To chats without a skill.
    #[serde(skip_serializing_if = "is_default")]
    anyone: Figures,
    /// To chats with this skill.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    by_skill: BTreeMap<SkillId, Figures>,
}

/// What happened in one minute to chats of one skill.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Figures {
    /// Chats accepted for the first time.
    answered: u32,
    /// Chats that ended before anybody had accepted them.
    abandoned: u32,
    /// How long those answered had waited, together.
    wait_ms: u64,
}

/// What happened to chats of one skill in the last hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HourTally {
    /// Chats accepted for the first time, by minute, the current one last.
    pub answered: [u32; limits::TALLY_MINUTES],
    /// Chats that ended before anybody had accepted them, by minute, the current one last.
    pub abandoned: [u32; limits::TALLY_MINUTES],
    /// How long those answered had waited, together, in milliseconds.
    pub wait_ms_sum: u64,
}

impl Hour {
    /// A chat was accepted for the first time, after this wait.
    pub(crate) fn count_answered(&mut self, skill: Option<SkillId>, wait_ms: u64, now: Timestamp) {
        let figures = self.figures(skill, now);
        figures.answered = figures.answered.saturating_add(1);
        figures.wait_ms = figures.wait_ms.saturating_add(wait_ms);
    }

    /// A chat ended before anybody had accepted it.
    pub(crate) fn count_abandoned(&mut self, skill: Option<SkillId>, now: Timestamp) {
        let figures = self.figures(skill, now);
        figures.abandoned = figures.abandoned.saturating_add(1);
    }

    /// The figures of a skill in the minute of now. What is too old is forgotten on the way.
    fn figures(&mut self, skill: Option<SkillId>, now: Timestamp) -> &mut Figures {
        let minute = minute_of(now);
        self.minutes = self.minutes.split_off(&first_minute(minute));
        let counted = self.minutes.entry(minute).or_default();
        match skill {
            None => &mut counted.anyone,
            Some(skill) => counted.by_skill.entry(skill).or_default(),
        }
    }
}

impl Desk {
    /// What happened in the last hour to chats of a skill, or to those without.
    #[must_use]
    pub fn tally(&self, skill: Option<SkillId>, now: Timestamp) -> HourTally {
        let mut tally = HourTally {
            answered: [0; limits::TALLY_MINUTES],
            abandoned: [0; limits::TALLY_MINUTES],
            wait_ms_sum: 0,
        };
        let first = first_minute(minute_of(now));
        let places = (first..).zip(tally.answered.iter_mut().zip(&mut tally.abandoned));
        for (minute, (answered, abandoned)) in places {
            let Some(counted) = self.state.hour.minutes.get(&minute) else { continue };
            let figures = match skill {
                None => counted.anyone,
                Some(skill) => counted.by_skill.get(&skill).copied().unwrap_or_default(),
            };
            *answered = figures.answered;
            *abandoned = figures.abandoned;
            tally.wait_ms_sum = tally.wait_ms_sum.saturating_add(figures.wait_ms);
        }
        tally
    }
}

/// The minute of a time, counted since 1970.
fn minute_of(at: Timestamp) -> i64 {
    at.0.div_euclid(MINUTE_MS)
}

/// The first minute of the hour that this one is the last of.
fn first_minute(last: i64) -> i64 {
    let span = i64::try_from(limits::TALLY_MINUTES).unwrap_or(i64::MAX);
    last.saturating_sub(span).saturating_add(1)
}
