//! A shop in which visitors ask for chats and end them at once, one after the other, so that chats go from the desk into
//! the archive all the time.

use crate::common::ACCOUNT;
use crate::common::APP_KEY;
use crate::common::http::{Connection, Request};
use crate::kill_support::account::start;
use std::fmt::Write as _;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

const VISITORS: u64 = 4;

/// The apply file. An ended chat is kept for the shortest time there is.
pub(crate) fn apply_file() -> String {
    let mut text = String::new();
    write!(text, "[[account]]\nid = \"{ACCOUNT}\"\n[account.settings]\nended_chat_kept_s = 1\n").unwrap();
    text
}

/// What visitors were told so far.
#[derive(Default)]
pub(crate) struct Shop {
    closed: AtomicBool,
    chats: AtomicU64,
}

impl Shop {
    /// Lets visitors come and go until `meanwhile` is over.
    pub(crate) fn open(address: SocketAddr, meanwhile: impl FnOnce(&Self)) {
        let shop = Self::default();
        std::thread::scope(|scope| {
            let _closing = Closing(&shop.closed);
            for visitor in 0..VISITORS {
                let shop = &shop;
                scope.spawn(move || shop.visit(visitor, address));
            }
            meanwhile(&shop);
        });
    }

    /// Chats whose start was acknowledged.
    pub(crate) fn chats(&self) -> u64 {
        self.chats.load(Ordering::SeqCst)
    }

    fn visit(&self, visitor: u64, address: SocketAddr) {
        let mut connection = Connection::to(address);
        while !self.closed.load(Ordering::SeqCst) {
            let chat = connection.ask(&start(&format!("start {visitor}"))).expect(201).location();
            self.chats.fetch_add(1, Ordering::SeqCst);
            let end = Request::post(format!("{chat}/events?v=1&NC=true")).app_key(APP_KEY);
            connection.ask(&end.json(r#"{"event":{"@type":"state","state":"ended"}}"#)).expect(201);
        }
    }
}

/// Closes the shop also when a test fails.
struct Closing<'s>(&'s AtomicBool);

impl Drop for Closing<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}
