//! What fuzzed requests and frames are sent into: an agent who has a chat.

use crate::world::{Life, requests};
use handover_wire::Format;

/// An agent who has a chat.
pub(super) struct Scene {
    /// The agent's token.
    pub(super) bearer: String,
    /// The path of the agent's session.
    pub(super) session: String,
    /// The path of the visitor's chat.
    pub(super) chat: String,
}

impl Scene {
    /// Signs the agent in and has the chat accepted. Nothing is given if that does not come about.
    pub(super) async fn of(life: &Life) -> Option<Self> {
        let ask = async |ask| life.ask("scene", &ask).await;
        let bearer = ask(requests::login("maya")).await?.member("bearer")?;
        let session = ask(requests::start_session(&bearer, Format::Json)).await?.location()?.to_owned();
        let started = ask(requests::start_chat("Vera", Some("Sales"), Format::Json)).await?;
        let chat = started.location()?.to_owned();
        ask(requests::accept(&session, &bearer, Format::Json)).await?;
        Some(Self { bearer, session, chat })
    }
}
