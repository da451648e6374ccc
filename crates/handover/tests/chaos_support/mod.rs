//! What the chaos test is made of: a house whose server is killed now and then, a proxy that cuts connections, the four
//! transports, readers that move between them, people who write, and the comparison afterwards.

pub(crate) mod board;
pub(crate) mod chat_reader;
pub(crate) mod check;
pub(crate) mod house;
pub(crate) mod people;
pub(crate) mod play;
pub(crate) mod proxy;
pub(crate) mod session_reader;
