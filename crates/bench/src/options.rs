//! What is measured, how long, and with which binary.

use anyhow::{Context as _, bail};
use std::path::PathBuf;
use std::time::Duration;

/// The measurements there are.
const NAMES: [&str; 7] = ["desk", "polls", "lines", "starts", "fleet", "streams", "players"];

/// What the command line and the environment say.
pub(crate) struct Options {
    /// The server to measure.
    pub(crate) binary: PathBuf,
    /// The length of a round.
    pub(crate) round: Duration,
    /// Pairs of rounds of which the median counts.
    pub(crate) pairs: usize,
    /// Live chats for memory and start.
    pub(crate) chats: usize,
    /// Facts that are written before a start, beside those of the live chats.
    pub(crate) facts: usize,
    /// Seconds that visitors and agents play.
    pub(crate) load_s: usize,
    only: Vec<String>,
}

impl Options {
    pub(crate) fn read(only: Vec<String>) -> anyhow::Result<Self> {
        if let Some(unknown) = only.iter().find(|name| !NAMES.contains(&name.as_str())) {
            bail!("there is no measurement {unknown:?}; there are {}", NAMES.join(", "));
        }
        let beside = std::env::current_exe()?.with_file_name("handover");
        let binary = std::env::var_os("HANDOVER_BIN").map_or(beside, PathBuf::from);
        if !binary.is_file() {
            bail!("{} is not there; run cargo build --release -p handover", binary.display());
        }
        let seconds = u64::try_from(number("HANDOVER_BENCH_SECONDS", 5)?)?;
        Ok(Self {
            binary,
            round: Duration::from_secs(seconds.max(1)),
            pairs: number("HANDOVER_BENCH_PAIRS", 3)?.max(1),
            chats: number("HANDOVER_BENCH_CHATS", 10_000)?.max(1),
            facts: number("HANDOVER_BENCH_FACTS", 1_000_000)?,
            load_s: number("HANDOVER_BENCH_LOAD_SECONDS", 60)?.max(1),
            only,
        })
    }

    /// Whether a measurement is to be made.
    pub(crate) fn wants(&self, name: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|only| only == name)
    }

    /// What a table without these words could not be compared with another by.
    pub(crate) fn describe(&self) -> String {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
        let load = load.split(' ').next().unwrap_or("?");
        format!(
            "{}: {} pairs of rounds of {} s, {cores} cores, load before {load}",
            self.binary.display(),
            self.pairs,
            self.round.as_secs()
        )
    }
}

fn number(name: &str, default: usize) -> anyhow::Result<usize> {
    std::env::var(name)
        .map_or(Ok(default), |value| value.parse().with_context(|| format!("{name} must be a number")))
}
