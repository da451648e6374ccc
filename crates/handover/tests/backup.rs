//! `handover backup`, `handover restore` and `handover verify`, as an operator runs them on a server at work: what was
//! acknowledged before a backup began is there once when it is restored, whoever is killed meanwhile; a backup that is not
//! whole is refused; a disk that takes no more leaves the former backup as it was.
//!
//! `HANDOVER_KILLS` says how often servers are killed (3), `HANDOVER_SEED` sets what is random.

#![expect(clippy::unwrap_used, reason = "what goes wrong in the helpers of a test fails the test")]

mod backup_support;
pub mod common;
mod kill_support;

use backup_support::kills::kill_again_and_again;
use backup_support::shop::Shop;
use backup_support::{Backups, flip, generation_files, refused, said};
use common::http::{Connection, Request};
use common::process::{Running, run, run_on_a_full_disk};
use common::{APP_KEY, APPLY_FILE, Place, chat_request, events, line, serve};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use serde_json::Value;
use std::path::Path;

/// Kills that one data folder has to survive: everything ever written in it is compared after each.
const KILLS_PER_FOLDER: usize = 25;

#[test]
fn what_was_acknowledged_before_a_backup_began_is_restored_once_while_servers_and_backups_are_killed() {
    let kills = variable("HANDOVER_KILLS").unwrap_or(3);
    let seed = variable("HANDOVER_SEED").unwrap_or_else(rand::random);
    eprintln!("HANDOVER_KILLS={kills} HANDOVER_SEED={seed}");
    let mut random = StdRng::seed_from_u64(seed);
    for survived in (0..kills).step_by(KILLS_PER_FOLDER) {
        let left = usize::try_from(kills - survived).unwrap();
        kill_again_and_again(left.min(KILLS_PER_FOLDER), random.random());
    }
}

fn variable(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|value| value.parse().unwrap_or_else(|_| panic!("{name}: {value:?}")))
}

#[test]
fn no_chat_is_lost_between_journal_and_archive_however_often_a_busy_server_is_copied() {
    let place = Place::with(&backup_support::shop::apply_file());
    let server = Running::start(serve(&place.data(), Some(&place.file())));
    let backups = Backups::of(&place);
    Shop::open(server.address, |shop| {
        backup_support::until_archived(&place.data(), 1);
        for number in 1..=6 {
            let before = shop.chats();
            let made = said(&backups.make(&["--keep", "2"]));
            assert_eq!(made["generation"], number, "{made}");
            let data = place.beside(&format!("restored-{number}"));
            let restored = said(&backups.restore(&data, &[]));
            assert_eq!(restored["generation"], number, "{restored}");
            let found =
                said(&run(["verify".as_ref(), "--json".as_ref(), "--data".as_ref(), data.as_os_str()]));
            let chats = found["accounts"][0]["chats"].as_u64().unwrap();
            let there = chats + found["archived_chats"].as_u64().unwrap();
            assert!(there >= before, "{before} chats were acknowledged before it began: {found}");
            // The folder of the server that runs is whole as well.
            let own = run(["verify".as_ref(), "--data".as_ref(), place.data().as_os_str()]);
            assert!(own.status.success(), "{}{}", own.stdout, own.stderr);
        }
    });
}

#[test]
fn a_repeated_backup_writes_what_has_changed_and_older_generations_can_be_had() {
    let place = Place::with(&backup_support::shop::apply_file());
    let server = Running::start(serve(&place.data(), Some(&place.file())));
    let backups = Backups::of(&place);
    Shop::open(server.address, |_| backup_support::until_archived(&place.data(), 20));
    drop(server.kill());
    let first = said(&backups.make(&[]));
    assert_eq!((&first["generation"], &first["kept_bytes"]), (&1.into(), &0.into()), "{first}");
    let second = said(&backups.make(&[]));
    assert!(second["kept_bytes"].as_u64() > Some(0), "{second}");
    assert!(second["written_bytes"].as_u64() < first["written_bytes"].as_u64(), "{second}");

    // What comes after is in the next generation and not in those before.
    let server = Running::start(serve(&place.data(), None));
    let mut connection = Connection::to(server.address);
    let chat = connection.ask(&chat_request_of_shop()).expect(201).location();
    let third = said(&backups.make(&[]));
    // Chats go from the desk into the archive meanwhile, and are in both for a moment.
    assert!(third["archive_entries"].as_u64() >= second["archive_entries"].as_u64(), "{third} {second}");
    assert!(third["chats"].as_u64() > Some(0), "{third}");
    drop(server.kill());
    let old = place.beside("old");
    assert_eq!(said(&backups.restore(&old, &["--generation", "2"]))["chats"], second["chats"]);
    let latest = place.beside("latest");
    said(&backups.restore(&latest, &[]));
    for (data, status) in [(&old, 404), (&latest, 200)] {
        let server = Running::start(serve(data, None));
        let request = Request::get(format!("{chat}/events?v=1")).app_key(APP_KEY);
        Connection::to(server.address).ask(&request).expect(status);
    }
    let fourth = said(&backups.make(&["--keep", "2"]));
    assert_eq!(fourth["removed_generations"], serde_json::json!([1, 2]));
    assert_eq!(backups.generations(), [3, 4]);
    said(&run(["verify".as_ref(), "--json".as_ref(), "--backup".as_ref(), backups.folder().as_os_str()]));
}

fn chat_request_of_shop() -> Request {
    kill_support::account::start("start one more")
}

#[test]
fn a_restored_folder_is_served_and_goes_on_where_the_backup_began() {
    let place = Place::with(APPLY_FILE);
    let server = Running::start(serve(&place.data(), Some(&place.file())));
    let mut connection = Connection::to(server.address);
    let maya = common::Device::sign_in(&mut connection, "maya");
    let chat = connection.ask(&chat_request()).expect(201).location();
    maya.accept(&mut connection);
    connection.ask(&line(&chat, "before").app_key(APP_KEY)).expect(201);
    let backups = Backups::of(&place);
    let made = backups.make_told(&[]);
    assert!(
        made.stdout.starts_with(
            "Generation 1 of the backup is whole: 1 accounts, 1 chats on the desks, 0 documents"
        )
    );
    connection.ask(&line(&chat, "after").app_key(APP_KEY)).expect(201);
    drop(server.kill());
    let data = place.beside("restored");
    said(&backups.restore(&data, &[]));
    let server = Running::start(serve(&data, None));
    let mut connection = Connection::to(server.address);
    let got =
        connection.ask(&Request::get(format!("{chat}/events.json?from=4")).app_key(APP_KEY)).expect(200);
    assert_eq!(events(&got), ["4 line You: before"]);
    connection.ask(&line(&chat, "instead").app_key(APP_KEY)).expect(201);
}

#[test]
fn a_backup_with_a_file_that_is_torn_altered_or_gone_is_refused_by_name_and_nothing_is_restored() {
    let place = Place::with(&backup_support::shop::apply_file());
    let server = Running::start(serve(&place.data(), Some(&place.file())));
    let backups = Backups::of(&place);
    said(&backups.make(&[]));
    Shop::open(server.address, |_| backup_support::until_archived(&place.data(), 1));
    drop(server.kill());
    said(&backups.make(&[]));
    let files = generation_files(&backups.folder(), 2);
    assert_eq!(files.len(), 3, "{files:?}");
    for file in files {
        let whole = std::fs::read(&file).unwrap();
        let gone = || std::fs::remove_file(&file).unwrap();
        let spoil: [&dyn Fn(); 3] =
            [&|| flip(&file), &|| std::fs::write(&file, &whole[..whole.len() - 1]).unwrap(), &gone];
        for spoil in spoil {
            spoil();
            let is_manifest = file.extension().is_some_and(|extension| extension == "json");
            if is_manifest && !file.exists() {
                // Without its manifest there is no such generation.
                assert_eq!(backups.generations(), [1]);
                continue;
            }
            let name = file.file_name().unwrap().to_str().unwrap();
            let data = place.beside("restored");
            let outcome = backups.restore(&data, &[]);
            refused(&outcome, 3, name);
            assert_eq!(serde_json::from_str::<Value>(&outcome.stdout).unwrap()["damaged"], true);
            assert!(!data.exists(), "something was restored");
            let looked = run(["verify".as_ref(), "--backup".as_ref(), backups.folder().as_os_str()]);
            refused(&looked, 3, "1 of 2 generations");
            assert!(
                looked.stdout.contains("generation 1: whole") && looked.stdout.contains(name),
                "{}",
                looked.stdout
            );
            let older = place.beside(&format!("older-{name}-{}", whole.len() - usize::from(file.exists())));
            let _ = std::fs::remove_dir_all(&older);
            said(&backups.restore(&older, &["--generation", "1"]));
            std::fs::write(&file, &whole).unwrap();
        }
        std::fs::write(&file, &whole).unwrap();
    }
    said(&backups.restore(&place.beside("restored"), &[]));
}

#[test]
fn a_disk_that_takes_no_more_leaves_the_former_backup_whole_and_nothing_else() {
    let place = Place::with(&backup_support::shop::apply_file());
    let server = Running::start(serve(&place.data(), Some(&place.file())));
    let backups = Backups::of(&place);
    said(&backups.make(&[]));
    Shop::open(server.address, |_| backup_support::until_archived(&place.data(), 20));
    let before = backups.names();
    let mut refusals = 0;
    // A file of the backup after the other finds no room: the journal, then the archive.
    for blocks in (0..11).map(|power| 1 << power) {
        let outcome = run_on_a_full_disk(blocks, backups.making(&[]));
        if outcome.status.success() {
            assert_eq!(backups.generations(), [1, 2]);
            break;
        }
        refusals += 1;
        refused(&outcome, 1, "generation 1 of it is as it was");
        assert_eq!(backups.names(), before, "{blocks} blocks");
        let looked = run(["verify".as_ref(), "--backup".as_ref(), backups.folder().as_os_str()]);
        assert!(looked.status.success(), "{}", looked.stderr);
    }
    assert!(refusals > 0);
    let made = said(&backups.make(&[]));
    said(&backups.restore(&place.beside("restored"), &[]));
    assert!(made["archive_entries"].as_u64() >= Some(20), "{made}");
}

#[test]
fn what_must_not_be_written_over_is_not() {
    let place = Place::with(APPLY_FILE);
    let server = Running::start(serve(&place.data(), Some(&place.file())));
    let backups = Backups::of(&place);
    let data = place.data();
    let text = |path: &Path| path.to_str().unwrap().to_owned();
    let (folder, own) = (text(&backups.folder()), text(&data));
    // Nothing is there yet.
    refused(&run(["restore", "--from", &folder, "--data", &text(&place.beside("x"))]), 1, "is no backup");
    refused(
        &run(["backup", "--data", &text(&place.beside("x")), "--to", &folder]),
        1,
        "there is no data folder",
    );
    said(&backups.make(&[]));
    // A folder that has data, or belongs to somebody else.
    refused(&backups.restore(&data, &[]), 1, "is not empty");
    refused(
        &run(["backup", "--data", &own, "--to", &text(&data.join("backup"))]),
        1,
        "lies in the data folder",
    );
    let foreign = place.beside("letters");
    std::fs::create_dir(&foreign).unwrap();
    std::fs::write(foreign.join("letter.txt"), "Dear").unwrap();
    refused(&run(["backup", "--data", &own, "--to", &text(&foreign)]), 1, "holds files and is no backup");
    refused(&backups.restore(&foreign, &[]), 1, "is not empty");
    assert_eq!(std::fs::read_dir(&foreign).unwrap().count(), 1);
    refused(&backups.restore(&place.beside("y"), &["--generation", "7"]), 1, "there is no generation 7");
    // The backup of one folder is not continued with another.
    let other = Place::with("");
    drop(Running::start(serve(&other.data(), None)));
    let outcome = run(["backup", "--data", &text(&other.data()), "--to", &folder]);
    refused(&outcome, 1, "name an empty folder with --to");
    assert_eq!(backups.generations(), [1]);
    drop(server);
}

#[test]
fn a_data_folder_that_is_damaged_is_said_to_be_and_replaces_no_backup() {
    let place = Place::with(APPLY_FILE);
    drop(Running::start(serve(&place.data(), Some(&place.file()))));
    let backups = Backups::of(&place);
    said(&backups.make(&[]));
    // Stopped in good order, so that everything is in the file.
    assert!(
        run(["apply".as_ref(), "--data".as_ref(), place.data().as_os_str(), place.file().as_os_str()])
            .status
            .success()
    );
    let journal = place.data().join("journal.db");
    let mut bytes = std::fs::read(&journal).unwrap();
    let page = bytes.len() - 4096;
    bytes[page..].fill(0xAA);
    std::fs::write(&journal, bytes).unwrap();
    let looked = run(["verify".as_ref(), "--data".as_ref(), place.data().as_os_str()]);
    refused(&looked, 3, "restore the latest backup that verifies");
    assert!(looked.stdout.contains("FAULT journal: "), "{}", looked.stdout);
    let looked = run(["verify".as_ref(), "--json".as_ref(), "--data".as_ref(), place.data().as_os_str()]);
    refused(&looked, 3, "restore the latest backup that verifies");
    let report: Value = serde_json::from_str(&looked.stdout).unwrap();
    assert!(report["fault_count"].as_u64() > Some(0), "{report}");
    refused(&backups.make(&[]), 3, "journal.db is damaged");
    assert_eq!(backups.generations(), [1]);
}
