//! The machine, and what the system says of a process.

use std::fs::read_to_string;

/// Clock ticks in a second, as Linux counts them for programs.
const TICKS_PER_S: f64 = 100.0;

/// What a report must say for its numbers to mean something.
#[derive(Debug)]
pub(super) struct Machine {
    pub(super) cores: usize,
    pub(super) processor: String,
    pub(super) kernel: String,
    pub(super) memory_mib: f64,
}

impl Machine {
    /// This machine. What the system does not say is unknown.
    pub(super) fn here() -> Self {
        let unknown = || "unknown".to_owned();
        let line = |file: &str, name: &str| {
            let text = read_to_string(file).ok()?;
            let line = text.lines().find(|line| line.starts_with(name))?;
            Some(line.split_once(':')?.1.trim().to_owned())
        };
        Self {
            cores: std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
            processor: line("/proc/cpuinfo", "model name").unwrap_or_else(unknown),
            kernel: read_to_string("/proc/sys/kernel/osrelease")
                .map_or_else(|_| unknown(), |text| text.trim().to_owned()),
            memory_mib: line("/proc/meminfo", "MemTotal").and_then(|text| kib(&text)).unwrap_or(0.0) / 1024.0,
        }
    }
}

fn kib(text: &str) -> Option<f64> {
    text.trim_end_matches("kB").trim().parse().ok()
}

/// Resident memory of a process, in MiB.
pub(super) fn resident_mib(process: u32) -> Option<f64> {
    let status = read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    Some(kib(line)? / 1024.0)
}

/// Processor time that a process has used so far, in seconds, to the hundredth.
pub(super) fn cpu_s(process: u32) -> Option<f64> {
    let stat = read_to_string(format!("/proc/{process}/stat")).ok()?;
    let behind_name = stat.rsplit_once(')')?.1;
    let ticks = behind_name.split_whitespace().skip(11).take(2).map(str::parse::<f64>);
    Some(ticks.sum::<Result<f64, _>>().ok()? / TICKS_PER_S)
}

/// Lets this process, and those it starts, have as many open files as the system allows.
pub(super) fn raise_open_files() -> u64 {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let raised = Rlimit { current: limit.maximum, maximum: limit.maximum };
    // Where it is not allowed, the limit stays what it was.
    let _ = setrlimit(Resource::Nofile, raised);
    getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX)
}
