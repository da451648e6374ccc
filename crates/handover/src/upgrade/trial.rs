//! A copy of the journal beside it, on which an upgrade is tried. It is gone when this is, or, when the process was killed, with
//! the next trial.

use anyhow::{Context as _, bail};
use handover_journal::{DataFolder, tables_of};
use std::fs;
use std::path::{Path, PathBuf};

/// The folder of the copy, within the data folder, so that it lies on the same disk.
const NAME: &str = "upgrade-trial";

/// So many times its size is written while a journal is carried over: the copy, its new rows, and its log.
const ROOM: u64 = 4;

#[derive(Debug)]
pub(super) struct Trial {
    folder: PathBuf,
    journal: PathBuf,
    /// The size of the journal with its log.
    pub(super) bytes: u64,
    pub(super) needs_bytes: u64,
    pub(super) free_bytes: u64,
}

impl Trial {
    /// Copies the journal of a folder that nobody else has open.
    pub(super) fn of(data: &DataFolder) -> anyhow::Result<Self> {
        let from = data.journal_path();
        let folder = data.path().join(NAME);
        if folder.exists() {
            fs::remove_dir_all(&folder)
                .with_context(|| format!("{} cannot be removed; remove it", folder.display()))?;
        }
        let log = from.with_extension("db-wal");
        let size = |path: &Path| fs::metadata(path).map_or(0, |about| about.len());
        let bytes = size(&from) + size(&log);
        let about =
            rustix::fs::statvfs(data.path()).context("the system does not say how much room is left")?;
        let (needs_bytes, free_bytes) = (bytes * ROOM, about.f_bavail.saturating_mul(about.f_frsize));
        if free_bytes < needs_bytes {
            bail!(
                "{needs_bytes} bytes of room are needed and {free_bytes} are free; make room and try again"
            );
        }
        fs::create_dir(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        let journal = folder.join("journal.db");
        let trial = Self { folder, journal, bytes, needs_bytes, free_bytes };
        for (from, to) in [(&from, trial.journal.clone()), (&log, trial.journal.with_extension("db-wal"))] {
            if from.exists() {
                fs::copy(from, &to).with_context(|| {
                    format!("{} cannot be copied; make room and try again", from.display())
                })?;
            }
        }
        Ok(trial)
    }

    /// The copy.
    pub(super) fn journal(&self) -> &Path {
        &self.journal
    }

    /// The version of its tables, and how many appends it holds.
    pub(super) fn tables(&self) -> anyhow::Result<(i64, i64)> {
        Ok(tables_of(&self.journal)?)
    }
}

impl Drop for Trial {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.folder) {
            tracing::warn!(%error, "the copy on which the upgrade was tried could not be removed");
        }
    }
}
