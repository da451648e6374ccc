//! The binary: reads the command line, puts the parts together and runs one of the commands.

mod apply;
mod audit;
mod backup;
mod build_info;
mod cli;
mod completions;
mod control;
mod demo;
mod doctor;
mod load;
mod locks;
mod manual;
mod open_id;
mod openapi;
mod outbox;
mod parts;
mod restore;
mod second_factor;
mod secret;
mod serve;
mod server_file;
mod smtp;
mod systemd;
mod traces;
mod upgrade;
mod verify;
mod visitor;

use clap::Parser;
use cli::{Cli, Command, LogFormat};
use std::io::IsTerminal as _;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;

#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    let format = cli.command.log_format();
    let level = match &cli.command {
        Command::Serve(_)
        | Command::Apply(_)
        | Command::Outbox(_)
        | Command::Locks(_)
        | Command::Unlock(_)
        | Command::SecondFactor(_)
        | Command::Audit(_) => "info",
        // The story is told on the same screen; what the others say is their answer.
        Command::Demo(_)
        | Command::Load(_)
        | Command::OpenApi(_)
        | Command::Completions(_)
        | Command::Manual(_)
        | Command::Backup(_)
        | Command::Restore(_)
        | Command::Doctor(_)
        | Command::Upgrade(_)
        | Command::Export(_)
        | Command::Erase(_)
        | Command::Verify(_) => "warn",
    };
    log_to_stderr(level, format);
    let json = cli.command.wants_json();
    let done = match cli.command {
        Command::Serve(options) => serve::run(options).await,
        Command::Apply(options) => apply::run(options).await,
        Command::Backup(options) => backup::run(&options).await,
        Command::Restore(options) => restore::run(&options),
        Command::Verify(options) => verify::run(&options).await,
        Command::Upgrade(options) => upgrade::run(&options).await,
        Command::Doctor(options) => doctor::run(&options).await,
        Command::Outbox(options) => outbox::run(options).await,
        Command::Locks(options) => locks::list(options).await,
        Command::Unlock(options) => locks::release(options).await,
        Command::SecondFactor(options) => second_factor::run(options).await,
        Command::Export(options) => visitor::export(options).await,
        Command::Erase(options) => visitor::erase(options).await,
        Command::Audit(options) => audit::run(options).await,
        Command::Demo(options) => demo::run(options).await,
        Command::Load(options) => load::run(*options).await,
        Command::OpenApi(options) => {
            openapi::run(&options);
            Ok(())
        }
        Command::Completions(options) => {
            completions::run(&options);
            Ok(())
        }
        Command::Manual(options) => manual::run(&options),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            if json && !error.is::<cli::Told>() {
                backup::tell(&error);
            }
            match format {
                LogFormat::Text => cli::complain(&error),
                LogFormat::Json => tracing::error!("{error:#}"),
            }
            if error.is::<backup::Damage>() { ExitCode::from(backup::DAMAGED) } else { ExitCode::FAILURE }
        }
    }
}

/// Messages go to standard error, as many as `RUST_LOG` asks for; standard output is for what a command gives.
fn log_to_stderr(unless_asked: &str, format: LogFormat) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(unless_asked));
    // At its lowest level it writes out what is in a frame: what people wrote, and chat session keys.
    let filter = "tungstenite=off".parse().into_iter().fold(filter, EnvFilter::add_directive);
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match format {
        LogFormat::Text => log.with_ansi(std::io::stderr().is_terminal()).init(),
        LogFormat::Json => {
            log.json().flatten_event(true).with_current_span(false).with_span_list(false).init();
        }
    }
}
