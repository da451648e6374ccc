//! The archive in SQLite keeps the promises of the trait.

#![expect(clippy::unwrap_used, reason = "what goes wrong in the helpers of a test fails the test")]

use std::sync::{Arc, Mutex};

use handover_archive::conformance::Shelf;
use handover_archive::{Archive, SqliteArchive};

/// A file in a folder of its own, and the archive that was opened on it last.
struct File {
    folder: tempfile::TempDir,
    opened: Mutex<Option<Arc<SqliteArchive>>>,
}

impl File {
    fn new() -> Arc<Self> {
        Arc::new(Self { folder: tempfile::tempdir().unwrap(), opened: Mutex::new(None) })
    }
}

impl Shelf for File {
    fn open(&self) -> Arc<dyn Archive> {
        let archive = Arc::new(SqliteArchive::open(&self.folder.path().join("archive.db")).unwrap());
        *self.opened.lock().unwrap() = Some(Arc::clone(&archive));
        archive
    }

    fn set_full(&self, full: bool) {
        self.opened.lock().unwrap().as_ref().unwrap().limit_pages(u32::from(full));
    }

    fn holds(&self, bytes: &[u8]) -> bool {
        let files = std::fs::read_dir(self.folder.path()).unwrap();
        let mut files = files.map(|file| std::fs::read(file.unwrap().path()).unwrap());
        files.any(|file| file.windows(bytes.len()).any(|part| part == bytes))
    }
}

handover_archive::archive_conformance!(File::new());
