//! Looking at the run once a second: samples, and the progress line.

use super::clock::{Clock, as_f64, count_f64, seconds};
use super::machine::{cpu_s, resident_mib};
use super::measure::{Kind, Sample};
use super::play::{Phase, Stage, World};
use std::cell::Cell;
use std::io::Write as _;
use std::rc::Rc;
use std::time::Duration;

/// Time between two samples.
const EVERY: Duration = Duration::from_secs(1);

/// Processor time of a process when it was last looked at.
struct Used {
    process: u32,
    cpu_s: f64,
    at_us: u64,
}

impl Used {
    fn of(process: u32, clock: Clock) -> Option<Self> {
        Some(Self { process, cpu_s: cpu_s(process)?, at_us: clock.now_us() })
    }

    /// Cores used between two looks at the same process.
    fn cores(before: Option<&Self>, after: &Self) -> Option<f64> {
        let before = before.filter(|before| before.process == after.process)?;
        let passed_s = seconds(after.at_us.saturating_sub(before.at_us));
        (passed_s > 0.0).then(|| (after.cpu_s - before.cpu_s) / passed_s)
    }
}

/// Takes samples for as long as it is let. `server` is the process of the own server, if there is one.
pub(super) async fn watch(stage: Rc<Stage>, server: Rc<Cell<Option<u32>>>, progress: Option<Duration>) {
    let clock = stage.world.borrow().clock;
    let (mut own_before, mut server_before) = (None, None);
    let mut said_us = 0;
    let mut requests = 0;
    let mut next = clock.instant(stage.world.borrow().begins_us);
    loop {
        next += EVERY;
        tokio::time::sleep_until(next).await;
        let process = server.get();
        let server_used = process.and_then(|process| Used::of(process, clock));
        let own_used = Used::of(std::process::id(), clock);
        let mut world = stage.world.borrow_mut();
        let (live, waiting) = world.count_chats();
        let sample = Sample {
            live,
            waiting,
            connections: stage.open_connections(),
            server_mib: process.and_then(resident_mib),
            server_cores: server_used.as_ref().and_then(|used| Used::cores(server_before.as_ref(), used)),
            own_cores: own_used
                .as_ref()
                .and_then(|used| Used::cores(own_before.as_ref(), used))
                .unwrap_or(0.0),
        };
        (own_before, server_before) = (own_used, server_used);
        let at_us = clock.now_us().saturating_sub(world.begins_us);
        let due = progress.is_some_and(|every| at_us - said_us + 500_000 >= super::clock::micros(every));
        if due {
            let per_s = as_f64(world.counts.requests - requests) / seconds(at_us - said_us);
            (said_us, requests) = (at_us, world.counts.requests);
            let _ = writeln!(std::io::stderr(), "{}", line(&world, sample, at_us, per_s));
        }
        if !world.is_closing() {
            world.measures.sampled(sample, at_us);
        }
    }
}

/// The progress line.
fn line(world: &World, sample: Sample, at_us: u64, requests_per_s: f64) -> String {
    let phase = match world.phase {
        Phase::Opening => "opening",
        Phase::Ramp => "ramp",
        Phase::Counting => "run",
        Phase::Closing(_) | Phase::Over => "closing",
    };
    let p99 = |kind: Kind| {
        let percentiles = world.measures.latest(kind);
        if percentiles.count == 0 { "-".to_owned() } else { format!("{:.1}", percentiles.p99_ms) }
    };
    let server = match (sample.server_mib, sample.server_cores) {
        (Some(mib), Some(cores)) => format!(" | server {mib:.0} MiB, {:.0} % CPU", cores * 100.0),
        _ => String::new(),
    };
    format!(
        "{:>4.0} s {phase:<7} | {} chats, {} wait | {requests_per_s:.0} requests/s | p99 ms: poll {}, line {}, delivery {} | {} connections{server} | own CPU {:.0} % | {} faults",
        seconds(at_us),
        count_f64(sample.live),
        sample.waiting,
        p99(Kind::Poll),
        p99(Kind::Line),
        p99(Kind::Delivery),
        sample.connections,
        sample.own_cores * 100.0,
        world.findings.count(),
    )
}
