//! Load: connections that each send one request again and again, for a while, two kinds in turn.

use crate::clock::now;
use crate::connection::Connection;
use crate::options::Options;
use crate::process::Server;
use anyhow::Context as _;
use hdrhistogram::Histogram;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Barrier;
use tokio::task::JoinSet;

/// The longest answer that is told from a longer one, in microseconds.
const LONGEST_US: u64 = 60_000_000;
/// How long a load runs before it counts.
const WARM_UP: Duration = Duration::from_secs(1);

/// What is sent to one server.
pub(crate) struct Load<'s> {
    pub(crate) server: &'s Server,
    /// One request for each connection.
    pub(crate) requests: Vec<Arc<[u8]>>,
    /// The status every answer must have.
    pub(crate) status: u16,
}

/// What one round gave.
pub(crate) struct Round {
    pub(crate) per_s: f64,
    /// Processor time of the server for one request, in microseconds.
    pub(crate) cpu_us: f64,
    pub(crate) latency_us: Histogram<u64>,
}

/// What the rounds of two loads in turn gave.
pub(crate) struct Compared {
    pub(crate) measured: Vec<Round>,
    pub(crate) yardstick: Vec<Round>,
}

/// Lets two loads run in turn, so that what else happens on the machine meets both.
pub(crate) async fn compare(
    options: &Options,
    measured: &Load<'_>,
    yardstick: &Load<'_>,
) -> anyhow::Result<Compared> {
    run(measured, WARM_UP).await?;
    run(yardstick, WARM_UP).await?;
    let mut compared = Compared { measured: Vec::new(), yardstick: Vec::new() };
    for _ in 0..options.pairs {
        compared.measured.push(run(measured, options.round).await?);
        compared.yardstick.push(run(yardstick, options.round).await?);
    }
    Ok(compared)
}

async fn run(load: &Load<'_>, round: Duration) -> anyhow::Result<Round> {
    let ready = Arc::new(Barrier::new(load.requests.len() + 1));
    let mut tasks = JoinSet::new();
    for request in &load.requests {
        let connection = Connection::open(load.server.address).await?;
        tasks.spawn(repeat(connection, Arc::clone(request), load.status, Arc::clone(&ready), round));
    }
    let cpu_before = load.server.cpu_s()?;
    ready.wait().await;
    let begun = now();
    let mut latency_us = histogram()?;
    while let Some(done) = tasks.join_next().await {
        latency_us.add(done??)?;
    }
    let (seconds, cpu_s) = (begun.elapsed().as_secs_f64(), load.server.cpu_s()? - cpu_before);
    let count = as_f64(latency_us.len());
    Ok(Round { per_s: count / seconds, cpu_us: cpu_s * 1e6 / count, latency_us })
}

/// One connection: the next request goes out when the answer is there.
async fn repeat(
    mut connection: Connection,
    request: Arc<[u8]>,
    status: u16,
    ready: Arc<Barrier>,
    round: Duration,
) -> anyhow::Result<Histogram<u64>> {
    let mut latency_us = histogram()?;
    ready.wait().await;
    let begun = now();
    let mut sent = begun;
    while sent - begun < round {
        connection.ask_for(&request, status).await?;
        let answered = now();
        latency_us.saturating_record(micros(sent, answered));
        sent = answered;
    }
    Ok(latency_us)
}

fn histogram() -> anyhow::Result<Histogram<u64>> {
    Histogram::new_with_bounds(1, LONGEST_US, 2).context("a histogram with wrong bounds")
}

fn micros(from: Instant, to: Instant) -> u64 {
    u64::try_from((to - from).as_micros()).unwrap_or(LONGEST_US)
}

impl Compared {
    /// The median over the pairs of measured / yardstick.
    pub(crate) fn ratio(&self, of: fn(&Round) -> f64) -> f64 {
        let pairs = self.measured.iter().zip(&self.yardstick);
        median(pairs.map(|(measured, yardstick)| of(measured) / of(yardstick)).collect())
    }
}

/// The median of something over rounds.
pub(crate) fn median_of(rounds: &[Round], of: fn(&Round) -> f64) -> f64 {
    median(rounds.iter().map(of).collect())
}

/// The middle one; of two, the smaller.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len().saturating_sub(1) / 2).copied().unwrap_or(f64::NAN)
}

/// Milliseconds within which this share of the answers of a round came.
pub(crate) fn quantile_ms(round: &Round, share: f64) -> f64 {
    as_f64(round.latency_us.value_at_quantile(share)) / 1e3
}

/// A count as a number to divide.
#[expect(clippy::cast_precision_loss, reason = "counts of a benchmark are far below 2^52")]
pub(crate) fn as_f64(count: u64) -> f64 {
    count as f64
}
