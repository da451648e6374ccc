//! Putting the parts of a server together on a data folder.

use anyhow::Context as _;
use handover_archive::SqliteArchive;
use handover_journal::{DataFolder, SqliteJournal};
use handover_server::Traces;
use handover_server::engine::clock::SystemClock;
use handover_server::engine::{Engine, Parts};
use handover_server::mail::MailTransport;
use std::path::Path;
use std::sync::Arc;

/// An engine on a data folder that this process holds alone.
pub(crate) struct Opened {
    pub(crate) engine: Engine,
    /// Given back when everything is closed.
    pub(crate) folder: DataFolder,
}

/// Opens a data folder and reads every desk in it. Without somebody to take them over, mails stay in the outbox.
pub(crate) async fn open(
    path: &Path,
    mail: Option<Arc<dyn MailTransport>>,
    traces: Traces,
) -> anyhow::Result<Opened> {
    let folder = DataFolder::open(path)?;
    let journal = SqliteJournal::open(&folder.journal_path())?;
    let archive = SqliteArchive::open(&folder.archive_path())?;
    let parts =
        Parts { mail, traces, ..Parts::new(Arc::new(journal), Arc::new(archive), Arc::new(SystemClock)) };
    let engine = Engine::open(parts).await.context("the desks cannot be read back")?;
    Ok(Opened { engine, folder })
}
