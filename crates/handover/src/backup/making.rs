//! Making one generation: the journal, then the archive, then the manifest. May not remove anything.

use super::Damage;
use super::files::{self, Written};
use super::folder::BackupFolder;
use super::manifest::{AccountLine, FORMAT, FileLine, Manifest, PieceLine};
use crate::cli::time;
use anyhow::bail;
use handover_archive::ArchiveObserver;
use handover_journal::{Journal as _, SqliteObserver, copy_journal, damage};
use handover_server::engine::clock::{Clock as _, SystemClock};
use handover_server::engine::recover;
use std::collections::BTreeMap;
use std::path::Path;

/// A piece is ended when it holds so many bytes of documents.
const PIECE_BYTES: u64 = 64 * 1024 * 1024;

/// One generation on its way.
pub(super) struct Making<'m> {
    pub(super) folder: &'m BackupFolder,
    pub(super) generation: u64,
    /// The latest one there is.
    pub(super) former: Option<&'m Manifest>,
}

impl Making<'_> {
    /// The journal, then the archive, then the manifest, which makes it a backup.
    pub(super) async fn make(&self, journal: &Path, archive: &Path) -> anyhow::Result<Manifest> {
        let begun_at = time(SystemClock.now());
        let (journal, accounts) = self.journal(journal).await?;
        let archive = self.archive(archive)?;
        let mut manifest = Manifest {
            format: FORMAT,
            generation: self.generation,
            begun_at,
            finished_at: time(SystemClock.now()),
            release: env!("CARGO_PKG_VERSION").to_owned(),
            data_format: handover_journal::FORMAT_VERSION,
            accounts,
            journal,
            archive,
            sha256: String::new(),
        };
        self.folder.publish(&mut manifest)?;
        Ok(manifest)
    }

    /// Copies the journal, and reads every desk back from the copy: a journal that is damaged replaces no good one.
    async fn journal(&self, from: &Path) -> anyhow::Result<(FileLine, BTreeMap<String, AccountLine>)> {
        let name = format!("journal-{:06}.db", self.generation);
        let to = self.folder.path(&name);
        copy_journal(from, &to)?;
        if let Some(first) = damage(&to)?.first() {
            bail!(Damage::new(format!(
                "the journal {} is damaged ({first}); `handover verify --data` says how badly",
                from.display()
            )));
        }
        let accounts = self.accounts(&to).await?;
        let Written { bytes, sha256 } = files::make_durable(&to)?;
        Ok((FileLine { file: name, bytes, sha256 }, accounts))
    }

    async fn accounts(&self, journal: &Path) -> anyhow::Result<BTreeMap<String, AccountLine>> {
        let copy = SqliteObserver::open(journal)?;
        let mut accounts = BTreeMap::new();
        for account in copy.accounts().await? {
            let recovered = recover(&copy, &account).await?;
            let line =
                AccountLine { position: recovered.at.raw(), chats: recovered.desk.state().chats.len() };
            accounts.insert(account.as_str().to_owned(), line);
        }
        self.is_the_same_folder(&accounts)?;
        Ok(accounts)
    }

    /// Positions never go back. Where they do, this is another data folder, or one that was restored from further back:
    /// its backups would push those of the other one out.
    fn is_the_same_folder(&self, accounts: &BTreeMap<String, AccountLine>) -> anyhow::Result<()> {
        let Some(former) = self.former else { return Ok(()) };
        for (account, was) in &former.accounts {
            let at = accounts.get(account).map_or(0, |line| line.position);
            if at < was.position {
                bail!(
                    "this backup has account {account} up to position {}, and the data folder only up to {at}: it is \
                     another folder, or was restored from further back; name an empty folder with --to",
                    was.position
                );
            }
        }
        Ok(())
    }

    /// Copies what the former generation does not have already.
    fn archive(&self, from: &Path) -> anyhow::Result<Vec<PieceLine>> {
        let archive = ArchiveObserver::open(from)?;
        let known = self.former.map(|former| former.archive.as_slice()).unwrap_or_default();
        let ranges: Vec<_> = known.iter().map(|piece| piece.first..=piece.last).collect();
        let (contents, greatest) = archive.contents(&ranges)?;
        let mut pieces = Pieces { making: self, archive: &archive, lines: Vec::new() };
        let mut next = 1;
        for (index, (piece, content)) in known.iter().zip(contents).enumerate() {
            let same = piece.entries == content.entries && piece.print == print(content.print);
            // The last one is filled up, so that many small backups do not leave many small pieces.
            let is_small = piece.file.bytes < PIECE_BYTES / 4;
            if index + 1 == known.len() && piece.last < greatest && is_small {
                break;
            }
            if same && self.folder.has(&piece.file) {
                pieces.lines.push(piece.clone());
            } else if content.entries > 0 {
                pieces.write(piece.first, piece.last)?;
            }
            next = piece.last + 1;
        }
        if next <= greatest {
            pieces.write(next, greatest)?;
        }
        Ok(pieces.lines)
    }
}

/// The pieces of an archive, in order.
struct Pieces<'p> {
    making: &'p Making<'p>,
    archive: &'p ArchiveObserver,
    lines: Vec<PieceLine>,
}

impl Pieces<'_> {
    /// Writes the entries with these numbers, in as many pieces as it takes.
    fn write(&mut self, mut first: i64, last: i64) -> anyhow::Result<()> {
        while first <= last {
            let file = format!("archive-{:06}-{first:012}.db", self.making.generation);
            let (path, begin) = (self.making.folder.path(&file), first);
            let piece = self.archive.write_piece(&path, first..=last, PIECE_BYTES)?;
            first = piece.last + 1;
            if piece.content.entries == 0 {
                // Those with these numbers were removed; what is in no manifest is tidied away.
                continue;
            }
            let Written { bytes, sha256 } = files::make_durable(&path)?;
            self.lines.push(PieceLine {
                file: FileLine { file, bytes, sha256 },
                first: begin,
                last: piece.last,
                entries: piece.content.entries,
                print: print(piece.content.print),
            });
        }
        Ok(())
    }
}

fn print(print: u128) -> String {
    format!("{print:032x}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use handover_archive::{AccountId, Archive as _, Entry, SqliteArchive, join_pieces};

    fn entry(key: &str, body: &str) -> Entry {
        Entry { account: AccountId::new("a"), key: key.to_owned(), ended_at_ms: 1, body: body.into() }
    }

    /// The former generation: the archive in pieces of two entries.
    fn former(folder: &BackupFolder, archive: &Path) -> Manifest {
        let observer = ArchiveObserver::open(archive).unwrap();
        let piece = |first: i64| {
            let file = format!("archive-000001-{first:012}.db");
            let piece = observer.write_piece(&folder.path(&file), first..=first + 1, u64::MAX).unwrap();
            let Written { bytes, sha256 } = files::make_durable(&folder.path(&file)).unwrap();
            let (entries, print) = (piece.content.entries, print(piece.content.print));
            PieceLine { file: FileLine { file, bytes, sha256 }, first, last: first + 1, entries, print }
        };
        Manifest {
            format: FORMAT,
            generation: 1,
            begun_at: String::new(),
            finished_at: String::new(),
            release: String::new(),
            data_format: 1,
            accounts: BTreeMap::new(),
            journal: FileLine { file: "journal-000001.db".to_owned(), bytes: 0, sha256: String::new() },
            archive: [1, 3, 5, 7].map(piece).to_vec(),
            sha256: String::new(),
        }
    }

    fn told(lines: &[PieceLine]) -> Vec<(i64, i64, u64, bool)> {
        let line = |piece: &PieceLine| {
            (piece.first, piece.last, piece.entries, piece.file.file.starts_with("archive-000001-"))
        };
        lines.iter().map(line).collect()
    }

    #[tokio::test]
    async fn pieces_are_kept_written_anew_or_left_out_as_their_entries_are_the_same_others_or_gone() {
        let parent = tempfile::tempdir().unwrap();
        let path = parent.path().join("archive.db");
        let folder = BackupFolder::to_write(&parent.path().join("backup"), &path).unwrap();
        let archive = SqliteArchive::open(&path).unwrap();
        let keys = ["K1", "K2", "K3", "K4", "K5", "K6", "K7", "K8"];
        archive.put(keys.map(|key| entry(key, "first")).to_vec()).await.unwrap();
        let former = former(&folder, &path);
        let making = Making { folder: &folder, generation: 2, former: Some(&former) };
        let same = making.archive(&path).unwrap();
        assert_eq!(told(&same), [(1, 2, 2, true), (3, 4, 2, true), (5, 6, 2, true), (7, 8, 2, true)]);

        // Numbers 3 and 4 are not used any more, nor is 5.
        archive.put(["K3", "K4", "K5"].map(|key| entry(key, "again")).to_vec()).await.unwrap();
        let changed = making.archive(&path).unwrap();
        assert_eq!(told(&changed), [(1, 2, 2, true), (5, 6, 1, false), (7, 11, 5, false)]);
        let joined = parent.path().join("joined.db");
        let pieces: Vec<_> = changed.iter().map(|piece| folder.path(&piece.file.file)).collect();
        assert_eq!(join_pieces(pieces.iter().map(AsRef::as_ref), &joined).unwrap(), 8);
        let mut bodies = BTreeMap::new();
        let observer = ArchiveObserver::open(&joined).unwrap();
        observer.each(|entry| drop(bodies.insert(entry.key, entry.body))).unwrap();
        let body = |key: &str| if ("K3"..="K5").contains(&key) { b"again" } else { b"first" };
        assert!(keys.iter().all(|key| bodies[*key] == body(key)), "{bodies:?}");
    }

    #[tokio::test]
    async fn a_piece_whose_file_is_gone_or_cut_is_written_anew() {
        let parent = tempfile::tempdir().unwrap();
        let path = parent.path().join("archive.db");
        let folder = BackupFolder::to_write(&parent.path().join("backup"), &path).unwrap();
        let archive = SqliteArchive::open(&path).unwrap();
        let keys = ["K1", "K2", "K3", "K4", "K5", "K6", "K7", "K8"];
        archive.put(keys.map(|key| entry(key, "first")).to_vec()).await.unwrap();
        let former = former(&folder, &path);
        std::fs::remove_file(folder.path(&former.archive[0].file.file)).unwrap();
        std::fs::write(folder.path(&former.archive[2].file.file), "cut").unwrap();
        let making = Making { folder: &folder, generation: 2, former: Some(&former) };
        let lines = making.archive(&path).unwrap();
        assert_eq!(told(&lines), [(1, 2, 2, false), (3, 4, 2, true), (5, 6, 2, false), (7, 8, 2, true)]);
    }
}
