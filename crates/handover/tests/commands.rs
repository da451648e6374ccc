//! Every command of the operator: it is documented, has `--json`, and fails with a sentence that says what to do.

#![expect(clippy::unwrap_used, reason = "what goes wrong in the helpers of a test fails the test")]

pub mod common;
mod doctor_support;

use common::process::{Outcome, Running, run};
use common::{ACCOUNT, APPLY_FILE, Place, serve};
use doctor_support::{doctor, found};
use serde_json::Value;
use std::fs::{File, Permissions};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::time::Duration;

/// The commands that have no `--json`, and why.
const WITHOUT_JSON: [(&str, &str); 4] = [
    ("serve", "runs until it is stopped; --log json has its messages as JSON"),
    ("demo", "tells a story to people"),
    ("openapi", "prints a document that is JSON already"),
    ("completions", "prints what a shell reads"),
];

/// The commands below a command, as the program itself lists them.
fn commands(below: &[&str]) -> Vec<String> {
    let help = run(below.iter().copied().chain(["--help"]));
    let listed = help.stdout.split_once("Commands:\n").map_or("", |(_, rest)| rest);
    let lines = listed.lines().take_while(|line| !line.is_empty());
    let names = lines.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help");
    names.map(str::to_owned).collect()
}

fn all_commands() -> Vec<Vec<String>> {
    let mut all = Vec::new();
    for name in commands(&[]) {
        let below = commands(&[&name]);
        if below.is_empty() {
            all.push(vec![name]);
        } else {
            all.extend(below.into_iter().map(|sub| vec![name.clone(), sub]));
        }
    }
    assert!(all.len() > 12, "{all:?}");
    all
}

#[test]
fn every_command_has_its_section_and_json_or_a_reason_for_having_none() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/commands.md");
    let page = std::fs::read_to_string(page).unwrap();
    for words in all_commands() {
        let command = words.join(" ");
        let heading = format!("## `handover {command}`\n");
        let section =
            page.split_once(&heading).unwrap_or_else(|| panic!("no {heading} in docs/commands.md")).1;
        let section = section.split("\n## ").next().unwrap();
        let help = run(words.iter().map(String::as_str).chain(["--help"])).stdout;
        if WITHOUT_JSON.iter().any(|(without, _)| *without == command) {
            assert!(!help.contains("--json"), "{command} has --json after all");
            continue;
        }
        assert!(help.contains("--json") && section.contains("--json"), "{command} has no --json");
        assert!(section.contains("Fails"), "{heading} does not say how it fails");
        let options = help.split_whitespace().filter(|word| word.starts_with("--") && word.len() > 2);
        for option in options.map(|word| word.trim_end_matches([',', '.', ';', ')'])) {
            let told =
                section.contains(option) || ["--help", "--version"].contains(&option) || command == "load";
            assert!(told, "{heading} does not name {option}");
        }
    }
}

/// What a failing command says to people, and the same as JSON.
#[track_caller]
fn fails(words: &[&str], does: &str) {
    let Outcome { status, stdout, stderr } = run(words.iter().copied());
    assert!(!status.success(), "{words:?}: {stdout}");
    assert!(
        stderr.starts_with("handover: ") && stderr.trim_end().lines().count() == 1,
        "{words:?}: {stderr}"
    );
    assert!(stderr.contains(does), "{words:?}: {stderr}");
    let json = run(words.iter().copied().chain(["--json"]));
    assert_eq!(json.status.code(), status.code(), "{words:?}");
    let document: Value = serde_json::from_str(&json.stdout)
        .unwrap_or_else(|error| panic!("{words:?}: {error}: {:?}", json.stdout));
    let told = document["error"].as_str().unwrap_or_else(|| panic!("{words:?}: {document}"));
    assert!(told.contains(does), "{words:?}: {document}");
}

#[test]
fn commands_that_fail_say_what_to_do_in_one_sentence_and_as_json() {
    let place = Place::with(APPLY_FILE);
    let text = |path: &Path| path.to_str().unwrap().to_owned();
    let missing = text(&place.beside("missing"));
    let foreign = place.beside("letters");
    std::fs::create_dir(&foreign).unwrap();
    std::fs::write(foreign.join("letter.txt"), "Dear").unwrap();
    let (foreign, file) = (text(&foreign), text(&place.file()));
    let apply = run(["apply", "--data", &text(&place.data()), &file, "--json"]);
    let changes: Value = serde_json::from_str(&apply.stdout).unwrap();
    assert!(changes["changes"].as_array().is_some_and(|changes| !changes.is_empty()), "{changes}");
    let data = text(&place.data());

    let spelt = "look at how --data is spelt";
    for words in [
        &["outbox", "--data", &missing] as &[&str],
        &["locks", "--data", &missing],
        &["unlock", "--data", &missing, "--account", "1", "--login", "maya"],
        &["export", "--data", &missing, "--account", "1", "--visitor", "1"],
        &["erase", "--data", &missing, "--account", "1", "--visitor", "1"],
        &["second-factor", "remove", "--data", &missing, "--account", "1", "--login", "maya"],
        &["audit", "list", "--data", &missing],
        &["audit", "verify", "--data", &missing],
        &["verify", "--data", &missing],
        &["upgrade", "--data", &missing],
        &["upgrade", "--data", &missing, "--dry-run"],
        &["backup", "--data", &missing, "--to", &foreign],
        &["outbox", "--data", &foreign],
    ] {
        fails(words, spelt);
    }
    fails(&["locks", "--data", &data], "no server answers");
    let remove = ["second-factor", "remove", "--data", &data, "--account", ACCOUNT, "--login"];
    let remove = |login, does| fails(&[&remove as &[_], &[login]].concat(), does);
    remove("maya", "start the server on this folder");
    fails(&["apply", "--data", &data, "/nowhere/shop.toml"], "/nowhere/shop.toml cannot be read");
    fails(&["apply", "--data", &foreign, &file], "name");
    fails(&["verify", "--backup", &foreign], "is no backup");
    fails(&["restore", "--from", &foreign, "--data", &missing], "is no backup");
    fails(&["restore", "--from", &foreign, "--data", &data], "is no backup");
    fails(&["audit", "list", "--data", &data, "--account", "nobody"], "nobody");
    fails(&["manual", "--to", &file], "name another with --to");

    let server = Running::start(serve(&place.data(), None));
    fails(&["apply", "--data", &data, &file], "stop that one, or name another folder");
    remove("mayo", "look at how --login is spelt");
    let elsewhere = ["second-factor", "remove", "--data", &data, "--account", "1", "--login", "maya"];
    fails(&elsewhere, "look at how --account is spelt");
    drop(server);
}

#[test]
fn the_doctor_finds_a_healthy_place_healthy_with_and_without_a_server() {
    let place = Place::with(APPLY_FILE);
    let server = Running::start(serve(&place.data(), Some(&place.file())));
    let (data, listen) = (place.data(), server.address.to_string());
    let words = ["--data", data.to_str().unwrap(), "--listen", &listen];
    let document = doctor(&words, 0);
    found(&document, "data folder", "ok", "1 accounts; a server runs on it");
    found(&document, "address", "ok", "a server runs on the data folder");
    found(&document, "rights", "ok", "only its owner");
    found(&document, "clock", "ok", "behind everything");
    assert_eq!(document["failures"], 0, "{document}");
    let before: Vec<_> = std::fs::read_dir(&data).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    drop(server.kill());
    let outcome = run(["doctor"].iter().chain(&words).copied());
    assert!(outcome.status.success(), "{}{}", outcome.stdout, outcome.stderr);
    assert!(
        outcome.stdout.contains("no server runs on it") && outcome.stdout.contains("0 failures"),
        "{}",
        outcome.stdout
    );
    let after = std::fs::read_dir(&data).unwrap().count();
    assert!(after <= before.len(), "something was left behind");
}

#[test]
fn the_doctor_names_what_is_wrong_and_what_to_do() {
    let place = Place::with(APPLY_FILE);
    drop(Running::start(serve(&place.data(), Some(&place.file()))));
    let data = place.data();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    std::fs::set_permissions(&data, Permissions::from_mode(0o755)).unwrap();
    let journal = File::options().write(true).open(data.join("journal.db")).unwrap();
    let written = journal.metadata().unwrap().modified().unwrap();
    journal.set_modified(written + Duration::from_hours(2)).unwrap();
    let words = ["--data", data.to_str().unwrap(), "--listen", &address];
    let document = doctor(&words, 1);
    found(&document, "address", "failure", "stop that one, or name another with --listen");
    found(&document, "rights", "warning", "chmod 700");
    found(&document, "clock", "failure", "was set back by 7");
    assert_eq!(document["failures"], 2, "{document}");
    let told = run(["doctor"].iter().chain(&words).copied());
    assert!(told.stderr.contains("2 checks have failed; they say above what to do"), "{}", told.stderr);

    let file = place.beside("server.toml");
    std::fs::write(&file, "listen = \"127.0.0.1:0\"\nsecrets = 7\n").unwrap();
    let document = doctor(&["--data", data.to_str().unwrap(), "--config", file.to_str().unwrap()], 1);
    found(&document, "configuration", "failure", "line 2");
    let cert =
        format!("listen = \"127.0.0.1:0\"\ntls_cert = {:?}\ntls_key = {:?}\n", place.file(), place.file());
    std::fs::write(&file, cert).unwrap();
    let document = doctor(&["--data", data.to_str().unwrap(), "--config", file.to_str().unwrap()], 1);
    found(&document, "certificate", "failure", "no certificate in PEM form");
    let document = doctor(&["--data", "/nowhere/data"], 1);
    found(&document, "data folder", "failure", "look at how --data is spelt");
}
