//! A small HTTP/1.1 client. One request at a time on a connection that is kept; of an answer only what the players need is
//! read. A client library would cost more than the server that is measured.

mod body;
mod connection;
mod head;
mod request;
mod sse;
mod stream;

pub(super) use connection::{Answer, Connection, Lost};
pub(super) use request::{Request, Site};
pub(super) use stream::{Message, Opened, Stream, StreamRequest};
