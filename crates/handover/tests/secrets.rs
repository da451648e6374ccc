//! What servers wrote during a whole run of the tests holds no secret, and nothing that people wrote.
//!
//! The harnesses keep what servers write and note the secrets in play (`common/noted.rs`, `ui/tests/browser/support`); `./x test`
//! names the folder, empties it at the beginning, and runs the check at the end.

#![expect(clippy::unwrap_used, reason = "what goes wrong in the helpers of a test fails the test")]

use aho_corasick::AhoCorasick;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Fewer servers or secrets than these are not those of a whole run.
const SERVERS_MIN: usize = 50;
const SECRETS_MIN: usize = 500;
/// Each of these kinds was in play.
const KINDS: [&str; 7] = [
    "password",
    "bearer token",
    "cookie",
    "csrf token",
    "chat session key",
    "what people wrote",
    "secret of a second factor",
];

/// What was found in a folder.
#[derive(Debug, Default)]
struct Looked {
    /// Logs of servers with something in them.
    servers: usize,
    secrets: usize,
    /// Lines at levels that nobody sees who has not asked for them.
    chatty: usize,
    /// File, line and kind of each secret that was written, and nothing of the secret itself.
    faults: Vec<String>,
}

impl Looked {
    fn through(folder: &Path) -> Self {
        let mut secrets = BTreeMap::new();
        let mut logs = Vec::new();
        for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|end| end == "secrets") {
                for line in fs::read_to_string(&path).unwrap().lines() {
                    let (hex, kind) = line.split_once(' ').unwrap();
                    let byte = |at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
                    secrets.insert((0..hex.len()).step_by(2).map(byte).collect::<Vec<u8>>(), kind.to_owned());
                }
            } else {
                logs.push(path);
            }
        }
        logs.sort();
        let (patterns, kinds): (Vec<_>, Vec<_>) = secrets.iter().unzip();
        let searched = AhoCorasick::new(&patterns).unwrap();
        let mut looked = Self { secrets: patterns.len(), ..Self::default() };
        for path in logs {
            let bytes = fs::read(&path).unwrap();
            looked.servers += usize::from(!bytes.is_empty());
            for (line, text) in bytes.split(|byte| *byte == b'\n').enumerate() {
                let level = text.split(|byte| *byte == b' ').nth(1);
                looked.chatty +=
                    usize::from(level.is_some_and(|level| level == b"DEBUG" || level == b"TRACE"));
                for found in searched.find_iter(text) {
                    let kind: &str = kinds[found.pattern().as_usize()];
                    looked.faults.push(format!("{}:{}: {kind}", path.display(), line + 1));
                }
            }
        }
        looked.missing(&kinds);
        looked
    }

    /// A run in which a kind of secrets was not in play says nothing about it.
    fn missing(&mut self, known: &[&String]) {
        for kind in KINDS.iter().filter(|kind| !known.iter().any(|known| known == *kind)) {
            self.faults.push(format!("no {kind} was in play, so that nothing is known of it"));
        }
    }

    #[track_caller]
    fn check(&self, servers_min: usize, secrets_min: usize) {
        let Self { servers, secrets, chatty, faults } = self;
        assert!(
            *servers >= servers_min,
            "only {servers} servers wrote anything; a whole run has {servers_min}"
        );
        assert!(*secrets >= secrets_min, "only {secrets} secrets were noted; a whole run has {secrets_min}");
        assert!(*chatty > 0, "no server told anything at a chatty level; was RUST_LOG passed on?");
        let first: Vec<&str> = faults.iter().take(50).map(String::as_str).collect();
        assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), first.join("\n"));
    }
}

#[test]
#[ignore = "looks at what a whole run has written: ./x test runs it at its end"]
fn nothing_that_servers_wrote_in_the_whole_run_holds_a_secret_or_words_of_people() {
    let folder = std::env::var_os("HANDOVER_TEST_LOGS").expect("HANDOVER_TEST_LOGS names no folder");
    Looked::through(Path::new(&folder)).check(SERVERS_MIN, SECRETS_MIN);
}

/// What a healthy server writes when it is chatty.
const WELL: &str = "1 DEBUG all is well\n";

/// A folder in which each kind of secret was in play, and a server wrote this.
fn folder(log: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let hex = |text: &str| {
        text.bytes().fold(String::new(), |mut hex, byte| {
            write!(hex, "{byte:02x}").unwrap();
            hex
        })
    };
    let line = |kind: &&str| format!("{} {kind}\n", hex(&format!("the secret {kind}")));
    fs::write(folder.path().join("1.secrets"), KINDS.iter().map(line).collect::<String>()).unwrap();
    fs::write(folder.path().join("1-0.log"), log).unwrap();
    folder
}

#[test]
fn a_secret_that_was_written_is_found_with_file_line_and_kind_and_not_repeated() {
    let clean = folder(WELL);
    Looked::through(clean.path()).check(1, KINDS.len());
    for kind in KINDS {
        let planted = folder(&format!("{WELL}1 DEBUG got a{{\"the secret {kind}\"}}b\n"));
        let looked = Looked::through(planted.path());
        assert_eq!(looked.faults.len(), 1, "{looked:?}");
        assert!(looked.faults[0].ends_with(&format!("1-0.log:2: {kind}")), "{looked:?}");
        assert!(!looked.faults[0].contains("the secret"), "{looked:?}");
    }
}

#[test]
#[should_panic(expected = "only 0 servers wrote anything")]
fn a_folder_without_anything_in_it_is_no_run() {
    Looked::through(tempfile::tempdir().unwrap().path()).check(1, 0);
}

#[test]
#[should_panic(expected = "secrets were noted; a whole run has")]
fn a_run_with_too_few_secrets_is_no_run() {
    Looked::through(folder(WELL).path()).check(1, KINDS.len() + 1);
}

#[test]
#[should_panic(expected = "at a chatty level")]
fn a_run_of_quiet_servers_is_no_run() {
    Looked::through(folder("1 INFO all is well\n").path()).check(1, KINDS.len());
}

#[test]
fn a_kind_of_secrets_that_was_not_in_play_is_told() {
    let folder = folder(WELL);
    fs::write(folder.path().join("1.secrets"), "616263646566 password\n").unwrap();
    let faults = Looked::through(folder.path()).faults;
    assert_eq!(faults.len(), KINDS.len() - 1, "{faults:?}");
}
