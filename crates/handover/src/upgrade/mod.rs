//! `handover upgrade`: carries a data folder of an earlier release to what this one reads, or back by one release. Everything is
//! tried on a copy of the journal first, and looked through there, so that what cannot be read is found before anything is changed.

mod known;
mod trial;

use crate::backup::Damage;
use crate::cli::{UpgradeOptions, say};
use crate::load::Clock;
use anyhow::{Context as _, bail};
use handover_journal::{
    DataFolder, FORMAT_VERSION, Journal, Position, SqliteObserver, TABLES, TABLES_BEFORE, upgrade_tables,
    write_tables_back,
};
use handover_server::verify::Verification;
use known::Known;
use serde::Serialize;
use std::collections::BTreeSet;
use std::path::Path;
use trial::Trial;

/// Most facts that are read at once.
const FACTS: usize = 4_096;

/// What would be done, or was.
#[derive(Debug, Serialize)]
struct Report {
    /// The format of the folder, which stays.
    format: u32,
    /// The version of the journal's tables as it was found, and as it is to be.
    journal_tables: i64,
    to_journal_tables: i64,
    /// The file that is written.
    file: String,
    bytes: u64,
    appends: i64,
    accounts: usize,
    /// Free room that is needed until it is done, and what there is.
    needs_bytes: u64,
    free_bytes: u64,
    /// How long it took on the copy.
    tried_in_ms: u64,
    /// Whether the folder was changed.
    done: bool,
}

pub(crate) async fn run(options: &UpgradeOptions) -> anyhow::Result<()> {
    let report = carry(options).await.with_context(|| {
        let way = if options.back { "carried back" } else { "upgraded" };
        format!("{} cannot be {way}, nothing was changed", options.data.display())
    })?;
    if options.json {
        say(&serde_json::to_string(&report)?);
    } else {
        tell(&report);
    }
    Ok(())
}

async fn carry(options: &UpgradeOptions) -> anyhow::Result<Report> {
    // A trial leaves no trace, not even who held the folder.
    let folder = if options.dry_run {
        DataFolder::hold_untouched(&options.data)?
    } else {
        DataFolder::hold(&options.data)?
    };
    let begun = Clock::start();
    let trial = Trial::of(&folder)?;
    let (found, appends) = trial.tables()?;
    let to = if options.back { TABLES_BEFORE } else { TABLES };
    let accounts = looked_through(trial.journal(), options.back).await?;
    if options.back && found != to {
        write_tables_back(trial.journal())?;
    }
    let report = Report {
        format: FORMAT_VERSION,
        journal_tables: found,
        to_journal_tables: to,
        file: folder.journal_path().display().to_string(),
        bytes: trial.bytes,
        appends,
        accounts,
        needs_bytes: trial.needs_bytes,
        free_bytes: trial.free_bytes,
        tried_in_ms: begun.now_us() / 1_000,
        done: !options.dry_run && found != to,
    };
    drop(trial);
    if report.done && options.back {
        write_tables_back(&folder.journal_path())?;
    } else if report.done {
        upgrade_tables(&folder.journal_path())?;
    }
    Ok(report)
}

/// Carries a copy along and reads everything in it; gives the number of accounts.
async fn looked_through(journal: &Path, back: bool) -> anyhow::Result<usize> {
    upgrade_tables(journal)?;
    let observer = SqliteObserver::open(journal)?;
    let report = Verification::of_journal(&observer).await?.without_archive();
    if let Some(fault) = report.faults.first() {
        bail!(Damage::new(format!(
            "{} faults, the first: {fault}; keep the folder as it is, and restore the latest backup that verifies",
            report.fault_count
        )));
    }
    if back {
        let unknown = unknown_before(&observer).await?;
        if !unknown.is_empty() {
            let unknown: Vec<String> = unknown.into_iter().collect();
            bail!(
                "the release before cannot read what is stored: {}; stay with this release, or restore a backup of that one",
                unknown.join(", ")
            );
        }
    }
    Ok(report.accounts.len())
}

/// What is stored that the release before does not know.
async fn unknown_before(journal: &dyn Journal) -> anyhow::Result<BTreeSet<String>> {
    let known = Known::of_format_1()?;
    let mut unknown = BTreeSet::new();
    for account in journal.accounts().await? {
        let mut at = Position::START;
        if let Some(snapshot) = journal.latest_snapshot(&account).await? {
            let desk = serde_json::from_slice(&snapshot.bytes).context("a snapshot cannot be read")?;
            known.look_at_desk(&desk, &mut unknown);
            at = snapshot.at;
        }
        loop {
            let tail = journal.read(&account, at, FACTS).await?;
            at = tail.last().unwrap_or(at);
            let more = tail.more;
            for fact in tail.into_facts() {
                known.look_at(&fact, &mut unknown)?;
            }
            if !more {
                break;
            }
        }
    }
    Ok(unknown)
}

fn tell(report: &Report) {
    let Report { format, journal_tables, to_journal_tables, file, bytes, appends, accounts, .. } = report;
    say(&format!(
        "Data folder of format {format}, journal with tables of version {journal_tables}: {accounts} accounts, {appends} appends, {bytes} bytes"
    ));
    if journal_tables == to_journal_tables {
        say("Nothing is to be done");
        return;
    }
    if report.done {
        say(&format!("{file} has tables of version {to_journal_tables}"));
        return;
    }
    say(&format!(
        "{file} would be written anew with tables of version {to_journal_tables}; all of it was read, and a copy carried over in {} ms",
        report.tried_in_ms
    ));
    say(&format!(
        "{} MiB of room are needed meanwhile, {} MiB are free",
        (report.needs_bytes >> 20) + 1,
        report.free_bytes >> 20
    ));
}
