//! The world: the server with journal and archive that fail and crash, and the people who use it, in one thread, in
//! simulated time, from one seed.
//!
//! The server is the real one, from the HTTP surfaces down to the trait of the journal; people reach it only through
//! its door. What a crash leaves is what lay on the disk. The same seed gives the same run, to the byte of its trace:
//! time is the paused clock of the runtime, all chance comes from the seed, and what the server does on a thread of its
//! own takes turns with the rest (see `aside`).

mod agent;
mod archive;
mod aside;
mod ask;
mod books;
mod checks;
mod clock;
mod course;
mod crash;
mod entropy;
mod faults;
mod history;
mod host;
mod journal;
mod ledger;
mod life;
mod office;
mod panics;
pub mod requests;
mod seen;
mod stalled;
mod visitor;
mod weather;

pub use ask::{Ask, Got};
pub use books::Report;
pub use course::Fate;
pub use faults::{Fault, Faults};
pub use life::Life;
pub use office::ACCOUNT;
pub use weather::Weather;

use crate::plan::Dice;
use agent::Agent;
use aside::Simulated;
use clock::SimClock;
use crash::Crash;
use entropy::SeededEntropy;
use handover_archive::MemoryArchive;
use handover_desk::{AccountId, Command, Timestamp};
use handover_journal::MemoryJournal;
use handover_server::engine::clock::Clock;
use handover_server::password::Hasher;
use host::{Disk, Host};
use parking_lot::Mutex;
use std::sync::Arc;
use std::time::Duration;
use visitor::Visitor;

/// Visitors of a world.
const VISITORS: u64 = 5;
/// A start or a life that lasts longer, in simulated time, hangs.
const LONGEST_LIFE: Duration = Duration::from_hours(1);
/// Milliseconds between two tries to start a server whose journal cannot be read.
const START_RETRY_MS: u64 = 500;
/// After so many tries in vain whoever runs the server leaves it for later.
const START_TRIES: u32 = 20_000;

/// What came of a run.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Every request, answer, step of a write, fault and crash, with its time.
    pub trace: Vec<String>,
    /// What was seen.
    pub report: Report,
    /// The first promise that was broken.
    pub broken: Option<String>,
}

/// A disk, the people, and one server after the other.
pub struct World {
    seed: u64,
    weather: Weather,
    now: Timestamp,
    dice: Dice,
    disk: Arc<Disk>,
    entropy: Arc<SeededEntropy>,
    agents: Vec<Arc<tokio::sync::Mutex<Agent>>>,
    visitors: Vec<Arc<tokio::sync::Mutex<Visitor>>>,
}

/// Runs the world of a seed to its end.
#[must_use]
pub fn run(seed: u64, weather: Weather) -> Outcome {
    let mut world = match World::new(seed, weather) {
        Ok(world) => world,
        Err(why) => return Outcome { trace: Vec::new(), report: Report::default(), broken: Some(why) },
    };
    for _ in 0..weather.lives {
        world.live_for_a_while();
    }
    world.rest();
    world.outcome()
}

impl World {
    /// A world whose account is configured, and where nobody has done anything.
    pub fn new(seed: u64, weather: Weather) -> Result<Self, String> {
        let hasher = Hasher::with_cost(8, 1).map_err(|error| error.to_string())?;
        let disk = Disk {
            journal: MemoryJournal::new(),
            archive: MemoryArchive::new(),
            weather: Mutex::new(weather.calmed()),
            dice: Mutex::new(Dice::of_seed(seed)),
            script: Mutex::default(),
            late: Mutex::default(),
            books: Mutex::default(),
            hasher: Arc::new(hasher),
        };
        let agent = |colleague| Arc::new(tokio::sync::Mutex::new(Agent::new(colleague, seed)));
        let visitor = |number| Arc::new(tokio::sync::Mutex::new(Visitor::new(number, seed)));
        let mut world = Self {
            seed,
            weather,
            now: office::START,
            dice: Dice::of_seed(seed ^ 0x00c0_ffee),
            disk: Arc::new(disk),
            entropy: Arc::new(SeededEntropy::of_seed(seed ^ 0x0e17_0b1e)),
            agents: office::STAFF.map(agent).into(),
            visitors: (0..VISITORS).map(visitor).collect(),
        };
        world.open_office()?;
        *world.disk.weather.lock() = weather;
        Ok(world)
    }

    fn open_office(&mut self) -> Result<(), String> {
        let config = Box::new(office::config(self.seed, &self.weather));
        let done = self.live(async |life| {
            let account = life.engine().open_account(&AccountId::new(ACCOUNT)).await;
            let account = account.map_err(|error| error.to_string())?;
            let done = account.submit(None, Command::Configure(config)).await;
            life.pass_ms(1_000).await;
            done.map_err(|rejection| format!("{rejection:?}"))
        });
        done.unwrap_or(Err("the office cannot be opened".to_owned())).map(drop)
    }

    /// Starts a server on what lies on the disk, and lets a scene happen. Whatever is in memory ends with the scene, or
    /// with a crash on the way, which then gives nothing.
    pub fn live<T>(&mut self, scene: impl AsyncFnOnce(Arc<Life>) -> T) -> Option<T> {
        let panics = panics::so_far();
        let runtime = Simulated::new().ok()?;
        let (result, now) = runtime.block_on(async {
            let clock = Arc::new(SimClock::showing(self.now));
            let crash = Arc::new(Crash::default());
            let host =
                Host { disk: Arc::clone(&self.disk), clock: Arc::clone(&clock), crash: Arc::clone(&crash) };
            let whole = async {
                let life = start(&host, &self.entropy).await?;
                in_time(&host, scene(life)).await
            };
            let result = tokio::select! {
                biased;
                () = crash.struck() => None,
                result = whole => result,
            };
            (result, clock.now())
        })?;
        self.now = now;
        drop(runtime);
        if panics::so_far() != panics {
            self.disk.books.lock().break_off(now, "something has panicked, see above".to_owned());
        }
        result
    }

    /// What came of it so far.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        let books = self.disk.books.lock();
        let report = Report { archived: books.ledger.documents() as u64, ..books.report };
        Outcome { trace: books.trace.clone(), report, broken: books.broken.clone() }
    }

    fn is_broken(&self) -> bool {
        self.disk.books.lock().broken.is_some()
    }

    /// One life of the server with everybody about, until it crashes or is stopped; then some time without a server.
    fn live_for_a_while(&mut self) {
        if self.is_broken() {
            return;
        }
        let span_ms = u64::from(1 + self.dice.below(self.weather.life_ms));
        let in_order = self.dice.chance(1, 4);
        let (agents, visitors) = (self.agents.clone(), self.visitors.clone());
        self.live(async move |life| {
            life.host.judge(checks::read_back(&life).await);
            for agent in agents {
                tokio::spawn(agent::work(agent, Arc::clone(&life)));
            }
            for visitor in visitors {
                tokio::spawn(visitor::visit(visitor, Arc::clone(&life)));
            }
            tokio::spawn(clock::be_set(life.host.clone()));
            life.pass_ms(span_ms).await;
            if in_order {
                life.stop().await;
                life.host.disk.books.lock().report.stops += 1;
            } else {
                life.host.disk.books.lock().report.crashes += 1;
                life.host.count(Fault::PowerCut);
                life.crash().await;
            }
        });
        self.pass_without_a_server();
    }

    /// Time without a server: none, little or much. Now and then the machine's clock was set back meanwhile.
    fn pass_without_a_server(&mut self) {
        let ms = match self.dice.below(8) {
            0 => 0,
            1..=4 => i64::from(self.dice.below(1_000)),
            5..=6 => i64::from(self.dice.below(60_000)),
            _ => -i64::from(self.dice.below(2_000)),
        };
        self.now.0 = self.now.0.saturating_add(ms);
    }

    /// The end: nothing fails any more, everybody reads everything, and once more after a last restart.
    fn rest(&mut self) {
        *self.disk.weather.lock() = self.weather.calmed();
        self.disk.script.lock().clear();
        self.disk.late.lock().clear();
        for _ in 0..2 {
            if self.is_broken() {
                return;
            }
            let (agents, visitors) = (self.agents.clone(), self.visitors.clone());
            let lived = self.live(async move |life| {
                life.host.judge(checks::read_back(&life).await);
                life.host.judge(checks::at_rest(&life).await);
                for visitor in visitors {
                    visitor.lock().await.reads_everything(&life).await;
                }
                for agent in agents {
                    agent.lock().await.reads_everything(&life).await;
                }
                life.host.judge(checks::at_rest(&life).await);
            });
            if lived.is_none() && !self.is_broken() {
                let why = "the server does not start though nothing fails".to_owned();
                self.disk.books.lock().break_off(self.now, why);
            }
        }
    }
}

/// Starts the server: whoever runs it starts it again when it cannot read its journal, and leaves it at last.
async fn start(host: &Host, entropy: &Arc<SeededEntropy>) -> Option<Arc<Life>> {
    for _ in 0..START_TRIES {
        host.note("start");
        match in_time(host, Life::start(host.clone(), Arc::clone(entropy))).await? {
            Ok(life) => return Some(Arc::new(life)),
            Err(error) => {
                host.note(format_args!("not started: {error}"));
                host.disk.books.lock().report.failed_starts += 1;
                host.wait(START_RETRY_MS).await;
            }
        }
    }
    None
}

/// What comes of this, unless it takes longer than any life of a server.
async fn in_time<T>(host: &Host, whole: impl Future<Output = T>) -> Option<T> {
    let result = tokio::time::timeout(LONGEST_LIFE, whole).await;
    if result.is_err() {
        host.judge(Err("the server hangs".to_owned()));
    }
    result.ok()
}
