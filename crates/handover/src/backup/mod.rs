//! `handover backup`: a data folder, copied while a server may be writing it.
//!
//! The journal is copied first and the archive after it. A chat leaves the desk by a fact that is appended only when its
//! document is durable in the archive: so what the copied desk does not have any more, the archive that is copied later
//! has. What both have is the desk's, which puts it into the archive again.
//!
//! The journal is as large as what is live, and is copied whole. The archive grows for ever, and is copied in pieces: a
//! piece whose entries are the same as when it was written is kept as it is.

pub(crate) mod files;
pub(crate) mod folder;
mod making;
pub(crate) mod manifest;

use crate::cli::{BackupOptions, say};
use anyhow::Context as _;
use folder::BackupFolder;
use handover_journal::{DataFolder, ReadError};
use handover_server::engine::RecoveryError;
use making::Making;
use manifest::FileLine;
use serde::Serialize;

/// The exit code of [`Damage`]; 1 is that of every other failure, and 2 that of a command line that is not understood.
pub(crate) const DAMAGED: u8 = 3;

/// What is wrong is wrong with what is stored, not with the attempt: the exit code says so.
#[derive(Debug, thiserror::Error)]
#[error("{words}")]
pub(crate) struct Damage {
    words: String,
    /// Whether it stands in a report that was given already.
    told: bool,
}

impl Damage {
    pub(crate) fn new(words: String) -> Self {
        Self { words, told: false }
    }

    /// What a report that was given already comes to.
    pub(crate) fn told(words: String) -> Self {
        Self { words, told: true }
    }
}

/// What a backup came to.
#[derive(Debug, Serialize)]
struct Report {
    generation: u64,
    begun_at: String,
    accounts: usize,
    chats: usize,
    archive_entries: u64,
    written_bytes: u64,
    kept_bytes: u64,
    removed_generations: Vec<u64>,
}

pub(crate) async fn run(options: &BackupOptions) -> anyhow::Result<()> {
    let report = back_up(options).await?;
    if options.json {
        say(&serde_json::to_string(&report)?);
        return Ok(());
    }
    let Report { generation, accounts, chats, archive_entries, written_bytes, kept_bytes, .. } = &report;
    say(&format!(
        "Generation {generation} of the backup is whole: {accounts} accounts, {chats} chats on the desks, \
         {archive_entries} documents in the archive; {written_bytes} bytes written, {kept_bytes} kept from before"
    ));
    if !report.removed_generations.is_empty() {
        let numbers: Vec<String> = report.removed_generations.iter().map(u64::to_string).collect();
        say(&format!("Removed by --keep {}: generation {}", options.keep, numbers.join(", ")));
    }
    Ok(())
}

async fn back_up(options: &BackupOptions) -> anyhow::Result<Report> {
    let journal = DataFolder::journal_to_observe(&options.data)?;
    let archive = DataFolder::archive_to_observe(&options.data)?;
    let folder = BackupFolder::to_write(&options.to, &options.data)?;
    let former = folder.latest()?;
    folder.tidy()?;
    let generation = former.as_ref().map_or(1, |former| former.generation + 1);
    let making = Making { folder: &folder, generation, former: former.as_ref() };
    let made = making.make(&journal, &archive).await.map_err(judged);
    if made.is_err() {
        // What is left over is in no manifest, and the next backup removes it if it cannot be removed here.
        let _left = folder.tidy().is_err();
    }
    let manifest = made.with_context(|| match &former {
        Some(former) => {
            format!("the backup was not made, and generation {} of it is as it was", former.generation)
        }
        None => "the backup was not made".to_owned(),
    })?;
    let removed_generations = folder.keep(options.keep.get())?;
    let files = manifest.files();
    let (written, kept): (Vec<_>, Vec<_>) = files.partition(|file| manifest.wrote(file));
    let bytes = |files: Vec<&FileLine>| files.iter().map(|file| file.bytes).sum();
    Ok(Report {
        generation,
        begun_at: manifest.begun_at.clone(),
        accounts: manifest.accounts.len(),
        chats: manifest.accounts.values().map(|account| account.chats).sum(),
        archive_entries: manifest.archive.iter().map(|piece| piece.entries).sum(),
        written_bytes: bytes(written),
        kept_bytes: bytes(kept),
        removed_generations,
    })
}

/// An error that says that something stored is not as it was written, told as [`Damage`]; others as they are.
pub(crate) fn judged(error: anyhow::Error) -> anyhow::Error {
    let journal = error
        .downcast_ref::<handover_journal::CopyError>()
        .is_some_and(handover_journal::CopyError::is_damage)
        || error
            .downcast_ref::<handover_journal::OpenError>()
            .is_some_and(handover_journal::OpenError::is_damage);
    let archive = error
        .downcast_ref::<handover_archive::CopyError>()
        .is_some_and(handover_archive::CopyError::is_damage)
        || error
            .downcast_ref::<handover_archive::OpenError>()
            .is_some_and(handover_archive::OpenError::is_damage);
    let desk = error.downcast_ref::<RecoveryError>().is_some_and(|error| match error {
        RecoveryError::Snapshot { .. } => true,
        RecoveryError::Journal { source, .. } => matches!(source, ReadError::Damaged { .. }),
    });
    if journal || archive || desk {
        return Damage::new(format!("{error:#}; `handover verify --data` says how badly")).into();
    }
    error
}

/// The error of a command that was asked for `--json`: what it has to say is on standard output in any case.
pub(crate) fn tell(error: &anyhow::Error) {
    let damage = error.downcast_ref::<Damage>();
    if !damage.is_some_and(|damage| damage.told) {
        let damaged = damage.is_some();
        say(&serde_json::json!({ "error": format!("{error:#}"), "damaged": damaged }).to_string());
    }
}
