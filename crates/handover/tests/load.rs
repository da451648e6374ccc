//! `handover load`, as a person runs it: small, against servers of its own and against one that is there.

#[cfg(test)]
pub mod common;

#[cfg(test)]
mod tests {
    use crate::common::http::{Connection, Request};
    use crate::common::process::{Outcome, Running, run};
    use crate::common::{ACCOUNT, APP_KEY, APPLY_FILE, BEN, PASSWORD, Place, serve};
    use rustix::process::{Pid, Signal, kill_process};
    use serde_json::Value;
    use std::io::{BufRead as _, BufReader};
    use std::path::PathBuf;
    use std::process::{Command, Stdio};
    use tempfile::TempDir;

    /// Twenty chats in which much is said, for some seconds.
    const SMALL: [&str; 11] = [
        "load",
        "--chats=20",
        "--ramp=500ms",
        "--duration=4s",
        "--talk=2s",
        "--think=400ms",
        "--poll-every=200ms",
        "--skills=2",
        "--slots=4",
        "--private=0.2",
        "--connections=16",
    ];

    /// A run that wrote its reports.
    struct Ran {
        outcome: Outcome,
        json: PathBuf,
        html: PathBuf,
        _folder: TempDir,
    }

    impl Ran {
        fn with(arguments: &[&str]) -> Self {
            let folder = tempfile::tempdir().unwrap();
            let (json, html) = (folder.path().join("report.json"), folder.path().join("report.html"));
            let files = [format!("--json={}", json.display()), format!("--html={}", html.display())];
            let own = SMALL.iter().chain(arguments).map(|word| (*word).to_owned());
            let outcome = run(own.chain(files).collect::<Vec<_>>());
            Self { outcome, json, html, _folder: folder }
        }

        /// The report of a run in which nothing was wrong.
        #[track_caller]
        fn report(&self) -> Value {
            let Outcome { status, stdout, stderr } = &self.outcome;
            assert!(status.success(), "{stdout}{stderr}");
            assert!(stdout.contains("no faults"), "{stdout}");
            let report: Value = serde_json::from_str(&std::fs::read_to_string(&self.json).unwrap()).unwrap();
            assert_eq!((&report["fault_count"], &report["faults"]), (&Value::from(0), &Value::Array(vec![])));
            report
        }
    }

    #[track_caller]
    fn number(value: &Value) -> u64 {
        value.as_u64().unwrap_or_else(|| panic!("{value} is no count"))
    }

    /// Every chat was played to its end, and lines went both ways.
    #[track_caller]
    fn was_played(report: &Value) {
        let counts = &report["counts"];
        assert!(number(&counts["chats"]) >= 20, "{counts}");
        assert_eq!(counts["chats"], counts["ended"], "{counts}");
        assert!(number(&counts["lines"]) > 0, "{counts}");
    }

    /// Lines were timed.
    #[track_caller]
    fn was_timed(report: &Value) {
        for kind in ["line", "delivery"] {
            assert!(number(&report["latency_ms"][kind]["count"]) > 0, "{kind}: {}", report["latency_ms"]);
        }
    }

    #[test]
    fn visitors_and_agents_who_poll_are_played_and_find_nothing_wrong() {
        let report = Ran::with(&[]).report();
        was_played(&report);
        was_timed(&report);
        assert!(number(&report["latency_ms"]["poll"]["count"]) > 0, "{}", report["latency_ms"]);
        assert!(report["server_most_mib"].as_f64().unwrap() > 1.0, "{report}");
    }

    #[test]
    fn each_way_of_push_is_played_without_a_poll() {
        for transport in ["long-poll", "sse", "websocket"] {
            let report = Ran::with(&["--transport", transport]).report();
            was_played(&report);
            was_timed(&report);
            assert_eq!(report["latency_ms"]["poll"]["count"], 0, "{transport}");
        }
    }

    #[test]
    fn all_ways_together_stand_moves_cut_connections_and_a_server_that_is_killed() {
        let trouble = ["--transport=mixed", "--moves=4", "--kills=20", "--kill-server-every=1500ms"];
        let report = Ran::with(&trouble).report();
        was_played(&report);
        for what in ["moves", "kills", "server_stops"] {
            assert!(number(&report["counts"][what]) > 0, "{what}: {}", report["counts"]);
        }
    }

    #[test]
    fn what_clients_see_of_a_server_that_is_killed_is_what_one_log_would_show() {
        let folder = tempfile::tempdir().unwrap();
        let history = folder.path().join("history.jsonl");
        let written = format!("--history={}", history.display());
        let trouble =
            ["--transport=mixed", "--moves=2", "--kills=10", "--kill-server-every=1s", "--seed=7", &written];
        let report = Ran::with(&trouble).report();
        let told = &report["history"];
        assert!(number(&told["writes"]) > 50 && number(&told["reads"]) > 50, "{told}");
        assert_eq!(told["stops"], report["counts"]["server_stops"], "{told}");
        assert_eq!((&told["chats"], &told["unread"]), (&report["counts"]["chats"], &Value::from(0)));

        // The same again from the file; then with an acknowledgement that names another event.
        let check = || run(["load", "--check-history", history.to_str().unwrap()]);
        let Outcome { status, stdout, stderr } = check();
        assert!(status.success() && stdout.contains("no faults"), "{stdout}{stderr}");
        let whole = std::fs::read_to_string(&history).unwrap();
        let at = whole.find(r#""op":"acknowledged""#).unwrap();
        let (before, behind) = whole.split_at(at);
        std::fs::write(&history, format!("{before}{}", behind.replacen(r#""event":"#, r#""event":9"#, 1)))
            .unwrap();
        let Outcome { status, stdout, stderr } = check();
        assert!(!status.success() && stderr.contains("found"), "{stdout}{stderr}");
        assert!(stdout.contains("1 x not so: a line stands under the id of its acknowledgement"), "{stdout}");
    }

    #[test]
    fn a_server_that_is_stopped_in_order_is_come_back_to() {
        let report = Ran::with(&["--transport=mixed", "--restart-server-at=1s"]).report();
        was_played(&report);
        assert_eq!(report["counts"]["server_stops"], 1);
    }

    #[test]
    fn the_page_needs_nothing_beside_itself() {
        let ran = Ran::with(&["--progress=1s"]);
        let report = ran.report();
        let page = std::fs::read_to_string(&ran.html).unwrap();
        assert!(page.starts_with("<!doctype html>") && page.trim_end().ends_with("</html>"));
        assert!(page.len() < 150_000, "{}", page.len());
        assert!(page.contains("No faults") && page.contains("prefers-color-scheme: dark"));
        for foreign in ["<script", "src=", "<link", "url(", "@import"] {
            assert!(!page.contains(foreign), "{foreign}");
        }
        for element in ["svg", "table", "figure", "path", "h2"] {
            let closed = page.matches(&format!("</{element}>")).count();
            let empty = if element == "path" { page.matches("<path ").count() } else { closed };
            assert_eq!(page.matches(&format!("<{element}")).count(), empty, "{element}");
        }
        assert!(page.matches("<svg").count() >= 6);
        assert!(ran.outcome.stderr.contains("requests/s"), "{}", ran.outcome.stderr);
        assert!(report["command"].as_str().unwrap().starts_with("handover load --chats=20"));
    }

    #[test]
    fn another_server_is_played_with_agents_of_a_file_and_they_sign_out() {
        let place = Place::with(&format!("{APPLY_FILE}{BEN}"));
        let server = Running::start(serve(&place.data(), Some(&place.file())));
        let agents = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(agents.path(), format!("# login, password\nmaya {PASSWORD}\n\nben\t{PASSWORD}\n"))
            .unwrap();
        let arguments = [
            "load".to_owned(),
            format!("--target=http://{}", server.address),
            format!("--account={ACCOUNT}"),
            format!("--app-key={APP_KEY}"),
            format!("--agents-file={}", agents.path().display()),
            "--skills=Sales".to_owned(),
            "--chats=5".to_owned(),
            "--talk=1s".to_owned(),
            "--think=300ms".to_owned(),
            "--poll-every=200ms".to_owned(),
            "--duration=1s".to_owned(),
            "--ramp=100ms".to_owned(),
        ];
        let outcome = run(arguments);
        assert!(outcome.status.success(), "{}{}", outcome.stdout, outcome.stderr);
        assert!(
            outcome.stdout.contains("no faults") && !outcome.stdout.contains(PASSWORD),
            "{}",
            outcome.stdout
        );
        // Nobody is online any more: the visitor is told so.
        let asked = Request::get(format!("/api/account/{ACCOUNT}/chat/availability?v=1")).app_key(APP_KEY);
        let answer = Connection::to(server.address).ask(&asked).expect(200).json();
        assert_eq!(answer["availability"], Value::Bool(false));
    }

    #[test]
    fn what_goes_wrong_is_found_told_and_makes_the_command_fail() {
        // Everybody is refused who asks for a chat.
        let place = Place::with(APPLY_FILE);
        let server = Running::start(serve(&place.data(), Some(&place.file())));
        let agents = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(agents.path(), format!("maya {PASSWORD}\n")).unwrap();
        let outcome = run([
            "load".to_owned(),
            format!("--target=http://{}", server.address),
            "--app-key=00000000000000000000000000000000".to_owned(),
            format!("--agents-file={}", agents.path().display()),
            "--chats=3".to_owned(),
            "--duration=300ms".to_owned(),
            "--ramp=100ms".to_owned(),
        ]);
        assert!(!outcome.status.success(), "{}", outcome.stdout);
        assert!(outcome.stdout.contains("FAULTS"), "{}", outcome.stdout);
        assert!(outcome.stdout.contains("POST chat/request: 401"), "{}", outcome.stdout);
        assert!(outcome.stderr.contains("faults were found"), "{}", outcome.stderr);
    }

    #[test]
    fn a_server_that_is_not_there_or_does_not_let_the_agents_in_is_told_at_once() {
        let place = Place::with(APPLY_FILE);
        let server = Running::start(serve(&place.data(), Some(&place.file())));
        let agents = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(agents.path(), "maya a-wrong-password\n").unwrap();
        let outcome = run([
            "load".to_owned(),
            format!("--target=http://{}", server.address),
            format!("--agents-file={}", agents.path().display()),
        ]);
        assert!(!outcome.status.success());
        assert!(outcome.stderr.contains("agent maya: login: 401"), "{}", outcome.stderr);
        assert!(!outcome.stderr.contains("a-wrong-password"), "{}", outcome.stderr);
    }

    #[test]
    fn options_that_make_no_sense_are_refused_with_a_sentence() {
        let cases: [(&[&str], &str); 17] = [
            (&["--chats=0"], "--chats must be 1 to 1000000"),
            (&["--arrivals=0"], "--arrivals must be more than 0"),
            (&["--kills=-1"], "--kills must be 0 or more"),
            (&["--private=2"], "--private must be a share from 0 to 1"),
            (&["--talk=0s"], "--talk must be more than 0"),
            (&["--duration=soon"], "a time is written 500ms, 2s, 10m or 1h"),
            (&["--connections=0"], "--connections must be 1 to 100000"),
            (&["--skills=Sales,,Billing"], "--skills is a number, or names divided by commas"),
            (&["--agents=2", "--skills=3"], "every skill needs an agent"),
            (&["--target=http://127.0.0.1:1"], "--target needs agents to play: --agents-file FILE"),
            (&["--target=https://h", "--agents-file=/dev/null"], "--target must begin with http://"),
            (&["--target=http://h", "--logins=a{}", "--password-file=/dev/null"], "holds no password"),
            (&["--target=http://h", "--agents-file=/nowhere/agents"], "/nowhere/agents cannot be read"),
            (&["--html=/nowhere/report.html"], "/nowhere/report.html cannot be written"),
            (&["--target=http://h", "--kill-server-every=1s"], "cannot be used with"),
            (&["--check-history=/nowhere/history"], "/nowhere/history cannot be read"),
            (&["--check-history=/dev/null", "--chats=1"], "cannot be used with"),
        ];
        for (arguments, sentence) in cases {
            let outcome = run(["load"].iter().chain(arguments));
            assert!(!outcome.status.success(), "{arguments:?}: {}", outcome.stdout);
            assert!(outcome.stderr.contains(sentence), "{arguments:?}: {}", outcome.stderr);
        }
    }

    #[test]
    fn a_run_that_is_stopped_closes_its_chats_and_reports() {
        let mut words = SMALL.to_vec();
        words.extend(["--duration=1h", "--progress=100ms"]);
        words.retain(|word| *word != "--duration=4s");
        let mut command = Command::new(env!("CARGO_BIN_EXE_handover"));
        let mut child = command.args(words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut progress = BufReader::new(child.stderr.take().unwrap()).lines();
        let counting = progress.find(|line| line.as_ref().unwrap().contains(" s run "));
        assert!(counting.is_some());
        kill_process(Pid::from_child(&child), Signal::INT).unwrap();
        progress.for_each(|line| drop(line.unwrap()));
        let output = child.wait_with_output().unwrap();
        let told = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success() && told.contains("no faults"), "{told}");
    }
}
