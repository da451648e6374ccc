//! `handover export` and `handover erase`: what is held of a visitor, for who has a right to it.

use crate::cli::{EraseOptions, ExportOptions, say};
use crate::control::{Answer, Question, ask_if_it_runs};
use crate::parts;
use anyhow::{Context as _, bail};
use handover_archive::ArchiveObserver;
use handover_journal::{AccountId, DataFolder, Journal as _, SqliteObserver};
use handover_server::Traces;
use handover_server::engine::recover;
use handover_server::visitor_data::{self, Held, VisitorId};
use serde_json::json;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;

/// Prints or writes what is held of a visitor. It only reads, so that a server may be running meanwhile.
pub(crate) async fn export(options: ExportOptions) -> anyhow::Result<()> {
    let held = held(&options).await?;
    let Some(path) = &options.to else {
        say(&if options.json { serde_json::to_string(&held)? } else { serde_json::to_string_pretty(&held)? });
        return Ok(());
    };
    let mut file =
        OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).with_context(|| {
            format!("{} cannot be written; name a file that is not there", path.display())
        })?;
    let written = serde_json::to_vec_pretty(&held)?;
    let written = file.write_all(&written).and_then(|()| file.sync_all());
    written.with_context(|| format!("{} could not be written whole", path.display()))?;
    let (chats, messages) = (held.chats.len(), held.offline_messages.len());
    if options.json {
        say(&json!({"file": path, "chats": chats, "offline_messages": messages}).to_string());
    } else {
        say(&format!("{chats} chats and {messages} offline messages are in {}", path.display()));
    }
    Ok(())
}

/// The desk is read before the archive: a chat that has left the one by then is in the other.
async fn held(options: &ExportOptions) -> anyhow::Result<Held> {
    let ExportOptions { data, account, visitor, .. } = options;
    let journal = SqliteObserver::open(&DataFolder::journal_to_observe(data)?)?;
    let account = AccountId::new(account.as_str());
    if !journal.accounts().await?.contains(&account) {
        bail!("there is no account {account} in {}", data.display());
    }
    let desk = recover(&journal, &account).await.context("the desk cannot be read")?.desk;
    let mut held = Held::on_desk(&account, VisitorId(*visitor), &desk)?;
    let archive = ArchiveObserver::open(&DataFolder::archive_to_observe(data)?)?;
    let mut unreadable = None;
    archive.each(|entry| {
        if entry.account == account
            && let Err(error) = held.look_at(&entry)
        {
            unreadable = Some(error);
        }
    })?;
    unreadable.map_or(Ok(held), |error| Err(error.into()))
}

/// Erases a visitor: the server that runs on the folder does, or where none does this process.
pub(crate) async fn erase(options: EraseOptions) -> anyhow::Result<()> {
    let EraseOptions { data, account, visitor, end_chats, json } = &options;
    let question = Question::Erase { account: account.clone(), visitor: *visitor, end: *end_chats };
    let documents = match ask_if_it_runs(data, &question).await? {
        Some(Answer::EraseBegun { documents, erasure }) => {
            if let Some(erasure) = erasure {
                until_erased(&options, erasure).await?;
            }
            documents
        }
        Some(Answer::Refused(why)) => bail!(why),
        Some(_) => bail!(
            "the server that runs is of another release and does not know the question; use its own `handover`"
        ),
        None => erase_here(&options).await?,
    };
    if *json {
        say(&json!({"account": account, "visitor": visitor, "documents": documents}).to_string());
    } else if documents == 0 {
        say(&format!("nothing is held of visitor {visitor} in account {account}"));
    } else {
        say(&format!(
            "visitor {visitor} of account {account} is erased: {documents} chats and offline messages"
        ));
        say(
            "Backups that were made before still hold them: make another, and remove those before it (handover backup --keep 1)",
        );
    }
    Ok(())
}

/// Each answer comes when it is done, or after a while.
async fn until_erased(options: &EraseOptions, erasure: u64) -> anyhow::Result<()> {
    loop {
        let question = Question::Erased { account: options.account.clone(), erasure };
        match ask_if_it_runs(&options.data, &question).await? {
            Some(Answer::Erased(true)) => return Ok(()),
            Some(Answer::Erased(false)) => {}
            Some(Answer::Refused(why)) => bail!(why),
            Some(_) | None => {
                bail!(
                    "the server has stopped before everything was erased; it goes on when it is started again"
                )
            }
        }
    }
}

async fn erase_here(options: &EraseOptions) -> anyhow::Result<usize> {
    let EraseOptions { data, account, visitor, end_chats, .. } = options;
    let parts::Opened { engine, folder } = parts::open(data, None, Traces::default()).await?;
    let done = async {
        let begun = visitor_data::erase(&engine, account, VisitorId(*visitor), *end_chats).await?;
        if let Some(erasure) = begun.erasure {
            visitor_data::erased(&engine, account, erasure).await?;
        }
        anyhow::Ok(begun.documents)
    }
    .await;
    engine.close().await;
    drop(folder);
    done
}
