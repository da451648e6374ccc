//! The journal in memory keeps the promises of the trait.

use std::sync::Arc;

use handover_journal::conformance::{Disk, Weather};
use handover_journal::{Fault, Journal, MemoryJournal};

/// One store; every opening is another handle on it.
struct Memory(MemoryJournal);

impl Disk for Memory {
    fn open(&self) -> Arc<dyn Journal> {
        Arc::new(self.0.reopen())
    }

    fn set(&self, weather: Weather) {
        self.0.set_fault(match weather {
            Weather::Fine => None,
            Weather::Full => Some(Fault::Full),
            Weather::Failing => Some(Fault::Failed),
            Weather::Unclear => Some(Fault::UnknownLost),
            Weather::UnclearButStored => Some(Fault::UnknownKept),
        });
    }

    fn holds(&self, bytes: &[u8]) -> bool {
        self.0.holds(bytes)
    }
}

handover_journal::journal_conformance!(Arc::new(Memory(MemoryJournal::new())));
