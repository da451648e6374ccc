//! A request that is to be sent, and what it is for.

use super::arena::ChatId;
use crate::load::plan::Who;
use std::cell::Cell;

/// When a chat was seen ringing, and when a slot of its agent became free before.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Rang {
    pub(super) at_us: u64,
    pub(super) freed_us: u64,
}

/// What a request is for: what to do with its answer.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Ask {
    /// A visitor asks for a chat.
    Chat(ChatId),
    /// A side asks what is new.
    Poll(ChatId, Who),
    /// A side says this line of the ledger.
    Line(ChatId, Who, usize),
    /// A side ends the chat.
    End(ChatId, Who),
    /// An agent asks what rings.
    Incoming(usize),
    /// An agent accepts a chat.
    Accept(usize, Rang),
    /// An agent asks for its own availability.
    Availability(usize),
    /// An agent who seems to be free while this chat waits asks for its own availability.
    Suspicion(ChatId, usize),
    /// An agent goes online.
    Online(usize),
    /// Somebody waits for the answer under this ticket.
    Ticket(u64),
}

/// Connections of one sort. What waits for one thing does not keep up what waits for another: people who write do not keep
/// others from reading.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Over {
    /// For questions that are answered at once.
    Polls,
    /// For what must reach the disk.
    Writes,
    /// For questions whose answer is held back: a connection for each.
    Held,
}

impl Over {
    /// All of them.
    pub(super) const ALL: [Self; 3] = [Self::Polls, Self::Writes, Self::Held];
}

/// A request.
#[derive(Debug)]
pub(super) struct Job {
    pub(super) ask: Ask,
    pub(super) bytes: Vec<u8>,
    /// When it was meant to be sent.
    pub(super) intended_us: u64,
    /// The connections it may go over.
    pub(super) over: Over,
    /// The device of an agent that it is sent from.
    pub(super) device: Option<(usize, u32)>,
    /// When it was sent for the first time.
    pub(super) sent_us: Cell<Option<u64>>,
}
