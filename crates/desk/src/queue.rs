//! The queue: the waiting chats that ring nowhere, by skill, in service order.

use crate::{ChatNo, Place, SkillId, Timestamp, limits};
use alloc::collections::{BTreeMap, BTreeSet};
use core::ops::Bound;

/// Waiting chats without an offer, by the skill they need, each skill in service order. Derived from the chats.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Queue {
    by_skill: BTreeMap<Option<SkillId>, BTreeSet<Place>>,
}

impl Queue {
    pub(crate) fn add(&mut self, skill: Option<SkillId>, place: Place) {
        self.by_skill.entry(skill).or_default().insert(place);
    }

    pub(crate) fn remove(&mut self, skill: Option<SkillId>, place: &Place) {
        if let Some(places) = self.by_skill.get_mut(&skill) {
            places.remove(place);
            if places.is_empty() {
                self.by_skill.remove(&skill);
            }
        }
    }

    /// The chats of one skill in service order.
    pub(crate) fn of_skill(&self, skill: Option<SkillId>) -> impl Iterator<Item = &Place> {
        self.by_skill.get(&skill).into_iter().flatten()
    }

    /// How many chats of one skill there are.
    pub(crate) fn count(&self, skill: Option<SkillId>) -> u64 {
        self.by_skill.get(&skill).map_or(0, |places| u64::try_from(places.len()).unwrap_or(u64::MAX))
    }

    /// When the chat of one skill that has waited for longest was asked for. Chats stand by rank and priority first, and by
    /// time within: the first of each such group is looked at, of the first [`limits::PLACES_COUNTED`] groups.
    pub(crate) fn oldest(&self, skill: Option<SkillId>) -> Option<Timestamp> {
        let places = self.by_skill.get(&skill)?;
        let mut oldest: Option<Timestamp> = None;
        let mut next = places.first();
        for _ in 0..limits::PLACES_COUNTED {
            let Some(place) = next else { break };
            oldest = Some(oldest.map_or(place.requested_at, |known| known.min(place.requested_at)));
            let last_of_group = Place { requested_at: Timestamp(i64::MAX), no: ChatNo(u64::MAX), ..*place };
            next = places.range((Bound::Excluded(last_of_group), Bound::Unbounded)).next();
        }
        oldest
    }

    /// All chats, skill by skill.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (Option<SkillId>, ChatNo)> + '_ {
        self.by_skill.iter().flat_map(|(skill, places)| places.iter().map(|place| (*skill, place.no)))
    }
}
