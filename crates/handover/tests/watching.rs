//! What an operator has to watch the server with: figures, their list in the guide, dashboard and alert rules, messages for
//! programs. With the real binary.

#[cfg(test)]
pub mod common;

#[cfg(test)]
mod tests {
    use crate::common::http::{Connection, Request};
    use crate::common::process::{Running, Signal, run};
    use crate::common::{APP_KEY, APPLY_FILE, Device, Place, chat_request, line, serve};
    use std::collections::BTreeSet;
    use std::ffi::OsStr;
    use std::net::SocketAddr;
    use std::path::Path;

    const SERVES_FIGURES: &str = "Handover serves figures on http://";

    /// A server with an address for figures, and that address.
    fn watched(place: &Place) -> (Running, SocketAddr) {
        let (data, file) = (place.data(), place.file());
        let mut arguments = serve(&data, Some(&file));
        arguments.extend(["--metrics", "127.0.0.1:0"].map(Path::new));
        let mut server = Running::start(arguments);
        let said = server.says(SERVES_FIGURES);
        let address = said.trim_end().strip_prefix(SERVES_FIGURES).unwrap().strip_suffix("/metrics").unwrap();
        let address = address.parse().unwrap();
        (server, address)
    }

    fn page(address: SocketAddr) -> String {
        Connection::to(address).ask(&Request::get("/metrics")).expect(200).text()
    }

    /// The names of everything on a page, as an expression names them.
    fn series(page: &str) -> BTreeSet<&str> {
        let lines = page.lines().filter(|line| !line.starts_with('#'));
        lines.filter_map(|line| line.split(['{', ' ']).next()).collect()
    }

    /// The names of figures in a text: what begins as ours do, or as those of every process.
    fn named(text: &str) -> BTreeSet<&str> {
        let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        words.filter(|word| word.starts_with("handover_") || word.starts_with("process_")).collect()
    }

    fn of_repository(path: &str) -> String {
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)).unwrap()
    }

    #[test]
    fn the_figures_name_the_build_as_the_version_does() {
        let place = Place::with(APPLY_FILE);
        let (_server, address) = watched(&place);
        let short = run(["-V"]).stdout;
        let (version, commit) = short.trim_end().strip_prefix("handover ").unwrap().split_once(" (").unwrap();
        let commit = commit.strip_suffix(')').unwrap();
        let line = format!("handover_build_info{{version=\"{version}\",commit=\"{commit}\"}} 1");
        let page = page(address);
        assert!(page.lines().any(|have| have.starts_with(&line)), "{line}: {page}");
    }

    #[test]
    fn every_figure_of_dashboard_and_alerts_is_served() {
        let place = Place::with(APPLY_FILE);
        let (_server, address) = watched(&place);
        let page = page(address);
        let served = series(&page);
        for file in ["ops/grafana/handover.json", "ops/prometheus/alerts.yml"] {
            let text = of_repository(file);
            let named = named(&text);
            assert!(named.len() > 10, "{file}: {named:?}");
            let missing: Vec<_> = named.difference(&served).collect();
            assert!(missing.is_empty(), "{file}: {missing:?}");
        }
    }

    #[test]
    fn the_guide_lists_every_figure_with_the_words_that_are_served() {
        let place = Place::with(APPLY_FILE);
        let (_server, address) = watched(&place);
        let page = page(address);
        let kinds: Vec<_> = page.lines().filter_map(|line| line.strip_prefix("# TYPE ")).collect();
        let helps = page.lines().filter_map(|line| line.strip_prefix("# HELP "));
        let mut rows = BTreeSet::new();
        for (kind, help) in kinds.into_iter().zip(helps) {
            let (name, kind) = kind.split_once(' ').unwrap();
            let help = help.strip_prefix(name).unwrap().trim_start();
            rows.insert((format!("`{name}`"), kind.to_owned(), help.to_owned()));
        }
        assert!(rows.len() > 20, "{page}");
        let guide = of_repository("docs/operating.md");
        let listed: BTreeSet<_> = guide
            .lines()
            .filter(|line| line.starts_with("| `handover_") || line.starts_with("| `process_"))
            .map(|line| {
                let mut cells = line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned());
                let (name, kind, _labels) =
                    (cells.next().unwrap(), cells.next().unwrap(), cells.next().unwrap());
                (name, kind, cells.next().unwrap())
            })
            .collect();
        assert_eq!(listed, rows);
    }

    #[test]
    fn what_happens_in_a_chat_shows_in_the_figures_and_figures_are_nowhere_else() {
        let place = Place::with(APPLY_FILE);
        let (server, address) = watched(&place);
        let mut connection = Connection::to(server.address);
        let maya = Device::sign_in(&mut connection, "maya");
        let chat = connection.ask(&chat_request()).expect(201).location();
        maya.accept(&mut connection);
        connection.ask(&line(&chat, "secret words").app_key(APP_KEY)).expect(201);
        let page = page(address);
        let accepted =
            "handover_offers_ended_total{account=\"12345678\",skill=\"Sales\",end=\"accepted\"} 1.0\n";
        assert!(page.contains(accepted), "{page}");
        assert!(page.contains("handover_connections 1.0\n"), "{page}");
        assert!(page.contains("handover_ready 1.0\n"), "{page}");
        assert!(!page.contains("secret"), "{page}");
        connection.ask(&Request::get("/metrics")).expect(404);
        for address in [server.address, address] {
            for path in ["/healthz", "/readyz"] {
                Connection::to(address).ask(&Request::get(path)).expect(200);
            }
        }
    }

    #[test]
    fn the_server_file_may_name_the_address_for_figures_and_without_it_there_is_none() {
        let place = Place::with(APPLY_FILE);
        let (data, config) = (place.data(), place.beside("handover.toml"));
        std::fs::write(&config, "metrics = \"127.0.0.1:0\"\n").unwrap();
        let mut arguments = serve(&data, None);
        arguments.extend([Path::new("--config"), &config]);
        let mut server = Running::start(&arguments);
        server.says(SERVES_FIGURES);
        server.kill();
        std::fs::write(&config, "").unwrap();
        let server = Running::start(&arguments);
        server.signal(Signal::TERM);
        assert!(!server.wait().stdout.contains(SERVES_FIGURES));
    }

    #[test]
    fn messages_for_programs_are_one_json_object_a_line() {
        let place = Place::with(APPLY_FILE);
        let (data, file) = (place.data(), place.file());
        let mut arguments = serve(&data, Some(&file));
        arguments.extend(["--log", "json"].map(Path::new));
        let mut server = Running::start(&arguments);
        place.write("[[account]]\nid = 7\n");
        server.signal(Signal::HUP);
        server.logs("line 2");
        server.signal(Signal::TERM);
        let ended = server.wait();
        assert!(ended.status.success(), "{}", ended.stderr);
        objects(&ended.stderr);
        // A server that does not start says so in the same way.
        let refused = run(&arguments);
        assert_eq!(refused.status.code(), Some(1));
        objects(&refused.stderr);
        assert!(refused.stderr.contains("\"level\":\"ERROR\""), "{}", refused.stderr);
    }

    fn objects(stderr: &str) {
        assert!(stderr.lines().count() > 0);
        for line in stderr.lines() {
            let told: serde_json::Value =
                serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"));
            for member in ["timestamp", "level", "target", "message"] {
                assert!(told[member].is_string(), "{member}: {line}");
            }
        }
    }

    #[test]
    fn the_service_file_starts_the_server_with_options_that_it_has() {
        let unit = of_repository("ops/systemd/handover.service");
        let start = unit.lines().find_map(|line| line.strip_prefix("ExecStart=")).unwrap();
        let mut words = start.split_whitespace();
        assert_eq!(words.next(), Some("/usr/bin/handover"));
        let place = Place::with(APPLY_FILE);
        std::fs::write(place.beside("handover.toml"), "listen = \"127.0.0.1:0\"\n").unwrap();
        let folders =
            |word: &str| match word.strip_prefix("/etc/handover/").or(word.strip_prefix("/var/lib/")) {
                Some(name) => place.beside(name).into_os_string(),
                None => OsStr::new(word).to_owned(),
            };
        let server = Running::start(words.map(folders));
        server.signal(Signal::TERM);
        let ended = server.wait();
        assert!(ended.status.success(), "{}", ended.stderr);
    }
}
