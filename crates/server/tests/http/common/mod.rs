//! A small world: a server, a visitor's shop, two accounts with their agents, and hands on the clock and on the disk.

pub(crate) mod ask;
pub(crate) mod bodies;
pub(crate) mod disk;
pub(crate) mod factor;
pub(crate) mod identity;
pub(crate) mod log;
pub(crate) mod people;
pub(crate) mod provider;
pub(crate) mod seen;
pub(crate) mod stream;
pub(crate) mod surveys;

use ask::{Ask, Got};
use bodies::Both;
use disk::{Disk, Seeded};
use handover_archive::MemoryArchive;
use handover_desk::{
    AccountConfig, AccountId, AccountProfile, AgentId, AgentProfile, Answer, Command, Group, GroupId,
    MaxChats, Role, Settings, Skill, SkillId, Timestamp,
};
use handover_server::engine::clock::{Clock, ManualClock};
use handover_server::engine::{Account, Engine, Parts};
use handover_server::http::{App, Streams, Surfaces};
use handover_server::open_id::OpenId;
use handover_server::password::{Hasher, PasswordHasher};
use handover_server::settings::ServerConfig;
use handover_server::{Guard, PasswordGate, Probes};
use handover_wire::Format;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

/// The account of the protocol's examples.
pub(crate) const ACCOUNT: &str = "12345678";
/// Another account of the same server.
pub(crate) const OTHER_ACCOUNT: &str = "87654321";
/// 2018-01-29T08:19:43.976-05:00.
const START: Timestamp = Timestamp(1_517_231_983_976);
/// The address clients come from.
pub(crate) const PEER: IpAddr = IpAddr::V4(Ipv4Addr::new(198, 51, 100, 7));

pub(crate) const SALES: u64 = 25_975_313;
pub(crate) const BILLING: u64 = 26_060_413;
pub(crate) const MAYA: u64 = 311_098_910;
pub(crate) const BEN: u64 = 311_098_912;
pub(crate) const CLEO: u64 = 311_098_913;
/// The supervisor, who is there only when a test wants her.
pub(crate) const SUE: u64 = 311_098_914;
/// The admin, who is there only when a test wants her.
pub(crate) const ADA: u64 = 311_098_915;
pub(crate) const FORMATS: [Format; 2] = [Format::Json, Format::Xml];
/// The password of every agent.
pub(crate) const PASSWORD: &str = "Correct-Horse1";

/// A server with everything around it.
pub(crate) struct World {
    pub(crate) surfaces: Surfaces,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) disk: Disk,
    pub(crate) archive: MemoryArchive,
    /// The format that requests are sent and answers wanted in.
    pub(crate) format: Format,
}

/// How a world differs from the usual one.
pub(crate) struct Making {
    pub(crate) format: Format,
    pub(crate) settings: Settings,
    pub(crate) mailbox_commands: Option<usize>,
    pub(crate) server: ServerConfig,
    pub(crate) open_id: Option<OpenId>,
}

impl Default for Making {
    fn default() -> Self {
        Self {
            format: Format::Json,
            settings: Settings::default(),
            mailbox_commands: None,
            server: ServerConfig::default(),
            open_id: None,
        }
    }
}

impl World {
    pub(crate) async fn new() -> Self {
        Self::made(Making::default()).await
    }

    pub(crate) async fn speaking(format: Format) -> Self {
        Self::made(Making { format, ..Making::default() }).await
    }

    pub(crate) async fn with(format: Format, settings: Settings) -> Self {
        Self::made(Making { format, settings, ..Making::default() }).await
    }

    pub(crate) async fn made(making: Making) -> Self {
        let archive = MemoryArchive::new();
        let settings = making.settings.clone();
        let world = Self::started(Disk::new(), archive, START, 1, making).await;
        world.configure(ACCOUNT, config(settings, staff())).await;
        world.configure(OTHER_ACCOUNT, config(Settings::default(), strangers())).await;
        world
    }

    /// The same world after its process was killed and started again.
    pub(crate) async fn after_crash(&self) -> Self {
        let (disk, archive) = (self.disk.after_crash(), self.archive.reopen());
        let making = Making { format: self.format, ..Making::default() };
        Self::started(disk, archive, self.clock.now(), 2, making).await
    }

    async fn started(disk: Disk, archive: MemoryArchive, now: Timestamp, seed: u64, making: Making) -> Self {
        log::keep();
        let Making { format, mailbox_commands, server, open_id, .. } = making;
        let clock = Arc::new(ManualClock::at(now));
        let mut parts = Parts::new(Arc::new(disk.clone()), Arc::new(archive.reopen()), clock.clone());
        parts.mailbox_commands = mailbox_commands.unwrap_or(parts.mailbox_commands);
        let app = App {
            open_id,
            engine: Engine::open(parts).await.unwrap(),
            entropy: Arc::new(Seeded::new(seed)),
            passwords: PasswordGate::new(Arc::new(Hasher::with_cost(8, 1).unwrap())),
            guard: Guard::new(&server),
            streams: Streams::new(&server),
            probes: Probes::default(),
            config: server,
        };
        Self { surfaces: Surfaces::new(Arc::new(app)), clock, disk, archive, format }
    }

    pub(crate) async fn configure(&self, account: &str, config: AccountConfig) {
        let account = self.surfaces.app().engine.open_account(&AccountId::new(account)).await.unwrap();
        let answer = account.submit(None, Command::Configure(Box::new(config))).await.unwrap();
        assert!(matches!(answer, Answer::Configured(_)));
    }

    /// Changes the account as its operator would.
    pub(crate) async fn change(&self, change: impl FnOnce(&mut AccountProfile)) {
        let mut profile = self.account().view().read().desk().state().profile.clone();
        change(&mut profile);
        self.configure(ACCOUNT, AccountConfig { profile, skills: Vec::new(), agents: Vec::new() }).await;
    }

    pub(crate) fn account(&self) -> Arc<Account> {
        self.surfaces.app().engine.account(ACCOUNT).unwrap()
    }

    /// The state of both desks as far as it is durable, as snapshots would hold it.
    pub(crate) fn state(&self) -> String {
        let state_of = |id| {
            let account = self.surfaces.app().engine.account(id).unwrap();
            serde_json::to_string(account.view().read().desk().state()).unwrap()
        };
        format!("{}\n{}", state_of(ACCOUNT), state_of(OTHER_ACCOUNT))
    }

    /// The time, in milliseconds since 1970.
    pub(crate) fn clock_ms(&self) -> i64 {
        self.clock.now().0
    }

    /// Moves the clock, and waits until everything that is due has happened.
    pub(crate) async fn advance_ms(&self, ms: i64) {
        self.clock.advance_ms(ms);
        self.account().settle().await.unwrap();
    }

    /// Sends a request exactly as it is.
    pub(crate) async fn send(&self, ask: Ask) -> Got {
        Got::of(self.surfaces.answer(ask.into_request(), PEER).await).await
    }

    /// A GET in this world's format.
    pub(crate) fn get(&self, path: impl AsRef<str>) -> Ask {
        Ask::get(with_query(path.as_ref())).accept(self.format.content_type())
    }

    /// A POST in this world's format.
    pub(crate) fn post(&self, path: impl AsRef<str>, body: &Both) -> Ask {
        self.filled(Ask::post(with_query(path.as_ref())), body)
    }

    /// A PUT in this world's format, as old clients send it.
    pub(crate) fn put(&self, path: impl AsRef<str>, body: &Both) -> Ask {
        self.filled(Ask::put(with_query(path.as_ref())), body)
    }

    fn filled(&self, ask: Ask, body: &Both) -> Ask {
        let format = self.format.content_type();
        ask.with("Content-Type", format).accept(format).body(body.get(self.format))
    }
}

/// The path with the standing query parameters.
fn with_query(path: &str) -> String {
    let separator = if path.contains('?') { '&' } else { '?' };
    format!("{path}{separator}v=1&NC=true")
}

pub(crate) fn config(settings: Settings, agents: Vec<AgentProfile>) -> AccountConfig {
    AccountConfig {
        profile: AccountProfile {
            time_zone: "America/New_York".into(),
            app_keys: vec!["00112233445566778899aabbccddeeff".into()],
            settings,
            surveys: surveys::all(),
            connectors: vec![identity::connector()],
            offline_mail: Some("desk@shop.example".into()),
            ..AccountProfile::default()
        },
        skills: vec![
            Skill { id: SkillId(SALES), name: "Sales".into(), offline_mail: None },
            Skill { id: SkillId(BILLING), name: "Billing".into(), offline_mail: None },
        ],
        agents,
    }
}

/// The other account with an agent group of its own.
pub(crate) fn config_with_group(id: u64, name: &str) -> AccountConfig {
    let mut config = config(Settings::default(), strangers());
    config.profile.groups.push(Group { id: GroupId(id), name: name.into() });
    config
}

/// The other account with no application key of its own.
pub(crate) fn config_without_keys(settings: Settings) -> AccountConfig {
    let mut config = config(settings, strangers());
    config.profile.app_keys.clear();
    config
}

pub(crate) fn staff() -> Vec<AgentProfile> {
    vec![
        agent(MAYA, "maya@example.com", "Maya", MaxChats::Unlimited, &[SALES, BILLING]),
        agent(BEN, "ben", "Ben", MaxChats::Limited(2), &[SALES, BILLING]),
        agent(CLEO, "cleo", "Cleo", MaxChats::Limited(1), &[BILLING]),
    ]
}

fn strangers() -> Vec<AgentProfile> {
    vec![agent(7, "otto", "Otto", MaxChats::Unlimited, &[SALES])]
}

fn agent(id: u64, login: &str, nickname: &str, max_chats: MaxChats, skills: &[u64]) -> AgentProfile {
    AgentProfile {
        id: AgentId(id),
        login: login.into(),
        password_hash: Hasher::with_cost(8, 1).unwrap().hash(PASSWORD).unwrap().into(),
        nickname: nickname.into(),
        name: format!("{nickname} R").into(),
        email: format!("{nickname}@example.com").into(),
        max_chats,
        skills: skills.iter().copied().map(SkillId).collect(),
        enabled: true,
        group: None,
        role: Role::Agent,
    }
}
