//! The same as in `chaos.rs` behind an nginx with its default settings. It asks the server in HTTP/1.0 and passes no upgrade
//! on: a WebSocket is not to be had, and clients step down to the other transports. Connections are cut before nginx and
//! behind it. With the lines of `docs/push.md` in its configuration it passes all four.
//!
//! Needs the program `nginx`, so that `./x test` leaves it to `./x prove`. `HANDOVER_EVENTS` says how many lines are written
//! (1,500), `HANDOVER_SEED` sets what is random.

#![expect(clippy::unwrap_used, reason = "what goes wrong in the helpers of a test fails the test")]

mod chaos_support;
pub mod common;
pub mod transports;

use chaos_support::chat_reader::{Tally, Way};
use chaos_support::house::House;
use chaos_support::play::{Play, settings};
use chaos_support::proxy::Proxy;
use common::process::Signal;
use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader};
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use tempfile::TempDir;

/// An address that no connection to others comes from, so that a port that was free stays free.
const LISTEN: &str = "127.0.0.3:0";

/// The lines of `docs/push.md` that make nginx pass upgrades on: one beside `server`, and those in `location`.
const MAP: &str = "map $http_upgrade $connection_upgrade { default upgrade; '' ''; }";
const UPGRADES: &str = "proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; \
                        proxy_set_header Connection $connection_upgrade;";

/// A running nginx with a folder of its own. It is stopped when this goes out of scope.
struct Nginx {
    child: Child,
    address: SocketAddr,
    _folder: TempDir,
}

impl Nginx {
    /// Starts nginx in front of a server and waits until it serves.
    fn before(server: SocketAddr, passes_upgrades: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let address = TcpListener::bind(LISTEN).unwrap().local_addr().unwrap();
        let file = folder.path().join("nginx.conf");
        std::fs::write(&file, configuration(folder.path(), address, server, passes_upgrades)).unwrap();
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

/// A file that says where everything is, and nothing of how to serve, unless upgrades are to be passed on.
fn configuration(folder: &Path, address: SocketAddr, server: SocketAddr, passes_upgrades: bool) -> String {
    let folder = folder.display();
    let mut text =
        format!("user root root;\ndaemon off;\npid {folder}/pid;\nerror_log stderr notice;\nevents {{}}\n");
    text += "http {\n  access_log off;\n";
    for kind in ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"] {
        writeln!(text, "  {kind}_temp_path {folder}/{kind};").unwrap();
    }
    let (map, upgrades) = if passes_upgrades { (MAP, UPGRADES) } else { ("", "") };
    let location = format!("location / {{ proxy_pass http://{server}; {upgrades} }}");
    writeln!(text, "  {map}\n  server {{ listen {address}; {location} }}\n}}").unwrap();
    text
}

/// Plays through nginx. Gives what came by which transport.
async fn play(passes_upgrades: bool) -> Tally {
    let (lines, seed) = settings();
    let house = House::open();
    let inner = Proxy::before(house.address, house.up(), seed).await;
    let nginx = Nginx::before(inner.address, passes_upgrades);
    let outer = Proxy::before(nginx.address, house.up(), !seed).await;
    let tally = Play::new(house, outer.address, lines, seed).perform().await;
    let cuts = (outer.cuts(), inner.cuts());
    eprintln!("{cuts:?} connections cut; {:?}, {} upgrades refused", tally.events, tally.not_upgraded);
    for way in [Way::Poll, Way::LongPoll, Way::Events] {
        assert!(tally.events.get(&way).is_some_and(|count| *count > lines / 50), "little came by {way:?}");
    }
    assert!(cuts.0 > lines / 20 && cuts.1 > lines / 20, "few connections were cut");
    tally
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn behind_nginx_who_steps_down_from_web_sockets_is_told_every_event_once() {
    let tally = play(false).await;
    assert_eq!(tally.events.get(&Way::WebSocket), None);
    assert!(tally.not_upgraded > 0, "no WebSocket was tried");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn behind_an_nginx_that_passes_upgrades_on_web_sockets_are_among_the_four_ways() {
    let tally = play(true).await;
    assert!(tally.events.contains_key(&Way::WebSocket), "nothing came by WebSocket");
    assert_eq!(tally.not_upgraded, 0);
}
