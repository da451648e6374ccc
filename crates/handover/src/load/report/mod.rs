//! What a run has shown, as text, JSON and a page.

mod html;
mod json;
mod plot;
mod text;

use super::check::{Finding, Findings, Rule};
use super::clock::{as_f64, seconds};
use super::history::Checked;
use super::machine::Machine;
use super::measure::{Counts, Kind, Percentiles, Window};
use super::options::LoadOptions;
use super::play::World;
use anyhow::Context as _;
use std::path::Path;

pub(super) use text::write_faults;

/// A fault, as it is reported.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) says: &'static str,
    pub(super) name: String,
    pub(super) count: u64,
    pub(super) examples: Vec<String>,
}

/// Everything that is reported.
#[derive(Debug)]
pub(super) struct Report {
    pub(super) command: String,
    pub(super) version: String,
    pub(super) url: String,
    pub(super) machine: Machine,
    /// Name and value of what was asked for.
    pub(super) parameters: Vec<(&'static str, String)>,
    pub(super) ramp_s: f64,
    pub(super) measured_s: f64,
    pub(super) counts: Counts,
    pub(super) mean_live: f64,
    pub(super) most_live: usize,
    pub(super) most_connections: usize,
    pub(super) most_mib: Option<f64>,
    pub(super) agents: usize,
    pub(super) percentiles: Vec<(Kind, Percentiles)>,
    pub(super) windows: Vec<Window>,
    pub(super) faults: Vec<Fault>,
    pub(super) history: Option<Checked>,
}

impl Report {
    /// The report of a run that is over.
    pub(super) fn of(options: &LoadOptions, world: &World, url: &str) -> Self {
        let settings = &world.settings;
        let measures = &world.measures;
        Self {
            command: command(),
            version: version(),
            url: if options.target.is_some() { url.to_owned() } else { "its own server".to_owned() },
            machine: Machine::here(),
            parameters: parameters(options, world),
            ramp_s: seconds(settings.ramp_us),
            measured_s: seconds(measures.counted_us),
            counts: world.counts,
            mean_live: measures.mean_live(),
            most_live: measures.most_live,
            most_connections: measures.most_connections,
            most_mib: options.target.is_none().then_some(measures.most_mib),
            agents: world.count_agents(),
            percentiles: Kind::ALL.map(|kind| (kind, measures.percentiles(kind))).into(),
            windows: measures.windows.clone(),
            faults: faults(&world.findings),
            history: world.checked,
        }
    }

    /// How often something was timed in a second while it counted.
    pub(super) fn per_s(&self, count: u64) -> f64 {
        if self.measured_s > 0.0 { as_f64(count) / self.measured_s } else { 0.0 }
    }

    /// Writes the files that were asked for.
    pub(super) fn write_files(&self, options: &LoadOptions) -> anyhow::Result<()> {
        if let Some(file) = &options.json {
            write(file, &format!("{:#}\n", self.json()))?;
        }
        if let Some(file) = &options.html {
            write(file, &self.html()?)?;
        }
        Ok(())
    }
}

fn write(file: &Path, text: &str) -> anyhow::Result<()> {
    std::fs::write(file, text).with_context(|| format!("{} cannot be written", file.display()))
}

/// Whether the files can be written is found out before the run.
pub(super) fn check_files(options: &LoadOptions) -> anyhow::Result<()> {
    [&options.json, &options.html, &options.history]
        .into_iter()
        .flatten()
        .try_for_each(|file| write(file, ""))
}

/// What was found, for the report.
pub(super) fn faults(findings: &Findings) -> Vec<Fault> {
    let fault = |(rule, finding): (Rule, &Finding)| Fault {
        says: rule.says(),
        name: format!("{rule:?}"),
        count: finding.count,
        examples: finding.examples.clone(),
    };
    findings.iter().map(fault).collect()
}

/// The command line as it was typed.
fn command() -> String {
    let words = std::env::args().skip(1).map(|word| {
        let plain = word.chars().all(|c| c.is_ascii_alphanumeric() || "-_.,:/=@{}".contains(c));
        if plain && !word.is_empty() { word } else { format!("'{}'", word.replace('\'', r"'\''")) }
    });
    std::iter::once("handover".to_owned()).chain(words).collect::<Vec<_>>().join(" ")
}

/// The version, and the commit when the build knew it.
fn version() -> String {
    let version = env!("CARGO_PKG_VERSION");
    option_env!("HANDOVER_COMMIT")
        .map_or_else(|| version.to_owned(), |commit| format!("{version} ({commit})"))
}

fn parameters(options: &LoadOptions, world: &World) -> Vec<(&'static str, String)> {
    let settings = &world.settings;
    let chats = match settings.arrivals {
        super::settings::Arrivals::Live(chats) => format!("{chats} live"),
        super::settings::Arrivals::PerSecond(rate) => format!("{rate} arrive in a second"),
    };
    let mut parameters = vec![
        ("chats", chats),
        ("length of a chat, mean", format!("{:.1} s", seconds(settings.talk_us))),
        ("time between lines of one side, mean", format!("{:.1} s", seconds(settings.think_us))),
        ("lines for agents only", format!("{} %", settings.private * 100.0)),
        ("agents", world.count_agents().to_string()),
        ("skills", settings.skills.len().to_string()),
        ("transport", format!("{:?}", settings.transport).to_lowercase()),
        ("time between polls", options.poll_every.to_string()),
        ("connections that polls share, at most", settings.connections.to_string()),
        ("seed", settings.seed.to_string()),
    ];
    if options.target.is_none() {
        parameters.push(("slots of an agent", settings.slots.to_string()));
    }
    for (name, rate) in
        [("moves in a second", settings.moves), ("cut connections in a second", settings.kills)]
    {
        if rate > 0.0 {
            parameters.push((name, rate.to_string()));
        }
    }
    if let Some(time) = options.restart_server_at {
        parameters.push(("server stopped and started again after", time.to_string()));
    }
    if let Some(time) = options.kill_server_every {
        parameters.push(("server killed every", time.to_string()));
    }
    parameters
}

impl Report {
    /// What happened how often.
    pub(super) fn throughput(&self) -> Vec<(&'static str, String)> {
        let counted = |kind: Kind| {
            let count = self.percentiles.iter().find(|(known, _)| *known == kind);
            count.map_or(0, |(_, percentiles)| percentiles.count)
        };
        let rate = |kind: Kind| format!("{:.1}/s", self.per_s(counted(kind)));
        let counts = &self.counts;
        let mut rows = vec![
            ("live chats, mean and most", format!("{:.0}, {}", self.mean_live, self.most_live)),
            ("chats requested", rate(Kind::Start)),
            ("chats accepted", rate(Kind::Accept)),
            ("lines acknowledged", rate(Kind::Line)),
            ("lines seen by the other side", rate(Kind::Delivery)),
            ("polls", rate(Kind::Poll)),
            ("connections, most at once", self.most_connections.to_string()),
            ("in all: chats", format!("{} requested, {} ended", counts.chats, counts.ended)),
            ("in all: lines", counts.lines.to_string()),
            ("in all: requests", counts.requests.to_string()),
            ("in all: connections made", counts.connections.to_string()),
        ];
        let seldom = [
            ("lines refused behind the end of a chat", counts.lines_behind_end),
            ("requests sent again", counts.repeated),
            ("streams resumed", counts.resumed),
            ("offers gone before they were accepted", counts.offers_gone),
            ("agents who had become away", counts.away),
            ("moves to another device", counts.moves),
            ("connections cut", counts.kills),
            ("stops of the server", counts.server_stops),
        ];
        rows.extend(seldom.into_iter().filter(|(_, n)| *n > 0).map(|(name, n)| (name, n.to_string())));
        if let Some(mib) = self.most_mib {
            rows.push(("memory of the server, most", format!("{mib:.1} MiB")));
            let cores = self.windows.iter().filter_map(|window| window.sample.server_cores);
            let (sum, n) = cores.fold((0.0, 0_u32), |(sum, n), cores| (sum + cores, n + 1));
            rows.push((
                "processor time of the server, mean",
                format!("{:.2} cores", sum / f64::from(n.max(1))),
            ));
        }
        let own: f64 = self.windows.iter().map(|window| window.sample.own_cores).sum();
        let windows = super::clock::count_f64(self.windows.len().max(1));
        rows.push(("processor time of the generator, mean", format!("{:.2} cores", own / windows)));
        rows
    }
}
