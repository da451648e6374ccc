//! The folder that holds a server's data: one process at a time, one format version. May not open what is in it.

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

/// The version of the data folder's layout. A change of the layout raises it.
pub const FORMAT_VERSION: u32 = 1;

const LOCK: &str = "LOCK";
const FORMAT: &str = "FORMAT";
const FORMAT_DRAFT: &str = "FORMAT.new";
/// Stands in a folder that is being filled, and lets an interrupted filling begin again.
const FILLING: &str = "FILLING";
const JOURNAL: &str = "journal.db";
const ARCHIVE: &str = "archive.db";

/// The data folder of a server, held exclusively for as long as this value lives.
#[derive(Debug)]
pub struct DataFolder {
    path: PathBuf,
    /// The system drops the lock with the file, also when the process is killed.
    _lock: File,
}

/// Why a data folder could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// Another server works in it.
    #[error("the data folder {path} is in use by process {pid}; stop that one, or name another folder")]
    InUse {
        /// The folder.
        path: PathBuf,
        /// The process that holds it, as it wrote itself down.
        pid: String,
    },
    /// A newer release wrote it.
    #[error(
        "the data folder {path} has format {found}, this release knows formats up to {known}; \
         run the release that wrote it, or a later one"
    )]
    Newer {
        /// The folder.
        path: PathBuf,
        /// The format it has.
        found: u32,
        /// The newest format this release reads.
        known: u32,
    },
    /// The folder holds files, but nothing says that they are Handover's.
    #[error(
        "{path} holds files but no readable {FORMAT} file, so it is no data folder; name an empty or missing one"
    )]
    Foreign {
        /// The folder.
        path: PathBuf,
    },
    /// It is to be filled, and holds something already.
    #[error("{path} is not empty; name an empty or missing folder, nothing was changed")]
    Occupied {
        /// The folder.
        path: PathBuf,
    },
    /// There is nothing to look at.
    #[error(
        "there is no data folder at {path}; look at how --data is spelt, or make one with `handover apply` or `handover serve`"
    )]
    Missing {
        /// The folder.
        path: PathBuf,
    },
    /// The system refused.
    #[error("the data folder {path} cannot be opened: {source}")]
    System {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl DataFolder {
    /// Opens the folder `path`, which is made when it is missing, for this process alone.
    pub fn open(path: impl Into<PathBuf>) -> Result<Self, FolderError> {
        let path = path.into();
        let system = |source| FolderError::System { path: path.clone(), source };
        create(&path).map_err(system)?;
        if !path.join(FORMAT).exists() && !is_vacant(&path).map_err(system)? {
            return Err(FolderError::Foreign { path });
        }
        let lock = lock(&path)?;
        // It stays away or there while the lock is held.
        if !path.join(FORMAT).exists() {
            write_format(&path).map_err(system)?;
        }
        check_format(&path)?;
        Ok(Self { path, _lock: lock })
    }

    /// Opens the folder `path`, which must be there, for this process alone.
    pub fn hold(path: impl Into<PathBuf>) -> Result<Self, FolderError> {
        let path = path.into();
        if !path.join(FORMAT).exists() {
            return Err(FolderError::Missing { path });
        }
        Self::open(path)
    }

    /// The same without leaving a trace in it: where nobody ever held it, nobody is kept out either.
    pub fn hold_untouched(path: impl Into<PathBuf>) -> Result<Self, FolderError> {
        let path = path.into();
        if !path.join(FORMAT).exists() {
            return Err(FolderError::Missing { path });
        }
        let system = |source| FolderError::System { path: path.clone(), source };
        let name = if path.join(LOCK).exists() { LOCK } else { FORMAT };
        let mut file = File::open(path.join(name)).map_err(system)?;
        take(&mut file, &path)?;
        check_format(&path)?;
        Ok(Self { path, _lock: file })
    }

    /// Where the journal of the folder `path` lies, for looking into it while a server may work there. Writes nothing
    /// and holds nothing: what may be done with the file is to open it with [`crate::SqliteObserver`].
    pub fn journal_to_observe(path: &Path) -> Result<PathBuf, FolderError> {
        if !path.join(FORMAT).exists() {
            return Err(FolderError::Missing { path: path.to_owned() });
        }
        check_format(path)?;
        Ok(path.join(JOURNAL))
    }

    /// Where the archive of the folder `path` lies, as [`Self::journal_to_observe`] says it of the journal.
    pub fn archive_to_observe(path: &Path) -> Result<PathBuf, FolderError> {
        Self::journal_to_observe(path).map(|journal| journal.with_file_name(ARCHIVE))
    }

    /// Begins to fill a folder with a journal and an archive that are already there elsewhere. It must be missing or
    /// empty, or one whose filling was interrupted: that is begun again.
    pub fn fill(path: impl Into<PathBuf>) -> Result<NewFolder, FolderError> {
        let path = path.into();
        let system = |source| FolderError::System { path: path.clone(), source };
        create(&path).map_err(system)?;
        let begun = path.join(FILLING).exists() && !path.join(FORMAT).exists();
        if path.join(FORMAT).exists() || !(begun || is_vacant(&path).map_err(system)?) {
            return Err(FolderError::Occupied { path });
        }
        let lock = lock(&path)?;
        // Another may have filled it before the lock was there to be had.
        if path.join(FORMAT).exists() {
            return Err(FolderError::Occupied { path });
        }
        fs::write(path.join(FILLING), "").map_err(system)?;
        for name in [JOURNAL, ARCHIVE] {
            for suffix in ["", "-wal", "-shm", "-journal"] {
                remove_if_there(&path.join(format!("{name}{suffix}"))).map_err(system)?;
            }
        }
        Ok(NewFolder { folder: Self { path, _lock: lock } })
    }

    /// The folder itself.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where the journal lies.
    #[must_use]
    pub fn journal_path(&self) -> PathBuf {
        self.path.join(JOURNAL)
    }

    /// Where the archive lies.
    #[must_use]
    pub fn archive_path(&self) -> PathBuf {
        self.path.join(ARCHIVE)
    }
}

/// A folder that is being filled. Nobody takes it for a data folder before [`Self::finish`], also when the process ends
/// on the way.
#[derive(Debug)]
pub struct NewFolder {
    folder: DataFolder,
}

impl NewFolder {
    /// Where the journal is to lie.
    #[must_use]
    pub fn journal_path(&self) -> PathBuf {
        self.folder.journal_path()
    }

    /// Where the archive is to lie.
    #[must_use]
    pub fn archive_path(&self) -> PathBuf {
        self.folder.archive_path()
    }

    /// Makes what was put into the folder durable, and the folder a data folder.
    pub fn finish(self) -> Result<DataFolder, FolderError> {
        let path = &self.folder.path;
        let system = |source| FolderError::System { path: path.clone(), source };
        for file in [self.journal_path(), self.archive_path()] {
            File::open(file).and_then(|file| file.sync_all()).map_err(system)?;
        }
        write_format(path).map_err(system)?;
        remove_if_there(&path.join(FILLING)).map_err(system)?;
        Ok(self.folder)
    }
}

fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Makes the folder when it is missing, for its owner alone. One that is there keeps its mode.
fn create(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(path)
}

/// Whether the folder holds nothing but what an interrupted first opening, or a file system, leaves in it.
fn is_vacant(path: &Path) -> io::Result<bool> {
    for entry in fs::read_dir(path)? {
        let name = entry?.file_name();
        if ![LOCK, FORMAT_DRAFT, "lost+found"].iter().any(|known| name == *known) {
            return Ok(false);
        }
    }
    Ok(true)
}

fn lock(path: &Path) -> Result<File, FolderError> {
    let system = |source| FolderError::System { path: path.to_owned(), source };
    let mut options = OpenOptions::new();
    let options = options.read(true).write(true).create(true).truncate(false);
    let mut file = options.open(path.join(LOCK)).map_err(system)?;
    take(&mut file, path)?;
    write_pid(&mut file).map_err(system)?;
    Ok(file)
}

/// Takes the lock of a file; where another has it, says who, as that one wrote itself down.
fn take(file: &mut File, path: &Path) -> Result<(), FolderError> {
    let system = |source| FolderError::System { path: path.to_owned(), source };
    match file.try_lock() {
        Ok(()) => Ok(()),
        Err(TryLockError::WouldBlock) => {
            let mut pid = String::new();
            file.read_to_string(&mut pid).map_err(system)?;
            Err(FolderError::InUse { path: path.to_owned(), pid: pid.trim().to_owned() })
        }
        Err(TryLockError::Error(source)) => Err(system(source)),
    }
}

fn write_pid(file: &mut File) -> io::Result<()> {
    file.set_len(0)?;
    file.rewind()?;
    writeln!(file, "{}", std::process::id())
}

/// Reads the format of a folder that has one.
fn check_format(path: &Path) -> Result<(), FolderError> {
    let system = |source| FolderError::System { path: path.to_owned(), source };
    let text = fs::read_to_string(path.join(FORMAT)).map_err(system)?;
    match text.trim().parse::<u32>() {
        Ok(found) if found > FORMAT_VERSION => {
            Err(FolderError::Newer { path: path.to_owned(), found, known: FORMAT_VERSION })
        }
        Ok(FORMAT_VERSION) => Ok(()),
        Ok(_) | Err(_) => Err(FolderError::Foreign { path: path.to_owned() }),
    }
}

/// Writes the format so that it is there whole or not at all, whenever the power goes.
fn write_format(path: &Path) -> io::Result<()> {
    let draft = path.join(FORMAT_DRAFT);
    let mut file = File::create(&draft)?;
    writeln!(file, "{FORMAT_VERSION}")?;
    file.sync_all()?;
    fs::rename(&draft, path.join(FORMAT))?;
    File::open(path)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_folder_is_made_for_its_owner_alone_and_marked_with_its_format() {
        let parent = tempfile::tempdir().unwrap();
        let path = parent.path().join("deep/data");
        let folder = DataFolder::open(&path).unwrap();
        assert_eq!(fs::read_to_string(path.join(FORMAT)).unwrap(), "1\n");
        assert_eq!(folder.journal_path(), path.join("journal.db"));
        assert_eq!(folder.archive_path(), path.join("archive.db"));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o700);
        }
    }

    #[test]
    fn a_folder_in_use_is_refused_with_its_name_and_the_process_until_it_is_let_go() {
        let parent = tempfile::tempdir().unwrap();
        let path = parent.path().join("data");
        let first = DataFolder::open(&path).unwrap();
        let refusal = DataFolder::open(&path).unwrap_err().to_string();
        assert!(refusal.contains(path.to_str().unwrap()), "{refusal}");
        assert!(refusal.contains(&format!("process {}", std::process::id())), "{refusal}");
        drop(first);
        DataFolder::open(&path).unwrap();
    }

    #[test]
    fn a_folder_of_a_newer_format_is_refused_and_left_as_it_is() {
        let parent = tempfile::tempdir().unwrap();
        let path = parent.path();
        drop(DataFolder::open(path).unwrap());
        fs::write(path.join(FORMAT), "2\n").unwrap();
        let refusal = DataFolder::open(path).unwrap_err();
        assert!(matches!(refusal, FolderError::Newer { found: 2, known: 1, .. }), "{refusal}");
        assert_eq!(fs::read_to_string(path.join(FORMAT)).unwrap(), "2\n");
    }

    #[test]
    fn a_folder_with_other_files_is_refused_and_nothing_is_put_into_it() {
        let parent = tempfile::tempdir().unwrap();
        fs::write(parent.path().join("letter.txt"), "Dear").unwrap();
        let refusal = DataFolder::open(parent.path()).unwrap_err();
        assert!(matches!(refusal, FolderError::Foreign { .. }), "{refusal}");
        assert_eq!(fs::read_dir(parent.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_first_opening_that_was_interrupted_is_carried_on() {
        let parent = tempfile::tempdir().unwrap();
        fs::write(parent.path().join(LOCK), "17\n").unwrap();
        fs::write(parent.path().join(FORMAT_DRAFT), "").unwrap();
        DataFolder::open(parent.path()).unwrap();
    }

    #[test]
    fn a_folder_can_be_looked_at_while_it_is_in_use_and_one_that_is_not_there_is_not_made() {
        let parent = tempfile::tempdir().unwrap();
        let path = parent.path().join("data");
        let missing = DataFolder::journal_to_observe(&path).unwrap_err();
        assert!(matches!(missing, FolderError::Missing { .. }), "{missing}");
        assert!(!path.exists());
        let folder = DataFolder::open(&path).unwrap();
        assert_eq!(DataFolder::journal_to_observe(&path).unwrap(), folder.journal_path());
        fs::write(path.join(FORMAT), "2\n").unwrap();
        let refusal = DataFolder::journal_to_observe(&path).unwrap_err();
        assert!(matches!(refusal, FolderError::Newer { found: 2, known: 1, .. }), "{refusal}");
    }

    #[test]
    fn a_folder_that_is_being_filled_is_no_data_folder_until_it_is_finished_and_can_be_begun_again() {
        let parent = tempfile::tempdir().unwrap();
        let path = parent.path().join("data");
        let begun = DataFolder::fill(&path).unwrap();
        fs::write(begun.journal_path(), "half").unwrap();
        assert!(matches!(DataFolder::fill(&path), Err(FolderError::InUse { .. })));
        drop(begun);
        assert!(matches!(DataFolder::open(&path), Err(FolderError::Foreign { .. })));
        let again = DataFolder::fill(&path).unwrap();
        assert!(!again.journal_path().exists(), "what was left of the first filling is still there");
        fs::write(again.journal_path(), "whole").unwrap();
        fs::write(again.archive_path(), "whole").unwrap();
        drop(again.finish().unwrap());
        drop(DataFolder::open(&path).unwrap());
        assert!(!path.join(FILLING).exists());
    }

    #[test]
    fn a_folder_that_holds_anything_is_not_filled_and_nothing_in_it_is_touched() {
        let parent = tempfile::tempdir().unwrap();
        let data = parent.path().join("data");
        let folder = DataFolder::open(&data).unwrap();
        fs::write(folder.journal_path(), "facts").unwrap();
        drop(folder);
        let other = parent.path().join("other");
        fs::create_dir(&other).unwrap();
        fs::write(other.join("letter.txt"), "Dear").unwrap();
        for path in [&data, &other] {
            let refusal = DataFolder::fill(path).unwrap_err();
            assert!(matches!(refusal, FolderError::Occupied { .. }), "{refusal}");
            assert!(!path.join(FILLING).exists());
        }
        assert_eq!(fs::read_to_string(data.join(JOURNAL)).unwrap(), "facts");
    }

    #[test]
    fn a_format_file_without_a_number_is_refused() {
        let parent = tempfile::tempdir().unwrap();
        fs::write(parent.path().join(FORMAT), "").unwrap();
        assert!(matches!(DataFolder::open(parent.path()), Err(FolderError::Foreign { .. })));
    }
}
