//! `handover manual`: writes the pages of the manual, made from the command line itself.

use crate::cli::{Cli, ManualOptions, say};
use anyhow::Context as _;
use clap::{Command, CommandFactory as _};
use clap_mangen::Man;
use std::fs;
use std::io;

pub(crate) fn run(options: &ManualOptions) -> anyhow::Result<()> {
    let folder = &options.to;
    fs::create_dir_all(folder)
        .with_context(|| format!("cannot make the folder {}; name another with --to", folder.display()))?;
    let mut names = Vec::new();
    for (name, page) in pages()? {
        let path = folder.join(&name);
        fs::write(&path, page)
            .with_context(|| format!("cannot write {}; name another folder with --to", path.display()))?;
        names.push(name);
    }
    if options.json {
        say(&serde_json::json!({ "folder": folder, "pages": names }).to_string());
    } else {
        say(&format!("{} pages in {}", names.len(), folder.display()));
    }
    Ok(())
}

/// The pages by the name of their file. They name the release and not the commit, so that what has not changed stays the
/// same from build to build.
fn pages() -> io::Result<Vec<(String, Vec<u8>)>> {
    let mut command =
        Cli::command().version(env!("CARGO_PKG_VERSION")).long_version(None).disable_help_subcommand(true);
    // Gives the commands their full names, and the version.
    command.build();
    let mut pages = Vec::new();
    add(&command, &mut pages)?;
    Ok(pages)
}

fn add(command: &Command, pages: &mut Vec<(String, Vec<u8>)>) -> io::Result<()> {
    let man = Man::new(command.clone());
    let mut page = Vec::new();
    man.render(&mut page)?;
    pages.push((man.get_filename(), page));
    command.get_subcommands().try_for_each(|command| add(command, pages))
}
