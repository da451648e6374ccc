//! The account that load is put on: agents who take any number of chats, visitors whose chats last, and no time limit
//! that ends anything meanwhile.

use crate::connection::Connection;
use crate::options::Options;
use crate::process::Server;
use anyhow::Context as _;
use handover_server::password::{Hasher, PasswordHasher as _};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;
use tokio::task::JoinSet;

const ACCOUNT: &str = "12345678";
const APP_KEY: &str = "721c180b09eb463d9f3191c41762bb68";
const PASSWORD: &str = "Correct-Horse1";
const AGENTS: usize = 8;
/// What people write: an ordinary line of a support chat.
const TEXT: &str = "Hello, my parcel was to come on Tuesday and has not arrived yet.";

/// A running server with its account, on a data folder that is removed with it.
pub(crate) struct Shop {
    pub(crate) server: Server,
    devices: Vec<Device>,
    folder: TempDir,
}

/// An agent at a device.
struct Device {
    bearer: String,
    /// The path of the agent session.
    path: String,
}

/// A chat that an agent has accepted.
#[derive(Clone)]
pub(crate) struct Chat {
    key: String,
    agent: usize,
}

impl Shop {
    /// A server with an account on a fresh data folder, every agent at work.
    pub(crate) async fn open(options: &Options) -> anyhow::Result<Self> {
        let beside = std::env::current_exe()?;
        let folder = tempfile::tempdir_in(beside.parent().context("no folder")?)?;
        let file = folder.path().join("apply.toml");
        std::fs::write(&file, apply_file()?)?;
        let server = Server::handover(options, &folder.path().join("data"), Some(&file))?;
        let mut connection = Connection::open(server.address).await?;
        let mut devices = Vec::new();
        for agent in 0..AGENTS {
            devices.push(sign_in(&mut connection, agent).await?);
        }
        Ok(Self { server, devices, folder })
    }

    /// Ends this server as `end` does, and starts it anew on the same data.
    pub(crate) fn restart(
        self,
        options: &Options,
        end: fn(Server) -> anyhow::Result<()>,
    ) -> anyhow::Result<Self> {
        let Self { server, devices, folder } = self;
        end(server)?;
        let server = Server::handover(options, &data(folder.path()), None)?;
        Ok(Self { server, devices, folder })
    }

    /// Starts so many chats, has them all accepted, and writes so many lines in each, visitor and agent in turn.
    pub(crate) async fn fill(
        &self,
        connections: usize,
        chats: usize,
        lines: usize,
    ) -> anyhow::Result<Vec<Chat>> {
        self.share_out(connections, vec![start(); chats], 201).await?;
        let chats = self.accept_all(connections.div_ceil(AGENTS)).await?;
        for number in 0..lines {
            let request = |chat: &Chat| if number % 2 == 0 { chat.line() } else { self.agents_line(chat) };
            self.share_out(connections, chats.iter().map(request).collect(), 201).await?;
        }
        Ok(chats)
    }

    /// Writes at least so many facts that leave the desk as large as it was: visitors take other names in turn.
    pub(crate) async fn rename(
        &self,
        connections: usize,
        chats: &[Chat],
        facts: usize,
    ) -> anyhow::Result<()> {
        let names = ["Ada", "Grace"];
        for name in names.into_iter().cycle().take(facts.div_ceil(chats.len().max(1))) {
            self.share_out(connections, chats.iter().map(|chat| chat.rename(name)).collect(), 200).await?;
        }
        Ok(())
    }

    /// Sends each of these requests once, over so many connections.
    async fn share_out(
        &self,
        connections: usize,
        requests: Vec<Arc<[u8]>>,
        status: u16,
    ) -> anyhow::Result<()> {
        let mut tasks = JoinSet::new();
        let requests: Arc<[Arc<[u8]>]> = requests.into();
        for number in 0..connections {
            let mut connection = Connection::open(self.server.address).await?;
            let requests = Arc::clone(&requests);
            tasks.spawn(async move {
                for request in requests.iter().skip(number).step_by(connections) {
                    connection.ask_for(request, status).await?;
                }
                anyhow::Ok(())
            });
        }
        while let Some(done) = tasks.join_next().await {
            done??;
        }
        Ok(())
    }

    /// Every agent accepts on so many connections until nothing rings.
    async fn accept_all(&self, connections: usize) -> anyhow::Result<Vec<Chat>> {
        let mut tasks = JoinSet::new();
        for (agent, device) in self.devices.iter().enumerate() {
            let accept = post(&format!("{}/incomingRequests", device.path), &device.authorization(), "{}");
            for _ in 0..connections {
                let mut connection = Connection::open(self.server.address).await?;
                let accept = Arc::clone(&accept);
                tasks.spawn(async move {
                    let mut chats = Vec::new();
                    while connection.ask(&accept).await? == 201 {
                        let path = connection.location()?;
                        let key = path.rsplit('/').next().unwrap_or_default().to_owned();
                        chats.push(Chat { key, agent });
                    }
                    anyhow::Ok(chats)
                });
            }
        }
        let mut chats = Vec::new();
        while let Some(done) = tasks.join_next().await {
            chats.extend(done??);
        }
        Ok(chats)
    }

    /// The agent of a chat says something.
    fn agents_line(&self, chat: &Chat) -> Arc<[u8]> {
        let device = self.devices.get(chat.agent).or(self.devices.first());
        let (path, authorization) =
            device.map(|device| (device.path.as_str(), device.authorization())).unwrap_or_default();
        post(&format!("{path}/chat/{}/events", chat.key), &authorization, &say_text())
    }
}

impl Chat {
    /// The visitor asks whether there is anything from this event on.
    pub(crate) fn poll(&self, from: usize) -> Arc<[u8]> {
        let path = format!("/api/account/{ACCOUNT}/chat/{}/events?v=1&NC=true&from={from}", self.key);
        let request = format!("GET {path} HTTP/1.1\r\n{}{}\r\n", headers(), of_visitor());
        request.into_bytes().into()
    }

    /// The visitor wants to be told, in the way that these headers ask for.
    pub(crate) fn stream(&self, headers: &str) -> Vec<u8> {
        let path = format!("/api/account/{ACCOUNT}/chat/{}/events?v=1", self.key);
        format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n{}{headers}\r\n", of_visitor()).into_bytes()
    }

    /// The visitor has another name.
    fn rename(&self, name: &str) -> Arc<[u8]> {
        let path = format!("/api/account/{ACCOUNT}/chat/{}/info/visitorName", self.key);
        let authorization = format!("{}X-HTTP-Method-Override: PUT\r\n", of_visitor());
        post(&path, &authorization, &format!(r#"{{"visitorName":"{name}"}}"#))
    }

    /// The visitor says something.
    pub(crate) fn line(&self) -> Arc<[u8]> {
        post(&format!("/api/account/{ACCOUNT}/chat/{}/events", self.key), &of_visitor(), &say_text())
    }
}

impl Device {
    fn authorization(&self) -> String {
        format!("Authorization: Bearer {}\r\n", self.bearer)
    }
}

/// A visitor asks for a chat.
pub(crate) fn start() -> Arc<[u8]> {
    let body = r#"{"request":{"interactionTimeout":86400}}"#;
    post(&format!("/api/account/{ACCOUNT}/chat/request"), &of_visitor(), body)
}

async fn sign_in(connection: &mut Connection, agent: usize) -> anyhow::Result<Device> {
    let body = format!(r#"{{"username":"agent{agent}","password":"{PASSWORD}"}}"#);
    connection.ask_for(&post(&format!("/api/account/{ACCOUNT}/login"), "", &body), 200).await?;
    let login: serde_json::Value = serde_json::from_slice(connection.body())?;
    let bearer = login["bearer"].as_str().context("no bearer")?.to_owned();
    let mut device = Device { bearer, path: String::new() };
    let start = post(&format!("/api/account/{ACCOUNT}/agentSession"), &device.authorization(), "{}");
    connection.ask_for(&start, 201).await?;
    device.path = connection.location()?;
    Ok(device)
}

fn data(folder: &Path) -> PathBuf {
    folder.join("data")
}

fn apply_file() -> anyhow::Result<String> {
    let hash = Hasher::with_cost(8, 1)?.hash(PASSWORD)?;
    let mut text = format!(
        "[[account]]\nid = \"{ACCOUNT}\"\n[account.settings]\noffer_timeout_s = 86400\n\
         agent_presence_s = 86400\nagent_session_timeout_s = 86400\n"
    );
    for agent in 0..AGENTS {
        let (id, name) = (agent + 1, format!("agent{agent}"));
        let profile = format!("id = {id}\nlogin = \"{name}\"\npassword_hash = '{hash}'\nmax_chats = -1\n");
        write!(text, "[[account.agent]]\n{profile}")?;
    }
    Ok(text)
}

fn say_text() -> String {
    format!(r#"{{"event":{{"@type":"line","text":"{TEXT}"}}}}"#)
}

fn of_visitor() -> String {
    format!("Authorization: LivePerson appKey={APP_KEY}\r\n")
}

fn headers() -> &'static str {
    "Host: handover.test\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64)\r\nAccept: application/json\r\n"
}

fn post(path: &str, authorization: &str, body: &str) -> Arc<[u8]> {
    let head = format!("POST {path}?v=1&NC=true HTTP/1.1\r\n{}{authorization}", headers());
    let about_body = format!("Content-Type: application/json\r\nContent-Length: {}\r\n", body.len());
    format!("{head}{about_body}\r\n{body}").into_bytes().into()
}
