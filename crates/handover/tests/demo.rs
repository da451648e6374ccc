//! `handover demo`, as a person runs it.

#[cfg(test)]
pub mod common;

#[cfg(test)]
mod tests {
    use crate::common::http::{Connection, Request};
    use crate::common::process::{Running, Signal, run};
    use std::net::TcpListener;
    use std::path::PathBuf;

    /// The titles of the steps, in their order.
    const STEPS: [&str; 9] = [
        "1. Maya signs in on her laptop, and Ben at his desk",
        "2. A visitor asks for a chat",
        "3. It rings, at exactly one agent",
        "4. They talk, and Maya leaves a private note",
        "5. Maya takes out her phone, and the chat is there",
        "6. She leaves the laptop, and nobody notices",
        "7. She leaves her last device, and the chat goes to Ben",
        "8. Ben leaves too, and nobody is left",
        "9. The server stops and starts again, and nothing is lost",
    ];

    fn data_folder(told: &str) -> PathBuf {
        let line = told.lines().find_map(|line| line.strip_prefix("Its data is in "));
        PathBuf::from(line.unwrap_or_else(|| panic!("no data folder: {told}")))
    }

    #[test]
    fn the_story_is_told_to_its_end_and_leaves_nothing_behind() {
        let told = run(["demo", "--once", "--listen", "127.0.0.1:0"]);
        assert!(told.status.success(), "{}{}", told.stdout, told.stderr);
        let mut rest = told.stdout.as_str();
        for step in STEPS {
            let at = rest.find(step).unwrap_or_else(|| panic!("no step {step:?}: {}", told.stdout));
            rest = &rest[at..];
        }
        assert!(rest.contains("✓ the visitor reads the same chat"), "{rest}");
        assert_eq!(told.stderr, "");
        assert!(!data_folder(&told.stdout).exists());
    }

    #[test]
    fn a_line_is_never_too_wide_and_a_secret_never_whole() {
        let told = run(["demo", "--once", "--listen", "127.0.0.1:0"]).stdout;
        for line in told.lines() {
            assert!(line.chars().count() <= 100, "{line}");
            let longest = line.split(|c: char| !c.is_ascii_hexdigit()).map(str::len).max();
            assert!(longest < Some(32), "{line}");
        }
    }

    #[test]
    fn after_the_story_it_serves_on_until_it_is_told_to_stop() {
        let mut demo = Running::start(["demo", "--listen", "127.0.0.1:0"]);
        let invitation = demo.says("curl -i '").replace(['\'', '"'], " ");
        let address = invitation.split(' ').find(|word| word.starts_with("http://")).unwrap();
        let path = &address[format!("http://{}", demo.address).len()..];
        let credentials = r#"{"username":"maya@example.com","password":"Correct-Horse1"}"#;
        let mut connection = Connection::to(demo.address);
        connection.ask(&Request::post(path).json(credentials)).expect(200);
        demo.signal(Signal::INT);
        let told = demo.wait();
        assert!(told.status.success(), "{}", told.stderr);
        assert!(!data_folder(&told.stdout).exists());
    }

    #[test]
    fn a_story_that_is_interrupted_leaves_nothing_behind() {
        let demo = Running::start(["demo", "--listen", "127.0.0.1:0"]);
        demo.signal(Signal::TERM);
        let told = demo.wait();
        assert!(told.status.success(), "{}", told.stderr);
        assert!(!data_folder(&told.stdout).exists());
    }

    #[test]
    fn a_port_that_is_taken_is_said_with_the_way_out() {
        let taken = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = taken.local_addr().unwrap();
        let told = run(["demo", "--once", "--listen", &address.to_string()]);
        assert_eq!(told.status.code(), Some(1));
        assert!(told.stderr.contains(&format!("port {} is taken", address.port())), "{}", told.stderr);
        assert!(told.stderr.contains("--listen 127.0.0.1:0"), "{}", told.stderr);
        assert!(told.stdout.is_empty(), "{}", told.stdout);
    }
}
