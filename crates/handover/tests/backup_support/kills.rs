//! Servers that are killed under load while backups are made, backups that are killed on the way, and what the latest
//! whole backup is restored to.

use super::{Backups, said};
use crate::common::process::{Running, Signal, run, spawn};
use crate::common::{Place, serve};
use crate::kill_support::account::apply_file;
use crate::kill_support::check::check;
use crate::kill_support::ledger::{Ledger, Promises};
use crate::kill_support::people::People;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use std::ops::RangeInclusive;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

/// Acknowledged writes before a kill.
const WRITES: RangeInclusive<usize> = 50..=800;
/// One of so many backups is killed on the way.
const KILLED_ONE_IN: u32 = 3;

/// What was promised when the latest whole backup began.
struct Backed {
    generation: u64,
    promises: Promises,
}

/// Kills the servers of one data folder so many times, under load and with backups running, and compares after each both
/// the folder itself and what its latest backup is restored to.
pub(crate) fn kill_again_and_again(kills: usize, seed: u64) {
    let random = &mut StdRng::seed_from_u64(seed);
    let place = Place::with(&apply_file());
    let backups = Backups::of(&place);
    let start = || Running::start(serve(&place.data(), Some(&place.file())));
    let mut server = start();
    let mut people = People::sign_in(seed, server.address);
    let mut promises = Promises::default();
    for kill in 1..=kills {
        let writes = random.random_range(WRITES);
        let (kept, backed) = work_until_killed(server, &mut people, promises, writes, &backups, random);
        promises = kept;
        restored_is_whole(&place, &backups, &people, &promises, backed, kill);
        server = start();
        let found = check(&people, server.address, &mut promises);
        eprintln!("kill {kill}, after {writes} acknowledged writes: {found}");
    }
}

/// Lets everybody work, and makes backups, until the server is killed. Gives all promises, and the latest whole backup.
fn work_until_killed(
    server: Running,
    people: &mut People,
    promises: Promises,
    writes: usize,
    backups: &Backups,
    random: &mut StdRng,
) -> (Promises, Backed) {
    let killed = AtomicBool::new(false);
    let address = server.address;
    let server = Mutex::new(server);
    let kill = || {
        server.lock().unwrap().signal(Signal::KILL);
        killed.store(true, Ordering::SeqCst);
    };
    let ledger = Ledger::new(promises, writes, &kill);
    let mut backed = None;
    people.work(address, &ledger, || {
        // At least one is whole, which may be one of the folder of a server that is dead.
        while backed.is_none() || !killed.load(Ordering::SeqCst) {
            if random.random_ratio(1, KILLED_ONE_IN) {
                kill_a_backup(backups, random);
            } else {
                let promises = ledger.look().clone();
                let made = said(&backups.make(&["--keep", "3"]));
                backed = Some(Backed { generation: made["generation"].as_u64().unwrap(), promises });
            }
        }
    });
    let promises = ledger.close();
    server.into_inner().unwrap().kill();
    (promises, backed.unwrap())
}

/// Kills a backup as soon as it has written a file, or a little later. What it leaves is no backup.
fn kill_a_backup(backups: &Backups, random: &mut StdRng) {
    let before = backups.names();
    let mut backup = spawn(backups.making(&["--keep", "1000"]));
    let looks = random.random_range(1..2_000);
    let mut seen = 0;
    while seen < looks && backup.try_wait().unwrap().is_none() {
        seen += u32::from(backups.names() != before);
    }
    let _ended_by_itself = backup.kill();
    backup.wait().unwrap();
}

/// Restores the latest backup and compares it with what was promised when it began.
fn restored_is_whole(
    place: &Place,
    backups: &Backups,
    people: &People,
    all: &Promises,
    backed: Backed,
    kill: usize,
) {
    let Backed { generation, mut promises } = backed;
    let data = place.beside(&format!("restored-{kill}"));
    said(&backups.restore(&data, &["--generation", &generation.to_string()]));
    said(&run(["verify".as_ref(), "--json".as_ref(), "--data".as_ref(), data.as_os_str()]));
    said(&run(["verify".as_ref(), "--json".as_ref(), "--backup".as_ref(), backups.folder().as_os_str()]));
    let server = Running::start(serve(&data, None));
    // More than what was acknowledged may be there, but nothing that nobody wrote.
    promises.sent.clone_from(&all.sent);
    let found = check(people, server.address, &mut promises);
    eprintln!("generation {generation} restored: {found}");
    server.kill();
    std::fs::remove_dir_all(data).unwrap();
}
