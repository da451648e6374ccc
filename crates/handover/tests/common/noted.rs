//! What a run of the tests leaves for `tests/secrets.rs`: everything that servers wrote, and the secrets that were in play.
//!
//! Both go into the folder that `HANDOVER_TEST_LOGS` names; without it nothing is kept, and servers are as quiet as ever.
//! Also part of the tests of the server crate, whose servers have no process of their own.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

/// How chatty a server is whose messages are kept: as chatty as an operator can make it.
pub const LEVELS: &str = "trace";

/// Words of people that are shorter may stand in a message by chance.
const WORDS_MIN: usize = 12;
/// So much of what somebody wrote is looked for.
const WORDS_MAX: usize = 64;

/// Members whose values are secret, in JSON and in XML, and what they are called where one is found.
const MEMBERS: [(&str, &str); 4] = [
    ("password", "password"),
    ("bearer", "bearer token"),
    ("csrf", "csrf token"),
    ("secret", "secret of a second factor"),
];
/// Members that hold what people wrote.
const WRITTEN: [&str; 5] = ["text", "visitorName", "draft", "message", "preChatLines"];

static LOGS: AtomicU32 = AtomicU32::new(0);
static SEEN: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());

fn folder() -> Option<PathBuf> {
    std::env::var_os("HANDOVER_TEST_LOGS").filter(|name| !name.is_empty()).map(PathBuf::from)
}

/// A file for what one server writes, if that is kept.
pub fn log() -> Option<File> {
    let name = format!("{}-{}.log", std::process::id(), LOGS.fetch_add(1, Ordering::Relaxed));
    folder().map(|folder| appending(&folder.join(name)))
}

fn appending(path: &Path) -> File {
    OpenOptions::new()
        .create(true)
        .append(true)
        .open(path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Whether a line of a log is there only because its server was made chatty.
pub fn is_chatty(line: &str) -> bool {
    let level = line.split_whitespace().nth(1).unwrap_or_default();
    ["DEBUG", "TRACE"]
        .iter()
        .any(|chatty| level == *chatty || line.contains(&format!("\"level\":\"{chatty}\"")))
}

/// How long a secret of this kind is at least. What servers draw is long; what a test makes up in its place is short, is a word
/// perhaps, and may stand in a message by chance.
fn shortest(kind: &str) -> usize {
    if matches!(kind, "password" | "what people wrote") { 6 } else { 24 }
}

/// Notes a secret of this kind.
pub fn secret(kind: &str, secret: &str) {
    let Some(folder) = folder() else { return };
    if secret.len() < shortest(kind)
        || !SEEN.lock().unwrap_or_else(std::sync::PoisonError::into_inner).insert(secret.to_owned())
    {
        return;
    }
    let mut hex = String::new();
    secret.bytes().for_each(|byte| write!(hex, "{byte:02x}").unwrap_or_default());
    let line = format!("{hex} {kind}\n");
    let name = format!("{}.secrets", std::process::id());
    appending(&folder.join(name)).write_all(line.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
}

/// Notes the secrets of a header of a request or of an answer.
pub fn header(name: &str, value: &str) {
    let name = name.to_ascii_lowercase();
    if let Some(token) = value.strip_prefix("Bearer ").filter(|_| name == "authorization") {
        secret("bearer token", token);
    }
    if name == "cookie" || name == "set-cookie" {
        let value = value.split(';').next().and_then(|pair| pair.split_once('='));
        secret("cookie", value.map_or("", |(_, value)| value.trim()));
    }
    chat_keys(value);
}

/// Notes the secrets of a body, whatever its format, and what a person wrote in it.
pub fn body(text: &str) {
    if folder().is_none() {
        return;
    }
    for (member, kind) in MEMBERS {
        values(text, member, &mut |value| secret(kind, value));
    }
    // The message of an error is the server's own.
    if !text.contains("internalCode") {
        for member in WRITTEN {
            values(text, member, &mut words);
        }
    }
    chat_keys(text);
}

/// Notes what a person wrote, where it cannot stand in a message by chance.
fn words(text: &str) {
    let end = text.char_indices().map(|(at, _)| at).find(|at| *at >= WORDS_MAX).unwrap_or(text.len());
    let begins = &text[..end];
    if begins.len() >= WORDS_MIN && begins.trim().contains(' ') && !begins.contains(['\\', '&', '<']) {
        secret("what people wrote", begins.trim());
    }
}

/// Notes the part of chat session keys that nobody can guess: 32 hex digits before a `K`.
pub fn chat_keys(text: &str) {
    for (at, _) in text.match_indices('K') {
        let digits = at.checked_sub(32).and_then(|begin| text.get(begin..at));
        if let Some(digits) = digits.filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit())) {
            secret("chat session key", digits);
        }
    }
}

/// Every value of a member: `"member":"value"`, or `<member>value</member>`.
fn values(text: &str, member: &str, each: &mut dyn FnMut(&str)) {
    for (at, found) in text.match_indices(member) {
        let behind = &text[at + found.len()..];
        let json = behind.strip_prefix('"').and_then(|rest| rest.trim_start().strip_prefix(':'));
        if let Some(value) = json.and_then(|rest| rest.trim_start().strip_prefix('"')) {
            each(value.split('"').next().unwrap_or_default());
        } else if let Some(value) = behind.strip_prefix('>').filter(|_| text[..at].ends_with('<')) {
            each(value.split('<').next().unwrap_or_default());
        }
    }
}
