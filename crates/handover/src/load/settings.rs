//! What the options mean: everything that a run needs to know, checked.

use super::clock::{SECOND_US, as_f64, as_u64};
use super::options::{LoadOptions, Transport};
use super::span::Span;
use anyhow::{Context as _, bail, ensure};
use std::path::Path;

/// The application key that was published for everybody; servers may take it for every account.
const PUBLISHED_APP_KEY: &str = "721c180b09eb463d9f3191c41762bb68";
/// Chats that are started in a second of the ramp, unless it is asked for.
const RAMP_PER_S: f64 = 500.0;
/// Agents are enough for so much more than the chats that are aimed at.
const SPARE: f64 = 1.25;
/// Slots that an agent of another server is taken to have when the number of agents must be guessed.
const FOREIGN_SLOTS: u32 = 3;
/// The most of anything that is asked for in numbers: chats, agents, connections, rates.
const MOST: u32 = 1_000_000;

/// How chats come.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Arrivals {
    /// So many at the beginning, then as many as end.
    Live(u64),
    /// At this rate.
    PerSecond(f64),
}

/// An agent to be played.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Credentials {
    pub(super) login: String,
    pub(super) password: String,
}

/// Where the agents come from.
#[derive(Debug)]
pub(super) enum Staff {
    /// The own server gets so many.
    Own(u32),
    /// These are there.
    Given(Vec<Credentials>),
}

/// What a run needs to know.
#[derive(Debug)]
pub(super) struct Settings {
    pub(super) account: String,
    pub(super) app_key: String,
    pub(super) staff: Staff,
    pub(super) slots: u32,
    pub(super) skills: Vec<String>,
    pub(super) arrivals: Arrivals,
    pub(super) ramp_us: u64,
    pub(super) duration_us: u64,
    pub(super) talk_us: u64,
    pub(super) think_us: u64,
    pub(super) private: f64,
    pub(super) transport: Transport,
    pub(super) poll_every_us: u64,
    pub(super) connections: usize,
    pub(super) moves: f64,
    pub(super) kills: f64,
    pub(super) restart_at_us: Option<u64>,
    pub(super) kill_every_us: Option<u64>,
    pub(super) stuck_after_us: u64,
    pub(super) seed: u64,
}

impl Settings {
    /// Reads the options, and the files they name.
    pub(super) fn of(options: &LoadOptions) -> anyhow::Result<Self> {
        check_numbers(options)?;
        let arrivals = match options.arrivals {
            Some(rate) => Arrivals::PerSecond(rate),
            None => Arrivals::Live(u64::from(options.chats.unwrap_or(100))),
        };
        let talk_s = options.talk.duration().as_secs_f64();
        let live = match arrivals {
            Arrivals::Live(chats) => as_f64(chats),
            Arrivals::PerSecond(rate) => rate * talk_s,
        };
        let ramp = match (options.ramp, arrivals) {
            (Some(ramp), _) => ramp,
            (None, Arrivals::Live(_)) => Span::seconds((live / RAMP_PER_S).max(1.0).ceil()),
            (None, Arrivals::PerSecond(_)) => Span::seconds(0.0),
        };
        let think_us = match options.lines_per_s {
            Some(rate) => as_u64(2.0 * live / rate * as_f64(SECOND_US)).max(1),
            None => options.think.us(),
        };
        let skills = skills(options)?;
        Ok(Self {
            account: options.account.clone(),
            app_key: options.app_key.clone().unwrap_or_else(|| PUBLISHED_APP_KEY.to_owned()),
            staff: staff(options, live, skills.len())?,
            slots: options.slots,
            skills,
            arrivals,
            ramp_us: ramp.us(),
            duration_us: options.duration.us(),
            talk_us: options.talk.us(),
            think_us,
            private: options.private,
            transport: options.transport,
            poll_every_us: options.poll_every.us(),
            connections: options.connections,
            moves: options.moves,
            kills: options.kills,
            restart_at_us: options.restart_server_at.map(Span::us),
            kill_every_us: options.kill_server_every.map(Span::us),
            stuck_after_us: options.stuck_after.us(),
            seed: options.seed,
        })
    }

    /// Whether the run itself ends connections or servers: then losing a connection is no fault of the server.
    pub(super) fn disturbs(&self) -> bool {
        self.kills > 0.0 || self.restart_at_us.is_some() || self.kill_every_us.is_some()
    }
}

fn check_numbers(options: &LoadOptions) -> anyhow::Result<()> {
    let most = f64::from(MOST);
    let rates = [
        ("--arrivals", options.arrivals, true),
        ("--lines-per-s", options.lines_per_s, true),
        ("--moves", Some(options.moves), false),
        ("--kills", Some(options.kills), false),
    ];
    for (name, rate, above_nought) in rates {
        let fits = |rate: f64| (0.0..=most).contains(&rate) && (rate > 0.0 || !above_nought);
        let from = if above_nought { "more than 0" } else { "0 or more" };
        ensure!(rate.is_none_or(fits), "{name} must be {from}, and at most {MOST} in a second");
    }
    let target = options.target.as_deref().unwrap_or("http://");
    ensure!(
        target.starts_with("http://"),
        "--target must begin with http://: what speaks TLS only needs a proxy before it"
    );
    ensure!((0.0..=1.0).contains(&options.private), "--private must be a share from 0 to 1");
    let counts = [("--chats", options.chats), ("--agents", options.agents), ("--slots", Some(options.slots))];
    for (name, count) in counts {
        ensure!(count.is_none_or(|count| (1..=MOST).contains(&count)), "{name} must be 1 to {MOST}");
    }
    ensure!((1..=100_000).contains(&options.connections), "--connections must be 1 to 100000");
    let times = [
        ("--duration", Some(options.duration)),
        ("--talk", Some(options.talk)),
        ("--think", Some(options.think)),
        ("--poll-every", Some(options.poll_every)),
        ("--stuck-after", Some(options.stuck_after)),
        ("--kill-server-every", options.kill_server_every),
        ("--progress", options.progress),
    ];
    for (name, time) in times {
        ensure!(time.is_none_or(|time| time.us() > 0), "{name} must be more than 0");
    }
    Ok(())
}

fn skills(options: &LoadOptions) -> anyhow::Result<Vec<String>> {
    let default = if options.target.is_some() { "0" } else { "3" };
    let text = options.skills.as_deref().unwrap_or(default);
    if let Ok(count) = text.parse::<u32>() {
        ensure!(count <= 1_000, "--skills must be at most 1000");
        return Ok((1..=count).map(|number| format!("skill{number}")).collect());
    }
    let names: Vec<String> = text.split(',').map(|name| name.trim().to_owned()).collect();
    ensure!(names.iter().all(|name| !name.is_empty()), "--skills is a number, or names divided by commas");
    let fit = |name: &String| name.chars().all(|c| !c.is_control() && !"'\"\\".contains(c));
    ensure!(names.iter().all(fit), "--skills: a name has no quotes, backslashes or control characters");
    Ok(names)
}

fn staff(options: &LoadOptions, live: f64, skills: usize) -> anyhow::Result<Staff> {
    let slots = if options.target.is_some() { FOREIGN_SLOTS } else { options.slots };
    let skills = u32::try_from(skills).unwrap_or(MOST);
    let enough = as_u64((live * SPARE / f64::from(slots)).ceil());
    let enough = u32::try_from(enough).unwrap_or(MOST).saturating_add(skills).max(2);
    let count = options.agents.unwrap_or(enough);
    if options.target.is_none() {
        ensure!(count <= 10_000, "the own server would need {count} agents; 10000 is the most: add --slots");
        ensure!(count >= skills, "--agents: every skill needs an agent");
        return Ok(Staff::Own(count));
    }
    let mut given = match (&options.agents_file, &options.logins, &options.password_file) {
        (Some(file), None, _) => from_file(file)?,
        (None, Some(pattern), Some(file)) => from_pattern(pattern, count, file)?,
        (Some(_), Some(_), _) => {
            bail!("--agents-file and --logins both say who the agents are: leave one out")
        }
        (None, _, _) => bail!(
            "--target needs agents to play: --agents-file FILE, or --logins PATTERN with --password-file FILE"
        ),
    };
    if options.agents.is_some() {
        let there = given.len();
        given.truncate(usize::try_from(count).unwrap_or(usize::MAX));
        ensure!(given.len() >= usize::try_from(count)?, "--agents {count}: the file has {there} agents");
    }
    Ok(Staff::Given(given))
}

fn read(file: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(file).with_context(|| format!("{} cannot be read", file.display()))
}

/// A line of each agent. A mistake is told by its line, never by what stands there.
fn from_file(file: &Path) -> anyhow::Result<Vec<Credentials>> {
    let text = read(file)?;
    let mut agents = Vec::new();
    for (number, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let Some((login, password)) = line.split_once(char::is_whitespace) else {
            bail!("{}: line {}: a login name, a blank and a password are wanted", file.display(), number + 1);
        };
        agents.push(Credentials { login: login.to_owned(), password: password.trim().to_owned() });
    }
    ensure!(!agents.is_empty(), "{} names no agents", file.display());
    Ok(agents)
}

fn from_pattern(pattern: &str, count: u32, file: &Path) -> anyhow::Result<Vec<Credentials>> {
    ensure!(pattern.contains("{}"), "--logins needs {{}} where the number stands, such as agent{{}}");
    let password = read(file)?.trim_end_matches(['\r', '\n']).to_owned();
    ensure!(!password.is_empty(), "{} holds no password", file.display());
    let agent = |number: u32| Credentials {
        login: pattern.replace("{}", &number.to_string()),
        password: password.clone(),
    };
    Ok((1..=count).map(agent).collect())
}
