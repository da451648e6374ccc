//! The real binary as a process, and a client that speaks plain HTTP/1.1 over a socket and keeps what it reads as it was.

#![expect(
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    clippy::return_self_not_must_use,
    reason = "public only so that each test may leave some of it unused; what goes wrong in here fails the test"
)]

pub mod http;
pub mod noted;
pub mod process;
pub mod tls;

use http::{Connection, Reply, Request};
use std::path::{Path, PathBuf};

/// The account of [`APPLY_FILE`].
pub const ACCOUNT: &str = "12345678";
/// The application key that is taken for every account.
pub const APP_KEY: &str = "721c180b09eb463d9f3191c41762bb68";
/// The password of every agent.
pub const PASSWORD: &str = "Correct-Horse1";

/// An account with one skill, Sales, and one agent, Maya.
pub const APPLY_FILE: &str = r#"[[account]]
id = "12345678"

[[account.skill]]
id = 25975313
name = "Sales"

[[account.agent]]
id = 311098910
login = "maya"
password = "Correct-Horse1"
nickname = "Maya"
skills = ["Sales"]
"#;

/// One more agent for the end of [`APPLY_FILE`].
pub const BEN: &str = r#"
[[account.agent]]
id = 311098912
login = "ben"
password = "Correct-Horse1"
nickname = "Ben"
skills = ["Sales"]
"#;

/// A folder of its own for one test, with a data folder to be made in it and an apply file.
pub struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    /// A place whose apply file holds this.
    pub fn with(apply_file: &str) -> Self {
        let place = Self { folder: tempfile::tempdir().unwrap() };
        place.write(apply_file);
        place
    }

    /// The data folder, which the binary makes.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// The apply file.
    pub fn file(&self) -> PathBuf {
        self.folder.path().join("accounts.toml")
    }

    /// A file of this name beside the apply file.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Writes the apply file anew.
    pub fn write(&self, apply_file: &str) {
        std::fs::write(self.file(), apply_file).unwrap();
    }
}

/// The arguments of `handover serve` on a port that is free.
pub fn serve<'a>(data: &'a Path, apply: Option<&'a Path>) -> Vec<&'a Path> {
    let mut arguments: Vec<&Path> =
        ["serve", "--listen", "127.0.0.1:0", "--data"].into_iter().map(Path::new).collect();
    arguments.push(data);
    if let Some(file) = apply {
        arguments.extend([Path::new("--apply"), file]);
    }
    arguments
}

/// A sign-in with the password of every agent.
pub fn login(username: &str) -> Request {
    let body = format!(r#"{{"username":"{username}","password":"{PASSWORD}"}}"#);
    Request::post(format!("/api/account/{ACCOUNT}/login?v=1.3")).json(&body)
}

/// A request for a chat about sales.
pub fn chat_request() -> Request {
    Request::post(format!("/api/account/{ACCOUNT}/chat/request?v=1&NC=true"))
        .app_key(APP_KEY)
        .json(r#"{"request":{"skill":"Sales"}}"#)
}

/// A line for a chat, which may be a visitor's or an agent's.
pub fn line(chat: &str, text: &str) -> Request {
    let text = serde_json::Value::from(text);
    let body = format!(r#"{{"event":{{"@type":"line","text":{text}}}}}"#);
    Request::post(format!("{chat}/events?v=1&NC=true")).json(&body)
}

/// An agent at a device: signed in, with an agent session.
pub struct Device {
    /// The token of the login.
    pub bearer: String,
    /// The path of the agent session.
    pub session: String,
}

impl Device {
    /// Signs an agent in and starts an agent session.
    pub fn sign_in(connection: &mut Connection, username: &str) -> Self {
        let got = connection.ask(&login(username)).expect(200);
        let bearer = got.json()["bearer"].as_str().unwrap().to_owned();
        let start = Request::post(format!("/api/account/{ACCOUNT}/agentSession?v=1&NC=true"));
        let got = connection.ask(&start.json(r#"{"loginData":""}"#).bearer(&bearer)).expect(201);
        Self { session: got.location(), bearer }
    }

    /// Accepts what rings; gives the path of the chat under this agent session.
    pub fn accept(&self, connection: &mut Connection) -> String {
        let accept = Request::post(format!("{}/incomingRequests?v=1&NC=true", self.session));
        connection.ask(&accept.json(r#"{"chat":"start"}"#).bearer(&self.bearer)).expect(201).location()
    }
}

/// The ids and words of the events of a chat that this reply carries: `5 line You: Hi`.
pub fn events(reply: &Reply) -> Vec<String> {
    let json = reply.json();
    let events = json.get("events").or_else(|| json["chat"].get("events")).unwrap();
    let events = &events["event"];
    let events = match events.as_array() {
        Some(several) => several.clone(),
        None if events.is_null() => Vec::new(),
        None => vec![events.clone()],
    };
    let told = |event: &serde_json::Value| {
        let member = |name: &str| event[name].as_str().unwrap_or_default().to_owned();
        let what = if member("@type") == "line" {
            format!("{}: {}", member("by"), member("text"))
        } else {
            member("state")
        };
        format!("{} {} {what}", member("@id"), member("@type"))
    };
    events.iter().map(told).collect()
}
