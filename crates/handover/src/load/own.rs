//! A server of the run's own: this same binary as a child process, on a data folder that is gone afterwards.

use super::settings::Settings;
use anyhow::{Context as _, bail};
use handover_server::password::{Hasher, PasswordHasher as _};
use rustix::process::{Pid, Signal, kill_process};
use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use tempfile::TempDir;

/// The password of every agent, on a server that only this machine can reach.
pub(super) const PASSWORD: &str = "Correct-Horse1";

/// Everybody comes from one address.
const SERVER_FILE: &str = "streams_per_address = 1000000\nconnections_per_address = 1000000\n";

/// The login name of an agent, by number from 1.
pub(super) fn login(number: u32) -> String {
    format!("agent{number}")
}

/// The server. It is killed when this is dropped.
pub(super) struct Own {
    child: Child,
    /// A server whose standard output is closed could not say anything more.
    stdout: BufReader<ChildStdout>,
    pub(super) address: SocketAddr,
    binary: PathBuf,
    folder: TempDir,
}

impl Own {
    /// Starts a server with agents and skills on a fresh data folder.
    pub(super) fn start(settings: &Settings, agents: u32, place: Option<&Path>) -> anyhow::Result<Self> {
        let mut builder = tempfile::Builder::new();
        builder.prefix("handover-load-");
        let folder = match place {
            Some(place) => builder.tempdir_in(place),
            None => builder.tempdir(),
        };
        let folder = folder.context("there is no place for a temporary data folder")?;
        let file = folder.path().join("apply.toml");
        std::fs::write(&file, apply_file(settings, agents)?).with_context(|| file.display().to_string())?;
        std::fs::write(folder.path().join("server.toml"), SERVER_FILE)?;
        let binary = std::env::current_exe()?;
        let (child, stdout, address) = serve(&binary, folder.path(), "127.0.0.1:0")?;
        Ok(Self { child, stdout, address, binary, folder })
    }

    /// The process.
    pub(super) fn id(&self) -> u32 {
        self.child.id()
    }

    /// Ends the process, in order or not, and starts another on the same folder at the same address.
    pub(super) fn start_again(mut self, in_order: bool) -> anyhow::Result<Self> {
        let signal = if in_order { Signal::TERM } else { Signal::KILL };
        kill_process(Pid::from_child(&self.child), signal)?;
        let status = self.child.wait()?;
        if in_order && !status.success() {
            bail!("the server was to stop and ended with {status}");
        }
        let address = self.address.to_string();
        (self.child, self.stdout, self.address) = serve(&self.binary, self.folder.path(), &address)?;
        Ok(self)
    }
}

impl Drop for Own {
    fn drop(&mut self) {
        let _may_be_gone = self.child.kill();
        let _status = self.child.wait();
    }
}

type Served = (Child, BufReader<ChildStdout>, SocketAddr);

fn serve(binary: &Path, folder: &Path, listen: &str) -> anyhow::Result<Served> {
    let mut command = Command::new(binary);
    command.args(["serve", "--listen", listen, "--data"]).arg(folder.join("data"));
    command.arg("--config").arg(folder.join("server.toml"));
    command.arg("--apply").arg(folder.join("apply.toml")).env("RUST_LOG", "error");
    // Ctrl-C is for the run, which then ends the server.
    command.process_group(0).stdin(Stdio::null()).stdout(Stdio::piped());
    let mut child = command.spawn().context("the server cannot be started")?;
    let mut stdout = BufReader::new(child.stdout.take().context("no standard output")?);
    let mut said = String::new();
    stdout.read_line(&mut said)?;
    if let Some(address) = said.trim_end().rsplit("http://").next().and_then(|address| address.parse().ok()) {
        return Ok((child, stdout, address));
    }
    let _may_be_gone = child.kill();
    bail!("the server does not say where it listens: {}", child.wait()?)
}

/// An account with these skills, and agents who have one each.
fn apply_file(settings: &Settings, agents: u32) -> anyhow::Result<String> {
    let hash = Hasher::with_cost(8, 1)?.hash(PASSWORD)?;
    let mut text =
        format!("[[account]]\nid = \"{}\"\napp_keys = [\"{}\"]\n", settings.account, settings.app_key);
    for (at, name) in settings.skills.iter().enumerate() {
        write!(text, "[[account.skill]]\nid = {}\nname = \"{name}\"\n", at + 1)?;
    }
    let mut skills = settings.skills.iter().cycle();
    for number in 1..=agents {
        let (name, slots) = (login(number), settings.slots);
        write!(text, "[[account.agent]]\nid = {number}\nlogin = \"{name}\"\npassword_hash = '{hash}'\n")?;
        write!(text, "nickname = \"{name}\"\nmax_chats = {slots}\n")?;
        if let Some(skill) = skills.next() {
            writeln!(text, "skills = [\"{skill}\"]")?;
        }
    }
    Ok(text)
}
