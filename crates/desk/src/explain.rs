//! Explanations: why a waiting chat is still waiting, and who is there for chats of a skill. Nothing here changes the desk.

use crate::{Agent, AgentId, Availability, Chat, Desk, SkillId};
use alloc::collections::BTreeMap;

/// Why a chat is still waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It rings at somebody.
    Ringing,
    /// No agent has its skill.
    NoAgentHasSkill,
    /// None of those who have its skill is signed in.
    NobodySignedIn,
    /// All of them who are signed in are away, occupied or absent.
    NobodyOnline,
    /// Those who are online have no free slot.
    AllFull,
    /// Those who could take it transferred it away a moment ago.
    Kept,
}

/// The agents who have a skill, by what keeps them from a chat. Each is in one place; those whom nothing keeps are in none
/// but `skilled`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SkillCounts {
    /// All of them.
    pub skilled: u32,
    /// Not signed in.
    pub offline: u32,
    /// Away.
    pub away: u32,
    /// Occupied.
    pub occupied: u32,
    /// Online, but not heard from lately.
    pub absent: u32,
    /// Online, without a free slot.
    pub full: u32,
    /// Online, with a free slot, but kept from this very chat.
    pub kept: u32,
}

/// Why a chat is still waiting, with the figures behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WhyWaiting {
    /// The reason.
    pub reason: Reason,
    /// The agents who have its skill; of a chat without one, all agents.
    pub agents: SkillCounts,
}

/// The agents who have a skill, by what they are doing. Each is in one place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SkillAgents {
    /// Online and heard from lately.
    pub online: u32,
    /// Occupied.
    pub occupied: u32,
    /// Away.
    pub away: u32,
    /// Online, but not heard from lately.
    pub absent: u32,
    /// Not signed in.
    pub offline: u32,
}

/// What keeps an agent from new chats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hindrance {
    Offline,
    Away,
    Occupied,
    Absent,
    Full,
}

/// The agents of a desk, counted once for all its skills: for a board, which explains many chats at a time.
#[derive(Clone, Debug)]
pub struct Staff<'d> {
    desk: &'d Desk,
    by_skill: BTreeMap<Option<SkillId>, SkillCounts>,
}

impl Staff<'_> {
    /// The agents who have a skill, by what they are doing; without a skill, all agents. Disabled ones do not count.
    #[must_use]
    pub fn agents_of(&self, skill: Option<SkillId>) -> SkillAgents {
        let counts = self.counts(skill);
        let signed_in = counts.skilled.saturating_sub(counts.offline);
        let idle = counts.away.saturating_add(counts.occupied).saturating_add(counts.absent);
        SkillAgents {
            online: signed_in.saturating_sub(idle),
            occupied: counts.occupied,
            away: counts.away,
            absent: counts.absent,
            offline: counts.offline,
        }
    }

    /// Why a chat is still waiting; nothing when it does not wait.
    #[must_use]
    pub fn why_waiting(&self, chat: &Chat) -> Option<WhyWaiting> {
        let waiting = chat.waiting()?;
        let mut agents = self.counts(chat.skill);
        agents.kept = u32::from(waiting.bar.is_some_and(|bar| self.is_free(bar.agent, chat.skill)));
        let counts = &agents;
        let signed_in = counts.skilled.saturating_sub(counts.offline);
        let idle = counts.away.saturating_add(counts.occupied).saturating_add(counts.absent);
        let reason = if chat.offer().is_some() {
            Reason::Ringing
        } else if counts.skilled == 0 {
            Reason::NoAgentHasSkill
        } else if signed_in == 0 {
            Reason::NobodySignedIn
        } else if signed_in == idle {
            Reason::NobodyOnline
        } else if counts.kept > 0 {
            Reason::Kept
        } else {
            Reason::AllFull
        };
        Some(WhyWaiting { reason, agents })
    }

    fn counts(&self, skill: Option<SkillId>) -> SkillCounts {
        self.by_skill.get(&skill).copied().unwrap_or_default()
    }

    /// Whether nothing but this very chat keeps the agent from chats of the skill.
    fn is_free(&self, id: AgentId, skill: Option<SkillId>) -> bool {
        self.desk.agent(id).is_some_and(|agent| {
            let skilled = skill.is_none_or(|skill| agent.profile.skills.contains(&skill));
            skilled && agent.profile.enabled && hindrance(agent).is_none()
        })
    }
}

impl SkillCounts {
    fn add(&mut self, hindrance: Option<Hindrance>) {
        self.skilled = self.skilled.saturating_add(1);
        let count = match hindrance {
            None => return,
            Some(Hindrance::Offline) => &mut self.offline,
            Some(Hindrance::Away) => &mut self.away,
            Some(Hindrance::Occupied) => &mut self.occupied,
            Some(Hindrance::Absent) => &mut self.absent,
            Some(Hindrance::Full) => &mut self.full,
        };
        *count = count.saturating_add(1);
    }
}

impl Desk {
    /// Counts the agents of all skills. Costs one look at each skill of each agent.
    #[must_use]
    pub fn staff(&self) -> Staff<'_> {
        let mut by_skill: BTreeMap<Option<SkillId>, SkillCounts> = BTreeMap::new();
        for agent in self.state.agents.values().filter(|agent| agent.profile.enabled) {
            let hindrance = hindrance(agent);
            for skill in agent.profile.skills.iter().copied().map(Some).chain([None]) {
                by_skill.entry(skill).or_default().add(hindrance);
            }
        }
        Staff { desk: self, by_skill }
    }

    /// Why one chat is still waiting; nothing when it does not wait. For many chats: [`Desk::staff`].
    #[must_use]
    pub fn why_waiting(&self, chat: &Chat) -> Option<WhyWaiting> {
        self.staff().why_waiting(chat)
    }

    /// The agents of one skill; without a skill, all agents. For many skills: [`Desk::staff`].
    #[must_use]
    pub fn agents_of_skill(&self, skill: Option<SkillId>) -> SkillAgents {
        self.staff().agents_of(skill)
    }
}

/// The first thing that keeps an agent from new chats.
fn hindrance(agent: &Agent) -> Option<Hindrance> {
    let Some(on) = agent.on_duty() else { return Some(Hindrance::Offline) };
    match on.availability {
        Availability::Away => Some(Hindrance::Away),
        Availability::Occupied => Some(Hindrance::Occupied),
        Availability::Online if !on.present => Some(Hindrance::Absent),
        Availability::Online if !agent.has_free_slot() => Some(Hindrance::Full),
        Availability::Online => None,
    }
}
