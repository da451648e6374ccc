//! An agent as the generator knows it, and the devices it has.

use crate::load::settings::Credentials;

/// An agent session, with the login it belongs to.
#[derive(Clone, Debug)]
pub(super) struct Device {
    /// Devices of an agent are numbered, so that an answer finds the one it was asked by.
    pub(super) number: u32,
    /// The path of the agent session.
    pub(super) path: String,
    pub(super) bearer: String,
    pub(super) csrf: String,
    pub(super) cookie: String,
    /// Requests that were sent from here and have not been answered.
    pub(super) in_flight: u32,
}

/// An agent.
#[derive(Debug)]
pub(super) struct Agent {
    pub(super) credentials: Credentials,
    /// Chats at once; none: any number.
    pub(super) limit: Option<u32>,
    /// The skills of the run that this agent has.
    pub(super) skills: Vec<usize>,
    /// The last one is where the agent is; those before are being left.
    pub(super) devices: Vec<Device>,
    /// Accepted chats whose end was not sent.
    pub(super) assigned: u32,
    /// Chats that ring, as far as the agent was told.
    pub(super) ringing: u32,
    /// Accepts that are on their way.
    pub(super) accepting: u32,
    /// Since when there is a free slot, as long as there is one.
    pub(super) free_since_us: Option<u64>,
    /// When a slot became free last, after there was none.
    pub(super) freed_us: u64,
    /// Whether the agent moves from one device to another.
    pub(super) is_moving: bool,
}

impl Agent {
    /// An agent who has just signed in at a first device.
    pub(super) fn new(
        credentials: Credentials,
        limit: Option<u32>,
        skills: Vec<usize>,
        device: Device,
    ) -> Self {
        Self {
            credentials,
            limit,
            skills,
            devices: vec![device],
            assigned: 0,
            ringing: 0,
            accepting: 0,
            free_since_us: None,
            freed_us: 0,
            is_moving: false,
        }
    }

    /// Where the agent is.
    pub(super) fn device(&self) -> Option<&Device> {
        self.devices.last()
    }

    /// A device by its number, as long as the agent has it.
    pub(super) fn device_mut(&mut self, number: u32) -> Option<&mut Device> {
        self.devices.iter_mut().find(|device| device.number == number)
    }

    /// Whether the agent may take chats of a skill; a chat without one can go to anybody.
    pub(super) fn suits(&self, skill: Option<usize>) -> bool {
        skill.is_none_or(|skill| self.skills.contains(&skill))
    }

    /// Whether the agent has more chats than slots.
    pub(super) fn is_beyond_limit(&self) -> bool {
        self.limit.is_some_and(|limit| self.assigned > limit)
    }

    /// Sees again whether there is a free slot.
    pub(super) fn count_slots(&mut self, now_us: u64) {
        let free = self.limit.is_none_or(|limit| self.assigned + self.ringing < limit);
        if !free {
            self.free_since_us = None;
        } else if self.free_since_us.is_none() {
            self.free_since_us = Some(now_us);
            self.freed_us = now_us;
        }
    }

    /// Whether there has been a free slot since a time.
    pub(super) fn is_free_since(&self, us: u64) -> bool {
        self.free_since_us.is_some_and(|since| since <= us)
    }
}
