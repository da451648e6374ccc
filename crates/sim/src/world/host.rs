//! The machine that one life of the server runs on: its disk, its clock, the books that outlive it, and its crash.

use super::books::Books;
use super::clock::SimClock;
use super::course::{Course, Fate, Kind, Step, delay_ms};
use super::crash::Crash;
use super::faults::Fault;
use super::history::Write;
use super::weather::Weather;
use crate::plan::Dice;
use handover_archive::MemoryArchive;
use handover_desk::Timestamp;
use handover_journal::MemoryJournal;
use handover_server::engine::clock::Clock;
use handover_server::password::Hasher;
use parking_lot::Mutex;
use std::collections::VecDeque;
use std::fmt::Display;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

/// What survives a crash, and what the seed has in store.
pub(super) struct Disk {
    pub(super) journal: MemoryJournal,
    pub(super) archive: MemoryArchive,
    pub(super) weather: Mutex<Weather>,
    pub(super) dice: Mutex<Dice>,
    /// What comes of the next appends, before chance has a say.
    pub(super) script: Mutex<VecDeque<Fate>>,
    /// Copies of requests that are still on their way, with the time at which they arrive, and who sent them.
    pub(super) late: Mutex<Vec<(Timestamp, String, Write)>>,
    pub(super) books: Mutex<Books>,
    pub(super) hasher: Arc<Hasher>,
}

/// One life of the server, as seen from below.
#[derive(Clone)]
pub(super) struct Host {
    pub(super) disk: Arc<Disk>,
    pub(super) clock: Arc<SimClock>,
    pub(super) crash: Arc<Crash>,
}

impl Host {
    /// Writes a line of the trace.
    pub(super) fn note(&self, text: impl Display) {
        self.disk.books.lock().note(self.clock.now(), text);
    }

    /// Records that a promise was broken, and ends the run: what comes after would only hide it.
    pub(super) fn judge(&self, verdict: Result<(), String>) {
        if let Err(why) = verdict {
            self.disk.books.lock().break_off(self.clock.now(), why);
            self.crash.strike();
        }
    }

    /// Whether something happens whose chance in a thousand this is.
    pub(super) fn chance(&self, of: impl FnOnce(&Weather) -> u32) -> bool {
        let chance = of(&self.disk.weather.lock());
        self.disk.dice.lock().chance(chance, 1_000)
    }

    pub(super) fn below(&self, n: u32) -> u32 {
        self.disk.dice.lock().below(n)
    }

    /// Draws how a write goes.
    pub(super) fn course(&self, kind: Kind) -> Course {
        let weather = *self.disk.weather.lock();
        let mut course = Course::draw(&mut self.disk.dice.lock(), &weather, kind);
        if kind == Kind::Append
            && let Some(fate) = self.disk.script.lock().pop_front()
        {
            course.fate = fate;
        }
        self.count_course(&course);
        course
    }

    /// Counts what will go wrong with a write; what nobody ever asks for does not go wrong.
    fn count_course(&self, course: &Course) {
        if course.is_slow() {
            self.count(Fault::SlowDisk);
        }
        match course.fate {
            Fate::Done | Fate::Lied => {}
            Fate::Full => self.count(Fault::FullDisk),
            Fate::Failed => self.count(Fault::FailedWrite),
            Fate::UnknownKept | Fate::UnknownLost => self.count(Fault::UnknownSync),
        }
    }

    /// Counts a fault.
    pub(super) fn count(&self, fault: Fault) {
        self.disk.books.lock().report.faults.count(fault);
    }

    /// The way of a write up to the moment in which it is done or not done.
    pub(super) async fn accept(&self, course: &Course, what: &str) {
        self.crash.alive().await;
        self.note(format_args!("disk: {what} accepted"));
        if course.crash == Some(Step::Accepted) {
            self.strike(course.crash_is(Step::Accepted));
        }
        self.wait(course.before_ms).await;
    }

    /// The way of a write from that moment to its answer.
    pub(super) async fn answer(&self, course: &Course, what: &str, outcome: &str) {
        self.note(format_args!("disk: {what}: {outcome}"));
        if course.crash == Some(Step::Done) {
            self.strike(course.crash_is(Step::Done));
        }
        self.wait(course.after_ms).await;
        self.note(format_args!("disk: {what} answered"));
        if let Some(Step::Answered(turns)) = course.crash {
            let (host, fault) = (self.clone(), course.crash_is(Step::Answered(turns)));
            tokio::spawn(async move {
                everybody_else(turns).await;
                host.strike(fault);
            });
        }
    }

    /// A read takes its time and may fail.
    pub(super) async fn reads(&self, what: &str) -> bool {
        self.crash.alive().await;
        let ms = delay_ms(&mut self.disk.dice.lock());
        self.wait(ms).await;
        if self.chance(|weather| weather.crash_at_keeping / 4) {
            self.strike(Fault::CrashInRecovery);
            self.crash.alive().await;
        }
        let fails = self.chance(|weather| weather.unreadable);
        if fails {
            self.count(Fault::FailedRead);
        }
        self.note(format_args!("disk: {what} read{}", if fails { ", fails" } else { "" }));
        !fails
    }

    fn strike(&self, fault: Fault) {
        if !self.crash.has_struck() {
            self.note("crash");
            self.count(fault);
            self.disk.books.lock().report.crashes_at_steps += 1;
            self.crash.strike();
        }
    }

    /// Lets time pass, or at least everybody else have a turn.
    pub(super) async fn wait(&self, ms: u64) {
        if ms == 0 {
            everybody_else(1).await;
        } else {
            tokio::time::sleep(Duration::from_millis(ms)).await;
        }
        self.crash.alive().await;
    }
}

/// Lets everybody who is ready have so many turns. Unlike the runtime's own `yield_now` it stays in the queue of those
/// who are ready, so that the runtime has something to do all the while.
async fn everybody_else(turns: u32) {
    let mut left = turns;
    std::future::poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(());
        }
        left -= 1;
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
