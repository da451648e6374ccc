//! What everybody knows of everybody: how much was acknowledged, and how far each reader is.

use std::sync::Mutex;
use tokio::sync::watch;

/// The readers of one chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Visitor,
    Agent,
    Session,
}

/// An acknowledged line.
#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) event: u64,
    pub(crate) text: String,
    /// Whether it is for agents only.
    pub(crate) is_private: bool,
}

/// One chat that was asked for.
pub(crate) struct Chat {
    pub(crate) key: String,
    pub(crate) agent: usize,
    /// What each side will read next: the visitor, the agent in the chat, the agent's session.
    progress: watch::Sender<[u64; 3]>,
    accepted: watch::Sender<bool>,
    lines: Mutex<Vec<Line>>,
}

/// Counts acknowledged lines of all chats.
pub(crate) struct Board {
    acknowledged: watch::Sender<usize>,
}

impl Board {
    /// Nothing was acknowledged.
    pub(crate) fn new() -> Self {
        Self { acknowledged: watch::Sender::new(0) }
    }

    /// Waits until so many lines of all chats were acknowledged.
    pub(crate) async fn reaches(&self, count: usize) {
        self.acknowledged.subscribe().wait_for(|now| *now >= count).await.unwrap();
    }

    /// A line of a chat was acknowledged.
    pub(crate) fn keep(&self, chat: &Chat, line: Line) {
        chat.lines.lock().unwrap().push(line);
        self.acknowledged.send_modify(|count| *count += 1);
    }
}

impl Chat {
    pub(crate) fn new(key: String, agent: usize) -> Self {
        let (progress, accepted) = (watch::Sender::new([0; 3]), watch::Sender::new(false));
        Self { key, agent, progress, accepted, lines: Mutex::default() }
    }

    /// The agent has accepted it.
    pub(crate) fn accept(&self) {
        self.accepted.send_replace(true);
    }

    /// Waits until the agent has accepted it.
    pub(crate) async fn is_accepted(&self) {
        self.accepted.subscribe().wait_for(|accepted| *accepted).await.unwrap();
    }

    /// A reader has read what stands before `next`.
    pub(crate) fn has_read(&self, side: Side, next: u64) {
        self.progress.send_modify(|progress| progress[side as usize] = next);
    }

    /// Waits until these sides have read an event.
    pub(crate) async fn is_read(&self, event: u64, sides: &[Side]) {
        let read = |progress: &[u64; 3]| sides.iter().all(|side| progress[*side as usize] > event);
        self.progress.subscribe().wait_for(read).await.unwrap();
    }

    /// How far everybody is.
    pub(crate) fn progress(&self) -> [u64; 3] {
        *self.progress.borrow()
    }

    /// What was acknowledged.
    pub(crate) fn lines(&self) -> Vec<Line> {
        self.lines.lock().unwrap().clone()
    }
}
