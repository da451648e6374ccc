//! `handover apply`: brings a data folder that no server works in to the state of a file.

use crate::cli::{ApplyOptions, say};
use crate::parts;
use anyhow::Context as _;
use handover_server::Traces;
use handover_server::apply::apply;
use handover_server::password::Hasher;
use std::path::Path;
use std::sync::Arc;

pub(crate) async fn run(options: ApplyOptions) -> anyhow::Result<()> {
    let text = read(&options.file)?;
    let opened = parts::open(&options.data, None, Traces::default()).await?;
    let report = apply(&opened.engine, &text, Arc::new(Hasher::new()?)).await;
    opened.engine.close().await;
    drop(opened.folder);
    let report = report.with_context(|| options.file.display().to_string())?;
    if options.json {
        say(&serde_json::json!({ "changes": report }).to_string());
    } else {
        for line in &report {
            say(line);
        }
    }
    Ok(())
}

/// The text of an apply file.
pub(crate) fn read(file: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))
}
