//! `handover verify`: looks through a data folder, or through every generation of a backup. Changes nothing; a server may
//! be running meanwhile.

use crate::backup::folder::BackupFolder;
use crate::backup::{Damage, judged};
use crate::cli::{VerifyOptions, say};
use anyhow::{Context as _, bail};
use handover_archive::ArchiveObserver;
use handover_journal::{DataFolder, SqliteObserver, damage};
use handover_server::verify::{Report, Verification};
use std::path::Path;

pub(crate) async fn run(options: &VerifyOptions) -> anyhow::Result<()> {
    match (&options.data, &options.backup) {
        (Some(data), _) => data_folder(data, options.json).await,
        (None, Some(backup)) => backup_folder(backup, options.json),
        (None, None) => bail!("name a data folder with --data, or a backup with --backup"),
    }
}

async fn data_folder(data: &Path, json: bool) -> anyhow::Result<()> {
    let report =
        look_through(data).await.with_context(|| format!("{} cannot be verified", data.display()))?;
    if json {
        say(&serde_json::to_string(&report)?);
    } else {
        tell(&report);
    }
    if report.fault_count > 0 {
        bail!(Damage::told(format!(
            "{} faults in {}; keep the folder as it is, and restore the latest backup that verifies into another",
            report.fault_count,
            data.display()
        )));
    }
    Ok(())
}

/// The journal before the archive: a chat that has left the desk by then is in the archive.
async fn look_through(data: &Path) -> anyhow::Result<Report> {
    let journal = DataFolder::journal_to_observe(data)?;
    let broken = damage(&journal)?;
    let mut found = Verification::default();
    if broken.is_empty() {
        found = Verification::of_journal(&SqliteObserver::open(&journal)?).await?;
    }
    let torn = look_at_archive(data, broken.is_empty().then_some(&mut found))?;
    if broken.is_empty() && torn.is_empty() {
        return Ok(found.finish());
    }
    // What is torn cannot be compared; what is wrong with the rest is told all the same.
    let mut report = found.without_archive();
    for (file, lines) in [("journal", broken), ("archive", torn)] {
        for line in lines {
            report.fault(format!("{file}: {line}"));
        }
    }
    Ok(report)
}

/// What SQLite finds wrong with the archive; where that is nothing, `found` is shown every entry.
fn look_at_archive(data: &Path, found: Option<&mut Verification>) -> anyhow::Result<Vec<String>> {
    let look = || {
        let archive = ArchiveObserver::open(&DataFolder::archive_to_observe(data)?)?;
        let torn = archive.damage()?;
        if let Some(found) = found.filter(|_| torn.is_empty()) {
            archive.each(|entry| found.entry(&entry))?;
        }
        anyhow::Ok(torn)
    };
    look().map_err(judged).or_else(|error| match error.downcast::<Damage>() {
        Ok(damage) => Ok(vec![damage.to_string()]),
        Err(other) => Err(other),
    })
}

fn tell(report: &Report) {
    for account in &report.accounts {
        let replayed = if account.from_the_beginning { ", and the same from the first fact on" } else { "" };
        say(&format!(
            "account {}: {} chats on the desk at position {}, rebuilt with {} facts{replayed}",
            account.account, account.chats, account.position, account.facts
        ));
    }
    say(&format!(
        "archive: {} chats, {} offline messages, {} of them also on a desk or ahead of it",
        report.archived_chats, report.archived_messages, report.ahead
    ));
    report.faults.iter().for_each(|fault| say(&format!("FAULT {fault}")));
    if report.fault_count == 0 {
        say("Everything is whole");
    }
}

/// Every generation: its manifest, and every file it names.
fn backup_folder(path: &Path, json: bool) -> anyhow::Result<()> {
    let backup = BackupFolder::to_read(path)?;
    let mut lines = Vec::new();
    let mut faults = 0;
    for generation in backup.generations()? {
        let checked = backup.manifest(generation).and_then(|manifest| {
            backup.check(&manifest)?;
            Ok(manifest.begun_at)
        });
        let line = match checked {
            Ok(begun_at) => {
                serde_json::json!({ "generation": generation, "begun_at": begun_at, "whole": true })
            }
            Err(error) if error.is::<Damage>() => {
                faults += 1;
                serde_json::json!({ "generation": generation, "whole": false, "fault": error.to_string() })
            }
            Err(error) => return Err(error),
        };
        lines.push(line);
    }
    if json {
        say(&serde_json::json!({ "generations": lines, "fault_count": faults }).to_string());
    } else {
        for line in &lines {
            let said = line["begun_at"].as_str().map(|at| format!("whole, as of {at}"));
            let said =
                said.unwrap_or_else(|| format!("FAULT {}", line["fault"].as_str().unwrap_or_default()));
            say(&format!("generation {}: {said}", line["generation"]));
        }
    }
    if faults > 0 {
        bail!(Damage::told(format!(
            "{faults} of {} generations in {} are damaged; make a backup into an empty folder",
            lines.len(),
            path.display()
        )));
    }
    if lines.is_empty() {
        bail!("{} holds no whole backup; `handover backup` makes one", path.display());
    }
    Ok(())
}
