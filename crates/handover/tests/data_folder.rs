//! Data folders of earlier commits open in this one, and hold what they held.
//!
//! `fixtures/format-1` was left behind by a server that was stopped, started again, written to and killed: a snapshot, facts
//! behind it, and a log that was not checkpointed. `fixtures/format-1.json` is what the visitor had read of one chat.

#[cfg(test)]
pub mod common;

#[cfg(test)]
mod tests {
    use crate::common::http::{Connection, Request};
    use crate::common::process::Running;
    use crate::common::{ACCOUNT, APP_KEY, Place, serve};
    use serde_json::Value;
    use std::path::Path;

    #[test]
    fn a_data_folder_of_format_1_opens_and_its_chat_reads_as_it_did() {
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
        let place = Place::with("");
        std::fs::create_dir(place.data()).unwrap();
        for entry in std::fs::read_dir(fixtures.join("format-1")).unwrap() {
            let entry = entry.unwrap();
            std::fs::copy(entry.path(), place.data().join(entry.file_name())).unwrap();
        }
        let read: Value =
            serde_json::from_slice(&std::fs::read(fixtures.join("format-1.json")).unwrap()).unwrap();
        let expected = read["event"].as_array().unwrap();

        let server = Running::start(serve(&place.data(), None));
        let chat = format!("/api/account/{ACCOUNT}/chat/{}/events?v=1", read["chat"].as_str().unwrap());
        let got = Connection::to(server.address).ask(&Request::get(chat).app_key(APP_KEY)).expect(200).json();

        // The agent's login is long over, so that more events may follow by themselves.
        let events = got["events"]["event"].as_array().unwrap();
        assert_eq!(&events[..expected.len()], expected.as_slice());
    }
}
