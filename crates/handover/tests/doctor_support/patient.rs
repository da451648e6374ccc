//! A server that the doctor looks at, and the way to it.

use super::common::process::Running;
use super::common::{APPLY_FILE, Place, serve};
use super::doctor_support::doctor;
use serde_json::Value;
use std::net::SocketAddr;
use std::path::Path;

/// A server with a server file.
pub(crate) struct Patient {
    pub(crate) place: Place,
    pub(crate) server: Running,
}

impl Patient {
    /// A server that is told this.
    pub(crate) fn told(server_file: &str, more: &[&Path]) -> Self {
        let place = Place::with(APPLY_FILE);
        let config = place.beside("server.toml");
        std::fs::write(&config, server_file).unwrap();
        let data = place.data();
        let mut words = serve(&data, None);
        words.extend([Path::new("--config"), &config]);
        words.extend(more);
        let server = Running::start(words);
        Self { place, server }
    }

    /// What the doctor says of the way to a URL. The other checks are of this server, too.
    pub(crate) fn through(&self, url: &str, more: &[&str], code: i32) -> Value {
        let (data, listen) = (self.place.data(), self.server.address.to_string());
        let mut words = vec!["--data", data.to_str().unwrap(), "--listen", &listen, "--url", url];
        words.extend(more);
        doctor(&words, code)
    }

    /// The same through a proxy without TLS.
    pub(crate) fn through_proxy(&self, proxy: SocketAddr, code: i32) -> Value {
        self.through(&format!("http://{proxy}"), &[], code)
    }
}
