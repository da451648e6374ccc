//! The shell around a desk in the simulator: the clock, who has called when, and how a step becomes a request.

mod aside;
mod pages;
mod resolve;

use crate::plan::Calling;
use handover_desk::{
    Chat, ChatKey, ChatNo, ChatSeed, Command, Desk, Digest, LoginId, Once, Request, SessionId, Timestamp,
    VisitorId, Watch,
};
use std::collections::BTreeMap;

/// What the shell of a server knows that a desk does not.
#[derive(Clone, Debug)]
pub struct Shell {
    /// The time.
    pub now: Timestamp,
    /// Last calls.
    calls: BTreeMap<Watch, Timestamp>,
    /// All sessions there ever were.
    sessions: Vec<SessionId>,
    /// All logins there ever were.
    logins: Vec<LoginId>,
    /// All visitors there ever were.
    visitors: Vec<VisitorId>,
    /// Keys of all chats there ever were.
    chats: Vec<ChatKey>,
    /// Requests that carried an idempotency key.
    keyed: Vec<Request>,
    random: u64,
}

impl Default for Shell {
    fn default() -> Self {
        Self {
            now: Timestamp(1_700_000_000_000),
            calls: BTreeMap::new(),
            sessions: Vec::new(),
            logins: Vec::new(),
            visitors: Vec::new(),
            chats: Vec::new(),
            keyed: Vec::new(),
            random: 0,
        }
    }
}

impl Shell {
    /// A number that was never given out before.
    fn fresh(&mut self) -> u64 {
        self.random += 1;
        self.random
    }

    fn digest(&mut self) -> Digest {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&self.fresh().to_be_bytes());
        Digest(bytes)
    }

    /// A request of this command at this time.
    pub fn request(&mut self, command: Command, keyed: bool) -> Request {
        let once = keyed.then(|| Once { key: self.digest(), body: self.digest() });
        let request = Request { now: self.now, once, command };
        if keyed {
            self.keyed.push(request.clone());
        }
        request
    }

    /// An earlier request with a key, sent once more. What the shell draws at random for it is drawn anew.
    pub fn again(&mut self, pick: u16) -> Option<Request> {
        let earlier = choose(&self.keyed, pick)?.clone();
        let mut request = Request { now: self.now, ..earlier };
        if let Command::StartChat(chat) = &mut request.command {
            chat.seed = self.seed();
            chat.fresh_visitor = self.fresh_visitor();
        }
        Some(request)
    }

    fn seed(&mut self) -> ChatSeed {
        ChatSeed { head: self.fresh(), tail: u128::from(self.fresh()) }
    }

    fn fresh_visitor(&mut self) -> VisitorId {
        VisitorId(1_000_000 + self.fresh())
    }

    /// The key of an earlier request with another body.
    pub fn misuse(&mut self, pick: u16) -> Option<Request> {
        let mut request = self.again(pick)?;
        let body = self.digest();
        request.once = request.once.map(|once| Once { body, ..once });
        Some(request)
    }

    /// Notes what a desk has come to know, so that it can be spoken of when it is gone.
    pub fn learn(&mut self, desk: &Desk) {
        let state = desk.state();
        let known = self.sessions.last().copied();
        self.sessions.extend(state.sessions.keys().filter(|id| Some(**id) > known));
        let known = self.logins.last().copied();
        self.logins.extend(state.logins.keys().filter(|id| Some(**id) > known));
        let known = self.chats.last().map(ChatKey::chat);
        for chat in state.chats.values().filter(|chat| Some(chat.no()) > known) {
            self.chats.push(chat.key);
            if !self.visitors.contains(&chat.visitor) {
                self.visitors.push(chat.visitor);
            }
        }
    }

    /// These call now.
    pub fn call(&mut self, desk: &Desk, calling: Calling) {
        let (agents, visitors) = match calling {
            Calling::All => (u16::MAX, u16::MAX),
            Calling::Agents => (u16::MAX, 0),
            Calling::Visitors => (0, u16::MAX),
            Calling::Some(bits) => (bits, bits.rotate_left(7)),
            Calling::Nobody => (0, 0),
        };
        let calls = |bits: u16, number: u64| bits & (1 << (number % 16)) != 0;
        for id in desk.state().sessions.keys().filter(|id| calls(agents, id.0)) {
            self.calls.insert(Watch::Session(*id), self.now);
        }
        for chat in desk.state().chats.values().filter(|chat| calls(visitors, chat.no().0)) {
            self.calls.insert(watch_of(chat), self.now);
        }
    }

    /// The tick of this moment, with the last calls of those the desk asks for.
    #[must_use]
    pub fn tick(&self, desk: &Desk) -> Command {
        let due = desk.due(self.now).into_iter();
        let heard = due.filter_map(|watch| self.calls.get(&watch).map(|at| (watch, *at))).collect();
        Command::Tick { heard }
    }
}

fn watch_of(chat: &Chat) -> Watch {
    let no: ChatNo = chat.no();
    if chat.is_ended() { Watch::EndedChat(no) } else { Watch::Visitor(no) }
}

/// One of these by a number, if there are any.
fn choose<T>(all: &[T], pick: u16) -> Option<&T> {
    let index = usize::from(pick).checked_rem(all.len())?;
    all.get(index)
}
