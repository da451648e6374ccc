//! How rough a world is: how often things fail, and how long a process lives.

use crate::plan::Dice;

/// Chances are in a thousand, for each time it could happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weather {
    /// Processes that follow each other, the last calm one aside.
    pub lives: u32,
    /// Longest life of a process, in milliseconds.
    pub life_ms: u32,
    /// A write fails without effect.
    pub failed: u32,
    /// An append is answered as if it were durable and is not: no weather of a seed has that; it shows that somebody notices.
    pub lied: u32,
    /// The outcome of a write is unknown to the one who asked for it.
    pub unknown: u32,
    /// The process crashes at some step of a write to the journal.
    pub crash_at_write: u32,
    /// The process crashes at some step of taking a snapshot, of truncating, or of putting chats into the archive.
    pub crash_at_keeping: u32,
    /// A read fails.
    pub unreadable: u32,
    /// A connection is cut before the answer came.
    pub cut: u32,
    /// A write takes seconds.
    pub slow: u32,
    /// The clock is set, at each look.
    pub clock: u32,
    /// A request comes twice, at once or long after.
    pub doubled: u32,
    /// A request is long on its way.
    pub delayed: u32,
    /// Facts after which the server takes a snapshot.
    pub snapshot_every_facts: usize,
}

impl Weather {
    /// Nothing ever fails.
    pub const CALM: Self = Self {
        lives: 1,
        life_ms: 20_000,
        failed: 0,
        lied: 0,
        unknown: 0,
        crash_at_write: 0,
        crash_at_keeping: 0,
        unreadable: 0,
        cut: 0,
        slow: 0,
        clock: 0,
        doubled: 0,
        delayed: 0,
        snapshot_every_facts: 100_000,
    };

    /// The usual weather of a seed: some worlds are rough, some nearly calm.
    #[must_use]
    pub fn of_seed(seed: u64) -> Self {
        let mut dice = Dice::of_seed(seed ^ 0x77ea);
        let mut rough = |most: u32| if dice.chance(1, 4) { 0 } else { dice.below(most) };
        Self {
            lives: 3 + rough(4),
            life_ms: 7_000,
            failed: rough(40),
            lied: 0,
            unknown: rough(30),
            crash_at_write: rough(25),
            crash_at_keeping: rough(60),
            unreadable: rough(150),
            cut: rough(60),
            slow: rough(20),
            clock: rough(300),
            doubled: rough(120),
            delayed: rough(20),
            snapshot_every_facts: if rough(3) == 0 { 100_000 } else { 20 + rough(200) as usize },
        }
    }

    /// The same without faults and crashes, for the end.
    pub(super) fn calmed(self) -> Self {
        Self { snapshot_every_facts: self.snapshot_every_facts, ..Self::CALM }
    }
}
