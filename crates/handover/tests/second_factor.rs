//! `handover second-factor remove`, as an operator runs it beside a server whose admin has lost the authenticator.

#[cfg(test)]
pub mod common;

#[cfg(test)]
mod tests {
    use crate::common::http::{Connection, Reply, Request};
    use crate::common::process::{Running, Signal, run};
    use crate::common::{ACCOUNT, APPLY_FILE, Place, login, serve};
    use serde_json::{Value, json};
    use totp_rs::{Builder, Secret};

    /// What an authenticator shows at the time of an answer of the server.
    fn code(secret: &str, answer: &Reply) -> String {
        let at = jiff::fmt::rfc2822::parse(answer.header("Date").unwrap()).unwrap();
        let at = u64::try_from(at.timestamp().as_second()).unwrap();
        let secret = Secret::try_from_base32(secret).unwrap();
        Builder::new().with_secret(secret).build().unwrap().generate(at).to_string()
    }

    /// Maya sets a second factor up.
    fn enrol(server: &Running) {
        let mut connection = Connection::to(server.address);
        let bearer = connection.ask(&login("maya")).expect(200).json()["bearer"].as_str().unwrap().to_owned();
        let place = format!("/api/handover/v1/account/{ACCOUNT}/secondFactor");
        let own = |request: Request| request.bearer(&bearer);
        let proposed = connection.ask(&own(Request::post(&*place).json("{}"))).expect(200);
        let proposal = proposed.json();
        let secret = proposal["proposal"]["secret"].as_str().unwrap();
        let body = json!({"secret": secret, "code": code(secret, &proposed)}).to_string();
        let put = Request::post(&*place).with("X-HTTP-Method-Override", "PUT").json(&body);
        connection.ask(&own(put)).expect(200);
    }

    fn remove(place: &Place, more: &[&str]) -> String {
        let data = place.data();
        let words = ["second-factor", "remove", "--account", ACCOUNT, "--login", "maya", "--data"];
        let outcome = run(words.iter().copied().chain([data.to_str().unwrap()]).chain(more.iter().copied()));
        assert!(outcome.status.success(), "{}", outcome.stderr);
        outcome.stdout
    }

    #[test]
    fn the_operator_takes_a_second_factor_away_while_the_server_runs_and_it_stays_away() {
        let place = Place::with(APPLY_FILE);
        let server = Running::start(serve(&place.data(), Some(&place.file())));
        enrol(&server);
        Connection::to(server.address).ask(&login("maya")).expect(401);
        let told = remove(&place, &[]);
        assert_eq!(told, format!("login maya of account {ACCOUNT} has no second factor any more\n"));
        Connection::to(server.address).ask(&login("maya")).expect(200);
        assert_eq!(remove(&place, &[]), format!("login maya of account {ACCOUNT} had no second factor\n"));
        let json: Value = serde_json::from_str(&remove(&place, &["--json"])).unwrap();
        assert_eq!(json, json!({"account": ACCOUNT, "login": "maya", "had_one": false}));
        enrol(&server);
        let json: Value = serde_json::from_str(&remove(&place, &["--json"])).unwrap();
        assert_eq!(json["had_one"], true);
        server.signal(Signal::KILL);
        server.wait();
        let server = Running::start(serve(&place.data(), Some(&place.file())));
        Connection::to(server.address).ask(&login("maya")).expect(200);
        server.signal(Signal::TERM);
        let ended = server.wait();
        assert!(!ended.stderr.contains("maya"), "{}", ended.stderr);
    }
}
