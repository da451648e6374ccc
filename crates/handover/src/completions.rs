//! `handover completions`: prints what a shell needs to complete the command line.

use crate::cli::{Cli, CompletionsOptions, say};
use clap::CommandFactory as _;

pub(crate) fn run(options: &CompletionsOptions) {
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut Cli::command(), "handover", &mut script);
    say(String::from_utf8_lossy(&script).trim_end());
}
