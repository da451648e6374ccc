//! `handover upgrade`: the data folder that a release with the journal's tables of version 1 left behind, carried along and back.

#[cfg(test)]
pub mod common;

#[cfg(test)]
mod tests {
    use crate::common::http::{Connection, Request};
    use crate::common::process::{
        Outcome, Running, Signal, run, run_on_a_full_disk, run_until_it_writes_beyond,
    };
    use crate::common::{ACCOUNT, APP_KEY, APPLY_FILE, Device, Place, chat_request, serve};
    use serde_json::Value;
    use std::collections::BTreeMap;
    use std::fs;
    use std::path::{Path, PathBuf};

    /// Blocks of 512 bytes beyond which nothing the upgrade writes grows.
    const BLOCKS: u32 = 400;

    fn fixtures() -> PathBuf {
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
    }

    /// A place whose data folder is the fixture.
    fn old() -> Place {
        let place = Place::with("");
        fs::create_dir(place.data()).unwrap();
        for entry in fs::read_dir(fixtures().join("format-1")).unwrap() {
            let entry = entry.unwrap();
            fs::copy(entry.path(), place.data().join(entry.file_name())).unwrap();
        }
        place
    }

    fn words<'a>(place: &Place, more: &[&'a str], data: &'a mut String) -> Vec<&'a str> {
        place.data().to_str().unwrap().clone_into(data);
        [&["upgrade", "--data", data.as_str()], more].concat()
    }

    fn upgrade(place: &Place, more: &[&str]) -> Outcome {
        run(words(place, more, &mut String::new()))
    }

    #[track_caller]
    fn report(place: &Place, more: &[&str]) -> Value {
        let outcome = upgrade(place, &[more, &["--json"]].concat());
        assert!(outcome.status.success(), "{}{}", outcome.stdout, outcome.stderr);
        serde_json::from_str(&outcome.stdout).unwrap()
    }

    /// The version of the tables, as a trial that changes nothing finds it.
    #[track_caller]
    fn tables(place: &Place) -> i64 {
        report(place, &["--dry-run"])["journal_tables"].as_i64().unwrap()
    }

    fn bytes(place: &Place) -> BTreeMap<PathBuf, Vec<u8>> {
        let entries = fs::read_dir(place.data()).unwrap().map(|entry| entry.unwrap().path());
        entries.filter(|path| path.is_file()).map(|path| (path.clone(), fs::read(path).unwrap())).collect()
    }

    /// What the visitor read of the chat in the fixture is what a server on the folder tells.
    #[track_caller]
    fn reads_as_it_did(place: &Place) {
        let read: Value =
            serde_json::from_slice(&fs::read(fixtures().join("format-1.json")).unwrap()).unwrap();
        let expected = read["event"].as_array().unwrap();
        let server = Running::start(serve(&place.data(), None));
        let chat = format!("/api/account/{ACCOUNT}/chat/{}/events?v=1", read["chat"].as_str().unwrap());
        let got = Connection::to(server.address).ask(&Request::get(chat).app_key(APP_KEY)).expect(200).json();
        assert_eq!(&got["events"]["event"].as_array().unwrap()[..expected.len()], expected.as_slice());
    }

    #[test]
    fn a_dry_run_says_what_would_be_done_and_leaves_every_byte_as_it_is() {
        let place = old();
        let before = bytes(&place);
        let report = report(&place, &["--dry-run"]);
        assert_eq!((&report["journal_tables"], &report["to_journal_tables"]), (&1.into(), &2.into()));
        assert_eq!((&report["done"], &report["accounts"]), (&false.into(), &1.into()));
        assert!(
            report["appends"].as_u64().unwrap() > 0
                && report["needs_bytes"].as_u64() > report["bytes"].as_u64()
        );
        let told = upgrade(&place, &["--dry-run"]).stdout;
        assert!(told.contains("would be written anew with tables of version 2"), "{told}");
        assert_eq!(bytes(&place), before);
    }

    #[test]
    fn a_folder_is_upgraded_and_carried_back_and_upgraded_again_and_holds_what_it_held() {
        let place = old();
        let first = report(&place, &[]);
        assert_eq!((&first["done"], tables(&place)), (&true.into(), 2));
        assert!(upgrade(&place, &[]).stdout.ends_with("Nothing is to be done\n"));
        let back = report(&place, &["--back"]);
        assert_eq!((&back["done"], &back["appends"], tables(&place)), (&true.into(), &first["appends"], 1));
        reads_as_it_did(&place);
        assert_eq!(tables(&place), 2, "the server carries it along by itself");
    }

    #[test]
    fn what_was_written_since_is_carried_back_unless_the_release_before_cannot_read_it() {
        let place = Place::with(APPLY_FILE);
        let server = Running::start(serve(&place.data(), Some(&place.file())));
        let mut connection = Connection::to(server.address);
        let maya = Device::sign_in(&mut connection, "maya");
        connection.ask(&chat_request()).expect(201);
        let chat = maya.accept(&mut connection);
        let busy = upgrade(&place, &["--dry-run"]);
        assert!(busy.stderr.contains(&format!("in use by process {}", server.id())), "{}", busy.stderr);
        drop(server.kill());
        assert_eq!(report(&place, &["--back"])["done"], true);

        let server = Running::start(serve(&place.data(), None));
        let mut connection = Connection::to(server.address);
        let draft = Request::post(format!("{}/draft", chat.replacen("/api/", "/api/handover/v1/", 1)));
        let draft = draft.with("X-HTTP-Method-Override", "PUT").bearer(&maya.bearer);
        connection.ask(&draft.json(r#"{"text":"Let me see"}"#)).expect(200);
        drop(server.kill());
        let before = bytes(&place);
        let refused = upgrade(&place, &["--back", "--dry-run"]);
        assert_eq!(refused.status.code(), Some(1));
        assert!(refused.stderr.contains("cannot read what is stored: draft_set; stay"), "{}", refused.stderr);
        assert_eq!(bytes(&place), before);
        // The same from a snapshot, which a server takes when it ends.
        let server = Running::start(serve(&place.data(), None));
        server.signal(Signal::TERM);
        assert!(server.wait().status.success());
        let refused = upgrade(&place, &["--back"]);
        assert!(refused.stderr.contains("draft"), "{}", refused.stderr);
        assert_eq!(tables(&place), 2);
    }

    #[test]
    fn a_record_that_cannot_be_read_is_found_before_anything_is_changed() {
        let place = old();
        let journal = place.data().join("journal.db");
        let mut file = fs::read(&journal).unwrap();
        let member = br#""next_chat":"#;
        let at = (0..file.len() - member.len()).find(|at| file[*at..].starts_with(member)).unwrap();
        file[at + 1] = b'~';
        fs::write(&journal, &file).unwrap();
        let before = bytes(&place);
        let outcome = upgrade(&place, &[]);
        assert_eq!(outcome.status.code(), Some(3), "{}{}", outcome.stdout, outcome.stderr);
        assert!(outcome.stderr.contains("nothing was changed"), "{}", outcome.stderr);
        let mut after = bytes(&place);
        after.remove(&place.data().join("LOCK"));
        assert_eq!(after, before);
    }

    /// Ends upgrades at one write after another, by a signal and by a disk that takes no more.
    fn ended_anywhere(more: &[&str], begin: fn() -> Place) {
        let mut ended = (0, 0);
        for blocks in (8..BLOCKS).step_by(24) {
            let place = begin();
            let mut data = String::new();
            let words = words(&place, more, &mut data);
            ended.0 += u32::from(!run_until_it_writes_beyond(blocks, &words).success());
            ended.1 += u32::from(!run_on_a_full_disk(blocks, &words).status.success());
            assert!([1, 2].contains(&tables(&place)));
            reads_as_it_did(&place);
            assert!(!place.data().join("upgrade-trial").exists());
        }
        assert!(ended.0 > 2 && ended.1 > 0, "nothing was ended on the way: {ended:?}");
    }

    #[test]
    fn an_upgrade_that_is_killed_or_finds_no_room_at_any_step_leaves_a_folder_that_opens() {
        ended_anywhere(&[], old);
    }

    #[test]
    fn a_way_back_that_is_killed_or_finds_no_room_at_any_step_leaves_a_folder_that_opens() {
        ended_anywhere(&["--back"], || {
            let place = old();
            report(&place, &[]);
            place
        });
    }
}
