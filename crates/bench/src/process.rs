//! The servers that are measured, as processes, and what the system says of them.

use crate::bare;
use crate::clock::now;
use crate::options::Options;
use anyhow::{Context as _, bail};
use rustix::process::{Pid, Signal, kill_process};
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

/// Clock ticks in a second, as Linux counts them for programs.
const TICKS_PER_S: f64 = 100.0;

/// How often, and how long apart, the memory of a server is looked at until it is steady, and what share of it counts as
/// steady.
const SETTLE_LOOKS: usize = 10;
const SETTLE_PAUSE: Duration = Duration::from_secs(2);
const STEADY: f64 = 0.998;

/// A process that listens. It is killed when this is dropped.
pub(crate) struct Server {
    child: Child,
    /// A server whose standard output is closed could not say anything more.
    _stdout: BufReader<ChildStdout>,
    pub(crate) address: SocketAddr,
    /// When it was started.
    pub(crate) started: Instant,
}

impl Server {
    /// Handover on a data folder. The limits on writes of visitors are for people; a few connections here write as thousands do.
    pub(crate) fn handover(options: &Options, data: &Path, apply: Option<&Path>) -> anyhow::Result<Self> {
        let file = data.with_extension("server.toml");
        std::fs::write(&file, "writes_per_chat = 0\nwrites_per_address = 0\nwrites_per_key = 0\n")?;
        let mut command = Command::new(&options.binary);
        command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(data).env("RUST_LOG", "warn");
        command.arg("--config").arg(file);
        if let Some(file) = apply {
            command.arg("--apply").arg(file);
        }
        Self::start(&mut command)
    }

    /// The yardstick that sends these bytes.
    pub(crate) fn bare(body: &[u8]) -> anyhow::Result<Self> {
        let body = str::from_utf8(body)?;
        Self::start(Command::new(std::env::current_exe()?).arg(bare::WORD).env(bare::BODY, body))
    }

    fn start(command: &mut Command) -> anyhow::Result<Self> {
        let started = now();
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn()?;
        let mut stdout = BufReader::new(child.stdout.take().context("no standard output")?);
        let mut said = String::new();
        stdout.read_line(&mut said)?;
        let address = said.trim_end().rsplit("http://").next().and_then(|address| address.parse().ok());
        let address = address.with_context(|| format!("{command:?} does not say where it listens"))?;
        Ok(Self { child, _stdout: stdout, address, started })
    }

    /// Stops it as an operator does, and waits until it has ended.
    pub(crate) fn stop(mut self) -> anyhow::Result<()> {
        kill_process(Pid::from_child(&self.child), Signal::TERM)?;
        let status = self.child.wait()?;
        if !status.success() {
            bail!("the server ended with {status}");
        }
        Ok(())
    }

    /// Kills it.
    pub(crate) fn kill(mut self) -> anyhow::Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Resident memory once it does not sink any more, in KiB: what a load needed for a moment is given back.
    pub(crate) async fn settled_kib(&self) -> anyhow::Result<f64> {
        let mut kib = self.resident_kib()?;
        for _ in 0..SETTLE_LOOKS {
            tokio::time::sleep(SETTLE_PAUSE).await;
            let before = std::mem::replace(&mut kib, self.resident_kib()?);
            if kib > before * STEADY {
                break;
            }
        }
        Ok(kib)
    }

    /// Resident memory, in KiB.
    fn resident_kib(&self) -> anyhow::Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
        Ok(line.trim_end_matches("kB").trim().parse()?)
    }

    /// Processor time it has used so far, in seconds, to the hundredth.
    pub(crate) fn cpu_s(&self) -> anyhow::Result<f64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id()))?;
        let behind_name = stat.rsplit_once(')').context("no name")?.1;
        let ticks = behind_name.split_whitespace().skip(11).take(2).map(str::parse::<f64>);
        Ok(ticks.sum::<Result<f64, _>>()? / TICKS_PER_S)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _may_be_gone = self.child.kill();
        let _status = self.child.wait();
    }
}
