//! Those who write: visitors and agents. Each write is sent with the same key until it is acknowledged.

use super::board::{Board, Chat, Line, Side};
use crate::transports::caller::{Answer, Caller, Who, post};
use http::StatusCode;
use rand::RngExt as _;
use rand::rngs::StdRng;
use serde_json::{Value, json};
use std::net::SocketAddr;

/// One of so many lines is waited for until everybody has read it.
const WAITS_ONE_IN: u32 = 8;
/// One of so many acknowledged writes is sent once more.
const REPEATS_ONE_IN: u32 = 10;
/// One of so many lines of an agent is for agents only.
const PRIVATE_ONE_IN: u32 = 5;
/// What people write: what a stream, JSON or a parser could stumble over.
const WORDS: [&str; 8] = [
    "yes",
    "data: x\n\nevent: close\ndata: {}\n\n",
    "\r\n\r\n: a comment",
    "Grüße, 日本語, 👩‍👩‍👧 \u{2028}\u{feff}",
    "\"quotes\" and \\ and \t tabs",
    "0\r\n\r\nHTTP/1.1 200 OK\r\n\r\n",
    "</script> &amp; ]]>",
    "",
];

/// Somebody who writes.
pub(crate) struct Writer {
    pub(crate) name: String,
    pub(crate) who: Who,
    caller: Caller,
    random: StdRng,
    written: usize,
}

impl Writer {
    pub(crate) fn new(name: String, who: Who, address: SocketAddr, random: StdRng) -> Self {
        Self { name, who, caller: Caller::of(address), random, written: 0 }
    }

    /// Writes with a key of its own until there is an answer, and now and then once more. Gives the answer.
    pub(crate) async fn write(&mut self, target: &str, body: &Value) -> Answer {
        self.written += 1;
        let key = format!("chaos {:>24} {:06}", self.name, self.written);
        let ask = post(target, &self.who, &key, body);
        let answer = self.caller.ask(&ask).await;
        if answer.head.status == StatusCode::CREATED && self.random.random_ratio(1, REPEATS_ONE_IN) {
            let again = self.caller.ask(&ask).await;
            assert_eq!(again.created(), answer.created());
        }
        answer
    }

    /// Says so much in a chat, and now and then waits until everybody has read it.
    pub(crate) async fn talk(
        &mut self,
        path: &str,
        chat: &Chat,
        board: &Board,
        lines: usize,
        sides: &[Side],
    ) {
        for number in 0..lines {
            let is_private = matches!(self.who, Who::Agent(_)) && self.random.random_ratio(1, PRIVATE_ONE_IN);
            let length = self.random.random_range(0..60);
            let word = WORDS[self.random.random_range(0..WORDS.len())];
            let text = format!("{}-{}-{number} {word} {}", self.name, self.written, "long ".repeat(length));
            let event = self.say(path, &text, is_private).await;
            board.keep(chat, Line { event, text, is_private });
            if self.random.random_ratio(1, WAITS_ONE_IN) {
                let readers: Vec<Side> =
                    sides.iter().copied().filter(|side| !is_private || *side != Side::Visitor).collect();
                chat.is_read(event, &readers).await;
            }
        }
    }

    async fn say(&mut self, path: &str, text: &str, is_private: bool) -> u64 {
        let mut event = json!({"@type": "line", "text": text});
        if is_private {
            event["subType"] = "ONLY_TO_REP".into();
        }
        let body = json!({ "event": event });
        let answer = self.write(&format!("{path}/events?v=1&NC=true"), &body).await;
        let location = answer.created();
        location.strip_prefix(&format!("{path}/events/")).unwrap().parse().unwrap()
    }

    /// Ends a chat.
    pub(crate) async fn end(&mut self, path: &str) {
        let body = json!({"event": {"@type": "state", "state": "ended"}});
        self.write(&format!("{path}/events?v=1&NC=true"), &body).await.created();
    }
}
