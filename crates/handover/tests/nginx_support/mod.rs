//! An nginx in front of a server, with as little said about it as can be.

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader};
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use rustix::process::Signal;
use tempfile::TempDir;

/// An address that no connection to others comes from, so that a port that was free stays free.
const LISTEN: &str = "127.0.0.3:0";

/// The lines of `docs/push.md` that make nginx pass upgrades on: one beside `server`, and those in `location`.
const MAP: &str = "map $http_upgrade $connection_upgrade { default upgrade; '' ''; }";
pub(crate) const UPGRADES: &str = "proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; \
                        proxy_set_header Connection $connection_upgrade;";

/// A running nginx with a folder of its own. It is stopped when this goes out of scope.
pub(crate) struct Nginx {
    child: Child,
    /// Where it listens.
    pub(crate) address: SocketAddr,
    _folder: TempDir,
}

impl Nginx {
    /// Starts nginx in front of a server, with what makes it pass upgrades on or with nothing, and waits until it serves.
    pub(crate) fn before(server: SocketAddr, passes_upgrades: bool) -> Self {
        Self::with(server, if passes_upgrades { UPGRADES } else { "" })
    }

    /// The same with these lines in its `location`.
    pub(crate) fn with(server: SocketAddr, lines: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let address = TcpListener::bind(LISTEN).unwrap().local_addr().unwrap();
        let file = folder.path().join("nginx.conf");
        std::fs::write(&file, configuration(folder.path(), address, server, lines)).unwrap();
        let mut nginx = Command::new("nginx");
        nginx.arg("-e").arg("stderr").arg("-p").arg(folder.path()).arg("-c").arg(&file);
        let mut child = nginx.stderr(Stdio::piped()).spawn().unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap());
        let mut said = String::new();
        while !said.contains("start worker process") {
            assert_ne!(log.read_line(&mut said).unwrap(), 0, "nginx has not started: {said}");
        }
        // Nobody reads what it complains of: that connections are cut.
        std::thread::spawn(move || std::io::copy(&mut log, &mut std::io::sink()));
        Self { child, address, _folder: folder }
    }
}

impl Drop for Nginx {
    fn drop(&mut self) {
        let pid = rustix::process::Pid::from_child(&self.child);
        let _already_gone = rustix::process::kill_process(pid, Signal::TERM);
        let _already_waited_for = self.child.wait();
    }
}

/// A file that says where everything is, and nothing of how to serve but these lines.
fn configuration(folder: &Path, address: SocketAddr, server: SocketAddr, lines: &str) -> String {
    let folder = folder.display();
    let mut text =
        format!("user root root;\ndaemon off;\npid {folder}/pid;\nerror_log stderr notice;\nevents {{}}\n");
    text += "http {\n  access_log off;\n";
    for kind in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"] {
        writeln!(text, "  {kind}_temp_path {folder}/{kind};").unwrap();
    }
    let location = format!("location / {{ proxy_pass http://{server}; {lines} }}");
    writeln!(text, "  {MAP}\n  server {{ listen {address}; {location} }}\n}}").unwrap();
    text
}
