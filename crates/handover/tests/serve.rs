//! `handover serve` and `handover apply`, as an operator runs them.

#[cfg(test)]
pub mod common;

#[cfg(test)]
mod tests {
    use crate::common::http::{Connection, Request};
    use crate::common::process::{Running, Signal, run};
    use crate::common::{APP_KEY, APPLY_FILE, BEN, Device, Place, chat_request, events, line, login, serve};
    use std::io::ErrorKind;
    use std::path::Path;

    /// A file with two changes, of which the second is a mistake, and where the mistake is.
    fn broken_file() -> (String, String) {
        let file = APPLY_FILE.replace("nickname = \"Maya\"", "nickname = \"May\"") + BEN;
        let file = file.replace("nickname = \"Ben\"", "nickname = 7");
        let at = file.lines().position(|line| line == "nickname = 7").unwrap() + 1;
        (file, format!("line {at}, key account.agent.nickname: "))
    }

    fn apply(place: &Place) -> [std::path::PathBuf; 4] {
        ["apply".into(), "--data".into(), place.data(), place.file()]
    }

    #[test]
    fn a_file_that_is_applied_twice_changes_nothing_the_second_time() {
        let place = Place::with(APPLY_FILE);
        let first = run(apply(&place));
        assert!(first.status.success(), "{}", first.stderr);
        assert!(first.stdout.contains("skill Sales (25975313) added"), "{}", first.stdout);
        assert!(first.stdout.contains("agent maya (311098910) added"), "{}", first.stdout);
        let second = run(apply(&place));
        assert!(second.status.success(), "{}", second.stderr);
        assert_eq!(second.stdout, "account 12345678: nothing changed\n");
    }

    #[test]
    fn a_mistake_in_the_file_is_named_with_line_and_key_and_nothing_is_changed() {
        let place = Place::with(APPLY_FILE);
        assert!(run(apply(&place)).status.success());
        let (file, at) = broken_file();
        place.write(&file);
        let refused = run(apply(&place));
        assert_eq!(refused.status.code(), Some(1));
        assert!(refused.stderr.contains(&format!("accounts.toml: {at}")), "{}", refused.stderr);
        assert_eq!(refused.stdout, "");
        let refused = run(serve(&place.data(), Some(&place.file())));
        assert_eq!(refused.status.code(), Some(1));
        assert!(refused.stderr.contains(&at), "{}", refused.stderr);
        assert_eq!(refused.stdout, "");
        place.write(APPLY_FILE);
        assert_eq!(run(apply(&place)).stdout, "account 12345678: nothing changed\n");
    }

    #[test]
    fn a_second_process_on_the_same_data_folder_is_refused() {
        let place = Place::with(APPLY_FILE);
        let data = place.data();
        let server = Running::start(serve(&data, None));
        for refused in [run(serve(&data, None)), run(apply(&place))] {
            assert_eq!(refused.status.code(), Some(1));
            let said = format!("the data folder {} is in use by process {}", data.display(), server.id());
            assert!(refused.stderr.contains(&said), "{}", refused.stderr);
            assert_eq!(refused.stdout, "");
        }
    }

    #[test]
    fn a_server_that_is_told_to_stop_answers_what_it_has_begun_and_keeps_what_it_has_answered() {
        let place = Place::with(APPLY_FILE);
        let (data, file) = (place.data(), place.file());
        let server = Running::start(serve(&data, Some(&file)));
        let mut idle = Connection::to(server.address);
        let maya = Device::sign_in(&mut idle, "maya");
        let chat = idle.ask(&chat_request()).expect(201).location();
        maya.accept(&mut idle);
        idle.ask(&line(&chat, "answered before").app_key(APP_KEY)).expect(201);

        // The head of a line is there, its body is not: the server says that it waits for it.
        let mut busy = Connection::to(server.address);
        let request = line(&chat, "begun before").app_key(APP_KEY).with("Expect", "100-continue");
        let (head, body) = request.bytes(server.address);
        busy.write(&head).unwrap();
        assert_eq!(busy.read().unwrap().status, 100);
        server.signal(Signal::TERM);
        // The server closes a connection on which nothing is going on, and takes no new ones.
        assert_eq!(idle.read().unwrap_err().kind(), ErrorKind::UnexpectedEof);
        let refused = Connection::try_to(server.address).err().map(|error| error.kind());
        assert_eq!(refused, Some(ErrorKind::ConnectionRefused));
        busy.write(&body).unwrap();
        busy.read().unwrap().expect(201);
        let ended = server.wait();
        assert!(ended.status.success(), "{}", ended.stderr);

        let server = Running::start(serve(&data, None));
        let mut again = Connection::to(server.address);
        let got = again.ask(&Request::get(format!("{chat}/events.json?from=4")).app_key(APP_KEY)).expect(200);
        assert_eq!(events(&got), ["4 line You: answered before", "5 line You: begun before"]);
    }

    #[test]
    fn a_connection_that_never_asks_anything_does_not_hold_up_the_stop() {
        let place = Place::with(APPLY_FILE);
        let server = Running::start(serve(&place.data(), None));
        let mut silent = Connection::to(server.address);
        // Its turn comes after the silent one's, so that one was let in.
        Connection::to(server.address).ask(&Request::get("/nowhere")).expect(404);
        server.signal(Signal::TERM);
        assert_eq!(silent.read().unwrap_err().kind(), ErrorKind::UnexpectedEof);
        let ended = server.wait();
        assert!(ended.status.success(), "{}", ended.stderr);
        assert!(!ended.stderr.contains("are cut"), "{}", ended.stderr);
    }

    #[test]
    fn the_file_is_applied_again_on_sighup_and_a_mistake_in_it_changes_nothing() {
        let place = Place::with(APPLY_FILE);
        let (data, file) = (place.data(), place.file());
        let mut server = Running::start(serve(&data, Some(&file)));
        let mut connection = Connection::to(server.address);
        connection.ask(&login("ben")).expect(401);
        let (broken, at) = broken_file();
        place.write(&broken);
        server.signal(Signal::HUP);
        server.logs(&at);
        connection.ask(&login("maya")).expect(200);
        connection.ask(&login("ben")).expect(401);

        place.write(&format!("{APPLY_FILE}{BEN}"));
        server.signal(Signal::HUP);
        // Trying until it works would lock the login.
        server.logs("agent ben (311098912) added");
        connection.ask(&login("ben")).expect(200);
        connection.ask(&login("maya")).expect(200);
    }

    #[test]
    fn names_of_headers_are_written_in_title_case() {
        let place = Place::with(APPLY_FILE);
        let (data, file) = (place.data(), place.file());
        let server = Running::start(serve(&data, Some(&file)));
        let mut connection = Connection::to(server.address);
        let signed_in = connection.ask(&login("maya")).expect(200);
        assert!(signed_in.head.contains("\r\nContent-Type: application/json\r\n"), "{}", signed_in.head);
        assert!(signed_in.head.contains("\r\nSet-Cookie: session_id="), "{}", signed_in.head);
        let chat = connection.ask(&chat_request()).expect(201);
        let location = format!("\r\nLocation: http://{}/api/account/", server.address);
        assert!(chat.head.contains(&location), "{}", chat.head);
        let refused = connection.ask(&Request::get("/nothing")).expect(404);
        for reply in [signed_in, chat, refused] {
            for line in reply.head.lines().skip(1).filter(|line| !line.is_empty()) {
                let (name, _) = line.split_once(": ").unwrap();
                assert!(name.split('-').all(|word| word.starts_with(char::is_uppercase)), "{line}");
            }
        }
    }

    #[test]
    fn a_port_that_is_taken_is_said() {
        let place = Place::with(APPLY_FILE);
        let server = Running::start(serve(&place.data(), None));
        let other = Place::with("");
        let address = server.address.to_string();
        let data = other.data();
        let arguments = [Path::new("serve"), "--data".as_ref(), &data, "--listen".as_ref(), address.as_ref()];
        let refused = run(arguments);
        assert_eq!(refused.status.code(), Some(1));
        assert!(refused.stderr.contains(&format!("cannot listen on {address}")), "{}", refused.stderr);
    }
}
