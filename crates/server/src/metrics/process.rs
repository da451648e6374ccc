//! What the system says of this process. Read when it is asked for; a figure that cannot be read is left out.

use super::sheet::{Kind, Sheet, number};
use std::fmt;
use std::fs;

/// Linux gives times of processes in hundredths of a second.
const TICKS_PER_S: f64 = 100.0;
const BYTES_PER_KIB: u64 = 1024;

pub(super) fn write(sheet: &mut Sheet<'_>, started_at_s: f64, commit: &str) -> fmt::Result {
    let build = [("version", env!("CARGO_PKG_VERSION")), ("commit", commit)];
    sheet
        .family(
            "handover_build_info",
            "The version of the server and the commit it was built from; always 1",
            Kind::Gauge,
        )?
        .put(&build, 1.0)?;
    sheet.one(
        "process_start_time_seconds",
        "When the process was started, in seconds since 1970",
        Kind::Gauge,
        Some(started_at_s),
    )?;
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    sheet.one(
        "process_resident_memory_bytes",
        "Memory of the process that is in RAM",
        Kind::Gauge,
        kib(&status, "VmRSS:").map(|kib| number(kib.saturating_mul(BYTES_PER_KIB))),
    )?;
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    sheet.one(
        "process_cpu_seconds",
        "Time that the process has had of all cores together",
        Kind::Counter,
        ticks(&stat).map(|ticks| number(ticks) / TICKS_PER_S),
    )?;
    // One of them is the folder that is being read.
    let open = fs::read_dir("/proc/self/fd").ok().map(|folder| folder.count().saturating_sub(1));
    sheet.one(
        "process_open_fds",
        "Files and connections that are open",
        Kind::Gauge,
        open.and_then(|open| u64::try_from(open).ok()).map(number),
    )?;
    let limits = fs::read_to_string("/proc/self/limits").unwrap_or_default();
    sheet.one(
        "process_max_fds",
        "Files and connections that may be open",
        Kind::Gauge,
        max_open_files(&limits).map(number),
    )
}

/// A line of `/proc/self/status`: a name, blanks, a number, `kB`.
fn kib(status: &str, name: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix(name))?;
    line.split_whitespace().next()?.parse().ok()
}

/// User and system time of `/proc/self/stat`: the 14th and 15th entry. The second one is a name in parentheses, which may
/// hold blanks.
fn ticks(stat: &str) -> Option<u64> {
    let (_, behind_name) = stat.rsplit_once(')')?;
    let mut times = behind_name.split_whitespace().skip(11);
    let (user, system): (u64, u64) = (times.next()?.parse().ok()?, times.next()?.parse().ok()?);
    Some(user.saturating_add(system))
}

/// The limit in force of `/proc/self/limits`.
fn max_open_files(limits: &str) -> Option<u64> {
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_writes_is_understood() {
        assert_eq!(kib("VmPeak:\t  9 kB\nVmRSS:\t  1234 kB\n", "VmRSS:"), Some(1234));
        assert_eq!(ticks("7 (a b) c) S 1 7 7 0 -1 4194560 1 0 0 0 30 12 0 0 20 0 1 0 5"), Some(42));
        let limits = "Limit  Soft  Hard  Units\nMax open files            1024     4096     files\n";
        assert_eq!(max_open_files(limits), Some(1024));
        assert_eq!((kib("", "VmRSS:"), ticks(""), max_open_files("")), (None, None, None));
    }
}
