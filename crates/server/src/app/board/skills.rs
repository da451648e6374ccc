//! The skills on the board: queue, agents, and the last hour.

use super::{QueueOfSkill, Queues};
use handover_desk::{Chat, Desk, HourTally, Skill, SkillId, Staff, Timestamp, Whom};
use serde::Serialize;
use std::collections::BTreeMap;

/// What there is to say of one skill.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SkillOnBoard<'v> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'v str>,
    waiting: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    oldest_at: Option<i64>,
    estimated_wait: i64,
    slots: i64,
    chats: usize,
    agents: Agents,
    answered: u32,
    abandoned: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    mean_wait_ms: Option<u64>,
    answered_by_minute: Vec<u32>,
    abandoned_by_minute: Vec<u32>,
}

/// The agents who have it, by what they are doing.
#[derive(Debug, Serialize)]
struct Agents {
    online: u32,
    occupied: u32,
    away: u32,
    absent: u32,
    offline: u32,
}

impl SkillOnBoard<'_> {
    fn has_figures(&self) -> bool {
        self.waiting > 0 || self.chats > 0 || self.answered > 0 || self.abandoned > 0
    }
}

/// Every skill by name, and last the chats that need none, if there is anything to say of them.
pub(super) fn all<'v>(
    desk: &'v Desk,
    staff: &Staff<'_>,
    queues: &Queues<'v>,
    assigned: &[&Chat],
    now: Timestamp,
) -> Vec<SkillOnBoard<'v>> {
    let mut chats: BTreeMap<Option<SkillId>, usize> = BTreeMap::new();
    for chat in assigned {
        let count = chats.entry(chat.skill).or_default();
        *count = count.saturating_add(1);
    }
    let of = |id: Option<SkillId>, name| {
        let chats = chats.get(&id).copied().unwrap_or_default();
        told(desk, staff, queues.by_skill.get(&id), (id, name), chats, now)
    };
    let mut skills: Vec<&Skill> = desk.state().skills.values().collect();
    skills.sort_by(|a, b| a.name.cmp(&b.name));
    let named = skills.into_iter().map(|skill| of(Some(skill.id), Some(&*skill.name)));
    named.chain(Some(of(None, None)).filter(SkillOnBoard::has_figures)).collect()
}

fn told<'v>(
    desk: &Desk,
    staff: &Staff<'_>,
    queue: Option<&QueueOfSkill<'_>>,
    (id, name): (Option<SkillId>, Option<&'v str>),
    chats: usize,
    now: Timestamp,
) -> SkillOnBoard<'v> {
    let forecast = desk.forecast(id.map_or(Whom::Anyone, Whom::Skill));
    let agents = staff.agents_of(id);
    let HourTally { answered, abandoned, wait_ms_sum } = desk.tally(id, now);
    let answered_in_all = answered.iter().copied().fold(0, u32::saturating_add);
    SkillOnBoard {
        id: id.map(|id| id.0),
        name,
        waiting: queue.map_or(0, |queue| queue.count),
        oldest_at: queue.and_then(|queue| queue.oldest_at).map(|at| at.0),
        estimated_wait: forecast.wait.number(),
        slots: forecast.slots.number(),
        chats,
        agents: Agents {
            online: agents.online,
            occupied: agents.occupied,
            away: agents.away,
            absent: agents.absent,
            offline: agents.offline,
        },
        answered: answered_in_all,
        abandoned: abandoned.iter().copied().fold(0, u32::saturating_add),
        mean_wait_ms: wait_ms_sum.checked_div(u64::from(answered_in_all)),
        answered_by_minute: answered.to_vec(),
        abandoned_by_minute: abandoned.to_vec(),
    }
}
