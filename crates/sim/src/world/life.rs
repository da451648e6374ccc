//! One life of the server: the real engine behind the real surfaces, on a simulated host. People talk to it through
//! [`Life::ask`] and nothing else.

use super::archive::SimArchive;
use super::ask::{Ask, Got};
use super::course::Fate;
use super::entropy::SeededEntropy;
use super::faults::Fault;
use super::history::Write;
use super::host::Host;
use super::journal::SimJournal;
use super::office::ACCOUNT;
use super::seen::Side;
use axum::body::Body;
use axum::response::Response;
use handover_desk::{AgentId, Chat, ChatKey, Timestamp};
use handover_server::engine::clock::Clock;
use handover_server::engine::{Account, Engine, Parts, RecoveryError};
use handover_server::http::{App, Streams, Surfaces};
use handover_server::settings::ServerConfig;
use handover_server::{Guard, PasswordGate, Probes};
use http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::io::DuplexStream;

/// The address everybody comes from.
const PEER: IpAddr = IpAddr::V4(Ipv4Addr::new(198, 51, 100, 7));
/// Longest time an answer may take, whatever the disk does.
const PATIENCE: Duration = Duration::from_mins(5);
/// Longest time, in milliseconds, that a request is on its way.
const LONGEST_WAY_MS: u32 = 30_000;

/// One life of the server.
pub struct Life {
    surfaces: Surfaces,
    pub(super) host: Host,
    stopping: AtomicBool,
}

impl Life {
    /// Starts the server on what lies on the disk.
    pub(super) async fn start(host: Host, entropy: Arc<SeededEntropy>) -> Result<Self, RecoveryError> {
        let journal = Arc::new(SimJournal::new(host.clone()));
        let archive = Arc::new(SimArchive::new(host.clone()));
        let mut parts = Parts::new(journal, archive, Arc::clone(&host.clock) as _);
        parts.snapshot_every_facts = host.disk.weather.lock().snapshot_every_facts;
        let app = App {
            open_id: None,
            engine: Engine::open(parts).await?,
            entropy,
            passwords: PasswordGate::new(Arc::clone(&host.disk.hasher)),
            guard: Guard::new(&ServerConfig::default()),
            streams: Streams::new(&ServerConfig::default()),
            probes: Probes::default(),
            config: ServerConfig::default(),
        };
        Ok(Self { surfaces: Surfaces::new(Arc::new(app)), host, stopping: AtomicBool::new(false) })
    }

    pub(super) fn engine(&self) -> &Engine {
        &self.surfaces.app().engine
    }

    /// The account, which every life but the first finds in the journal.
    pub(super) fn account(&self) -> Option<Arc<Account>> {
        self.engine().account(ACCOUNT)
    }

    /// Whether readers see that an agent other than this one has a chat.
    pub(super) fn shows_elsewhere(&self, agent: AgentId, chat: &ChatKey) -> bool {
        let Some(account) = self.account() else { return false };
        let view = account.view().read();
        let no = view.desk().chat_by_key(chat).map(Chat::no);
        let mut others = view.desk().state().agents.iter().filter(|(id, _)| **id != agent);
        no.is_some_and(|no| others.any(|(_, other)| other.chats.contains(&no)))
    }

    /// Stops the server in order: what was taken is answered, what comes is turned away.
    pub async fn stop(&self) {
        self.host.note("stop");
        self.stopping.store(true, Ordering::SeqCst);
        self.engine().close().await;
        self.host.note("stopped");
    }

    /// Sends a request. Nothing is given when the answer was lost on the way.
    pub async fn ask(&self, who: &str, ask: &Ask) -> Option<Got> {
        let mut on_the_way_ms = u64::from(self.host.below(4));
        if self.host.chance(|weather| weather.delayed) {
            self.host.count(Fault::Delayed);
            on_the_way_ms += u64::from(self.host.below(LONGEST_WAY_MS));
        }
        self.host.wait(on_the_way_ms).await;
        self.host.note(format_args!("{who}: {ask}"));
        let Ok(request) = ask.to_request() else {
            self.host.judge(Err(format!("{ask} is no request")));
            return None;
        };
        let cut_after_ms = self.host.chance(|weather| weather.cut).then(|| u64::from(self.host.below(12)));
        let patience = cut_after_ms.map_or(PATIENCE, Duration::from_millis);
        let answer = async { Got::of(self.surfaces.answer(request, PEER).await).await };
        let got = tokio::time::timeout(patience, answer).await.ok();
        self.host.crash.alive().await;
        let lost = got.is_none() || self.host.chance(|weather| weather.cut);
        if got.is_none() && cut_after_ms.is_none() {
            self.host.judge(Err(format!("no answer to {ask}")));
        }
        if lost {
            self.host.note(format_args!("{who}: the answer is lost"));
            self.host.count(Fault::CutConnection);
            self.host.disk.books.lock().report.lost += 1;
            return None;
        }
        let got = got?;
        self.host.note(format_args!("{who}: {got}"));
        self.check_status(&got);
        Some(got)
    }

    /// Answers a request as it is.
    pub async fn answer(&self, request: Request<Body>) -> Response {
        self.surfaces.answer(request, PEER).await
    }

    /// Serves one connection to its end, with the HTTP/1.1 of the real server.
    pub async fn serve(self: Arc<Self>, connection: DuplexStream) {
        let service = service_fn(async |request: Request<Incoming>| {
            Ok::<_, Infallible>(self.answer(request.map(Body::new)).await)
        });
        let connection = http1::Builder::new().serve_connection(TokioIo::new(connection), service);
        // How a connection ends is for the client to see.
        drop(connection.with_upgrades().await);
    }

    /// Asks for a stream. Gives nothing when it is refused.
    pub(super) async fn open_stream(&self, who: &str, ask: Ask) -> Option<Body> {
        self.host.note(format_args!("{who}: {ask}, a stream"));
        let response = self.surfaces.answer(ask.to_request().ok()?, PEER).await;
        self.host.crash.alive().await;
        (response.status() == 200).then(|| response.into_body())
    }

    /// Sends a write, and holds its answer against what is durable.
    pub(super) async fn write(&self, who: &str, write: &Write) -> Option<Got> {
        match self.copy_of(who, write) {
            Some(true) => {
                let (first, second) = tokio::join!(self.write_once(who, write), self.write_once(who, write));
                first.or(second)
            }
            Some(false) | None => self.write_once(who, write).await,
        }
    }

    /// Whether a write is sent twice at once. A copy may come long after instead. Only what has a key is doubled by whoever
    /// is on the way: of the rest nobody could say how often it is to be done.
    fn copy_of(&self, who: &str, write: &Write) -> Option<bool> {
        if write.ask.key.is_none() || !self.host.chance(|weather| weather.doubled) {
            return None;
        }
        let at_once = self.host.below(2) == 0;
        if at_once {
            self.host.count(Fault::Duplicated);
        } else {
            let arrives =
                self.host.clock.now().0.saturating_add(i64::from(self.host.below(2 * LONGEST_WAY_MS)));
            self.host.disk.late.lock().push((Timestamp(arrives), who.to_owned(), write.clone()));
        }
        Some(at_once)
    }

    /// Delivers the copies whose time has come.
    pub(super) async fn deliver_late(&self) {
        let now = self.host.clock.now();
        let due: Vec<_> = self.host.disk.late.lock().extract_if(.., |(at, ..)| *at <= now).collect();
        for (_, who, write) in due {
            self.host.count(Fault::LateCopy);
            self.write_once(&who, &write).await;
        }
    }

    async fn write_once(&self, who: &str, write: &Write) -> Option<Got> {
        self.host.disk.books.lock().history.sends(write);
        let got = self.ask(who, &write.ask).await?;
        let verdict = {
            let mut books = self.host.disk.books.lock();
            let books = &mut *books;
            books.history.answered(write, &got, &books.ledger, &mut books.report)
        };
        self.host.judge(verdict);
        Some(got)
    }

    /// Reads the events of a chat, and holds them against what is durable and what others have seen. Gives the id from
    /// which to go on, or the answer that was no success.
    pub(super) async fn read_chat(
        &self,
        who: &str,
        side: Side,
        ask: &Ask,
        chat: ChatKey,
        from: u32,
    ) -> Result<u32, Option<Got>> {
        let got = self.ask(who, ask).await;
        let Some(got) = got.as_ref().filter(|got| got.is_ok()) else { return Err(got) };
        let verdict = got.root(ask.format).and_then(|root| {
            let mut books = self.host.disk.books.lock();
            let books = &mut *books;
            books.report.events += books.history.saw(side, chat, from, &root, &books.ledger)?;
            super::seen::Page::of(&root).map(|page| page.next)
        });
        match verdict {
            Ok(next) => Ok(next),
            Err(why) => {
                self.host.judge(Err(why));
                Err(None)
            }
        }
    }

    /// A server that is not stopping may refuse and may fail to store, nothing else. When its clock was set back, every
    /// bucket of the limits may be empty for a moment.
    fn check_status(&self, got: &Got) {
        let mut books = self.host.disk.books.lock();
        books.report.answers += 1;
        books.report.turned_away += u64::from(matches!(got.status, 429 | 503));
        drop(books);
        let gave_up =
            got.status == 503 && got.text().contains("busy") && !self.stopping.load(Ordering::SeqCst);
        if gave_up || !matches!(got.status, 200 | 201 | 400 | 401 | 404 | 429 | 503) {
            self.host.judge(Err(format!("an answer that cannot be: {got}")));
        }
    }

    /// What the next appends come to, before chance has a say.
    pub fn script(&self, fates: impl IntoIterator<Item = Fate>) {
        self.host.disk.script.lock().extend(fates);
    }

    /// Lets simulated time pass.
    pub async fn pass_ms(&self, ms: u64) {
        self.host.wait(ms).await;
    }

    /// Ends the life at once, as a power cut would.
    pub async fn crash(&self) {
        self.host.note("crash");
        self.host.crash.strike();
        self.host.crash.alive().await;
    }
}
