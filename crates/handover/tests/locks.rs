//! `handover locks` and `handover unlock`, as an operator runs them beside a server.

#[cfg(test)]
pub mod common;

#[cfg(test)]
mod tests {
    use crate::common::http::{Connection, Reply, Request};
    use crate::common::process::{Outcome, Running, Signal, run};
    use crate::common::{ACCOUNT, APPLY_FILE, Place, login, serve};
    use std::os::unix::fs::PermissionsExt as _;
    use std::path::Path;

    fn server(place: &Place) -> Running {
        Running::start(serve(&place.data(), Some(&place.file())))
    }

    fn guess(server: &Running, name: &str) -> Reply {
        let wrong = Request::post(format!("/api/account/{ACCOUNT}/login?v=1.3"));
        let body = serde_json::json!({"username": name, "password": "hunter2"}).to_string();
        Connection::to(server.address).ask(&wrong.json(&body))
    }

    fn lock(server: &Running, name: &str) {
        for _ in 0..5 {
            guess(server, name).expect(401);
        }
        assert_eq!(guess(server, name).expect(429).header("Retry-After"), Some("60"));
    }

    fn operator(data: &Path, arguments: &[&str]) -> Outcome {
        let mut all: Vec<&str> = arguments.to_vec();
        all.extend(["--data", data.to_str().unwrap()]);
        run(all)
    }

    fn printed(data: &Path, arguments: &[&str]) -> String {
        let outcome = operator(data, arguments);
        assert!(outcome.status.success(), "{}", outcome.stderr);
        outcome.stdout
    }

    fn unlock(data: &Path, more: &[&str]) -> String {
        printed(data, &[&["unlock", "--account", ACCOUNT, "--login", "maya"], more].concat())
    }

    #[test]
    fn the_operator_sees_what_is_locked_and_lets_it_go_while_the_server_runs() {
        let place = Place::with(APPLY_FILE);
        let (data, server) = (place.data(), server(&place));
        assert_eq!(printed(&data, &["locks"]), "account\tlogin\tlocked until\ttimes\n");
        assert_eq!(printed(&data, &["locks", "--json"]), "[]\n");
        lock(&server, "maya");
        lock(&server, "\u{202e}nobody");
        let told = printed(&data, &["locks"]);
        let rows: Vec<Vec<&str>> = told.lines().skip(1).map(|line| line.split('\t').collect()).collect();
        assert_eq!(rows.len(), 2);
        assert_eq!(
            (rows[0][0], rows[0][1], rows[0][3], rows[1][1]),
            (ACCOUNT, "maya", "1", "\\u{202e}nobody")
        );
        let json: serde_json::Value = serde_json::from_str(&printed(&data, &["locks", "--json"])).unwrap();
        assert_eq!((&json[0]["login"], json[0]["until_ms"].is_i64()), (&"maya".into(), true));
        assert_eq!(unlock(&data, &[]), format!("login maya of account {ACCOUNT} is not locked any more\n"));
        Connection::to(server.address).ask(&login("maya")).expect(200);
        assert_eq!(unlock(&data, &[]), format!("login maya of account {ACCOUNT} was not locked\n"));
        let json: serde_json::Value = serde_json::from_str(&unlock(&data, &["--json"])).unwrap();
        assert_eq!(json, serde_json::json!({"account": ACCOUNT, "login": "maya", "was_locked": false}));
        server.signal(Signal::TERM);
        let ended = server.wait();
        assert!(!ended.stderr.contains("hunter2") && !ended.stderr.contains("nobody"), "{}", ended.stderr);
    }

    #[test]
    fn the_socket_is_for_who_owns_the_folder_and_goes_with_the_server_and_comes_again_after_a_crash() {
        let place = Place::with(APPLY_FILE);
        let (data, socket) = (place.data(), place.data().join("control.sock"));
        let first = server(&place);
        lock(&first, "maya");
        assert_eq!(std::fs::metadata(&socket).unwrap().permissions().mode() & 0o777, 0o600);
        first.signal(Signal::KILL);
        first.wait();
        assert!(socket.exists());
        let gone = operator(&data, &["locks"]);
        assert_eq!((gone.status.code(), &*gone.stdout), (Some(1), ""));
        assert!(gone.stderr.contains("no server answers at"), "{}", gone.stderr);
        let second = server(&place);
        assert_eq!(printed(&data, &["locks", "--json"]), "[]\n", "locks are in memory");
        Connection::to(second.address).ask(&login("maya")).expect(200);
        second.signal(Signal::TERM);
        assert!(second.wait().status.success());
        assert!(!socket.exists());
    }

    #[test]
    fn a_folder_that_is_none_is_said_to_be_none() {
        let place = Place::with(APPLY_FILE);
        for arguments in [&["locks"][..], &["unlock", "--account", "1", "--login", "x"]] {
            let refused = operator(&place.data(), arguments);
            assert_eq!(refused.status.code(), Some(1));
            assert!(refused.stderr.contains("there is no data folder at"), "{}", refused.stderr);
            assert!(!place.data().exists());
        }
    }
}
