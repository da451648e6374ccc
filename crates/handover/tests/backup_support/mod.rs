//! What the tests of backups are made of: the folder of a backup, a shop whose chats end quickly, and kills.

pub(crate) mod kills;
pub(crate) mod shop;

use crate::common::Place;
use crate::common::process::{Outcome, run};
use serde_json::Value;
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The backups of the data folder of a place.
pub(crate) struct Backups {
    data: PathBuf,
    folder: PathBuf,
}

impl Backups {
    pub(crate) fn of(place: &Place) -> Self {
        Self { data: place.data(), folder: place.beside("backup") }
    }

    pub(crate) fn folder(&self) -> PathBuf {
        self.folder.clone()
    }

    /// The arguments of a backup that answers in JSON.
    pub(crate) fn making(&self, more: &[&str]) -> Vec<OsString> {
        let mut arguments = self.making_told(more);
        arguments.push("--json".into());
        arguments
    }

    fn making_told(&self, more: &[&str]) -> Vec<OsString> {
        let (data, folder) = (self.data.as_os_str(), self.folder.as_os_str());
        let arguments = ["backup".as_ref(), "--data".as_ref(), data, "--to".as_ref(), folder];
        arguments.into_iter().map(OsString::from).chain(more.iter().map(OsString::from)).collect()
    }

    pub(crate) fn make(&self, more: &[&str]) -> Outcome {
        run(self.making(more))
    }

    /// A backup that answers in words.
    pub(crate) fn make_told(&self, more: &[&str]) -> Outcome {
        run(self.making_told(more))
    }

    pub(crate) fn restore(&self, data: &Path, more: &[&str]) -> Outcome {
        let (folder, data) = (self.folder.as_os_str(), data.as_os_str());
        let arguments =
            ["restore".as_ref(), "--json".as_ref(), "--from".as_ref(), folder, "--data".as_ref(), data];
        run(arguments.into_iter().map(OsString::from).chain(more.iter().map(OsString::from)))
    }

    /// The names of all files.
    pub(crate) fn names(&self) -> BTreeSet<String> {
        let files = std::fs::read_dir(&self.folder).into_iter().flatten();
        files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect()
    }

    /// The generations there are.
    pub(crate) fn generations(&self) -> Vec<u64> {
        let number = |name: &str| name.strip_prefix("generation-")?.strip_suffix(".json")?.parse().ok();
        self.names().iter().filter_map(|name| number(name)).collect()
    }
}

/// What a command that went well has said.
#[track_caller]
pub(crate) fn said(outcome: &Outcome) -> Value {
    assert!(outcome.status.success(), "{}{}", outcome.stdout, outcome.stderr);
    serde_json::from_str(&outcome.stdout).unwrap()
}

/// A command that was refused with this exit code, and a sentence with these words in it.
#[track_caller]
pub(crate) fn refused(outcome: &Outcome, code: i32, words: &str) {
    assert_eq!(outcome.status.code(), Some(code), "{}{}", outcome.stdout, outcome.stderr);
    assert!(outcome.stderr.contains(words), "no {words:?} in {}", outcome.stderr);
}

/// Waits until the archive of a data folder holds so many chats.
pub(crate) fn until_archived(data: &Path, chats: u64) {
    let archived = || {
        let found = run(["verify".as_ref(), "--json".as_ref(), "--data".as_ref(), data.as_os_str()]);
        said(&found)["archived_chats"].as_u64().unwrap()
    };
    // A look takes a while: a thousand are minutes.
    assert!((0..1_000).any(|_| archived() >= chats), "chats are not archived");
}

/// The files that only this generation has: its manifest and what was written for it.
pub(crate) fn generation_files(folder: &Path, generation: u64) -> Vec<PathBuf> {
    let number = format!("-{generation:06}");
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    files.filter(|file| file.file_name().unwrap().to_str().unwrap().contains(&number)).collect()
}

/// Changes one bit in the middle of a file.
pub(crate) fn flip(file: &Path) {
    let mut bytes = std::fs::read(file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(file, bytes).unwrap();
}
