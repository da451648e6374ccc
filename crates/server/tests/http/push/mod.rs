//! Streams and long-polls (`docs/push.md`).

mod chat;
mod limits;
mod long_poll;
mod presence;
mod session;
mod websocket;
