//! The folder of a backup: its generations, one process at a time. May not know what is in a file.
//!
//! A generation is there from the moment its manifest is. Files that no manifest names are left over from a backup that
//! was interrupted, and are removed by the next.

use super::manifest::{Fault, FileLine, Manifest};
use super::{Damage, files};
use anyhow::{Context as _, bail};
use std::collections::BTreeSet;
use std::fs::{self, DirBuilder, File, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Says what the folder is, and is what is locked.
const MARK: &str = "BACKUP";
const MARK_TEXT: &str = "This folder is a backup made by `handover backup`.\n";

/// The folder of a backup, held for as long as this value lives.
#[derive(Debug)]
pub(crate) struct BackupFolder {
    path: PathBuf,
    _lock: File,
}

impl BackupFolder {
    /// The folder to put another generation into: made when it is missing. It may not lie in the data folder.
    pub(crate) fn to_write(path: &Path, data: &Path) -> anyhow::Result<Self> {
        let cannot = || format!("the backup folder {} cannot be opened", path.display());
        let mut builder = DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.recursive(true).create(path).with_context(cannot)?;
        let whole = path.canonicalize().with_context(cannot)?;
        if data.canonicalize().is_ok_and(|data| whole.starts_with(data)) {
            bail!("the backup folder {} lies in the data folder; name one on another disk", path.display());
        }
        let mark = path.join(MARK);
        if !mark.exists() {
            if !is_empty(path).with_context(cannot)? {
                bail!(
                    "{} holds files and is no backup; name an empty or missing folder with --to",
                    path.display()
                );
            }
            // It says all by being there, and is never replaced, since others may have locked it.
            match File::create_new(&mark).and_then(|mut mark| mark.write_all(MARK_TEXT.as_bytes())) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                    return Err(error).with_context(cannot);
                }
                Ok(()) | Err(_) => {}
            }
        }
        Self::locked(path, File::try_lock)
    }

    /// The folder to read a generation from. Nothing is written to it.
    pub(crate) fn to_read(path: &Path) -> anyhow::Result<Self> {
        if !path.join(MARK).exists() {
            bail!("{} is no backup; name the folder that `handover backup --to` was given", path.display());
        }
        Self::locked(path, File::try_lock_shared)
    }

    fn locked(path: &Path, lock: impl FnOnce(&File) -> Result<(), TryLockError>) -> anyhow::Result<Self> {
        let cannot = || format!("the backup folder {} cannot be opened", path.display());
        let mark = File::open(path.join(MARK)).with_context(cannot)?;
        match lock(&mark) {
            Ok(()) => Ok(Self { path: path.to_owned(), _lock: mark }),
            Err(TryLockError::WouldBlock) => {
                bail!("another backup, or a restore, works in {}; try again when it is done", path.display())
            }
            Err(TryLockError::Error(error)) => Err(error).with_context(cannot),
        }
    }

    /// A file of the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Whether a file is there with the size it was written with.
    pub(crate) fn has(&self, file: &FileLine) -> bool {
        fs::metadata(self.path(&file.file)).is_ok_and(|there| there.len() == file.bytes)
    }

    /// The generations there are, oldest first.
    pub(crate) fn generations(&self) -> anyhow::Result<Vec<u64>> {
        let mut numbers: Vec<u64> = self.names()?.iter().filter_map(|name| generation(name)).collect();
        numbers.sort_unstable();
        Ok(numbers)
    }

    /// The manifest of one generation.
    pub(crate) fn manifest(&self, generation: u64) -> anyhow::Result<Manifest> {
        let name = manifest_name(generation);
        let path = self.path(&name);
        let read = fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))?;
        match Manifest::read(&read) {
            Ok(manifest) if manifest.generation == generation => Ok(manifest),
            Ok(_) | Err(Fault::Damaged) => Err(Damage::new(format!(
                "{} is damaged: it is not as it was written; move it away to go on without generation {generation}",
                path.display()
            ))
            .into()),
            Err(newer @ Fault::Newer { .. }) => Err(newer).with_context(|| path.display().to_string()),
        }
    }

    /// The manifest of the latest generation, if there is one.
    pub(crate) fn latest(&self) -> anyhow::Result<Option<Manifest>> {
        self.generations()?.last().map(|latest| self.manifest(*latest)).transpose()
    }

    /// Makes a generation of files that are durable: with its manifest it is there, whole, or not at all.
    pub(crate) fn publish(&self, manifest: &mut Manifest) -> anyhow::Result<()> {
        let path = self.path(&manifest_name(manifest.generation));
        let cannot = || format!("{} cannot be written", path.display());
        let bytes = manifest.seal()?;
        files::sync_folder(&self.path).with_context(cannot)?;
        files::write_whole(&path, &bytes).with_context(cannot)
    }

    /// Removes all but so many generations, oldest first, and the files that only they have.
    pub(crate) fn keep(&self, generations: usize) -> anyhow::Result<Vec<u64>> {
        let there = self.generations()?;
        let gone = &there[..there.len().saturating_sub(generations.max(1))];
        for generation in gone {
            let path = self.path(&manifest_name(*generation));
            fs::remove_file(&path).with_context(|| format!("{} cannot be removed", path.display()))?;
        }
        if !gone.is_empty() {
            files::sync_folder(&self.path)?;
            self.tidy()?;
        }
        Ok(gone.to_vec())
    }

    /// Removes the files of a backup that no manifest names. With a manifest that cannot be read nothing is removed.
    pub(crate) fn tidy(&self) -> anyhow::Result<()> {
        let mut named = BTreeSet::from([MARK.to_owned()]);
        for generation in self.generations()? {
            let manifest = self.manifest(generation)?;
            named.insert(manifest_name(generation));
            named.extend(manifest.files().map(|file| file.file.clone()));
        }
        for name in self.names()? {
            if is_ours(&name) && !named.contains(&name) {
                let path = self.path(&name);
                fs::remove_file(&path).with_context(|| format!("{} cannot be removed", path.display()))?;
            }
        }
        Ok(())
    }

    /// Names the first file of a generation that is not as it was written.
    pub(crate) fn check(&self, manifest: &Manifest) -> anyhow::Result<()> {
        for file in manifest.files() {
            self.is_whole(file, files::measure(&self.path(&file.file)), manifest.generation)?;
        }
        Ok(())
    }

    /// Judges what was found in a file.
    pub(crate) fn is_whole(
        &self,
        file: &FileLine,
        found: io::Result<files::Written>,
        generation: u64,
    ) -> anyhow::Result<()> {
        let path = self.path(&file.file);
        let wrong = match found {
            Ok(found) if found.bytes != file.bytes => {
                format!("it has {} bytes, and was written with {}", found.bytes, file.bytes)
            }
            Ok(found) if found.sha256 != file.sha256 => "it is not as it was written".to_owned(),
            Ok(_) => return Ok(()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => "it is not there".to_owned(),
            Err(error) => return Err(error).with_context(|| format!("{} cannot be read", path.display())),
        };
        Err(Damage::new(format!(
            "generation {generation} of the backup is damaged, {}: {wrong}; name another one with --generation",
            path.display()
        ))
        .into())
    }

    fn names(&self) -> anyhow::Result<Vec<String>> {
        let read = || -> io::Result<Vec<String>> {
            fs::read_dir(&self.path)?
                .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
                .collect()
        };
        read().with_context(|| format!("the backup folder {} cannot be read", self.path.display()))
    }
}

/// Whether a folder holds nothing but what a file system leaves in it.
fn is_empty(path: &Path) -> io::Result<bool> {
    for entry in fs::read_dir(path)? {
        if entry?.file_name() != "lost+found" {
            return Ok(false);
        }
    }
    Ok(true)
}

fn manifest_name(generation: u64) -> String {
    format!("generation-{generation:06}.json")
}

fn generation(name: &str) -> Option<u64> {
    let number = name.strip_prefix("generation-")?.strip_suffix(".json")?.parse().ok()?;
    (manifest_name(number) == name).then_some(number)
}

/// Whether a file is one that a backup writes; others are left alone.
fn is_ours(name: &str) -> bool {
    ["journal-", "archive-", "generation-"].iter().any(|begin| name.starts_with(begin))
        && [".db", ".json", ".draft", "-journal", "-wal", "-shm"].iter().any(|end| name.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn data() -> &'static Path {
        Path::new("/no/such/data")
    }

    #[test]
    fn a_backup_is_written_by_one_and_read_by_many_but_not_at_once() {
        let parent = tempfile::tempdir().unwrap();
        let path = parent.path().join("backup");
        let refusal = |opened: anyhow::Result<BackupFolder>| opened.unwrap_err().to_string();
        assert!(refusal(BackupFolder::to_read(&path)).contains("is no backup"));
        let writing = BackupFolder::to_write(&path, data()).unwrap();
        assert!(
            refusal(BackupFolder::to_write(&path, data())).contains("another backup, or a restore, works in")
        );
        assert!(refusal(BackupFolder::to_read(&path)).contains("another backup, or a restore, works in"));
        drop(writing);
        let readers = [BackupFolder::to_read(&path).unwrap(), BackupFolder::to_read(&path).unwrap()];
        assert!(
            refusal(BackupFolder::to_write(&path, data())).contains("another backup, or a restore, works in")
        );
        drop(readers);
        BackupFolder::to_write(&path, data()).unwrap();
    }

    #[test]
    fn what_an_interrupted_backup_left_is_removed_and_what_is_not_a_backups_is_not() {
        let parent = tempfile::tempdir().unwrap();
        fs::create_dir(parent.path().join("lost+found")).unwrap();
        let folder = BackupFolder::to_write(parent.path(), data()).unwrap();
        let left = [
            "journal-000001.db",
            "journal-000001.db-journal",
            "archive-000001-1.db",
            "generation-000001.draft",
        ];
        let others = ["README", "journal-of-mine.txt"];
        for name in left.iter().chain(&others) {
            fs::write(folder.path(name), "").unwrap();
        }
        folder.tidy().unwrap();
        let mut names = folder.names().unwrap();
        names.sort_unstable();
        assert_eq!(names, [MARK, "README", "journal-of-mine.txt", "lost+found"]);
        assert_eq!(folder.generations().unwrap(), Vec::<u64>::new());
    }

    #[test]
    fn with_a_manifest_that_is_damaged_nothing_is_removed() {
        let parent = tempfile::tempdir().unwrap();
        let folder = BackupFolder::to_write(parent.path(), data()).unwrap();
        fs::write(folder.path("generation-000001.json"), "{").unwrap();
        fs::write(folder.path("journal-000001.db"), "").unwrap();
        let refusal = folder.tidy().unwrap_err();
        assert!(
            refusal.is::<Damage>() && refusal.to_string().contains("generation-000001.json"),
            "{refusal}"
        );
        assert!(folder.path("journal-000001.db").exists());
    }
}
