//! The journal in SQLite keeps the promises of the trait, and its file does not grow with history.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use handover_journal::conformance::{Disk, Weather};
use handover_journal::{Journal, SqliteJournal};

/// A file in a folder of its own, and the journal that was opened on it last.
struct File {
    folder: tempfile::TempDir,
    opened: Mutex<Option<Arc<SqliteJournal>>>,
}

impl File {
    fn new() -> Arc<Self> {
        Arc::new(Self { folder: tempfile::tempdir().unwrap(), opened: Mutex::new(None) })
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("journal.db")
    }
}

impl Disk for File {
    fn open(&self) -> Arc<dyn Journal> {
        let journal = Arc::new(SqliteJournal::open(&self.path()).unwrap());
        *self.opened.lock().unwrap() = Some(Arc::clone(&journal));
        journal
    }

    fn set(&self, weather: Weather) {
        let opened = self.opened.lock().unwrap();
        let journal = opened.as_ref().unwrap();
        journal.limit_pages((weather == Weather::Full).then_some(1));
        journal.fail_commits(match weather {
            Weather::Fine | Weather::Full => 0,
            Weather::Failing => 1,
            Weather::Unclear | Weather::UnclearButStored => u32::MAX,
        });
    }
}

handover_journal::journal_conformance!(File::new());
