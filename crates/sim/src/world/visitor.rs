//! A visitor: asks for chats, talks, polls, falls silent, ends them, and repeats under its key what was not answered.
//! Knows only what the server has said.

use super::agent::pause_ms;
use super::ask::{Ask, Got};
use super::history::{Meaning, Write};
use super::life::Life;
use super::requests;
use super::seen::Side;
use crate::plan::Dice;
use handover_desk::ChatKey;
use handover_wire::Format;
use std::sync::Arc;
use tokio::sync::Mutex;

/// A chat that the visitor is in.
#[derive(Clone, Debug)]
struct Open {
    path: String,
    key: ChatKey,
    next: u32,
}

/// One visitor, who outlives the server.
pub(super) struct Visitor {
    who: String,
    dice: Dice,
    chat: Option<Open>,
    /// Every chat the visitor has had.
    had: Vec<Open>,
    /// A write with a key that has no answer.
    unfinished: Option<Write>,
    /// Counts what must not be the same twice.
    count: u32,
}

/// Visits as long as the server lives. What the visitor knows is as it was at the moment of a crash.
pub(super) async fn visit(visitor: Arc<Mutex<Visitor>>, life: Arc<Life>) {
    let mut visitor = visitor.lock().await;
    loop {
        let pause_ms = pause_ms(&mut visitor.dice);
        life.pass_ms(pause_ms).await;
        visitor.act(&life).await;
    }
}

impl Visitor {
    pub(super) fn new(number: u64, seed: u64) -> Self {
        Self {
            who: format!("visitor{number}"),
            dice: Dice::of_seed(seed ^ ((number + 1_000) << 32)),
            chat: None,
            had: Vec::new(),
            unfinished: None,
            count: 0,
        }
    }

    async fn act(&mut self, life: &Life) {
        life.deliver_late().await;
        if let Some(write) = self.unfinished.take()
            && self.dice.chance(4, 5)
        {
            self.send(life, write).await;
            return;
        }
        let Some(chat) = self.chat.clone() else { return self.ask_for_a_chat(life).await };
        match self.dice.below(32) {
            0..=13 => self.poll(life, &chat).await,
            14..=25 => self.talk(life, &chat).await,
            26..=27 => {
                let ask = requests::visitor_ends(&chat.path, self.format());
                self.write(life, ask, Meaning::EndChat { chat: chat.key }).await;
            }
            28 => self.chat = None,
            29 => {
                let silence_ms = u64::from(self.dice.below(45_000));
                life.pass_ms(silence_ms).await;
            }
            30 => self.stall(life, &chat).await,
            _ => {
                let ask = requests::visitor_reads(format!("{}/info", chat.path), self.format());
                let got = life.ask(&self.who, &ask).await;
                self.learn(got.as_ref());
            }
        }
    }

    fn format(&mut self) -> Format {
        if self.dice.chance(1, 2) { Format::Json } else { Format::Xml }
    }

    fn fresh(&mut self, what: &str) -> String {
        self.count += 1;
        format!("{}-{what}-{:06}", self.who, self.count)
    }

    async fn write(&mut self, life: &Life, ask: Ask, meaning: Meaning) {
        let keyed = self.dice.chance(2, 3);
        let ask = if keyed { ask.once(self.fresh("some-long-key")) } else { ask };
        self.send(life, Write { ask, meaning }).await;
    }

    async fn send(&mut self, life: &Life, write: Write) {
        self.unfinished = write.ask.key.is_some().then(|| write.clone());
        let Some(got) = life.write(&self.who, &write).await else { return };
        if !matches!(got.status, 429 | 503) && !self.dice.chance(1, 8) {
            self.unfinished = None;
        }
        self.learn(Some(&got));
        let key = got.location().and_then(|path| path.rsplit('/').next()).and_then(|key| key.parse().ok());
        if let (Meaning::StartChat { .. }, Some(path), Some(key)) = (&write.meaning, got.location(), key)
            && self.had.iter().all(|had| had.key != key)
        {
            let open = Open { path: path.to_owned(), key, next: 0 };
            self.had.push(open.clone());
            self.chat = Some(open);
        }
    }

    /// Gives up a chat that is over for the server.
    fn learn(&mut self, got: Option<&Got>) {
        if got.is_some_and(|got| got.status == 404) {
            self.chat = None;
        }
    }

    async fn ask_for_a_chat(&mut self, life: &Life) {
        let name = self.fresh("asks");
        let skill = self.dice.one_of(&[Some("Sales"), Some("Sales"), Some("Billing"), None], None);
        let ask = requests::start_chat(&name, skill, self.format());
        self.write(life, ask, Meaning::StartChat { name }).await;
    }

    async fn talk(&mut self, life: &Life, chat: &Open) {
        let text = self.fresh("says");
        let ask = requests::visitor_says(&chat.path, self.format(), &text);
        self.write(life, ask, Meaning::Line { chat: chat.key, text }).await;
    }

    /// Reads on from where the last poll ended, or everything.
    async fn poll(&mut self, life: &Life, chat: &Open) {
        let from = if self.dice.chance(1, 4) { 0 } else { chat.next };
        let below = if self.dice.chance(1, 2) { "/events" } else { "" };
        let ask = requests::visitor_reads(format!("{}{below}?from={from}", chat.path), self.format());
        match life.read_chat(&self.who, Side::Visitor, &ask, chat.key, from).await {
            Ok(next) => self.chat = Some(Open { next, ..chat.clone() }),
            Err(got) => self.learn(got.as_ref()),
        }
    }

    /// Has a stream of the chat, takes nothing of it for long, and then what there is.
    async fn stall(&mut self, life: &Life, chat: &Open) {
        let ask = requests::visitor_reads(format!("{}/events?from={}", chat.path, chat.next), Format::Json);
        let stalls_ms = u64::from(self.dice.below(60_000));
        let next = life.read_stalled(&self.who, Side::Visitor, ask, (chat.key, chat.next), stalls_ms).await;
        self.chat = Some(Open { next, ..chat.clone() });
    }

    /// Reads everything once more, when all is quiet.
    pub(super) async fn reads_everything(&mut self, life: &Life) {
        for chat in self.had.clone() {
            for below in ["", "/events"] {
                let path = format!("{}{below}?from=0", chat.path);
                let ask = requests::visitor_reads(path, self.format());
                drop(life.read_chat(&self.who, Side::Visitor, &ask, chat.key, 0).await);
            }
        }
    }
}
