//! The options of `handover load`.

use super::span::Span;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Options of `handover load`.
#[derive(Args, Debug)]
#[command(after_help = AFTER_HELP)]
pub(crate) struct LoadOptions {
    /// A server that speaks the API, such as <http://chat.example.com:8080>; without it a server is started on a
    /// temporary data folder, and watched
    #[arg(long, value_name = "URL")]
    pub(crate) target: Option<String>,
    /// The account to play in
    #[arg(long, value_name = "ID", default_value = "12345678")]
    pub(crate) account: String,
    /// The application key visitors come with [default: the published one]
    #[arg(long, value_name = "KEY")]
    pub(crate) app_key: Option<String>,
    /// With --target: the agents to play, a file with a login name, a blank and the password in each line
    #[arg(long, value_name = "FILE", requires = "target")]
    pub(crate) agents_file: Option<PathBuf>,
    /// With --target, in the place of --agents-file: the login names of --agents agents, `{}` standing for 1, 2, 3, …
    #[arg(long, value_name = "PATTERN", requires = "target", requires = "password_file")]
    pub(crate) logins: Option<String>,
    /// With --logins: a file with the password that all of these agents have
    #[arg(long, value_name = "FILE", requires = "logins")]
    pub(crate) password_file: Option<PathBuf>,

    /// How long to measure, after the ramp
    #[arg(long, value_name = "TIME", default_value = "60s")]
    pub(crate) duration: Span,
    /// Time in which the chats of --chats are started [default: 1 s for every 500 of them]
    #[arg(long, value_name = "TIME")]
    pub(crate) ramp: Option<Span>,
    /// Live chats to keep up [default: 100]
    #[arg(long, value_name = "COUNT", conflicts_with = "arrivals")]
    pub(crate) chats: Option<u32>,
    /// Chats that arrive in a second, in the place of --chats
    #[arg(long, value_name = "RATE")]
    pub(crate) arrivals: Option<f64>,
    /// Mean length of a chat
    #[arg(long, value_name = "TIME", default_value = "5m")]
    pub(crate) talk: Span,
    /// Mean time between two lines of one side of a chat
    #[arg(long, value_name = "TIME", default_value = "20s", conflicts_with = "lines_per_s")]
    pub(crate) think: Span,
    /// Lines in a second in all chats together, in the place of --think
    #[arg(long, value_name = "RATE")]
    pub(crate) lines_per_s: Option<f64>,
    /// Share of the agents' lines that the visitor may not see
    #[arg(long, value_name = "SHARE", default_value_t = 0.05)]
    pub(crate) private: f64,
    /// Skills that chats ask for, each as often: a number, or names divided by commas; 0: none.
    /// [default: 3; with --target 0]
    #[arg(long, value_name = "COUNT|NAMES")]
    pub(crate) skills: Option<String>,
    /// Agents to play [default: with --agents-file all of them, else as many as the chats take and a quarter more]
    #[arg(long, value_name = "COUNT")]
    pub(crate) agents: Option<u32>,
    /// Chats an agent of the own server takes at once
    #[arg(long, value_name = "COUNT", default_value_t = 10, conflicts_with = "target")]
    pub(crate) slots: u32,

    /// How events reach visitors and agents
    #[arg(long, value_enum, default_value_t = Transport::Poll)]
    pub(crate) transport: Transport,
    /// Time between two polls of one thing
    #[arg(long, value_name = "TIME", default_value = "2s")]
    pub(crate) poll_every: Span,
    /// Connections that all polls share; writes, which wait for the disk, have up to eight times as many of their own
    #[arg(long, value_name = "COUNT", default_value_t = 256)]
    pub(crate) connections: usize,

    /// Agents in a second who go on at another device
    #[arg(long, value_name = "RATE", default_value_t = 0.0)]
    pub(crate) moves: f64,
    /// Own connections in a second that are cut, wherever they stand
    #[arg(long, value_name = "RATE", default_value_t = 0.0)]
    pub(crate) kills: f64,
    /// Stop the own server in order so long after the ramp, and start it again
    #[arg(long, value_name = "TIME", conflicts_with = "target")]
    pub(crate) restart_server_at: Option<Span>,
    /// Kill the own server (SIGKILL) again and again after so long, and start it again
    #[arg(long, value_name = "TIME", conflicts_with = "target")]
    pub(crate) kill_server_every: Option<Span>,
    /// A chat that waits longer than this while a suitable agent has a free slot is a fault
    #[arg(long, value_name = "TIME", default_value = "30s")]
    pub(crate) stuck_after: Span,

    /// What the chances of a run are drawn from: the same number, the same schedule
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    pub(crate) seed: u64,
    /// Where the temporary data folder of the own server is made [default: where the system keeps such things]
    #[arg(long, value_name = "DIR", conflicts_with = "target")]
    pub(crate) data_in: Option<PathBuf>,
    /// Write the report as JSON, too
    #[arg(long, value_name = "FILE")]
    pub(crate) json: Option<PathBuf>,
    /// Write the report as one HTML page, too
    #[arg(long, value_name = "FILE")]
    pub(crate) html: Option<PathBuf>,
    /// Write what every player sent and was told, and when, one line of JSON each, and check it as a whole
    #[arg(long, value_name = "FILE")]
    pub(crate) history: Option<PathBuf>,
    /// Check a history that an earlier run wrote, and play nothing
    #[arg(long, value_name = "FILE", exclusive = true)]
    pub(crate) check_history: Option<PathBuf>,
    /// Say on standard error how it goes, every so often
    #[arg(long, value_name = "TIME", num_args = 0..=1, default_missing_value = "2s")]
    pub(crate) progress: Option<Span>,
}

const AFTER_HELP: &str = "\
Times are written 500ms, 2s, 10m or 1h; a number alone is seconds. Chats, lines and ends come at times that are drawn
before (exponential distributions); every latency counts from the time that was meant, not from when it could be sent.
The command fails when anything that a client can see was wrong. docs/load.md says what is measured and checked.";

/// How events reach a player.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum Transport {
    /// A question every --poll-every
    Poll,
    /// A question whose answer is held back until there is something
    LongPoll,
    /// Server-Sent Events
    Sse,
    /// A WebSocket
    Websocket,
    /// Each player has one of these
    Mixed,
}
