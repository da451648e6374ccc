//! The binary as a process.

use super::noted;
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::SocketAddr;
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread::JoinHandle;
use std::time::Duration;

pub use rustix::process::Signal;

/// What a server writes when it can be reached, before the scheme of its address.
const LISTENS: &str = "Handover listens on ";

/// How long a server may take to say something. It only ends a test that would hang.
const PATIENCE: Duration = Duration::from_mins(1);

/// What a process that has ended leaves behind.
#[derive(Debug)]
pub struct Outcome {
    /// How it ended.
    pub status: ExitStatus,
    /// What it said.
    pub stdout: String,
    /// What it logged and complained of.
    pub stderr: String,
}

/// Runs the binary to its end.
pub fn run<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Outcome {
    let mut command = command(arguments);
    command.stdin(Stdio::null());
    run_command(command)
}

/// Runs a command that somebody else has put together to its end.
pub fn run_command(mut command: Command) -> Outcome {
    let output = command.output().unwrap();
    if let Some(mut log) = noted::log() {
        log.write_all(&output.stderr).unwrap();
    }
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Outcome { status: output.status, stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// Starts the binary with these arguments; what becomes of it is for the caller to see.
pub fn spawn<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Child {
    let silent = Stdio::null;
    command(arguments).stdin(silent()).stdout(silent()).stderr(silent()).spawn().unwrap()
}

/// Runs the binary to its end where no file may grow beyond so many blocks of 512 bytes: a disk that takes no more.
pub fn run_on_a_full_disk<A: AsRef<OsStr>>(blocks: u32, arguments: impl IntoIterator<Item = A>) -> Outcome {
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(script).arg(env!("CARGO_BIN_EXE_handover")).args(arguments).env_remove("RUST_LOG");
    shell.stdin(Stdio::null());
    run_command(shell)
}

/// Runs the binary until a file of it would grow beyond so many blocks of 512 bytes: at that write it is killed.
pub fn run_until_it_writes_beyond<A: AsRef<OsStr>>(
    blocks: u32,
    arguments: impl IntoIterator<Item = A>,
) -> ExitStatus {
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(format!("ulimit -c 0; ulimit -f {blocks}; exec \"$0\" \"$@\""));
    shell.arg(env!("CARGO_BIN_EXE_handover")).args(arguments).env_remove("RUST_LOG");
    shell.stdin(Stdio::null()).output().unwrap().status
}

fn command<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_handover"));
    command.args(arguments).env_remove("RUST_LOG");
    command
}

/// A server that can be reached. It is killed when this goes out of scope.
pub struct Running {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
    stdout: BufReader<ChildStdout>,
    said: String,
    stderr: Receiver<String>,
    /// Ends with the process.
    listening: Option<JoinHandle<()>>,
    logged: String,
}

impl Running {
    /// Starts the binary with these arguments and waits until it says where it listens.
    pub fn start<A: AsRef<OsStr>>(arguments: impl IntoIterator<Item = A>) -> Self {
        let mut command = command(arguments);
        command.stdin(Stdio::null());
        Self::spawn(command)
    }

    /// The same with a command that somebody else has put together.
    pub fn spawn(mut command: Command) -> Self {
        let mut log = noted::log();
        if log.is_some() {
            command.env("RUST_LOG", noted::LEVELS);
        }
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let errors = BufReader::new(child.stderr.take().unwrap());
        let (sender, stderr) = mpsc::channel();
        let listening = std::thread::spawn(move || {
            for line in errors.lines().map(Result::unwrap) {
                if let Some(log) = &mut log {
                    writeln!(log, "{line}").unwrap();
                    if noted::is_chatty(&line) {
                        continue;
                    }
                }
                // Who does not listen any more may still want it kept.
                let _heard = sender.send(line);
            }
        });
        let listening = Some(listening);
        let mut said = String::new();
        while let before = said.len()
            && stdout.read_line(&mut said).unwrap() > 0
        {
            if let Some(address) = said[before..].strip_prefix(LISTENS) {
                let (_scheme, address) = address.trim_end().split_once("://").unwrap();
                let address = address.parse().unwrap();
                let logged = String::new();
                return Self { child, address, stdout, said, stderr, listening, logged };
            }
        }
        let status = child.wait().unwrap();
        panic!("{command:?}: {status}: {said}{}", stderr.iter().collect::<String>());
    }

    /// The process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits until the process says a line that begins like this, and gives the line.
    pub fn says(&mut self, beginning: &str) -> String {
        loop {
            let before = self.said.len();
            assert_ne!(self.stdout.read_line(&mut self.said).unwrap(), 0, "no {beginning:?}: {}", self.said);
            if self.said[before..].starts_with(beginning) {
                return self.said[before..].to_owned();
            }
        }
    }

    /// Waits until the server logs a line with this in it.
    pub fn logs(&mut self, words: &str) {
        let mut last = String::new();
        while !last.contains(words) {
            last = self
                .stderr
                .recv_timeout(PATIENCE)
                .unwrap_or_else(|_| panic!("no {words:?}: {}", self.logged));
            self.logged += &last;
            self.logged.push('\n');
        }
    }

    /// Sends a signal.
    pub fn signal(&self, signal: Signal) {
        rustix::process::kill_process(rustix::process::Pid::from_child(&self.child), signal).unwrap();
    }

    /// Waits for the end of the process, which something else must bring about.
    pub fn wait(mut self) -> Outcome {
        let mut stdout = std::mem::take(&mut self.said);
        self.stdout.read_to_string(&mut stdout).unwrap();
        let status = self.child.wait().unwrap();
        let mut stderr = std::mem::take(&mut self.logged);
        for line in &self.stderr {
            stderr += &line;
            stderr.push('\n');
        }
        Outcome { status, stdout, stderr }
    }

    /// Kills the process as `kill -9` does: it has no time for anything.
    pub fn kill(self) -> Outcome {
        self.signal(Signal::KILL);
        self.wait()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _already_gone = self.child.kill();
        let _already_waited_for = self.child.wait();
        if let Some(listening) = self.listening.take() {
            let _failed_if_it_could_not_be_kept = listening.join();
        }
    }
}
