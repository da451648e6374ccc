//! The command line.

use crate::build_info;
use crate::load::LoadOptions;
use clap::{Args, Parser, Subcommand, ValueEnum};
use handover_server::mail::outbox::Timestamp;
use std::io::Write as _;
use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// A self-hosted live-chat server whose chats follow the agent.
#[derive(Debug, Parser)]
#[command(
    name = "handover",
    version = build_info::SHORT,
    long_version = build_info::in_full(),
    propagate_version = true
)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve until SIGTERM or SIGINT; SIGHUP applies the file and reads the certificate again
    Serve(ServeOptions),
    /// Copy a data folder, also while a server runs on it; repeated, it writes what has changed
    Backup(BackupOptions),
    /// Make a data folder from a backup
    Restore(RestoreOptions),
    /// Look through a data folder, also while a server runs on it, or through a backup, and say what is wrong
    Verify(VerifyOptions),
    /// Carry a data folder of an earlier release to what this one reads, or back by one release
    Upgrade(UpgradeOptions),
    /// Look at everything that a server needs on this machine, and say what is wrong and what to do
    Doctor(DoctorOptions),
    /// Print every mail that was not delivered, also while a server runs
    Outbox(OutboxOptions),
    /// Print the logins that are locked because of wrong passwords, of a server that runs
    Locks(LocksOptions),
    /// Let a login go that is locked because of wrong passwords, of a server that runs
    Unlock(UnlockOptions),
    /// Take the second factor away from an agent who has lost it, of a server that runs
    #[command(subcommand)]
    SecondFactor(SecondFactorCommand),
    /// Print everything that is held of a visitor
    Export(ExportOptions),
    /// Erase everything that is held of a visitor
    Erase(EraseOptions),
    /// Print the audit log, or check that nobody has tampered with it, also while a server runs
    #[command(subcommand)]
    Audit(AuditCommand),
    /// Bring accounts, skills, agents, app keys and settings to the state of a TOML file
    Apply(ApplyOptions),
    /// Start a server on a temporary data folder, play the story of a chat that follows its agent, and keep serving
    Demo(DemoOptions),
    /// Play visitors and agents against a server, check everything they see, and report how quick it was
    Load(Box<LoadOptions>),
    /// Print the OpenAPI document of an API
    #[command(name = "openapi")]
    OpenApi(OpenApiOptions),
    /// Print what a shell needs to complete this command line
    Completions(CompletionsOptions),
    /// Write the manual: a page for `handover` and one for each of its commands, to be read with man
    Manual(ManualOptions),
}

impl Command {
    /// How this command writes its messages.
    pub(crate) fn log_format(&self) -> LogFormat {
        match self {
            Self::Serve(options) => options.log,
            Self::Backup(_)
            | Self::Restore(_)
            | Self::Verify(_)
            | Self::Upgrade(_)
            | Self::Outbox(_)
            | Self::Locks(_)
            | Self::Unlock(_)
            | Self::SecondFactor(_)
            | Self::Export(_)
            | Self::Erase(_)
            | Self::Audit(_)
            | Self::Doctor(_)
            | Self::Apply(_)
            | Self::Demo(_)
            | Self::Load(_)
            | Self::OpenApi(_)
            | Self::Completions(_)
            | Self::Manual(_) => LogFormat::Text,
        }
    }

    /// Whether everything that this command has to say is to be one JSON document, errors too. `load` writes its report to
    /// a file of its own; the rest prints what is no report.
    pub(crate) fn wants_json(&self) -> bool {
        match self {
            Self::Backup(options) => options.json,
            Self::Restore(options) => options.json,
            Self::Verify(options) => options.json,
            Self::Upgrade(options) => options.json,
            Self::Outbox(options) => options.json,
            Self::Locks(options) => options.json,
            Self::Unlock(options) => options.json,
            Self::SecondFactor(SecondFactorCommand::Remove(options)) => options.json,
            Self::Export(options) => options.json,
            Self::Erase(options) => options.json,
            Self::Audit(AuditCommand::List(options)) => options.json,
            Self::Audit(AuditCommand::Verify(options)) => options.log.json,
            Self::Apply(options) => options.json,
            Self::Manual(options) => options.json,
            Self::Doctor(options) => options.json,
            Self::Serve(_) | Self::Demo(_) | Self::Load(_) | Self::OpenApi(_) | Self::Completions(_) => false,
        }
    }
}

#[derive(Args, Debug)]
pub(crate) struct ServeOptions {
    /// The data folder; made when it is missing
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// The address to listen on [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) listen: Option<SocketAddr>,
    /// The configuration of the server, a TOML file with `listen`, `public_url`, `trusted_proxies`, `tls_cert`, `tls_key`,
    /// `streams_per_address`, `connections_per_address`, `writes_per_chat`, `writes_per_address`, `writes_per_key`, `metrics`,
    /// `[smtp]`, `[traces]`
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// A file to apply at the start, and again on SIGHUP
    #[arg(long, value_name = "FILE")]
    pub(crate) apply: Option<PathBuf>,
    /// The address clients reach the server by, such as <https://chat.example.com>
    #[arg(long, value_name = "URL")]
    pub(crate) public_url: Option<String>,
    /// Serve TLS with this certificate and those between it and the root, in PEM form; read again on SIGHUP
    #[arg(long, value_name = "FILE")]
    pub(crate) tls_cert: Option<PathBuf>,
    /// The private key of the certificate, in PEM form without a passphrase
    #[arg(long, value_name = "FILE")]
    pub(crate) tls_key: Option<PathBuf>,
    /// Serve a shop's page with the widget on it at /sample/, to try Handover with
    #[arg(long)]
    pub(crate) sample: bool,
    /// Serve figures for Prometheus at /metrics of this address, with /healthz and /readyz, to whoever asks
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) metrics: Option<SocketAddr>,
    /// Send traces of every request that writes to this OpenTelemetry collector: OTLP over HTTP, http://HOST:PORT
    #[arg(long, value_name = "URL")]
    pub(crate) traces: Option<String>,
    /// How messages are written to standard error
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "text")]
    pub(crate) log: LogFormat,
}

/// How messages are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    /// For people
    Text,
    /// One JSON object a line, for programs
    Json,
}

#[derive(Args, Debug)]
pub(crate) struct ApplyOptions {
    /// The data folder; made when it is missing
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// The file to apply
    #[arg(value_name = "FILE")]
    pub(crate) file: PathBuf,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct OutboxOptions {
    /// The data folder
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct BackupOptions {
    /// The data folder
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// The folder of the backup, best on another disk; made when it is missing
    #[arg(long, value_name = "DIR")]
    pub(crate) to: PathBuf,
    /// How many generations to keep, this one included
    #[arg(long, value_name = "N", default_value_t = NonZeroUsize::MIN.saturating_add(6))]
    pub(crate) keep: NonZeroUsize,
    /// Say it as one JSON document
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct RestoreOptions {
    /// The folder of the backup
    #[arg(long, value_name = "DIR")]
    pub(crate) from: PathBuf,
    /// The data folder to make; it must be missing or empty
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// Which generation; left out: the latest
    #[arg(long, value_name = "N")]
    pub(crate) generation: Option<u64>,
    /// Say it as one JSON document
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct VerifyOptions {
    /// The data folder
    #[arg(long, value_name = "DIR", required_unless_present = "backup", conflicts_with = "backup")]
    pub(crate) data: Option<PathBuf>,
    /// The folder of a backup: every file of every generation
    #[arg(long, value_name = "DIR")]
    pub(crate) backup: Option<PathBuf>,
    /// Say it as one JSON document
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct UpgradeOptions {
    /// The data folder; no server may run on it
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// Try it on a copy, say what would be done, and change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Carry it back, so that the release before can open it again
    #[arg(long)]
    pub(crate) back: bool,
    /// Say it as one JSON document
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct DoctorOptions {
    /// The data folder
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// The configuration of the server
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// The address that the server is to listen on [default: that of the configuration, else 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS")]
    pub(crate) listen: Option<SocketAddr>,
    /// The address that clients reach the running server by, such as <https://chat.example.com>: the way there is tried
    #[arg(long, value_name = "URL")]
    pub(crate) url: Option<String>,
    /// Certificates in PEM form that are believed beside those that browsers believe; needs --url
    #[arg(long, value_name = "FILE", requires = "url")]
    pub(crate) ca: Option<PathBuf>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct LocksOptions {
    /// The data folder of the server
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct UnlockOptions {
    /// The data folder of the server
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// The account of the login
    #[arg(long, value_name = "ACCOUNT")]
    pub(crate) account: String,
    /// The login name
    #[arg(long, value_name = "LOGIN")]
    pub(crate) login: String,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// What to do about second factors.
#[derive(Debug, Subcommand)]
pub(crate) enum SecondFactorCommand {
    /// Take it away: the agent signs in with the password alone, until another one is set up
    Remove(RemoveFactorOptions),
}

#[derive(Args, Debug)]
pub(crate) struct RemoveFactorOptions {
    /// The data folder of the server
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// The account of the agent
    #[arg(long, value_name = "ACCOUNT")]
    pub(crate) account: String,
    /// The login name of the agent
    #[arg(long, value_name = "LOGIN")]
    pub(crate) login: String,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// What `handover export` is told.
#[derive(Debug, Args)]
pub(crate) struct ExportOptions {
    /// The data folder; a server may be running on it
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// The account
    #[arg(long, value_name = "ACCOUNT")]
    pub(crate) account: String,
    /// The visitor's number: `visitorId` in the information of a chat
    #[arg(long, value_name = "NUMBER")]
    pub(crate) visitor: u64,
    /// The file to write; it must not be there. Without it the document is printed
    #[arg(long, value_name = "FILE")]
    pub(crate) to: Option<PathBuf>,
    /// Print JSON about the export instead of a sentence, where --to names a file
    #[arg(long)]
    pub(crate) json: bool,
}

/// What `handover erase` is told.
#[derive(Debug, Args)]
pub(crate) struct EraseOptions {
    /// The data folder; a server may be running on it
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// The account
    #[arg(long, value_name = "ACCOUNT")]
    pub(crate) account: String,
    /// The visitor's number: `visitorId` in the information of a chat
    #[arg(long, value_name = "NUMBER")]
    pub(crate) visitor: u64,
    /// End chats of the visitor that have not ended
    #[arg(long)]
    pub(crate) end_chats: bool,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// What to do with the audit log.
#[derive(Debug, Subcommand)]
pub(crate) enum AuditCommand {
    /// Print every entry that is kept, oldest first
    List(AuditOptions),
    /// Check the chain of hashes; fails when an entry was changed, removed or added
    Verify(AuditVerifyOptions),
}

#[derive(Args, Debug)]
pub(crate) struct AuditOptions {
    /// The data folder
    #[arg(long, value_name = "DIR")]
    pub(crate) data: PathBuf,
    /// Only this account
    #[arg(long, value_name = "ACCOUNT")]
    pub(crate) account: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct AuditVerifyOptions {
    #[command(flatten)]
    pub(crate) log: AuditOptions,
    /// A head that was noted earlier, as this command printed it: the entry must still be there with that hash. Needs --account
    #[arg(long, value_name = "NUMBER:HASH", requires = "account")]
    pub(crate) head: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct DemoOptions {
    /// The address to listen on
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    pub(crate) listen: SocketAddr,
    /// End when the story is told, instead of serving on
    #[arg(long)]
    pub(crate) once: bool,
}

#[derive(Args, Debug)]
pub(crate) struct OpenApiOptions {
    /// Which API
    #[arg(value_enum)]
    pub(crate) surface: Surface,
}

/// The APIs that have a document.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Surface {
    /// The Domain and Login services and the Chat Agent API
    Agent,
    /// The Domain service and the visitor API
    Visitor,
    /// What the console, the board and the widget need beside these: `openapi/handover.json`
    #[value(alias = "handover")]
    Pages,
}

#[derive(Args, Debug)]
pub(crate) struct CompletionsOptions {
    /// Which shell
    #[arg(value_enum)]
    pub(crate) shell: clap_complete::Shell,
}

#[derive(Args, Debug)]
pub(crate) struct ManualOptions {
    /// The folder to write the pages to; made when it is missing
    #[arg(long, value_name = "DIR")]
    pub(crate) to: PathBuf,
    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// An error of which everything stands in what was printed already.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Told(pub(crate) String);

/// Writes a line to standard output. When nobody reads it, there is nobody to tell.
pub(crate) fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}

/// Writes an error and what led to it to standard error.
pub(crate) fn complain(error: &anyhow::Error) {
    let _ = writeln!(std::io::stderr(), "handover: {error:#}");
}

/// A time as it is told.
pub(crate) fn time(at: Timestamp) -> String {
    jiff::Timestamp::from_millisecond(at.0).map(|at| at.to_string()).unwrap_or_default()
}
