//! Writing a history while it happens.

use super::Entry;
use anyhow::Context as _;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};

/// A history that is being written, or nothing when nobody wants one.
#[derive(Debug, Default)]
pub(in crate::load) struct Recorder(Option<Open>);

#[derive(Debug)]
struct Open {
    path: PathBuf,
    file: BufWriter<File>,
    /// The first thing that went wrong: nothing is written after it.
    failed: Option<std::io::Error>,
}

impl Recorder {
    /// Begins a history in this file, if there is to be one.
    pub(in crate::load) fn create(path: Option<&Path>) -> anyhow::Result<Self> {
        let Some(path) = path else { return Ok(Self::default()) };
        let file = File::create(path).with_context(|| format!("{} cannot be written", path.display()))?;
        Ok(Self(Some(Open { path: path.to_owned(), file: BufWriter::new(file), failed: None })))
    }

    /// Whether somebody wants to know.
    pub(in crate::load) fn is_wanted(&self) -> bool {
        self.0.is_some()
    }

    /// Notes what has happened, if somebody wants to know.
    pub(in crate::load) fn note(&mut self, entry: impl FnOnce() -> Entry) {
        let Some(open) = self.0.as_mut().filter(|open| open.failed.is_none()) else { return };
        let line = serde_json::to_string(&entry()).map_err(std::io::Error::from);
        open.failed = line.and_then(|line| writeln!(open.file, "{line}")).err();
    }

    /// Ends the history. Gives its file, if there is one.
    pub(in crate::load) fn finish(&mut self) -> anyhow::Result<Option<PathBuf>> {
        let Some(mut open) = self.0.take() else { return Ok(None) };
        let failed = open.failed.take().map_or_else(|| open.file.flush(), Err);
        failed.with_context(|| format!("{}: the history is not whole", open.path.display()))?;
        Ok(Some(open.path))
    }
}
