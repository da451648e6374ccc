//! The server, its journal and its archive, with crashes between any two steps.
//!
//! `HANDOVER_SEEDS` says how many worlds (200 unless told otherwise); `HANDOVER_SEED` replays one and prints its trace. A
//! world in which a promise is broken says with which command.
#![expect(clippy::unwrap_used, reason = "what goes wrong in the helpers of a test fails the test")]

use handover_sim::world::{Fate, Got, Life, Outcome, Report, Weather, World, requests, run};
use handover_wire::Format;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;

/// Seeds that have found a defect once. They run always.
const REGRESSIONS: [u64; 2] = [220, 6469];

/// The last lines of a trace, which tell most.
const TAIL: usize = 60;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|text| text.parse().ok())
}

/// Runs a seed; a failure tells how to replay it.
fn run_seed(seed: u64, weather: Weather) -> Result<Report, String> {
    let Outcome { trace, report, broken } = run(seed, weather);
    if number("HANDOVER_SEED").is_some() {
        eprintln!("{}\n{weather:?}\n{report:?}", trace.join("\n"));
    }
    let Some(why) = broken else { return Ok(report) };
    let tail = trace[trace.len().saturating_sub(TAIL)..].join("\n");
    let thread = std::thread::current();
    let test = thread.name().unwrap_or_default();
    let replay =
        format!("HANDOVER_SEED={seed} cargo test -p handover-sim --test crashes {test} -- --nocapture");
    Err(format!("{tail}\n{why}\nweather {weather:?}\nreplay with {replay}"))
}

/// Runs these seeds, or the one that is to be replayed, on two threads and adds up what they have seen.
fn run_all(seeds: std::ops::Range<u64>, weather: impl Fn(u64) -> Weather + Sync) -> Report {
    let seeds = number("HANDOVER_SEED").map_or(seeds, |seed| seed..seed + 1);
    let next = AtomicU64::new(seeds.start);
    let work = || -> Result<Report, String> {
        let mut sum = Report::default();
        loop {
            let seed = next.fetch_add(1, Relaxed);
            if seed >= seeds.end {
                return Ok(sum);
            }
            sum.add(&run_seed(seed, weather(seed))?);
        }
    };
    let outcome = std::thread::scope(|scope| {
        // Under the name of the test, by which it is replayed.
        let name = std::thread::current().name().unwrap_or_default().to_owned();
        let other = std::thread::Builder::new().name(name).spawn_scoped(scope, work);
        let mut sum = work()?;
        let other = other.map_err(|error| error.to_string())?;
        sum.add(&other.join().map_err(|_| "a thread has panicked".to_string())??);
        Ok::<_, String>(sum)
    });
    assert!(outcome.is_ok(), "{}", outcome.unwrap_err());
    outcome.unwrap()
}

/// How many worlds a test of one kind of weather runs, beside the big one.
fn some_seeds() -> std::ops::Range<u64> {
    0..(number("HANDOVER_SEEDS").unwrap_or(200) / 10).max(20)
}

#[test]
fn one_seed_gives_one_run_byte_for_byte() {
    let mut traces = Vec::new();
    for seed in 0..some_seeds().end / 2 {
        // Many snapshots, because they are encoded on another thread.
        let weather = Weather { snapshot_every_facts: 10, ..Weather::of_seed(seed) };
        let [first, second] = [0, 1].map(|_| run(seed, weather).trace);
        if let Some(at) = (0..first.len().max(second.len())).find(|at| first.get(*at) != second.get(*at)) {
            let around = at.saturating_sub(5)..at + 5;
            let shown = |trace: &[String]| {
                around.clone().filter_map(|at| trace.get(at)).cloned().collect::<Vec<_>>().join("\n")
            };
            panic!("seed {seed} parts at line {at}:\n{}\n--- and\n{}", shown(&first), shown(&second));
        }
        traces.push(first);
    }
    // A world of a bad disk that crashes early has a short run; most have long ones.
    let lines: usize = traces.iter().map(Vec::len).sum();
    assert!(lines > 500 * traces.len(), "{} runs had {lines} lines together", traces.len());
    for (index, trace) in traces.iter().enumerate() {
        assert!(!traces[..index].contains(trace), "two seeds gave the same run");
    }
}

#[test]
fn acknowledged_writes_survive_crashes_between_any_two_steps() {
    let count = number("HANDOVER_SEEDS").unwrap_or(200);
    let report = run_all(0..count, Weather::of_seed);
    println!("{count} worlds: {report:?}\n{}", report.faults);
    let Report { crashes_at_steps, crashes, stops, failed_starts, snapshots, archived, lost, .. } = report;
    let Report { failed_appends, unknown_appends, repeated, lines, moves, transfers, .. } = report;
    let rough = [crashes_at_steps, crashes, stops, failed_starts, failed_appends, unknown_appends];
    let busy = [snapshots, archived, lost, repeated, lines, moves, transfers];
    let idle = rough.iter().chain(&busy).any(|count| *count == 0);
    let replays = count < 200 || number("HANDOVER_SEED").is_some();
    assert!(replays || !idle, "something never happened: {report:?}");
    assert!(replays || report.faults.missing().is_empty(), "never came about: {:?}", report.faults.missing());
}

#[test]
fn seeds_that_found_a_defect_once_find_none() {
    for seed in REGRESSIONS {
        let outcome = run_seed(seed, Weather::of_seed(seed));
        assert!(outcome.is_ok(), "{}", outcome.unwrap_err());
    }
}

/// An agent and a visitor in a chat, where nothing fails unless it is told to.
struct Talk<'l> {
    life: &'l Life,
    bearer: String,
    session: String,
    chat: String,
}

impl<'l> Talk<'l> {
    async fn begin(life: &'l Life) -> Self {
        let ask = async |who: &str, ask| life.ask(who, &ask).await.unwrap();
        let login = ask("maya", requests::login("maya")).await;
        let bearer = login.member("bearer").unwrap();
        let session = ask("maya", requests::start_session(&bearer, Format::Json)).await;
        let chat = ask("visitor", requests::start_chat("Vera", Some("Sales"), Format::Xml)).await;
        let session = session.location().unwrap().to_owned();
        let talk = Self { life, bearer, session, chat: chat.location().unwrap().to_owned() };
        assert_eq!(talk.accepts().await.status, 201);
        talk
    }

    async fn accepts(&self) -> Got {
        let ask = requests::accept(&self.session, &self.bearer, Format::Json);
        self.life.ask("maya", &ask).await.unwrap()
    }

    async fn says(&self, text: &str) -> Got {
        let ask = requests::visitor_says(&self.chat, Format::Json, text);
        self.life.ask("visitor", &ask.once(format!("the key of {text:>10}"))).await.unwrap()
    }

    /// How often the visitor reads these words.
    async fn reads(&self, text: &str) -> usize {
        let ask = requests::visitor_reads(format!("{}/events", self.chat), Format::Json);
        self.life.ask("visitor", &ask).await.unwrap().text().matches(text).count()
    }
}

/// A scene in a world where nothing fails unless it is told to, and what came of it.
fn scene(seed: u64, scene: impl AsyncFnOnce(Arc<Life>)) -> Report {
    let mut world = World::new(seed, Weather::CALM).unwrap();
    assert!(world.live(scene).is_some(), "the scene was cut short");
    let Outcome { report, broken, trace } = world.outcome();
    assert_eq!(broken, None, "{}", trace.join("\n"));
    report
}

#[test]
fn a_journal_that_answers_before_anything_is_durable_is_found_out() {
    for seed in 0..20 {
        let weather = Weather { lied: 200, ..Weather::of_seed(seed) };
        let broken = run(seed, weather).broken;
        assert!(broken.is_some(), "seed {seed}: nobody noticed");
    }
}

#[test]
fn an_append_that_fails_acknowledges_nothing_and_the_server_recovers_by_itself() {
    let report = scene(1, async |life| {
        let talk = Talk::begin(&life).await;
        for fate in [Fate::Full, Fate::Failed] {
            let text = format!("{fate:?}");
            life.script([fate]);
            assert_eq!(talk.says(&text).await.status, 503);
            assert_eq!(talk.reads(&text).await, 0);
            assert_eq!(talk.says(&text).await.status, 503, "it refuses for a moment");
            life.pass_ms(200).await;
            let first = talk.says(&text).await;
            assert_eq!(first.status, 201);
            assert_eq!(talk.reads(&text).await, 1);
            assert_eq!(talk.says(&text).await.location(), first.location());
        }
    });
    assert_eq!((report.failed_appends, report.failed_starts), (2, 0));
    let rough = |seed| Weather { failed: 150, unknown: 0, ..Weather::of_seed(seed) };
    let report = run_all(some_seeds(), rough);
    assert!(report.failed_appends > 100 && report.repeated > 100, "{report:?}");
}

#[test]
fn an_unknown_outcome_is_settled_by_reading_the_tail() {
    let report = scene(1, async |life| {
        let talk = Talk::begin(&life).await;
        for (fate, stored) in [(Fate::UnknownKept, 1), (Fate::UnknownLost, 0)] {
            let text = format!("{fate:?}");
            life.script([fate]);
            assert_eq!(talk.says(&text).await.status, 503);
            life.pass_ms(400).await;
            assert_eq!(talk.reads(&text).await, stored, "{text}");
            assert_eq!(talk.says(&text).await.status, 201);
            assert_eq!(talk.reads(&text).await, 1, "{text}");
        }
    });
    assert_eq!(report.unknown_appends, 2);
    let rough = |seed| Weather { failed: 0, unknown: 150, ..Weather::of_seed(seed) };
    let report = run_all(some_seeds(), rough);
    assert!(report.unknown_appends > 100 && report.repeated > 100, "{report:?}");
}

#[test]
fn a_server_that_cannot_learn_what_was_stored_stores_nothing_more() {
    let rough = |seed| Weather { unknown: 200, unreadable: 900, failed: 0, cut: 0, ..Weather::of_seed(seed) };
    let report = run_all(some_seeds(), rough);
    assert!(report.unknown_appends > 20 && report.stops > 2 && report.failed_starts > 50, "{report:?}");
}

#[test]
fn snapshots_and_truncation_lose_nothing() {
    let rough = |seed| Weather {
        snapshot_every_facts: 5 + usize::try_from(seed % 40).unwrap(),
        crash_at_keeping: 120,
        failed: 40,
        ..Weather::of_seed(seed)
    };
    let report = run_all(some_seeds(), rough);
    assert!(report.snapshots > 100 && report.truncations > 100, "{report:?}");
    assert!(report.truncations < report.snapshots, "no snapshot was left without its truncation: {report:?}");
    assert!(report.crashes_at_steps > 20, "{report:?}");
}

#[test]
fn an_ended_chat_is_never_lost_between_desk_and_archive() {
    // The ledger asks at every fact that takes a chat off the desk whether its whole document is in the archive, and
    // every restart asks for every chat there ever was.
    let rough = |seed| Weather {
        lives: 6,
        life_ms: 10_000,
        snapshot_every_facts: 100_000,
        crash_at_keeping: 150,
        failed: 60,
        unknown: 60,
        ..Weather::of_seed(seed)
    };
    let report = run_all(some_seeds(), rough);
    assert!(report.archived > 50 && report.crashes_at_steps > 20, "{report:?}");
}

#[test]
fn a_server_that_is_stopped_answers_what_it_has_decided() {
    let mut answered = 0;
    for seed in 0..60 {
        scene(seed, async |life| {
            let talk = Talk::begin(&life).await;
            let stop = async {
                life.pass_ms(seed % 12).await;
                life.stop().await;
            };
            // A line on its way to the disk, and behind it a refusal that may rest on it.
            let (line, refusal, ()) = tokio::join!(talk.says("on its way"), talk.accepts(), stop);
            assert!(matches!(line.status, 201 | 503), "{line}");
            assert!(matches!(refusal.status, 404 | 503), "{refusal}");
            answered += u32::from((line.status, refusal.status) == (201, 404));
        });
    }
    assert!(answered > 10 && answered < 60, "{answered} of 60 were answered");
}
