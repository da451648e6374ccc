//! The forecast: what a visitor may expect who asks for a chat at this moment.
//!
//! The button of a page asks whether somebody is available, an agent's workspace asks for free slots, the start of a
//! chat says line 2 when it has to wait. All of them ask here, and the counts are kept by the code that lists the
//! agents for matching, so that no two answers contradict each other. Nothing here changes the desk.

use crate::waits::Learned;
use crate::{Agent, AgentId, Chat, Desk, EstimateError, MaxChats, Phase, SkillId, limits};
use alloc::collections::BTreeSet;
use core::num::NonZeroU32;

/// Whose chats are asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whom {
    /// Chats without a skill, which any agent takes.
    Anyone,
    /// Chats that need this skill.
    Skill(SkillId),
    /// Chats that this agent is to take. The start of a chat only prefers the agent it was asked for: while that one
    /// has no free slot, or lacks the skill, it rings at another who can take it, so such a chat may ring at once
    /// although this forecast says that it would have to wait for the agent.
    Agent(AgentId),
}

/// Free slots (`docs/protocol/20-agent-api.md` §6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slots {
    /// This many chats can be taken at once.
    Limited(u64),
    /// Some agent who can take a chat has no limit.
    Unlimited,
}

impl Slots {
    /// The number of the wire: -1 stands for unlimited.
    #[must_use]
    pub fn number(self) -> i64 {
        match self {
            Self::Limited(slots) => i64::try_from(slots).unwrap_or(i64::MAX),
            Self::Unlimited => -1,
        }
    }
}

/// How long a visitor will wait (`docs/protocol/30-visitor-api.md` §4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// The chat rings at once.
    Now,
    /// About this many seconds.
    Seconds(NonZeroU32),
    /// Nobody who could take the chat is online.
    NobodyOnline,
    /// Somebody is online and busy, and too little has happened to tell how long it takes.
    Unknown,
}

impl Wait {
    /// The number of the wire: seconds, 0 at once, -1 nobody online, -2 unknown.
    #[must_use]
    pub fn number(self) -> i64 {
        match self {
            Self::Now => 0,
            Self::Seconds(seconds) => i64::from(seconds.get()),
            Self::NobodyOnline => -1,
            Self::Unknown => -2,
        }
    }

    /// The estimate, where there is one.
    #[must_use]
    pub fn estimate(self) -> Option<NonZeroU32> {
        match self {
            Self::Seconds(seconds) => Some(seconds),
            Self::Now | Self::NobodyOnline | Self::Unknown => None,
        }
    }
}

/// What may be expected at this moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forecast {
    /// Agents who take such chats, slots regardless: online and present.
    pub online: u64,
    /// How many such chats would ring at once.
    pub slots: Slots,
    /// Chats of this kind that wait and ring nowhere.
    pub waiting: u64,
    /// How long one more of them will wait.
    pub wait: Wait,
}

impl Forecast {
    /// Whether a chat is to be had within this many seconds (`docs/protocol/30-visitor-api.md` §2). Without a limit
    /// it is enough that somebody is online; with 0 a slot must be free.
    #[must_use]
    pub fn is_available(&self, max_wait_s: Option<u32>) -> bool {
        match (self.wait, max_wait_s) {
            (Wait::Now, _) | (Wait::Seconds(_) | Wait::Unknown, None) => true,
            (Wait::Seconds(seconds), Some(max)) => seconds.get() <= max,
            (Wait::NobodyOnline, _) | (Wait::Unknown, Some(_)) => false,
        }
    }
}

/// What a waiting chat may expect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outlook {
    /// Chats of its kind before it; beyond [`limits::PLACES_COUNTED`] they are not counted.
    pub ahead: u64,
    /// How long it will wait yet.
    pub wait: Wait,
}

/// The agents at work who have one skill, or all of them. Kept in step with the agents.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bench {
    /// Those to whom a new chat may be offered.
    pub(crate) ready: BTreeSet<AgentId>,
    /// What they all can take.
    pub(crate) tally: Tally,
}

impl Bench {
    pub(crate) fn add(&mut self, agent: &Agent) {
        self.tally.add(Tally::of(agent));
        if agent.takes_new() && agent.has_free_slot() {
            self.ready.insert(agent.profile.id);
        }
    }

    pub(crate) fn remove(&mut self, agent: &Agent) {
        self.tally.remove(Tally::of(agent));
        self.ready.remove(&agent.profile.id);
    }
}

/// What agents can take together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Agents who take new chats.
    online: u64,
    /// Their limits together, unlimited counting as for the load.
    pub(crate) places: u64,
    /// Their free slots, those without limit left out.
    free: u64,
    /// How many of them have no limit.
    unlimited: u64,
}

impl Tally {
    /// What one agent adds.
    fn of(agent: &Agent) -> Self {
        if !agent.takes_new() {
            return Self::default();
        }
        let (free, unlimited) = match agent.profile.max_chats {
            MaxChats::Limited(max) => (u64::from(max).saturating_sub(agent.taken()), 0),
            MaxChats::Unlimited => (0, 1),
        };
        Self { online: 1, places: agent.load_limit(), free, unlimited }
    }

    fn add(&mut self, agent: Self) {
        self.online = self.online.saturating_add(agent.online);
        self.places = self.places.saturating_add(agent.places);
        self.free = self.free.saturating_add(agent.free);
        self.unlimited = self.unlimited.saturating_add(agent.unlimited);
    }

    fn remove(&mut self, agent: Self) {
        self.online = self.online.saturating_sub(agent.online);
        self.places = self.places.saturating_sub(agent.places);
        self.free = self.free.saturating_sub(agent.free);
        self.unlimited = self.unlimited.saturating_sub(agent.unlimited);
    }

    fn slots(self) -> Slots {
        if self.unlimited > 0 { Slots::Unlimited } else { Slots::Limited(self.free) }
    }
}

impl Desk {
    /// What a visitor may expect who is not in a chat and asks for one at this moment. Costs a look-up, whatever the
    /// number of agents and chats. An unknown skill or agent is one for whom nobody is online.
    #[must_use]
    pub fn forecast(&self, whom: Whom) -> Forecast {
        let (tally, waiting, work_ms) = match whom {
            Whom::Anyone => self.of_skill(None),
            Whom::Skill(skill) => self.of_skill(Some(skill)),
            Whom::Agent(id) => {
                // Nobody can ask for the wait for one agent (`docs/protocol/30-visitor-api.md` §4).
                (self.agent(id).map(Tally::of).unwrap_or_default(), self.waiting_for(id), None)
            }
        };
        let slots = tally.slots();
        let wait = if tally.online == 0 {
            Wait::NobodyOnline
        } else if slots != Slots::Limited(0) {
            Wait::Now
        } else {
            estimate(waiting, work_ms, tally.places).map_or(Wait::Unknown, Wait::Seconds)
        };
        Forecast { online: tally.online, slots, waiting, wait }
    }

    /// What a waiting chat may expect; nothing when it does not wait. One that rings has nobody before it.
    #[must_use]
    pub fn outlook(&self, chat: &Chat) -> Option<Outlook> {
        let waiting = match &chat.phase {
            Phase::Waiting(waiting) => waiting,
            Phase::Offered(..) => return Some(Outlook { ahead: 0, wait: Wait::Now }),
            Phase::Assigned | Phase::Ended { .. } => return None,
        };
        let before = self.queue.of_skill(chat.skill).take(limits::PLACES_COUNTED);
        let ahead = before.take_while(|place| **place < waiting.place).count();
        let ahead = u64::try_from(ahead).unwrap_or(u64::MAX);
        let (tally, _, work_ms) = self.of_skill(chat.skill);
        let wait = if tally.online == 0 {
            Wait::NobodyOnline
        } else {
            estimate(ahead, work_ms, tally.places).map_or(Wait::Unknown, Wait::Seconds)
        };
        Some(Outlook { ahead, wait })
    }

    fn of_skill(&self, skill: Option<SkillId>) -> (Tally, u64, Option<u64>) {
        let tally = self.benches.get(&skill).map(|bench| bench.tally).unwrap_or_default();
        (tally, self.queue.count(skill), self.state.waits.of(skill).and_then(Learned::work_ms))
    }

    /// How far the estimates for chats of this skill, or for those without, were off.
    #[must_use]
    pub fn estimate_error(&self, skill: Option<SkillId>) -> EstimateError {
        self.state.waits.of(skill).map(Learned::error).unwrap_or_default()
    }

    /// The waiting chats that an agent could be given.
    fn waiting_for(&self, id: AgentId) -> u64 {
        let skills = self.agent(id).into_iter().flat_map(|agent| agent.profile.skills.iter().copied());
        skills.map(Some).chain([None]).map(|skill| self.queue.count(skill)).fold(0, u64::saturating_add)
    }
}

/// Everybody ahead and the chat itself need a slot; slots fall free one per `work_ms / places`. In seconds, rounded up.
fn estimate(waiting: u64, work_ms: Option<u64>, places: u64) -> Option<NonZeroU32> {
    let work = waiting.saturating_add(1).saturating_mul(work_ms?);
    let seconds = work.checked_div(places)?.div_ceil(1000).max(1);
    NonZeroU32::new(u32::try_from(seconds).unwrap_or(u32::MAX))
}
