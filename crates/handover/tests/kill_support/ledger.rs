//! What the server has promised: everything it acknowledged, and everything it showed to a reader.

use crate::common::http::Request;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard};

/// What a write was about.
#[derive(Clone, Debug)]
pub(crate) enum Write {
    /// A visitor asks for a chat; the text is that of a line shown before it.
    Start { text: String },
    /// Somebody says something in a chat.
    Line { chat: String, text: String },
}

/// A write with the request that carries it.
#[derive(Clone, Debug)]
pub(crate) struct Sent {
    pub(crate) request: Request,
    pub(crate) write: Write,
    /// Whether it carries an idempotency key.
    pub(crate) repeatable: bool,
}

/// All promises since the first start.
#[derive(Clone, Debug, Default)]
pub(crate) struct Promises {
    /// Keys of chats whose start was acknowledged, with the text shown before each.
    pub(crate) chats: BTreeMap<String, String>,
    /// Texts of acknowledged lines, by chat and event.
    pub(crate) lines: BTreeMap<String, BTreeMap<usize, String>>,
    /// Acknowledged accepts: the chat, and which agent took it.
    pub(crate) accepted: BTreeMap<String, usize>,
    /// Events that readers saw, by chat and id, as they were shown.
    pub(crate) seen: BTreeMap<String, BTreeMap<usize, String>>,
    /// Texts of all writes that were ever sent.
    pub(crate) sent: BTreeSet<String>,
    /// Writes of the latest run that were sent and have no answer.
    pub(crate) unanswered: Vec<Sent>,
    /// Repeatable writes of the latest run, with the `Location` that answered each.
    pub(crate) answered: Vec<(Sent, String)>,
    acknowledged: usize,
}

/// The promises, shared by everybody who writes and reads. Who writes down the last promise kills at once: what was
/// acknowledged a moment too early has no time to become true.
pub(crate) struct Ledger<'k> {
    promises: Mutex<Promises>,
    enough: usize,
    kill: &'k (dyn Fn() + Sync),
}

impl<'k> Ledger<'k> {
    /// Goes on with these promises until so many more writes are acknowledged; then kills.
    pub(crate) fn new(mut promises: Promises, enough: usize, kill: &'k (dyn Fn() + Sync)) -> Self {
        promises.acknowledged = 0;
        promises.unanswered.clear();
        promises.answered.clear();
        Self { promises: Mutex::new(promises), enough, kill }
    }

    pub(crate) fn look(&self) -> MutexGuard<'_, Promises> {
        self.promises.lock().unwrap()
    }

    pub(crate) fn close(self) -> Promises {
        self.promises.into_inner().unwrap()
    }

    /// A write was answered with 201 and this `Location`.
    pub(crate) fn acknowledged(&self, sent: Sent, location: &str) {
        let mut promises = self.look();
        promises.keep(&sent.write, location);
        if sent.repeatable {
            promises.answered.push((sent, location.to_owned()));
        }
        self.count(&mut promises);
    }

    /// An accept was answered with this chat.
    pub(crate) fn accepted(&self, agent: usize, chat: String) {
        let mut promises = self.look();
        promises.take(agent, chat);
        self.count(&mut promises);
    }

    /// The connection ended before the answer was there.
    pub(crate) fn unanswered(&self, sent: Sent) {
        self.look().unanswered.push(sent);
    }

    /// A reader was shown an event. What was shown before must not have changed.
    pub(crate) fn seen(&self, chat: &str, id: usize, event: &str) {
        let mut promises = self.look();
        let events = promises.seen.entry(chat.to_owned()).or_default();
        let first = events.entry(id).or_insert_with(|| event.to_owned());
        assert_eq!(first, event, "an event that was seen has changed");
    }

    fn count(&self, promises: &mut Promises) {
        promises.acknowledged += 1;
        if promises.acknowledged == self.enough {
            (self.kill)();
        }
    }
}

impl Promises {
    /// Keeps what an acknowledgement promises. Two different lines never get the same id.
    pub(crate) fn keep(&mut self, write: &Write, location: &str) {
        match write {
            Write::Start { text } => {
                let before = self.chats.insert(last_segment(location).into(), text.clone());
                assert!(before.is_none_or(|before| before == *text), "one key for two chats");
            }
            Write::Line { chat, text } => {
                assert!(location.ends_with(&format!("/chat/{chat}/events/{}", last_segment(location))));
                let id = last_segment(location).parse().unwrap();
                let before = self.lines.entry(chat.clone()).or_default().insert(id, text.clone());
                assert!(before.is_none_or(|before| before == *text), "one id for two lines of {chat}");
            }
        }
    }

    /// Keeps an accept. No chat is given to two agents.
    pub(crate) fn take(&mut self, agent: usize, chat: String) {
        let before = self.accepted.insert(chat, agent);
        assert_eq!(before, None, "a chat was accepted twice");
    }
}

/// The last segment of a path.
pub(crate) fn last_segment(path: &str) -> &str {
    path.rsplit('/').next().unwrap()
}
