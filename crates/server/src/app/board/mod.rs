//! The supervisor's board: queue, agents, chats in conversation (`docs/handover-api.md`). All that is decided or counted comes from the
//! desk; here it is told.

mod agents;
mod chats;
mod skills;
mod waiting;

use crate::engine::Published;
use crate::limits;
use agents::AgentOnBoard;
use chats::ChatOnBoard;
use handover_desk::{Agent, Chat, Desk, SkillId, Timestamp};
use serde::Serialize;
use skills::SkillOnBoard;
use waiting::WaitingChat;

/// The board at a moment.
#[derive(Debug, Serialize)]
pub(crate) struct Board<'v> {
    now: i64,
    #[serde(flatten)]
    pub(crate) content: Content<'v>,
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
            waiting_total: queues.total,
            chats: assigned.iter().take(limits::BOARD_CHATS).map(|chat| chats::told(chat)).collect(),
            chats_total: assigned.len(),
        };
        Self { now: now.0, content }
    }
}

/// The waiting chats of a desk, those that ring included, as far as they are looked at.
struct Queues<'v> {
    by_skill: Vec<QueueOfSkill<'v>>,
    total: usize,
}

/// The waiting chats of one skill.
struct QueueOfSkill<'v> {
    skill: Option<SkillId>,
    /// How many there are.
    count: usize,
    /// The first of them.
    first: Vec<&'v Chat>,
}

impl<'v> Queues<'v> {
    fn of(desk: &'v Desk) -> Self {
        let ringing: Vec<&Chat> = desk
            .state()
            .agents
            .values()
            .flat_map(|agent: &Agent| &agent.offers)
            .filter_map(|no| desk.chat(*no))
            .collect();
        let skills = desk.state().skills.keys().copied().map(Some).chain([None]);
        let by_skill: Vec<_> = skills.map(|skill| QueueOfSkill::of(desk, skill, &ringing)).collect();
        let total = by_skill.iter().map(|queue| queue.count).sum();
        Self { by_skill, total }
    }

    fn of_skill(&self, skill: Option<SkillId>) -> Option<&QueueOfSkill<'v>> {
        self.by_skill.iter().find(|queue| queue.skill == skill)
    }

    /// The first chats of all queues together, in service order.
    fn first(&self, limit: usize) -> Vec<&'v Chat> {
        let mut all: Vec<&Chat> = self.by_skill.iter().flat_map(|queue| &queue.first).copied().collect();
        all.sort_by_key(|chat| chat.waiting().map(|waiting| waiting.place));
        all.truncate(limit);
        all
    }
}

impl<'v> QueueOfSkill<'v> {
    fn of(desk: &'v Desk, skill: Option<SkillId>, ringing: &[&'v Chat]) -> Self {
        let ringing = ringing.iter().copied().filter(|chat| chat.skill == skill);
        let unoffered = desk.unoffered_of(skill).map_or(0, |(count, _)| count);
        let count = usize::try_from(unoffered).unwrap_or(usize::MAX).saturating_add(ringing.clone().count());
        let first = ringing.chain(desk.queue_of(skill).take(limits::BOARD_QUEUE_LOOK)).collect();
        Self { skill, count, first }
    }

    /// When the chat that has waited for longest was asked for.
    fn oldest_at(&self) -> Option<Timestamp> {
        self.first.iter().map(|chat| chat.started_at).min()
    }
}
