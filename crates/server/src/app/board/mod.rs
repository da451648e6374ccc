//! The supervisor's board: queue, agents, chats in conversation (`docs/handover-api.md`). All that is decided or counted comes from the
//! desk; here it is told.

mod agents;
mod chats;
mod skills;
mod waiting;

use super::json;
use crate::engine::Published;
use crate::limits;
use agents::AgentOnBoard;
use chats::ChatOnBoard;
use handover_desk::{Agent, Chat, Desk, SkillId, Timestamp};
use serde::Serialize;
use skills::SkillOnBoard;
use std::collections::BTreeMap;
use waiting::WaitingChat;
use xxhash_rust::xxh3::xxh3_64;

/// The board at a moment.
#[derive(Debug, Serialize)]
pub(crate) struct Board<'v> {
    now: i64,
    #[serde(flatten)]
    pub(crate) content: Content<'v>,
}

impl Content<'_> {
    /// The content as JSON, and the whole document around it: what is told is rendered once.
    pub(crate) fn rendered(&self, now: Timestamp) -> (u64, Vec<u8>) {
        let content = json::bytes(self);
        let hash = xxh3_64(&content);
        let mut document = format!("{{\"board\":{{\"now\":{},", now.0).into_bytes();
        document.extend_from_slice(content.strip_prefix(b"{").unwrap_or_default());
        document.push(b'}');
        (hash, document)
    }
}

/// What is on the board. It differs only when something has happened.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Content<'v> {
    skills: Vec<SkillOnBoard<'v>>,
    agents: Vec<AgentOnBoard<'v>>,
    waiting: Vec<WaitingChat<'v>>,
    waiting_total: usize,
    chats: Vec<ChatOnBoard<'v>>,
    chats_total: usize,
}

impl<'v> Board<'v> {
    /// The board as readers see the account.
    pub(crate) fn of(view: &'v Published, now: Timestamp) -> Self {
        let desk = view.desk();
        let staff = desk.staff();
        let queues = Queues::of(desk);
        let assigned = chats::assigned(desk);
        let first = queues.first(limits::BOARD_WAITING);
        let content = Content {
            skills: skills::all(desk, &staff, &queues, &assigned, now),
            agents: agents::all(desk),
            waiting: first.into_iter().filter_map(|chat| waiting::told(chat, &staff)).collect(),
            waiting_total: queues.total(),
            chats: assigned.iter().take(limits::BOARD_CHATS).map(|chat| chats::told(chat)).collect(),
            chats_total: assigned.len(),
        };
        Self { now: now.0, content }
    }
}

/// The waiting chats of a desk, those that ring included, as far as they are looked at.
struct Queues<'v> {
    by_skill: BTreeMap<Option<SkillId>, QueueOfSkill<'v>>,
}

/// The waiting chats of one skill.
#[derive(Default)]
struct QueueOfSkill<'v> {
    /// How many there are.
    count: usize,
    /// When the one that has waited for longest was asked for.
    oldest_at: Option<Timestamp>,
    /// Those that ring, and the first of the others.
    first: Vec<&'v Chat>,
}

impl<'v> Queues<'v> {
    /// Costs a look at each skill and at each agent's offers, however many chats wait.
    fn of(desk: &'v Desk) -> Self {
        let mut by_skill: BTreeMap<Option<SkillId>, QueueOfSkill<'v>> = BTreeMap::new();
        let skills = desk.state().skills.keys().copied().map(Some).chain([None]);
        for skill in skills {
            let Some((unoffered, _)) = desk.unoffered_of(skill) else { continue };
            by_skill.insert(
                skill,
                QueueOfSkill {
                    count: usize::try_from(unoffered).unwrap_or(usize::MAX),
                    oldest_at: desk.oldest_of(skill),
                    first: desk.queue_of(skill).take(limits::BOARD_WAITING).collect(),
                },
            );
        }
        let offers = desk.state().agents.values().flat_map(|agent: &Agent| &agent.offers);
        for chat in offers.filter_map(|no| desk.chat(*no)) {
            by_skill.entry(chat.skill).or_default().add(chat);
        }
        Self { by_skill }
    }

    fn total(&self) -> usize {
        self.by_skill.values().map(|queue| queue.count).sum()
    }

    /// The first chats of all queues together, in service order.
    fn first(&self, limit: usize) -> Vec<&'v Chat> {
        let mut all: Vec<&Chat> = self.by_skill.values().flat_map(|queue| &queue.first).copied().collect();
        all.sort_by_key(|chat| chat.waiting().map(|waiting| waiting.place));
        all.truncate(limit);
        all
    }
}

impl<'v> QueueOfSkill<'v> {
    fn add(&mut self, ringing: &'v Chat) {
        self.count = self.count.saturating_add(1);
        self.oldest_at =
            Some(self.oldest_at.map_or(ringing.started_at, |oldest| oldest.min(ringing.started_at)));
        self.first.push(ringing);
    }
}
