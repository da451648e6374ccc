//! An SMTP server on loopback: it takes mails, or does what a test tells it to do instead. The tests of the binary use it
//! as well.

#![expect(
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    reason = "public only so that each test may leave some of it unused; what goes wrong in here fails the test"
)]

use mail_parser::{Message, MessageParser};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufStream};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// How long something may take that must happen. It only ends a test that would hang.
const PATIENCE: Duration = Duration::from_mins(1);

/// Where in a session a server can do something else than usual.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// When somebody has connected.
    Greeting,
    /// At `MAIL`.
    Mail,
    /// At `RCPT`.
    Rcpt,
    /// At the end of the mail.
    End,
}

/// What a server does at a stage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Does {
    /// Answers this.
    Says(&'static str),
    /// What is usual, but only when it is told to behave.
    Waits,
    /// Nothing, until the other side has gone.
    Hangs,
    /// Closes the connection.
    Closes,
}

/// A mail as it arrived.
#[derive(Clone, Debug)]
pub struct Received {
    /// The envelope's sender.
    pub from: String,
    /// The envelope's recipients.
    pub to: Vec<String>,
    /// Headers and body.
    pub raw: String,
}

impl Received {
    /// The mail in its parts.
    pub fn parsed(&self) -> Message<'_> {
        MessageParser::default().parse(&self.raw).unwrap()
    }

    /// The plain part.
    pub fn text(&self) -> String {
        self.parsed().body_text(0).unwrap().replace("\r\n", "\n")
    }

    /// The HTML part.
    pub fn html(&self) -> String {
        self.parsed().body_html(0).unwrap().replace("\r\n", "\n")
    }

    /// The lines of the head with this name, exactly as they came.
    pub fn header(&self, name: &str) -> Vec<&str> {
        let (head, _) = self.raw.split_once("\r\n\r\n").unwrap();
        let lines = head.split("\r\n").filter_map(|line| line.split_once(": "));
        lines.filter(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value).collect()
    }

    /// The Message-ID.
    pub fn id(&self) -> &str {
        self.header("Message-ID")[0]
    }
}

/// What has happened at a server so far.
#[derive(Clone, Debug, Default)]
struct Seen {
    /// Mails whose end has come, taken or not.
    offered: Vec<Received>,
    /// Mails that were taken.
    taken: Vec<Received>,
    /// How often something else was done than usual.
    exceptions: usize,
    /// Clients that are there.
    clients: usize,
    /// Most clients that were there at a time.
    most_clients: usize,
}

/// An SMTP server. It ends with the runtime it was started on.
pub struct SmtpServer {
    /// Where it listens.
    pub address: SocketAddr,
    behaviour: watch::Sender<Option<(Stage, Does)>>,
    seen: Arc<watch::Sender<Seen>>,
}

impl SmtpServer {
    /// Starts a server that takes every mail.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let behaviour = watch::Sender::new(None);
        let seen = Arc::new(watch::Sender::new(Seen::default()));
        let server = Self { address, behaviour, seen };
        let (behaviour, seen) = (server.behaviour.subscribe(), Arc::clone(&server.seen));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let session = Session {
                    stream: BufStream::new(stream),
                    behaviour: behaviour.clone(),
                    seen: Arc::clone(&seen),
                };
                // A client that goes in the middle is no fault of the server.
                tokio::spawn(async move {
                    let seen = Arc::clone(&session.seen);
                    seen.send_modify(|seen| {
                        seen.clients += 1;
                        seen.most_clients = seen.most_clients.max(seen.clients);
                    });
                    drop(session.run().await);
                    seen.send_modify(|seen| seen.clients -= 1);
                });
            }
        });
        server
    }

    /// From the next stage on, does this instead of what is usual.
    pub fn instead(&self, stage: Stage, does: Does) {
        self.behaviour.send_replace(Some((stage, does)));
    }

    /// Takes every mail again.
    pub fn behave(&self) {
        self.behaviour.send_replace(None);
    }

    /// The mails that were taken so far.
    pub fn taken(&self) -> Vec<Received> {
        self.seen.borrow().taken.clone()
    }

    /// The mails whose end has come so far, taken or not.
    pub fn offered(&self) -> Vec<Received> {
        self.seen.borrow().offered.clone()
    }

    /// Most clients that were there at a time.
    pub fn most_at_a_time(&self) -> usize {
        self.seen.borrow().most_clients
    }

    /// Waits until so many mails were taken, and gives all of them.
    pub async fn takes(&self, mails: usize) -> Vec<Received> {
        self.wait(|seen| seen.taken.len() >= mails).await;
        self.taken()
    }

    /// Waits until the server has done something unusual so often.
    pub async fn has_been_unusual(&self, times: usize) {
        self.wait(|seen| seen.exceptions >= times).await;
    }

    async fn wait(&self, until: impl FnMut(&Seen) -> bool) {
        let mut seen = self.seen.subscribe();
        let waited = tokio::time::timeout(PATIENCE, seen.wait_for(until)).await;
        assert!(waited.is_ok(), "{:?}", self.seen.borrow());
    }
}

/// One client.
struct Session {
    stream: BufStream<TcpStream>,
    behaviour: watch::Receiver<Option<(Stage, Does)>>,
    seen: Arc<watch::Sender<Seen>>,
}

impl Session {
    async fn run(mut self) -> std::io::Result<()> {
        self.answer(Some(Stage::Greeting), "220 test ESMTP").await?;
        let (mut from, mut to) = (String::new(), Vec::new());
        loop {
            let line = self.line().await?;
            let path = || line.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
            let verb = line.get(..4).unwrap_or_default().to_ascii_uppercase();
            match verb.as_str() {
                "EHLO" => {
                    self.answer(None, "250-test\r\n250 8BITMIME").await?;
                }
                "MAIL" => {
                    (from, to) = (path(), Vec::new());
                    self.answer(Some(Stage::Mail), "250 ok").await?;
                }
                "RCPT" => {
                    to.push(path());
                    self.answer(Some(Stage::Rcpt), "250 ok").await?;
                }
                "DATA" => {
                    self.answer(None, "354 go on").await?;
                    let raw = self.data().await?;
                    let mail = Received { from: from.clone(), to: to.clone(), raw };
                    self.seen.send_modify(|seen| seen.offered.push(mail.clone()));
                    if self.answer(Some(Stage::End), "250 taken").await? {
                        self.seen.send_modify(|seen| seen.taken.push(mail));
                    }
                }
                "QUIT" => {
                    self.answer(None, "221 bye").await?;
                    return Ok(());
                }
                _ => {
                    self.answer(None, "502 what?").await?;
                }
            }
        }
    }

    /// Answers as usual, or does something else. Says whether it was the usual.
    async fn answer(&mut self, stage: Option<Stage>, usual: &str) -> std::io::Result<bool> {
        let instead = self.behaviour.borrow().clone();
        let instead = instead.filter(|(at, _)| stage == Some(*at)).map(|(_, does)| does);
        if instead.is_some() {
            self.seen.send_modify(|seen| seen.exceptions += 1);
        }
        let words = match &instead {
            None => usual,
            Some(Does::Says(words)) => words,
            Some(Does::Waits) => {
                let _the_test_is_over = self.behaviour.wait_for(Option::is_none).await.is_err();
                usual
            }
            Some(Does::Hangs) => {
                self.stream.read_to_end(&mut Vec::new()).await?;
                return Err(std::io::ErrorKind::TimedOut.into());
            }
            Some(Does::Closes) => return Err(std::io::ErrorKind::ConnectionAborted.into()),
        };
        self.stream.write_all(format!("{words}\r\n").as_bytes()).await?;
        self.stream.flush().await?;
        Ok(matches!(instead, None | Some(Does::Waits)))
    }

    async fn line(&mut self) -> std::io::Result<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        Ok(line.trim_end_matches(['\r', '\n']).to_owned())
    }

    /// A mail up to the lone dot. Every line must end as SMTP wants it.
    async fn data(&mut self) -> std::io::Result<String> {
        let mut data = String::new();
        loop {
            let mut line = String::new();
            if self.stream.read_line(&mut line).await? == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
            assert!(line.ends_with("\r\n"), "{line:?}");
            if line == ".\r\n" {
                return Ok(data);
            }
            data.push_str(line.strip_prefix('.').unwrap_or(&line));
        }
    }
}
