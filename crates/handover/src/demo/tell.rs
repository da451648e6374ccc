//! What the demo says, and how it stands on the page.

use super::layout;
use super::message::{Ask, Got, base};
use super::sample::{ACCOUNT, APP_KEY, BEN, MAYA, PASSWORD, SUE};
use super::seen::Seen;
use super::shorten::shorten;
use crate::cli::say;
use http::{HeaderMap, header};
use std::net::SocketAddr;

/// Characters of a line.
const WIDTH: usize = 98;
/// Lines of a body; of a longer one the middle is left out.
const BODY_LINES: usize = 20;
/// Headers of an answer that say something, as they are written on the wire.
const TOLD_HEADERS: [(header::HeaderName, &str); 3] = [
    (header::CONTENT_TYPE, "Content-Type"),
    (header::LOCATION, "Location"),
    (header::SET_COOKIE, "Set-Cookie"),
];

/// What stands above everything.
pub(super) fn greeting(address: SocketAddr, folder: &str) {
    say(&format!("Handover listens on http://{address}"));
    say(&format!("Its data is in {folder}"));
    say("");
    say("What follows is asked over HTTP and checked, step by step. > is sent, < is received;");
    say(&format!("… at the start of an address is http://{address}{}.", base()));
    say("Old clients send ?v=1&NC=true with everything, so these do as well.");
}

/// Opens a step.
pub(super) fn title(number: usize, title: &str) {
    say("");
    let title = format!("── {number}. {title} ");
    let rule = WIDTH.saturating_sub(title.chars().count());
    say(&format!("{title}{}", "─".repeat(rule)));
}

/// Tells what happens, in words.
pub(super) fn words(text: &str) {
    say("");
    let mut line = String::new();
    for word in text.split_whitespace() {
        if line.chars().count().saturating_add(word.chars().count()) >= WIDTH {
            say(&line);
            line.clear();
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    say(&line);
}

/// Says that something was found to be so.
pub(super) fn holds(what: &str) {
    say(&format!("    ✓ {what}"));
}

/// Shows a request and its answer.
pub(super) fn exchange(ask: &Ask, got: &Got, origin: &str) {
    let base = base();
    let short = |text: &str| shorten(text, origin, &base);
    say("");
    say(&format!("    > {} {}", ask.method, short(&ask.target)));
    for (name, value) in &ask.headers {
        say(&format!("    > {name}: {}", short(value)));
    }
    body("    > ", &short(&ask.body));
    say(&format!("    < {}", got.status));
    for (name, written) in told_headers(&got.headers) {
        say(&format!("    < {written}: {}", short(name)));
    }
    body("    < ", &short(&got.body));
}

/// Shows a request and its answer in a line, when the same was shown before.
pub(super) fn exchange_in_a_line(ask: &Ask, got: &Got, origin: &str) {
    let told = shorten(&format!("{} {}", ask.method, ask.target), origin, &base());
    say("");
    say(&format!("    > {told}"));
    let location = got.headers.get(header::LOCATION).and_then(|value| value.to_str().ok());
    let location = location.map(|location| shorten(location, origin, &base()));
    let location = location.map(|location| format!("   Location: {location}")).unwrap_or_default();
    say(&format!("    < {}{location}", got.status));
}

/// Shows events as a person reads them.
pub(super) fn transcript(events: &[Seen]) {
    say("");
    for event in events {
        say(&format!("      {event}"));
    }
}

/// What to try, and with which data.
pub(super) fn invitation(address: SocketAddr, chat: &str) {
    let base = format!("http://{address}{}", base());
    say("");
    say(&format!("── Now you {}", "─".repeat(WIDTH.saturating_sub(11))));
    say("");
    say(&format!("The server goes on at http://{address} until Ctrl-C; its data goes with it."));
    say("");
    say(&format!("    account   {ACCOUNT}"));
    say(&format!("    agents    {MAYA}, {BEN}; skill Sales; {SUE} is their supervisor"));
    say(&format!("    password  {PASSWORD}, for all of them"));
    say(&format!("    app key   {APP_KEY}"));
    say("");
    say("Chat with yourself in a browser: be the visitor here, the agent there, the supervisor last.");
    say("");
    say(&format!("    http://{address}/sample/"));
    say(&format!("    http://{address}/console/?account={ACCOUNT}"));
    say(&format!("    http://{address}/console/board?account={ACCOUNT}"));
    say("");
    say("Or by hand: sign Maya in; ask for a chat; read the chat of this story (for five more minutes):");
    say("");
    let json = "-H 'Content-Type: application/json'";
    let login = format!(r#"{{"username":"{MAYA}","password":"{PASSWORD}"}}"#);
    say(&format!("curl -i '{base}/login?v=1.3' {json} -d '{login}'"));
    say("");
    let request = r#"{"request":{"skill":"Sales"}}"#;
    say(&format!("curl -i '{base}/chat/request?v=1&appKey={APP_KEY}' {json} -d '{request}'"));
    say("");
    say(&format!("curl -i '{chat}/events.xml?v=1&appKey={APP_KEY}'"));
}

fn told_headers(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    TOLD_HEADERS.iter().filter_map(|(name, written)| Some((headers.get(name)?.to_str().ok()?, *written)))
}

fn body(prefix: &str, text: &str) {
    let lines = layout::lines(text, WIDTH.saturating_sub(prefix.len()));
    let left_out = lines.len().saturating_sub(BODY_LINES);
    let half = BODY_LINES / 2;
    for (at, line) in lines.iter().enumerate() {
        if left_out < 2 || at < half || at >= half.saturating_add(left_out) {
            say(&format!("{prefix}{line}"));
        } else if at == half {
            say(&format!("{prefix}… {left_out} lines more"));
        }
    }
}
