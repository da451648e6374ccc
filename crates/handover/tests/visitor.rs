//! `handover export` and `handover erase`: what is held of a visitor is told whole, and is then in no file any more, also not in
//! the next generation of a backup, whoever is killed meanwhile; everybody else's is as it was.

#![expect(clippy::unwrap_used, reason = "what goes wrong in the helpers of a test fails the test")]

pub mod common;

use common::http::{Connection, Request};
use common::process::{Outcome, Running, run};
use common::{ACCOUNT, APP_KEY, Device, Place, line, serve};
use serde_json::{Value, json};
use std::ffi::OsString;
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};

/// What the person wrote, and what an agent answered.
const SECRETS: [&str; 4] = ["zanzibar-question", "zanzibar-answer", "zanzibar-name", "zanzibar-variable"];
/// What somebody else wrote.
const OTHER: &str = "everything-else";

/// Ended chats are kept on the desk for the shortest time there is.
const APPLY_FILE: &str = r#"[[account]]
id = "12345678"
[account.settings]
ended_chat_kept_s = 1
[[account.skill]]
id = 10
name = "Sales"
[[account.agent]]
id = 1
login = "maya"
password = "Correct-Horse1"
skills = ["Sales"]
"#;

/// A shop in which a person has had one chat that is in the archive and one that is on the desk, and somebody else one.
struct Shop {
    place: Place,
    server: Running,
    visitor: u64,
    /// The chat that is on the desk.
    open: String,
}

impl Shop {
    fn open() -> Self {
        let place = Place::with(APPLY_FILE);
        let server = Running::start(serve(&place.data(), Some(&place.file())));
        let mut connection = Connection::to(server.address);
        let maya = Device::sign_in(&mut connection, "maya");
        let (first, visitor) = chat(&mut connection, &maya, None, SECRETS);
        end(&mut connection, &first);
        let other = [OTHER, OTHER, OTHER, OTHER];
        let (second, stranger) = chat(&mut connection, &maya, None, other);
        end(&mut connection, &second);
        assert_ne!(visitor, stranger);
        until_archived(&place.data(), 2);
        let (open, again) = chat(&mut connection, &maya, Some(visitor), SECRETS);
        assert_eq!(visitor, again);
        Self { place, server, visitor, open }
    }

    fn command(&self, name: &str, more: &[&str]) -> Outcome {
        command(&self.place.data(), name, self.visitor, more)
    }
}

fn command(data: &Path, name: &str, visitor: u64, more: &[&str]) -> Outcome {
    let visitor = visitor.to_string();
    let arguments = [name, "--account", ACCOUNT, "--visitor", &visitor, "--data"].map(OsString::from);
    run(arguments.into_iter().chain([data.into()]).chain(more.iter().map(OsString::from)))
}

/// A chat with a line of each side, a name and a variable; its address and its visitor.
fn chat(connection: &mut Connection, maya: &Device, visitor: Option<u64>, words: [&str; 4]) -> (String, u64) {
    let mut request = json!({"skill": "Sales", "visitorName": words[2],
        "customVariables": {"customVariable": [{"name": "order", "value": words[3]}]}});
    if let Some(visitor) = visitor {
        request["visitorId"] = visitor.to_string().into();
    }
    let start = Request::post(format!("/api/account/{ACCOUNT}/chat/request?v=1&NC=true")).app_key(APP_KEY);
    let chat = connection.ask(&start.json(&json!({"request": request}).to_string())).expect(201).location();
    let at_agent = maya.accept(connection);
    connection.ask(&line(&chat, words[0]).app_key(APP_KEY)).expect(201);
    connection.ask(&line(&at_agent, words[1]).bearer(&maya.bearer)).expect(201);
    let info =
        connection.ask(&Request::get(format!("{chat}/info?v=1&NC=true")).app_key(APP_KEY)).expect(200).json();
    let visitor = &info["info"]["visitorId"];
    (chat, visitor.as_u64().or_else(|| visitor.as_str()?.parse().ok()).unwrap_or_else(|| panic!("{info}")))
}

fn end(connection: &mut Connection, chat: &str) {
    let end = Request::post(format!("{chat}/events?v=1&NC=true")).app_key(APP_KEY);
    connection.ask(&end.json(r#"{"event":{"@type":"state","state":"ended"}}"#)).expect(201);
}

/// Waits until the archive holds so many chats.
fn until_archived(data: &Path, chats: u64) {
    let archived = || {
        let found = run(["verify".as_ref(), "--json".as_ref(), "--data".as_ref(), data.as_os_str()]);
        said(&found)["archived_chats"].as_u64().unwrap()
    };
    // A look takes a while: a thousand are minutes.
    assert!((0..1_000).any(|_| archived() >= chats), "chats are not archived");
}

#[track_caller]
fn said(outcome: &Outcome) -> Value {
    assert!(outcome.status.success(), "{}{}", outcome.stdout, outcome.stderr);
    serde_json::from_str(&outcome.stdout).unwrap()
}

/// Which of these words stand in any file below a folder.
fn found(folder: &Path, words: &[&'static str]) -> Vec<(PathBuf, &'static str)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.file_type().unwrap().is_file() {
            let bytes = std::fs::read(entry.path()).unwrap();
            let has = |word: &&&'static str| bytes.windows(word.len()).any(|part| part == word.as_bytes());
            found.extend(words.iter().filter(has).map(|word| (entry.path(), *word)));
        }
    }
    found
}

/// Nothing of the person is left, all of the other's is there, and the folder verifies.
#[track_caller]
fn is_erased(data: &Path, visitor: u64) {
    assert_eq!(found(data, &SECRETS), []);
    assert!(!found(data, &[OTHER]).is_empty());
    let held = said(&command(data, "export", visitor, &["--json"]));
    assert_eq!((&held["chats"], &held["offline_messages"]), (&json!([]), &json!([])));
    said(&run(["verify".as_ref(), "--json".as_ref(), "--data".as_ref(), data.as_os_str()]));
    let log = said(&run([
        "audit".as_ref(),
        "list".as_ref(),
        "--json".as_ref(),
        "--data".as_ref(),
        data.as_os_str(),
    ]));
    let erased = log.as_array().unwrap().iter().filter(|entry| entry["act"] == "erase").count();
    assert_eq!(erased, 1, "{log}");
    let chain = run(["audit".as_ref(), "verify".as_ref(), "--data".as_ref(), data.as_os_str()]);
    assert!(chain.status.success(), "{chain:?}");
}

fn backup(place: &Place, more: &[&str]) -> PathBuf {
    let folder = place.beside("backup");
    let arguments = [
        "backup".into(),
        "--json".into(),
        "--data".into(),
        place.data().into(),
        "--to".into(),
        folder.clone().into(),
    ];
    said(&run(arguments.into_iter().chain(more.iter().map(OsString::from))));
    folder
}

#[test]
fn what_is_held_of_a_visitor_is_told_and_then_gone_from_every_file_and_from_the_next_backup() {
    let shop = Shop::open();
    let data = shop.place.data();
    let held = shop.command("export", &["--json"]);
    let told = said(&held);
    assert_eq!(told["chats"].as_array().unwrap().len(), 2, "{told}");
    let places: Vec<_> =
        told["chats"].as_array().unwrap().iter().map(|chat| chat["stored"].clone()).collect();
    assert_eq!(places, ["desk", "archive"]);
    for secret in SECRETS {
        assert!(held.stdout.matches(secret).count() >= 2, "{secret}: {}", held.stdout);
    }
    assert!(!held.stdout.contains(OTHER), "{}", held.stdout);
    let folder = backup(&shop.place, &[]);
    assert!(!found(&folder, &SECRETS).is_empty());

    let refused = shop.command("erase", &[]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(refused.stderr.contains("1 chats of the visitor have not ended"), "{}", refused.stderr);
    assert_eq!(said(&shop.command("export", &["--json"])), told);

    let erased = said(&shop.command("erase", &["--end-chats", "--json"]));
    assert_eq!(erased, json!({"account": ACCOUNT, "visitor": shop.visitor, "documents": 2}));
    is_erased(&data, shop.visitor);
    let read = Request::get(format!("{}/events?v=1", shop.open)).app_key(APP_KEY);
    let read = Connection::to(shop.server.address).ask(&read);
    assert!(!SECRETS.iter().any(|secret| read.text().contains(secret)), "{}", read.text());
    backup(&shop.place, &["--keep", "1"]);
    assert_eq!(found(&folder, &SECRETS), []);
    assert!(!found(&folder, &[OTHER]).is_empty());

    let nothing = shop.command("erase", &[]);
    assert!(
        nothing.status.success() && nothing.stdout.starts_with("nothing is held of visitor"),
        "{nothing:?}"
    );
    drop(shop.server.kill());
    drop(Running::start(serve(&data, None)).kill());
    is_erased(&data, shop.visitor);
}

/// Asks at the door of a server, and does not wait for what comes of it.
fn at_the_door(data: &Path, question: &Value) -> Value {
    let mut door = UnixStream::connect(data.join("control.sock")).unwrap();
    writeln!(door, "{question}").unwrap();
    let mut answer = String::new();
    BufReader::new(door).read_line(&mut answer).unwrap();
    serde_json::from_str(&answer).unwrap()
}

#[test]
fn an_erasure_whose_server_is_killed_is_carried_on_at_the_next_start() {
    let Shop { place, server, visitor, .. } = Shop::open();
    let data = place.data();
    let erase = json!({"do": "erase", "account": ACCOUNT, "visitor": visitor, "end": true});
    let begun = at_the_door(&data, &erase);
    assert_eq!(begun["erase_begun"]["documents"], 2, "{begun}");
    drop(server.kill());
    let server = Running::start(serve(&data, None));
    let erased = json!({"do": "erased", "account": ACCOUNT, "erasure": begun["erase_begun"]["erasure"]});
    while at_the_door(&data, &erased) != json!({"erased": true}) {}
    is_erased(&data, visitor);
    drop(server.kill());
}

#[test]
fn a_visitor_is_erased_where_no_server_runs_and_mistakes_say_what_to_do() {
    let Shop { place, server, visitor, .. } = Shop::open();
    drop(server.kill());
    let data = place.data();
    let file = place.beside("export.json");
    let to = [OsString::from("--to"), file.clone().into()];
    let to: Vec<&str> = to.iter().map(|part| part.to_str().unwrap()).collect();
    let told = command(&data, "export", visitor, &to);
    assert!(told.stdout.starts_with("2 chats and 0 offline messages are in "), "{told:?}");
    assert!(std::fs::read_to_string(&file).unwrap().contains(SECRETS[0]));
    let again = command(&data, "export", visitor, &to);
    assert!(!again.status.success() && again.stderr.contains("name a file that is not there"), "{again:?}");

    let unknown = ["erase", "--account", "nobody", "--visitor", "1", "--data", data.to_str().unwrap()];
    let unknown = run(unknown);
    assert!(
        !unknown.status.success() && unknown.stderr.contains("there is no account nobody"),
        "{unknown:?}"
    );
    let erased = command(&data, "erase", visitor, &["--end-chats"]);
    assert!(erased.stdout.contains("is erased: 2 chats and offline messages"), "{erased:?}");
    is_erased(&data, visitor);
}
