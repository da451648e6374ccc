//! A secret of the server's file: it stands in a file of its own or in the environment, and gets into no message.

use anyhow::Context as _;
use std::path::Path;

/// The secret, without the end of its line. `needed` says what it is for, `member` names the key of its file.
pub(crate) fn read(
    needed: &str,
    member: &str,
    file: Option<&Path>,
    variable: &str,
) -> anyhow::Result<String> {
    let secret = match file {
        Some(path) => std::fs::read_to_string(path)
            .with_context(|| format!("{member}: {} cannot be read", path.display()))?,
        None => std::env::var(variable)
            .with_context(|| format!("{needed}: name a file with {member}, or set {variable}"))?,
    };
    Ok(secret.trim_end_matches(['\r', '\n']).to_owned())
}
