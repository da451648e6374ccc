//! The server of the test: the real binary on one data folder and one port, killed and started again.

use crate::common::http::Connection;
use crate::common::process::Running;
use crate::common::{ACCOUNT, Device, PASSWORD, Place};
use handover_server::password::{Hasher, PasswordHasher as _};
use std::fmt::Write as _;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Mutex;
use tokio::sync::watch;

/// How many agents there are. Each has a skill of its own, so that a chat about it rings with that agent.
pub(crate) const AGENTS: usize = 2;

/// An address that no connection to others comes from, so that the port stays free while the server is down.
const LISTEN: &str = "127.0.0.2:0";

/// The server, and whether it can be reached.
pub(crate) struct House {
    place: Place,
    /// Where it listens, from the first start to the last.
    pub(crate) address: SocketAddr,
    running: Mutex<Option<Running>>,
    up: watch::Sender<bool>,
}

impl House {
    /// Starts the server on an empty folder.
    pub(crate) fn open() -> Self {
        let place = Place::with(&apply_file());
        let running = start(&place, LISTEN);
        let address = running.address;
        Self { place, address, running: Mutex::new(Some(running)), up: watch::Sender::new(true) }
    }

    /// Says whether the server can be reached.
    pub(crate) fn up(&self) -> watch::Receiver<bool> {
        self.up.subscribe()
    }

    /// Kills the server as `kill -9` does, and starts it again where it was.
    pub(crate) fn kill_and_restart(&self) {
        self.up.send_replace(false);
        let mut running = self.running.lock().unwrap();
        no_panic(running.take().unwrap());
        *running = Some(start(&self.place, &self.address.to_string()));
        self.up.send_replace(true);
    }

    /// Ends the server; it must not have complained.
    pub(crate) fn close(&self) {
        no_panic(self.running.lock().unwrap().take().unwrap());
    }

    /// Signs every agent in on one device.
    pub(crate) fn sign_in(&self) -> Vec<Device> {
        let mut connection = Connection::to(self.address);
        (0..AGENTS).map(|agent| Device::sign_in(&mut connection, &format!("agent{agent}"))).collect()
    }
}

fn start(place: &Place, listen: &str) -> Running {
    let (data, file) = (place.data(), place.file());
    let arguments = ["serve", "--listen", listen, "--data"].map(Path::new);
    Running::start(arguments.into_iter().chain([&*data, Path::new("--apply"), &*file]))
}

fn no_panic(running: Running) {
    let outcome = running.kill();
    assert!(!outcome.stderr.contains("panicked"), "{}", outcome.stderr);
}

/// The skill of an agent.
pub(crate) fn skill(agent: usize) -> String {
    format!("skill{agent}")
}

/// The apply file. No time limit ends anything while the server is down or slow, and signing in is cheap.
fn apply_file() -> String {
    let hash = Hasher::with_cost(8, 1).unwrap().hash(PASSWORD).unwrap();
    let mut text = format!(
        "[[account]]\nid = \"{ACCOUNT}\"\n[account.settings]\nearly_lines = true\noffer_timeout_s = 3600\n\
         agent_presence_s = 3600\nagent_session_timeout_s = 3600\n"
    );
    for agent in 0..AGENTS {
        write!(text, "[[account.skill]]\nid = {}\nname = \"{}\"\n", agent + 10, skill(agent)).unwrap();
        let id = format!("id = {}\nlogin = \"agent{agent}\"\npassword_hash = '{hash}'\n", agent + 1);
        write!(text, "[[account.agent]]\n{id}max_chats = -1\nskills = [\"{}\"]\n", skill(agent)).unwrap();
    }
    text
}
