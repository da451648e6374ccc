//! What the tests of push are made of: a server with one agent and one chat, clients who do not do their part.

pub(crate) mod scene;
pub(crate) mod silent;
pub(crate) mod socket;
