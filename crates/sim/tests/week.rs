//! A long time in a shop: a hundred chats a minute through the real engine, journal and archive, on a clock that is moved. What
//! the server has in memory and in the journal does not grow with the days; what the archive has grows with the chats, and by
//! the same for each.
//!
//! `HANDOVER_MINUTES` says how long (60; a week is 10080). The clock stands still while a minute's chats are played, and then
//! is moved by that minute: so retention, purges and snapshots come as often as they would.

#![expect(clippy::unwrap_used, reason = "what goes wrong in the helpers of a test fails the test")]

use axum::body::Body;
use handover_archive::SqliteArchive;
use handover_desk::Timestamp;
use handover_journal::SqliteJournal;
use handover_server::engine::clock::{Clock as _, ManualClock};
use handover_server::engine::entropy::SystemEntropy;
use handover_server::engine::{Engine, Parts};
use handover_server::http::{App, Streams, Surfaces};
use handover_server::password::Hasher;
use handover_server::settings::ServerConfig;
use handover_server::{Guard, PasswordGate, Probes, apply::apply};
use http::{Request, header};
use http_body_util::BodyExt as _;
use std::net::{IpAddr, Ipv4Addr};
use std::path::Path;
use std::sync::Arc;

const ACCOUNT: &str = "12345678";
const APP_KEY: &str = "LivePerson appKey=721c180b09eb463d9f3191c41762bb68";
const START: Timestamp = Timestamp(1_764_000_000_000);
const CHATS_A_MINUTE: usize = 100;
/// Minutes after which an agent signs in anew: before the login of 8 hours is over.
const SHIFT: u64 = 400;

/// A number that stands behind the name of a variable.
fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().unwrap())
}

/// The shop, and its clock.
struct Shop {
    surfaces: Surfaces,
    clock: Arc<ManualClock>,
    bearer: String,
    session: String,
}

impl Shop {
    async fn open(folder: &Path) -> Self {
        let clock = Arc::new(ManualClock::at(START));
        let journal = SqliteJournal::open(&folder.join("journal.db")).unwrap();
        let archive = SqliteArchive::open(&folder.join("archive.db")).unwrap();
        let engine = Engine::open(Parts::new(Arc::new(journal), Arc::new(archive), Arc::clone(&clock) as _));
        let engine = engine.await.unwrap();
        let hasher = Arc::new(Hasher::with_cost(8, 1).unwrap());
        let file = format!(
            "[[account]]\nid = \"{ACCOUNT}\"\n[[account.agent]]\nid = 1\nlogin = \"maya\"\n\
             password = \"Correct-Horse1\"\nmax_chats = -1\n"
        );
        apply(&engine, &file, Arc::clone(&hasher) as _).await.unwrap();
        let config = ServerConfig {
            writes_per_chat: 0,
            writes_per_address: 0,
            writes_per_key: 0,
            ..ServerConfig::default()
        };
        let app = App {
            open_id: None,
            engine,
            entropy: Arc::new(SystemEntropy),
            passwords: PasswordGate::new(hasher),
            guard: Guard::new(&config),
            streams: Streams::new(&config),
            probes: Probes::default(),
            config,
        };
        let surfaces = Surfaces::new(Arc::new(app));
        let mut shop = Self { surfaces, clock, bearer: String::new(), session: String::new() };
        shop.sign_in().await;
        shop
    }

    /// Answers a write. Gives the path of what came of it, and the body.
    async fn post(&self, path: &str, authorization: &str, body: &str, status: u16) -> (String, Vec<u8>) {
        let request = Request::post(path)
            .header(header::HOST, "shop.example")
            .header(header::ACCEPT, "application/json")
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::CONTENT_LENGTH, body.len())
            .header(header::AUTHORIZATION, authorization)
            .body(Body::from(body.to_owned()))
            .unwrap();
        let answer = self.surfaces.answer(request, IpAddr::V4(Ipv4Addr::LOCALHOST)).await;
        let (parts, body) = answer.into_parts();
        let body = body.collect().await.unwrap().to_bytes().to_vec();
        assert_eq!(parts.status.as_u16(), status, "{path}: {}", String::from_utf8_lossy(&body));
        let location = parts.headers.get(header::LOCATION).map_or("", |href| href.to_str().unwrap());
        (location.split_once("shop.example").map_or("", |(_, path)| path).to_owned(), body)
    }

    /// The agent signs in anew, and leaves the device before.
    async fn sign_in(&mut self) {
        let before = (self.session.clone(), self.bearer.clone());
        let body = r#"{"username":"maya","password":"Correct-Horse1"}"#;
        let (_, login) = self.post(&format!("/api/account/{ACCOUNT}/login?v=1.3"), "", body, 200).await;
        let login: serde_json::Value = serde_json::from_slice(&login).unwrap();
        self.bearer = format!("Bearer {}", login["bearer"].as_str().unwrap());
        let path = format!("/api/account/{ACCOUNT}/agentSession?v=1");
        self.session = self.post(&path, &self.bearer, r#"{"loginData":""}"#, 201).await.0;
        if !before.0.is_empty() {
            let request = Request::delete(&before.0).header(header::HOST, "shop.example");
            let request = request.header(header::AUTHORIZATION, before.1).body(Body::empty()).unwrap();
            self.surfaces.answer(request, IpAddr::V4(Ipv4Addr::LOCALHOST)).await;
        }
    }

    /// One chat from its request to its end: three lines.
    async fn chat(&self) {
        let request = r#"{"request":{"visitorName":"Vera","interactionTimeout":86400}}"#;
        let path = format!("/api/account/{ACCOUNT}/chat/request?v=1");
        let (chat, _) = self.post(&path, APP_KEY, request, 201).await;
        let incoming = format!("{}/incomingRequests?v=1", self.session);
        let (accepted, _) = self.post(&incoming, &self.bearer, r#"{"chat":"start"}"#, 201).await;
        let line = |text: &str| format!(r#"{{"event":{{"@type":"line","text":"{text}"}}}}"#);
        let (mine, theirs) = (format!("{chat}/events?v=1"), format!("{accepted}/events?v=1"));
        // The offers of chats that came at once are taken in whichever order.
        self.post(&theirs, &self.bearer, &line("Good morning, how can I help you?"), 201).await;
        let ended = r#"{"event":{"@type":"state","state":"ended"}}"#;
        if chat.rsplit('/').next() == accepted.rsplit('/').next() {
            self.post(
                &mine,
                APP_KEY,
                &line("My parcel was to come on Tuesday and has not arrived yet."),
                201,
            )
            .await;
        }
        self.post(&theirs, &self.bearer, &line("It is on its way and comes tomorrow."), 201).await;
        self.post(&theirs, &self.bearer, ended, 201).await;
    }

    /// A minute's chats, then the minute.
    async fn minute(self: &Arc<Self>) {
        let mut chats = tokio::task::JoinSet::new();
        for _ in 0..CHATS_A_MINUTE {
            let shop = Arc::clone(self);
            chats.spawn(async move { shop.chat().await });
        }
        while let Some(done) = chats.join_next().await {
            done.unwrap();
        }
        self.clock.advance_ms(60_000);
        let account = self.surfaces.app().engine.account(ACCOUNT).unwrap();
        account.settle().await.unwrap();
    }
}

/// What a server takes.
#[derive(Clone, Copy, Debug)]
struct Taken {
    /// Chats on the desk.
    desk: usize,
    resident_kib: u64,
    journal_kib: u64,
    archive_kib: u64,
}

impl Taken {
    fn of(shop: &Shop, folder: &Path) -> Self {
        let account = shop.surfaces.app().engine.account(ACCOUNT).unwrap();
        let kib = |name: &str| std::fs::metadata(folder.join(name)).map_or(0, |about| about.len() / 1024);
        let status = std::fs::read_to_string("/proc/self/status").unwrap();
        let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        Self {
            desk: account.view().read().desk().state().chats.len(),
            resident_kib: resident.trim_end_matches("kB").trim().parse().unwrap(),
            journal_kib: kib("journal.db") + kib("journal.db-wal"),
            archive_kib: kib("archive.db") + kib("archive.db-wal"),
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_long_time_at_a_hundred_chats_a_minute_leaves_memory_and_journal_as_they_were() {
    let minutes = number("HANDOVER_MINUTES").unwrap_or(60);
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let mut shop = Arc::new(Shop::open(folder.path()).await);
    let mut seen = Vec::new();
    println!("minute      chats  on the desk   resident KiB   journal KiB   archive KiB");
    for minute in 1..=minutes {
        if minute % SHIFT == 0 {
            Arc::get_mut(&mut shop).unwrap().sign_in().await;
        }
        shop.minute().await;
        if minute % (minutes / 7).max(1) == 0 {
            let taken = Taken::of(&shop, folder.path());
            let Taken { desk, resident_kib, journal_kib, archive_kib } = taken;
            let chats = minute * CHATS_A_MINUTE as u64;
            println!(
                "{minute:>6} {chats:>10} {desk:>12} {resident_kib:>14} {journal_kib:>13} {archive_kib:>13}"
            );
            seen.push((chats, taken));
        }
    }
    // From the first seventh on nothing grows but the archive, and that by the same for each chat.
    let [(first_chats, first), .., (last_chats, last)] = seen[..] else { panic!("too short: {seen:?}") };
    assert!(last.desk <= 10 * CHATS_A_MINUTE, "{seen:?}");
    assert!(last.resident_kib < first.resident_kib * 3 / 2 + 32 * 1024, "{seen:?}");
    assert!(last.journal_kib < first.journal_kib * 2 + 128 * 1024, "{seen:?}");
    let each = |chats: u64, kib: u64| kib * 1024 / chats.max(1);
    let (whole, later) = (
        each(last_chats, last.archive_kib),
        each(last_chats - first_chats, last.archive_kib - first.archive_kib),
    );
    println!("the archive takes {later} bytes for each chat");
    assert!(later.abs_diff(whole) < whole / 3, "{whole} bytes for each chat at all, {later} later: {seen:?}");
    assert!(shop.clock.now() > START);
    shop.surfaces.app().engine.close().await;
}
