//! `handover audit`, as an operator runs it: beside a server, and on a folder that somebody has been at.

#[cfg(test)]
pub mod common;

#[cfg(test)]
mod tests {
    use crate::common::http::{Connection, Request};
    use crate::common::process::{Outcome, Running, Signal, run};
    use crate::common::{ACCOUNT, APPLY_FILE, BEN, Device, Place, serve};
    use serde_json::Value;
    use std::path::Path;

    const SUE: &str = r#"
[[account.agent]]
id = 311098914
login = "sue"
password = "Correct-Horse1"
nickname = "Sue"
max_chats = 0
role = "supervisor"
"#;
    const ACT: &[u8] = br#""act":"sign_out""#;

    fn place() -> Place {
        Place::with(&format!("{APPLY_FILE}{BEN}{SUE}"))
    }

    fn server(place: &Place) -> Running {
        Running::start(serve(&place.data(), Some(&place.file())))
    }

    /// Sue signs Maya and Ben out.
    fn supervise(server: &Running) {
        let mut connection = Connection::to(server.address);
        let sue = Device::sign_in(&mut connection, "sue");
        for (name, agent) in [("maya", 311_098_910), ("ben", 311_098_912)] {
            Device::sign_in(&mut connection, name);
            let path = sue.session.replacen("/api/", "/api/handover/v1/", 1);
            let ask = Request::post(format!("{path}/board/agent/{agent}/signOut")).bearer(&sue.bearer);
            connection.ask(&ask.json("{}")).expect(200);
        }
    }

    fn audit(data: &Path, arguments: &[&str]) -> Outcome {
        let mut all = vec!["audit"];
        all.extend_from_slice(arguments);
        all.extend(["--data", data.to_str().unwrap()]);
        run(all)
    }

    fn printed(data: &Path, arguments: &[&str]) -> String {
        let outcome = audit(data, arguments);
        assert!(outcome.status.success(), "{}{}", outcome.stdout, outcome.stderr);
        outcome.stdout
    }

    fn stop(server: Running) {
        server.signal(Signal::TERM);
        assert!(server.wait().status.success());
    }

    #[test]
    fn what_supervisors_did_is_listed_and_verified_beside_a_server_and_after_it_across_snapshots() {
        let place = place();
        let data = place.data();
        let first = server(&place);
        assert_eq!(printed(&data, &["verify"]), format!("account {ACCOUNT}: no entries\n"));
        supervise(&first);
        let listed = printed(&data, &["list"]);
        let rows: Vec<Vec<&str>> = listed.lines().map(|line| line.split('\t').collect()).collect();
        assert_eq!(rows[0], ["account", "entry", "time", "agent", "act", "chat", "subject", "hash"]);
        assert_eq!((rows.len(), rows[2][1], rows[2][4], rows[2][6]), (3, "2", "sign_out", "311098912"));
        let head = format!("2:{}", rows[2][7]);
        let told =
            format!("account {ACCOUNT}: whole from entry 1 (where the chain begins) to 2; head {head}\n");
        assert_eq!(printed(&data, &["verify"]), told);
        stop(first);
        assert_eq!(printed(&data, &["verify"]), told, "from the snapshot");
        let second = server(&place);
        supervise(&second);
        assert!(printed(&data, &["verify"]).contains("to 4; head 4:"));
        let json: Value = serde_json::from_str(&printed(&data, &["verify", "--json"])).unwrap();
        assert_eq!(
            (&json[0]["whole"], &json[0]["first"], &json[0]["last"]),
            (&true.into(), &1.into(), &4.into())
        );
        let json: Value = serde_json::from_str(&printed(&data, &["list", "--json"])).unwrap();
        assert_eq!((&json[3]["no"], &json[3]["before"]), (&4.into(), &json[2]["hash"]));
        printed(&data, &["verify", "--account", ACCOUNT, "--head", &head]);
        let other = format!("3:{}", rows[2][7]);
        let refused = audit(&data, &["verify", "--account", ACCOUNT, "--head", &other]);
        assert!(
            !refused.status.success() && refused.stdout.contains("entry 3 is not the one"),
            "{refused:?}"
        );
        let missing = audit(&data, &["list", "--account", "1"]);
        assert!(missing.stderr.contains("there is no account 1"), "{}", missing.stderr);
    }

    #[test]
    fn an_entry_that_was_changed_on_the_disk_is_named() {
        let place = place();
        let data = place.data();
        let running = server(&place);
        supervise(&running);
        stop(running);
        let whole = run(["verify", "--data", data.to_str().unwrap()]);
        assert!(whole.status.success() && whole.stdout.ends_with("Everything is whole\n"), "{whole:?}");
        let journal = data.join("journal.db");
        let mut bytes = std::fs::read(&journal).unwrap();
        let places: Vec<usize> =
            (0..bytes.len() - ACT.len()).filter(|at| bytes[*at..].starts_with(ACT)).collect();
        assert!(!places.is_empty(), "the test does not find what it wants to change");
        for at in places {
            bytes[at..at + ACT.len()].copy_from_slice(br#""act":"end_chat""#);
        }
        std::fs::write(&journal, bytes).unwrap();
        // The server has carried everything over before it ended; what may lie beside the file would be read in its place.
        let beside = std::fs::remove_file(data.join("journal.db-wal"));
        assert!(beside.is_ok() || !data.join("journal.db-wal").exists());
        let outcome = audit(&data, &["verify"]);
        assert_eq!(outcome.status.code(), Some(1));
        let told = format!(
            "account {ACCOUNT}: TAMPERED: entry 1 was changed: its hash is not that of what it says\n"
        );
        assert_eq!(outcome.stdout, told);
        assert!(outcome.stderr.contains("keep the data folder as it is"), "{}", outcome.stderr);
        let json: Value = serde_json::from_str(&audit(&data, &["verify", "--json"]).stdout).unwrap();
        assert_eq!((&json[0]["whole"], &json[0]["account"]), (&false.into(), &ACCOUNT.into()));

        let whole = run(["verify", "--data", data.to_str().unwrap()]);
        assert_eq!(whole.status.code(), Some(3), "{whole:?}");
        let told = format!("FAULT account {ACCOUNT}: the audit log was tampered with: entry 1 was changed");
        assert!(whole.stdout.contains(&told), "{}", whole.stdout);
        let json: Value =
            serde_json::from_str(&run(["verify", "--json", "--data", data.to_str().unwrap()]).stdout)
                .unwrap();
        assert!(json["fault_count"].as_u64().is_some_and(|faults| faults > 0), "{json}");
    }
}
