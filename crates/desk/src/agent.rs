//! An agent at work: duty, availability, presence, devices, offers and chats.

use crate::settings::is_default;
use crate::{AgentId, AgentProfile, ChatNo, LoginId, MaxChats, SecondFactor, SessionId, Timestamp, limits};
use alloc::collections::BTreeSet;
use alloc::sync::Arc;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// What an agent has said about taking chats (`docs/protocol/40-state-machines.md` §3.1). `Offline` is not settable:
/// it is the state of an agent without an agent session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Availability {
    /// Takes chats.
    Online,
    /// Takes no chats.
    Away,
    /// Takes only transfers to the agent in person.
    Occupied,
}

/// Whether an agent is at work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Duty {
    /// No agent session: the agent counts as `Offline`.
    Off,
    /// At least one agent session.
    On(OnDuty),
}

/// What holds while an agent has at least one agent session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnDuty {
    /// What the agent has said about taking chats; one for all devices.
    pub availability: Availability,
    /// Why, by an id of the account's own list.
    pub reason_id: Option<Arc<str>>,
    /// Since when the availability is what it is.
    pub since: Timestamp,
    /// Whether some device was heard from lately; an absent agent gets no new offers.
    pub present: bool,
    /// When presence is looked at next.
    pub look_at: Timestamp,
    /// The devices.
    pub sessions: BTreeSet<SessionId>,
}

/// One agent: the profile and all that is going on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Agent {
    /// As configured.
    pub profile: AgentProfile,
    /// Whether at work, and how.
    pub duty: Duty,
    /// Chats offered to the agent, oldest offer first.
    pub offers: Vec<ChatNo>,
    /// Chats assigned to the agent that have not ended; a lower number is an older chat.
    pub chats: BTreeSet<ChatNo>,
    /// Since when nothing was given to the agent or taken away.
    pub idle_since: Timestamp,
    /// The desk's clock when something last changed that others see of the agent: the profile, being at work, the
    /// availability and its reason, the number of chats.
    #[serde(default, skip_serializing_if = "is_default")]
    pub changed_at: Timestamp,
    /// What the agent signs in with beside the password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub factor: Option<SecondFactor>,
}

impl Agent {
    /// An agent of this profile who is not at work.
    #[must_use]
    pub fn off_duty(profile: AgentProfile) -> Self {
        Self {
            profile,
            duty: Duty::Off,
            offers: Vec::new(),
            chats: BTreeSet::new(),
            idle_since: Timestamp::MIN,
            changed_at: Timestamp::MIN,
            factor: None,
        }
    }

    /// What holds while at work, or nothing.
    #[must_use]
    pub fn on_duty(&self) -> Option<&OnDuty> {
        match &self.duty {
            Duty::On(on) => Some(on),
            Duty::Off => None,
        }
    }

    /// The availability, or nothing when the agent has no session.
    #[must_use]
    pub fn availability(&self) -> Option<Availability> {
        self.on_duty().map(|on| on.availability)
    }

    /// What others see of the agent beside the profile.
    pub(crate) fn shown(&self) -> impl PartialEq + use<> {
        let on = self.on_duty().map(|on| (on.availability, on.reason_id.clone()));
        (on, self.chats.len())
    }

    /// Whether new chats may be offered at all, slots aside: online and present.
    #[must_use]
    pub fn takes_new(&self) -> bool {
        self.on_duty().is_some_and(|on| on.present && on.availability == Availability::Online)
    }

    /// Whether a chat may be transferred to the agent in person: online or occupied, and present.
    #[must_use]
    pub fn takes_personal(&self) -> bool {
        self.on_duty().is_some_and(|on| on.present && on.availability != Availability::Away)
    }

    /// Chats assigned and offered: each takes a slot.
    #[must_use]
    pub fn taken(&self) -> u64 {
        let taken = self.chats.len().saturating_add(self.offers.len());
        u64::try_from(taken).unwrap_or(u64::MAX)
    }

    /// Whether one more chat fits the limit.
    #[must_use]
    pub fn has_free_slot(&self) -> bool {
        match self.profile.max_chats {
            MaxChats::Unlimited => true,
            MaxChats::Limited(max) => self.taken() < u64::from(max),
        }
    }

    /// Against what the load is counted: the limit, or 50 when unlimited.
    pub(crate) fn load_limit(&self) -> u64 {
        match self.profile.max_chats {
            MaxChats::Unlimited => limits::UNLIMITED_COUNTS_AS,
            MaxChats::Limited(max) => u64::from(max),
        }
    }
}

/// One device of an agent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Whose device it is.
    pub agent: AgentId,
    /// With which login it was started; the login's end is its end.
    pub login: LoginId,
    /// When it was started.
    pub started_at: Timestamp,
    /// When it was last heard from, as far as the journal knows.
    pub heard_at: Timestamp,
    /// When its silence is looked at next.
    pub look_at: Timestamp,
    /// The chats the agent had when it was started and has had since.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub inherited: BTreeSet<ChatNo>,
    /// What the agent calls the device, once it was given a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Arc<str>>,
}
