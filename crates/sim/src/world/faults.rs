//! What goes wrong in a world, by kind, and how often it did.

use std::fmt;

/// A kind of fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No room for an append.
    FullDisk,
    /// An append that the device refused.
    FailedWrite,
    /// A sync that failed: the facts were kept, or not, and nobody can tell but by reading.
    UnknownSync,
    /// A write that took seconds.
    SlowDisk,
    /// A read of the journal that failed.
    FailedRead,
    /// A crash while facts were being written: the half that reached the disk is thrown away when it is opened again.
    TornAppend,
    /// A crash between a durable append and its answer.
    CrashBeforeAnswer,
    /// A crash some turns after an answer.
    CrashAfterAnswer,
    /// A crash before, within or behind a snapshot.
    CrashAtSnapshot,
    /// A crash before, within or behind a truncation.
    CrashAtTruncation,
    /// A crash before, within or behind the putting of chats into the archive.
    CrashAtArchiving,
    /// A crash while the journal was being read back.
    CrashInRecovery,
    /// A crash at any other moment.
    PowerCut,
    /// The clock of the machine was set back.
    ClockBack,
    /// The clock of the machine was set forward.
    ClockForward,
    /// The last second was repeated.
    LeapSecond,
    /// A request that came twice at once.
    Duplicated,
    /// A copy of a request that came long after its answer, maybe to another server.
    LateCopy,
    /// A request that was long on its way.
    Delayed,
    /// A connection that was cut before the answer.
    CutConnection,
    /// A reader of a stream who took nothing for long.
    StalledReader,
}

impl Fault {
    /// All kinds.
    pub const ALL: [Self; 21] = [
        Self::FullDisk,
        Self::FailedWrite,
        Self::UnknownSync,
        Self::SlowDisk,
        Self::FailedRead,
        Self::TornAppend,
        Self::CrashBeforeAnswer,
        Self::CrashAfterAnswer,
        Self::CrashAtSnapshot,
        Self::CrashAtTruncation,
        Self::CrashAtArchiving,
        Self::CrashInRecovery,
        Self::PowerCut,
        Self::ClockBack,
        Self::ClockForward,
        Self::LeapSecond,
        Self::Duplicated,
        Self::LateCopy,
        Self::Delayed,
        Self::CutConnection,
        Self::StalledReader,
    ];

    fn says(self) -> &'static str {
        match self {
            Self::FullDisk => "full disk",
            Self::FailedWrite => "failed write",
            Self::UnknownSync => "failed sync",
            Self::SlowDisk => "slow disk",
            Self::FailedRead => "failed read",
            Self::TornAppend => "torn append",
            Self::CrashBeforeAnswer => "crash before an answer",
            Self::CrashAfterAnswer => "crash after an answer",
            Self::CrashAtSnapshot => "crash at a snapshot",
            Self::CrashAtTruncation => "crash at a truncation",
            Self::CrashAtArchiving => "crash at archiving",
            Self::CrashInRecovery => "crash in recovery",
            Self::PowerCut => "power cut",
            Self::ClockBack => "clock set back",
            Self::ClockForward => "clock set forward",
            Self::LeapSecond => "leap second",
            Self::Duplicated => "request doubled",
            Self::LateCopy => "late copy of a request",
            Self::Delayed => "request delayed",
            Self::CutConnection => "connection cut",
            Self::StalledReader => "stalled reader",
        }
    }
}

/// How often each kind of fault came about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Faults([u64; Fault::ALL.len()]);

impl Faults {
    /// One more of a kind.
    pub(super) fn count(&mut self, fault: Fault) {
        for (known, count) in Fault::ALL.into_iter().zip(&mut self.0) {
            *count += u64::from(known == fault);
        }
    }

    /// How often a kind came about.
    #[must_use]
    pub fn of(&self, fault: Fault) -> u64 {
        Fault::ALL
            .into_iter()
            .zip(self.0)
            .find_map(|(known, count)| (known == fault).then_some(count))
            .unwrap_or(0)
    }

    /// Adds those of another run.
    pub fn add(&mut self, other: &Self) {
        self.0.iter_mut().zip(other.0).for_each(|(sum, count)| *sum += count);
    }

    /// The kinds that never came about.
    #[must_use]
    pub fn missing(&self) -> Vec<Fault> {
        Fault::ALL.into_iter().filter(|fault| self.of(*fault) == 0).collect()
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} faults", self.0.iter().sum::<u64>())?;
        for (fault, count) in Fault::ALL.into_iter().zip(self.0) {
            write!(f, "; {} {count}", fault.says())?;
        }
        Ok(())
    }
}
