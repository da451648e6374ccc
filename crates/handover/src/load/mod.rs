//! `handover load`: visitors and agents who come at times that were drawn before, whatever the server does, and who check
//! everything they see.
//!
//! The generator runs on one thread of its own, so that nothing in it waits for a lock. What it measures is told in
//! `docs/load.md`.

mod check;
mod clock;
mod document;
mod history;
mod http;
mod machine;
mod measure;
mod options;
mod own;
mod plan;
mod play;
mod report;
mod settings;
mod span;
mod trouble;
mod watch;

pub(crate) use clock::Clock;
pub(crate) use options::LoadOptions;

use crate::cli::say;
use crate::serve::StopSignals;
use anyhow::{Context as _, bail};
use check::Findings;
use history::Recorder;
use http::Site;
use own::Own;
use play::{Stage, World};
use report::Report;
use settings::{Credentials, Settings, Staff};
use std::cell::{Cell, RefCell};
use std::path::Path;
use std::rc::Rc;
use std::time::Duration;
use tokio::task::{AbortHandle, LocalSet};

/// How often the generator looks at what is due when nothing else wakes it.
const TICK: Duration = Duration::from_millis(1);

/// Runs until everything is played, reports, and fails if something was wrong.
pub(crate) async fn run(options: LoadOptions) -> anyhow::Result<()> {
    if let Some(path) = &options.check_history {
        return check_history(path);
    }
    let settings = Settings::of(&options)?;
    report::check_files(&options)?;
    let stop = StopSignals::install()?;
    let (done, told) = tokio::sync::oneshot::channel();
    std::thread::Builder::new().name("load".to_owned()).spawn(move || {
        // Who has stopped waiting does not need it.
        let _ = done.send(on_this_thread(&options, settings, stop));
    })?;
    told.await.context("the generator has failed")?
}

fn on_this_thread(options: &LoadOptions, settings: Settings, stop: StopSignals) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    LocalSet::new().block_on(&runtime, play(options, settings, stop))
}

async fn play(options: &LoadOptions, settings: Settings, mut stop: StopSignals) -> anyhow::Result<()> {
    machine::raise_open_files();
    let (own, agents) = staff(options, &settings)?;
    let url = match (&options.target, &own) {
        (Some(url), _) => url.clone(),
        (None, Some(own)) => format!("http://{}", own.address),
        (None, None) => bail!("there is no server"),
    };
    let site = Site::find(&url, &settings.account).await?;
    let process = Rc::new(Cell::new(own.as_ref().map(Own::id)));
    let is_own = own.is_some();
    let own = Rc::new(RefCell::new(own));
    let stage = Stage::new(World::new(
        settings,
        site,
        rand::random(),
        Recorder::create(options.history.as_deref())?,
    )?);
    tokio::select! {
        signed_in = play::sign_all_in(&stage, agents) => signed_in?,
        () = stop.arrived() => bail!("stopped before the run began"),
        () = given_up(&stage) => bail!("{url}: nobody answers"),
    }
    stage.world.borrow_mut().begin();
    let watching = options.progress.map(span::Span::duration);
    let mut tasks = Tasks::default();
    tasks.spawn(watch::watch(Rc::clone(&stage), Rc::clone(&process), watching));
    trouble::start(&stage, &own, &process, &mut tasks);
    let ended = perform(&stage, &mut stop).await;
    drop(tasks);
    stage.world.borrow_mut().look_around();
    let history = stage.world.borrow_mut().check_history();
    if !is_own && ended.is_ok() {
        play::sign_all_out(&stage).await?;
    }
    drop(own);
    let report = Report::of(options, &stage.world.borrow(), &url);
    say(&report.text());
    report.write_files(options)?;
    ended?;
    history?;
    verdict(&stage.world.borrow().findings)
}

/// Fails when something was wrong.
fn verdict(findings: &Findings) -> anyhow::Result<()> {
    match findings.count() {
        0 => Ok(()),
        1 => bail!("1 fault was found"),
        count => bail!("{count} faults were found"),
    }
}

/// Checks a history that an earlier run has written.
fn check_history(path: &Path) -> anyhow::Result<()> {
    let mut findings = Findings::default();
    let checked = history::check(path, &mut findings)?;
    let mut text = format!("{checked}\n");
    report::write_faults(&mut text, &report::faults(&findings))?;
    say(&text);
    verdict(&findings)
}

/// The own server, if there is to be one, and who is to sign in.
fn staff(options: &LoadOptions, settings: &Settings) -> anyhow::Result<(Option<Own>, Vec<Credentials>)> {
    match &settings.staff {
        Staff::Given(agents) => Ok((None, agents.clone())),
        Staff::Own(count) => {
            let own = Own::start(settings, *count, options.data_in.as_deref())?;
            let agent =
                |number| Credentials { login: own::login(number), password: own::PASSWORD.to_owned() };
            Ok((Some(own), (1..=*count).map(agent).collect()))
        }
    }
}

/// Lets the players play until everything is over. A signal closes the run before its time.
async fn perform(stage: &Rc<Stage>, stop: &mut StopSignals) -> anyhow::Result<()> {
    let mut ticks = tokio::time::interval(TICK);
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Skip);
    loop {
        tokio::select! {
            _ = ticks.tick() => stage.pump(),
            () = stop.arrived() => {
                let mut world = stage.world.borrow_mut();
                if world.is_closing() {
                    bail!("stopped before everything was read");
                }
                let now_us = world.clock.now_us();
                world.close(now_us);
            }
        }
        if stage.gave_up.get() {
            bail!("the server does not come back");
        }
        if stage.world.borrow().is_over() {
            return Ok(());
        }
    }
}

/// Ends when the server is not expected any more.
async fn given_up(stage: &Rc<Stage>) {
    while !stage.gave_up.get() {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// What runs beside the players, until this is dropped.
#[derive(Default)]
struct Tasks(Vec<AbortHandle>);

impl Tasks {
    fn spawn(&mut self, task: impl Future<Output = ()> + 'static) {
        self.0.push(tokio::task::spawn_local(task).abort_handle());
    }
}

impl Drop for Tasks {
    fn drop(&mut self) {
        self.0.iter().for_each(AbortHandle::abort);
    }
}
