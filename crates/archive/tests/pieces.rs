//! An archive that is copied in pieces while it is written, and put together again.

#![expect(clippy::unwrap_used, reason = "what goes wrong in the helpers of a test fails the test")]

use handover_archive::{
    AccountId, Archive, ArchiveObserver, CopyError, Entry, Piece, SqliteArchive, join_pieces,
};
use std::path::{Path, PathBuf};

fn entry(account: &str, key: &str, body: &[u8]) -> Entry {
    let ended_at_ms = i64::try_from(key.len()).unwrap();
    Entry { account: AccountId::new(account), key: key.to_owned(), ended_at_ms, body: body.to_vec() }
}

/// An archive with these entries, open.
async fn archive(path: &Path, entries: Vec<Entry>) -> SqliteArchive {
    let archive = SqliteArchive::open(path).unwrap();
    archive.put(entries).await.unwrap();
    archive
}

fn all(path: &Path) -> Vec<Entry> {
    let mut entries = Vec::new();
    ArchiveObserver::open(path).unwrap().each(|entry| entries.push(entry)).unwrap();
    entries
}

/// Writes all of an archive, a few bytes a piece.
fn in_pieces(observer: &ArchiveObserver, folder: &Path) -> Vec<(PathBuf, Piece)> {
    let (_, greatest) = observer.contents(&[]).unwrap();
    let (mut pieces, mut first): (Vec<(PathBuf, Piece)>, _) = (Vec::new(), 1);
    while first <= greatest {
        let path = folder.join(format!("piece-{first}.db"));
        let piece = observer.write_piece(&path, first..=greatest, 8).unwrap();
        first = piece.last + 1;
        pieces.push((path, piece));
    }
    pieces
}

fn some() -> Vec<Entry> {
    let bodies: [&[u8]; 5] = [b"one", b"\0\xff\0", b"", b"four four", b"five"];
    let keys = ["K1", "K22", "K333", "K4", "K5"];
    keys.iter()
        .zip(bodies)
        .map(|(key, body)| entry(if *key == "K4" { "b" } else { "a" }, key, body))
        .collect()
}

#[tokio::test]
async fn pieces_make_the_archive_they_were_taken_from_which_can_be_written_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("archive.db");
    let _open = archive(&path, some()).await;
    let pieces = in_pieces(&ArchiveObserver::open(&path).unwrap(), folder.path());
    assert!(pieces.len() > 1, "{pieces:?}");
    let joined = folder.path().join("joined.db");
    let entries = join_pieces(pieces.iter().map(|(path, _)| path.as_path()), &joined).unwrap();
    assert_eq!((entries, all(&joined)), (5, some()));
    let again = SqliteArchive::open(&joined).unwrap();
    again.put(vec![entry("a", "K6", b"six")]).await.unwrap();
    assert_eq!(again.get(&AccountId::new("b"), "K4").await.unwrap().unwrap().body, b"four four");
    // The numbers are the same, so that the pieces are still good for the next copy.
    let ranges: Vec<_> = pieces
        .iter()
        .scan(1, |first, (_, piece)| {
            let range = *first..=piece.last;
            *first = piece.last + 1;
            Some(range)
        })
        .collect();
    let (contents, greatest) = ArchiveObserver::open(&joined).unwrap().contents(&ranges).unwrap();
    assert_eq!(contents, pieces.iter().map(|(_, piece)| piece.content).collect::<Vec<_>>());
    assert_eq!(greatest, 6);
}

#[tokio::test]
async fn what_is_put_during_a_copy_is_not_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("archive.db");
    let open = archive(&path, some()).await;
    let observer = ArchiveObserver::open(&path).unwrap();
    open.put(vec![entry("a", "K6", b"six"), entry("a", "K1", b"another one")]).await.unwrap();
    let mut seen = Vec::new();
    observer.each(|entry| seen.push(entry)).unwrap();
    assert_eq!(seen, some());
    assert_eq!(observer.damage().unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn a_document_that_takes_the_place_of_another_is_found_by_the_next_copy() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("archive.db");
    let open = archive(&path, some()).await;
    let contents = || ArchiveObserver::open(&path).unwrap().contents(&[1..=2, 3..=5]).unwrap();
    let (before, greatest) = contents();
    assert_eq!((before[0].entries, before[1].entries, greatest), (2, 3, 5));
    // Of the same name, time and length.
    open.put(vec![entry("a", "K1", b"ONE")]).await.unwrap();
    let (after, greatest) = contents();
    assert_eq!((after[0].entries, after[1], greatest), (1, before[1], 6));
    assert_ne!(after[0].print, before[0].print);
    let last = open.get(&AccountId::new("a"), "K1").await.unwrap().unwrap();
    assert_eq!(last.body, b"ONE");
}

#[tokio::test]
async fn a_piece_is_never_written_over_what_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("archive.db");
    let _open = archive(&path, some()).await;
    let there = folder.path().join("letter.txt");
    std::fs::write(&there, "Dear reader, this is no piece of an archive.").unwrap();
    let observer = ArchiveObserver::open(&path).unwrap();
    let refused = observer.write_piece(&there, 1..=5, 8).unwrap_err();
    assert!(matches!(refused, CopyError::Target { .. }), "{refused}");
    assert!(std::fs::read_to_string(&there).unwrap().starts_with("Dear reader"));
}

#[test]
fn an_archive_that_is_not_there_is_not_made() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("archive.db");
    assert!(ArchiveObserver::open(&path).is_err());
    assert!(!path.exists());
}
