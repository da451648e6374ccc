//! Invariants 1, 2, 3 and 11 (`docs/design.md` §3) on the real binary: while 64 connections write and read, it is killed
//! at a random moment; what it acknowledged and what it showed is there when it is back.
//!
//! `HANDOVER_KILLS` says how often (3), `HANDOVER_SEED` sets what is random. The moment is a number of acknowledged
//! writes, not a time.

#![expect(clippy::unwrap_used, reason = "what goes wrong in the helpers of a test fails the test")]

pub mod common;
mod kill_support;

use common::process::{Running, Signal};
use common::{Place, serve};
use kill_support::account::apply_file;
use kill_support::check::check;
use kill_support::ledger::{Ledger, Promises};
use kill_support::people::People;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use std::ops::RangeInclusive;
use std::sync::{Mutex, mpsc};
use std::time::Duration;

/// Acknowledged writes before a kill.
const WRITES: RangeInclusive<usize> = 50..=800;
/// Kills that one data folder has to survive: everything ever written in it is compared after each.
const KILLS_PER_FOLDER: usize = 25;
/// A run that gets nowhere fails the test.
const PATIENCE: Duration = Duration::from_mins(2);

#[test]
fn what_was_acknowledged_or_seen_survives_every_kill() {
    let kills = variable("HANDOVER_KILLS").unwrap_or(3);
    let seed = variable("HANDOVER_SEED").unwrap_or_else(rand::random);
    eprintln!("HANDOVER_KILLS={kills} HANDOVER_SEED={seed}");
    let mut random = StdRng::seed_from_u64(seed);
    for survived in (0..kills).step_by(KILLS_PER_FOLDER) {
        let left = usize::try_from(kills - survived).unwrap();
        kill_again_and_again(left.min(KILLS_PER_FOLDER), &mut random);
    }
}

/// Kills the servers of one data folder so many times, and compares after each.
fn kill_again_and_again(kills: usize, random: &mut StdRng) {
    let place = Place::with(&apply_file());
    let start = || Running::start(serve(&place.data(), Some(&place.file())));
    let mut server = start();
    let mut people = People::sign_in(random.random(), server.address);
    let mut promises = Promises::default();
    for kill in 1..=kills {
        let writes = random.random_range(WRITES);
        promises = work_until_killed(server, &mut people, promises, writes);
        server = start();
        let found = check(&people, server.address, &mut promises);
        eprintln!("kill {kill}, after {writes} acknowledged writes: {found}");
    }
}

/// Lets everybody work on a server that is killed when so many writes are acknowledged.
fn work_until_killed(server: Running, people: &mut People, promises: Promises, writes: usize) -> Promises {
    let (tell, told) = mpsc::channel();
    let address = server.address;
    let server = Mutex::new(server);
    let kill = || {
        server.lock().unwrap().signal(Signal::KILL);
        tell.send(()).unwrap();
    };
    let ledger = Ledger::new(promises, writes, &kill);
    people.work(address, &ledger, || {
        if told.recv_timeout(PATIENCE).is_err() {
            server.lock().unwrap().signal(Signal::KILL);
            panic!("fewer than {writes} writes were acknowledged within {PATIENCE:?}");
        }
    });
    let promises = ledger.close();
    server.into_inner().unwrap().kill();
    promises
}

fn variable(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|value| value.parse().unwrap_or_else(|_| panic!("{name}: {value:?}")))
}
