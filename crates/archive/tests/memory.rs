//! The archive in memory keeps the promises of the trait.

use std::sync::Arc;

use handover_archive::conformance::Shelf;
use handover_archive::{Archive, MemoryArchive};

/// One store; every opening is another handle on it.
struct Memory(MemoryArchive);

impl Shelf for Memory {
    fn open(&self) -> Arc<dyn Archive> {
        Arc::new(self.0.reopen())
    }

    fn set_full(&self, full: bool) {
        self.0.set_full(full);
    }

    fn holds(&self, bytes: &[u8]) -> bool {
        self.0.holds(bytes)
    }
}

handover_archive::archive_conformance!(Arc::new(Memory(MemoryArchive::new())));
