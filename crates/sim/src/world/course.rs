//! The course of one write: accepted, done, answered, with a delay before each, and what goes wrong on the way.

use super::faults::Fault;
use super::weather::Weather;
use crate::plan::Dice;

/// Milliseconds that a write takes at least when the disk is slow.
const SLOW_MS: u64 = 2_000;

/// What comes of a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is done.
    Done,
    /// It is not done: no room.
    Full,
    /// It is not done: the device failed.
    Failed,
    /// It is done, but the answer says that this is unknown.
    UnknownKept,
    /// It is not done, and the answer says that this is unknown.
    UnknownLost,
    /// It is said to be done, and the books of what is durable have nothing of it: only where a test wants to see it found.
    Lied,
}

/// The step of a write behind which the process crashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// It was asked for.
    Accepted,
    /// It was done, if it was to be.
    Done,
    /// Whoever asked knows; the crash comes after so many turns of the scheduler.
    Answered(u32),
}

/// What is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Facts.
    Append,
    /// A snapshot.
    Snapshot,
    /// The truncation behind a snapshot.
    Truncation,
    /// Ended chats, put into the archive.
    Archiving,
}

/// How one write goes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Course {
    pub(super) kind: Kind,
    pub(super) before_ms: u64,
    pub(super) fate: Fate,
    pub(super) after_ms: u64,
    pub(super) crash: Option<Step>,
}

impl Course {
    pub(super) fn draw(dice: &mut Dice, weather: &Weather, kind: Kind) -> Self {
        let crash_in_thousand = match kind {
            Kind::Append => weather.crash_at_write,
            Kind::Snapshot | Kind::Truncation | Kind::Archiving => weather.crash_at_keeping,
        };
        let crash = dice.chance(crash_in_thousand, 1_000).then(|| match dice.below(4) {
            0 => Step::Accepted,
            1 => Step::Done,
            _ => Step::Answered(dice.below(8)),
        });
        let mut before_ms = delay_ms(dice);
        if dice.chance(weather.slow, 1_000) {
            before_ms += SLOW_MS + u64::from(dice.below(8_000));
        }
        Self { kind, before_ms, fate: fate(dice, weather), after_ms: delay_ms(dice), crash }
    }

    /// Whether the disk took seconds.
    pub(super) fn is_slow(&self) -> bool {
        self.before_ms >= SLOW_MS
    }

    /// What it is when the process crashes at this step.
    pub(super) fn crash_is(&self, step: Step) -> Fault {
        match (self.kind, step) {
            (Kind::Append, Step::Accepted) => Fault::TornAppend,
            (Kind::Append, Step::Done) => Fault::CrashBeforeAnswer,
            (Kind::Append, Step::Answered(_)) => Fault::CrashAfterAnswer,
            (Kind::Snapshot, _) => Fault::CrashAtSnapshot,
            (Kind::Truncation, _) => Fault::CrashAtTruncation,
            (Kind::Archiving, _) => Fault::CrashAtArchiving,
        }
    }
}

fn fate(dice: &mut Dice, weather: &Weather) -> Fate {
    if dice.chance(weather.lied, 1_000) {
        return Fate::Lied;
    }
    let roll = dice.below(1_000);
    if roll < weather.failed {
        if dice.chance(1, 2) { Fate::Full } else { Fate::Failed }
    } else if roll < weather.failed + weather.unknown {
        if dice.chance(1, 2) { Fate::UnknownKept } else { Fate::UnknownLost }
    } else {
        Fate::Done
    }
}

/// Mostly none or little, now and then long enough for much to gather behind it.
pub(super) fn delay_ms(dice: &mut Dice) -> u64 {
    let longest = match dice.below(16) {
        0..=3 => 1,
        4..=14 => 8,
        _ => 300,
    };
    u64::from(dice.below(longest))
}
