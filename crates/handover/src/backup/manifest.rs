//! The manifest of one generation: which files make it up, and how to tell that they are whole. May not touch a file.
//!
//! Its own hash shows that it was damaged or cut. Who can write the folder can write a hash as well: it is no seal.

use super::files;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The format of manifests and of what they describe.
pub(crate) const FORMAT: u32 = 1;

/// One generation.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Manifest {
    pub(crate) format: u32,
    pub(crate) generation: u64,
    /// Everything acknowledged before this time is in it.
    pub(crate) begun_at: String,
    pub(crate) finished_at: String,
    /// The release that wrote it.
    pub(crate) release: String,
    /// The format of the data folder.
    pub(crate) data_format: u32,
    pub(crate) accounts: BTreeMap<String, AccountLine>,
    pub(crate) journal: FileLine,
    pub(crate) archive: Vec<PieceLine>,
    /// The hash of this manifest with nothing in this place.
    pub(crate) sha256: String,
}

/// An account in the journal.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct AccountLine {
    /// The position of its last fact.
    pub(crate) position: u64,
    /// Chats on its desk.
    pub(crate) chats: usize,
}

/// A file.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FileLine {
    pub(crate) file: String,
    pub(crate) bytes: u64,
    pub(crate) sha256: String,
}

/// A piece of the archive.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct PieceLine {
    pub(crate) file: FileLine,
    /// The first number of the range it holds.
    pub(crate) first: i64,
    /// The last number of the range it holds.
    pub(crate) last: i64,
    pub(crate) entries: u64,
    pub(crate) print: String,
}

/// Why a manifest is not one.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Fault {
    #[error(
        "a later release wrote it, in format {found}, and this one knows formats up to {FORMAT}; run that release"
    )]
    Newer { found: u32 },
    #[error("it is not as it was written")]
    Damaged,
}

impl Manifest {
    /// The files of the generation.
    pub(crate) fn files(&self) -> impl Iterator<Item = &FileLine> {
        std::iter::once(&self.journal).chain(self.archive.iter().map(|piece| &piece.file))
    }

    /// Whether a file was written for this generation, not for one before it.
    pub(crate) fn wrote(&self, file: &FileLine) -> bool {
        let stem = format!("-{:06}", self.generation);
        ["journal", "archive"].iter().any(|kind| {
            file.file
                .strip_prefix(kind)
                .is_some_and(|rest| rest.strip_prefix(&stem).is_some_and(|rest| rest.starts_with(['-', '.'])))
        })
    }

    /// The bytes of the manifest, with its hash.
    pub(crate) fn seal(&mut self) -> anyhow::Result<Vec<u8>> {
        self.sha256 = self.hash()?;
        Ok(self.text()?.into_bytes())
    }

    fn hash(&self) -> serde_json::Result<String> {
        let bare = Self { sha256: String::new(), ..self.clone() };
        Ok(files::sha256(bare.text()?.as_bytes()))
    }

    fn text(&self) -> serde_json::Result<String> {
        serde_json::to_string_pretty(self).map(|text| text + "\n")
    }

    /// Reads a manifest, which must be as it was written.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, Fault> {
        #[derive(Deserialize)]
        struct Format {
            format: u32,
        }
        if let Ok(Format { format }) = serde_json::from_slice(bytes)
            && format > FORMAT
        {
            return Err(Fault::Newer { found: format });
        }
        let manifest: Self = serde_json::from_slice(bytes).map_err(|_| Fault::Damaged)?;
        let text = manifest.text().map_err(|_| Fault::Damaged)?;
        let hash = manifest.hash().map_err(|_| Fault::Damaged)?;
        if manifest.sha256 != hash || text.as_bytes() != bytes {
            return Err(Fault::Damaged);
        }
        let names = manifest.files().all(|file| is_plain(&file.file));
        if names { Ok(manifest) } else { Err(Fault::Damaged) }
    }
}

/// Whether a name stays in its folder.
fn is_plain(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.') && name != ".."
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest() -> Manifest {
        let file = |name: &str| FileLine { file: name.to_owned(), bytes: 4096, sha256: "00".repeat(32) };
        let piece = |name, first, last| PieceLine {
            file: file(name),
            first,
            last,
            entries: 7,
            print: "0".repeat(32),
        };
        Manifest {
            format: FORMAT,
            generation: 12,
            begun_at: "2026-11-25T23:00:00Z".to_owned(),
            finished_at: "2026-11-25T23:00:01Z".to_owned(),
            release: "0.1.0".to_owned(),
            data_format: 1,
            accounts: BTreeMap::from([("12345678".to_owned(), AccountLine { position: 4711, chats: 3 })]),
            journal: file("journal-000012.db"),
            archive: vec![
                piece("archive-000003-000000000001.db", 1, 900),
                piece("archive-000012-000000000901.db", 901, 1000),
            ],
            sha256: String::new(),
        }
    }

    #[test]
    fn a_manifest_reads_as_it_was_written_and_knows_its_own_files() {
        let bytes = manifest().seal().unwrap();
        let read = Manifest::read(&bytes).unwrap();
        assert_eq!(read.text().unwrap().as_bytes(), bytes);
        let own: Vec<_> =
            read.files().filter(|file| read.wrote(file)).map(|file| file.file.as_str()).collect();
        assert_eq!(own, ["journal-000012.db", "archive-000012-000000000901.db"]);
    }

    #[test]
    fn no_byte_of_a_manifest_can_be_changed_or_cut_off() {
        let bytes = manifest().seal().unwrap();
        for at in 0..bytes.len() {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert!(Manifest::read(&changed).is_err(), "byte {at}");
            assert!(Manifest::read(&bytes[..at]).is_err(), "cut at {at}");
        }
    }

    #[test]
    fn a_manifest_of_a_later_release_is_said_to_be_one() {
        let text = String::from_utf8(manifest().seal().unwrap()).unwrap();
        let later = text.replace("\"format\": 1,\n  \"gen", "\"format\": 2,\n  \"gen");
        assert!(matches!(Manifest::read(later.as_bytes()), Err(Fault::Newer { found: 2 })));
    }

    #[test]
    fn a_name_that_leads_out_of_the_folder_is_refused() {
        let mut manifest = manifest();
        manifest.journal.file = "../journal.db".to_owned();
        let bytes = manifest.seal().unwrap();
        assert!(matches!(Manifest::read(&bytes), Err(Fault::Damaged)));
    }
}
