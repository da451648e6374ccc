//! `handover restore`: a data folder, made from a backup. It is checked first, and becomes a data folder last.

use crate::backup::folder::BackupFolder;
use crate::backup::manifest::Manifest;
use crate::backup::{Damage, files};
use crate::cli::{RestoreOptions, say};
use anyhow::{Context as _, bail};
use handover_archive::join_pieces;
use handover_journal::DataFolder;
use serde::Serialize;
use std::path::PathBuf;

/// What was restored.
#[derive(Debug, Serialize)]
struct Report {
    generation: u64,
    /// Everything acknowledged before this time is there.
    begun_at: String,
    accounts: usize,
    chats: usize,
    archive_entries: u64,
}

pub(crate) fn run(options: &RestoreOptions) -> anyhow::Result<()> {
    let report = restore(options)?;
    if options.json {
        say(&serde_json::to_string(&report)?);
        return Ok(());
    }
    let Report { generation, begun_at, accounts, chats, archive_entries } = &report;
    say(&format!(
        "Generation {generation} is restored, as of {begun_at}: {accounts} accounts, {chats} chats on the desks, \
         {archive_entries} documents in the archive"
    ));
    say(&format!("Look through it with: handover verify --data {}", options.data.display()));
    Ok(())
}

fn restore(options: &RestoreOptions) -> anyhow::Result<Report> {
    let backup = BackupFolder::to_read(&options.from)?;
    let manifest = choose(&backup, options)?;
    if manifest.data_format > handover_journal::FORMAT_VERSION {
        bail!(
            "generation {} holds a data folder of format {}, this release knows formats up to {}; run release {} or a \
             later one",
            manifest.generation,
            manifest.data_format,
            handover_journal::FORMAT_VERSION,
            manifest.release
        );
    }
    backup.check(&manifest)?;
    let data = DataFolder::fill(&options.data)?;
    let journal = files::copy(&backup.path(&manifest.journal.file), &data.journal_path());
    if let Err(error) = &journal {
        bail!("{} cannot be copied: {error}; make room and restore again", data.journal_path().display());
    }
    backup.is_whole(&manifest.journal, journal, manifest.generation)?;
    let pieces: Vec<PathBuf> = manifest.archive.iter().map(|piece| backup.path(&piece.file.file)).collect();
    let entries = join_pieces(pieces.iter().map(PathBuf::as_path), &data.archive_path())
        .context("the archive was not restored; make room, or name another folder, and restore again")?;
    let expected: u64 = manifest.archive.iter().map(|piece| piece.entries).sum();
    if entries != expected {
        bail!(Damage::new(format!("the archive has {entries} documents, and {expected} were backed up")));
    }
    data.finish()?;
    Ok(Report {
        generation: manifest.generation,
        begun_at: manifest.begun_at.clone(),
        accounts: manifest.accounts.len(),
        chats: manifest.accounts.values().map(|account| account.chats).sum(),
        archive_entries: entries,
    })
}

/// The generation that was asked for, else the latest.
fn choose(backup: &BackupFolder, options: &RestoreOptions) -> anyhow::Result<Manifest> {
    let there = backup.generations()?;
    let Some(latest) = there.last() else {
        bail!("{} holds no whole backup; `handover backup` makes one", options.from.display());
    };
    let wanted = options.generation.unwrap_or(*latest);
    if !there.contains(&wanted) {
        let numbers: Vec<String> = there.iter().map(u64::to_string).collect();
        bail!(
            "there is no generation {wanted} in {}; there is {}",
            options.from.display(),
            numbers.join(", ")
        );
    }
    backup.manifest(wanted)
}
