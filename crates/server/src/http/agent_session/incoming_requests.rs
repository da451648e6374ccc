//! `…/agentSession/{session}/incomingRequests` (`docs/protocol/20-agent-api.md` §8, §9).

use crate::engine::Published;
use crate::http::access::AtDevice;
use crate::http::call::Call;
use crate::http::failure::{Failure, bad};
use crate::http::push::{self, Waited, Way};
use crate::http::reply;
use axum::extract::Path;
use axum::response::Response;
use handover_desk::{Agent, Answer, Chat, Command, limits};
use handover_wire::document::{Created, IncomingRequests};
use handover_wire::{Condition, Href};

/// Counts what rings at the agent (§8).
pub(in crate::http) async fn read(
    Path((account, session)): Path<(String, String)>,
    call: Call,
) -> Result<Response, Failure> {
    let me = call.at_device(&account, &session).await?;
    let look = || {
        let view = me.account.view().read();
        let document = document(&me, &view, me.agent_in(&view)?);
        Ok(Waited { response: reply::ok(&document, &call), is_news: document.ringing_count > 0 })
    };
    push::answer(Way::of(&call), &call, |seconds| me.wait(&call, seconds), look).await
}

/// Accepts the oldest offer (§9). A body is ignored, but for one with an `event`, which was meant for another address
/// (`docs/protocol/90-open-questions.md` Q24).
pub(in crate::http) async fn accept(
    Path((account, session)): Path<(String, String)>,
    call: Call,
) -> Result<Response, Failure> {
    let me = call.at_device(&account, &session).await?;
    if call.optional_document()?.is_some_and(|document| document.root("event").is_some()) {
        return Err(bad("event", "belongs to the events of a chat, not to an accept").into());
    }
    let Answer::Accepted(key) = me.submit(Command::Accept(me.session)).await? else {
        return Err(Condition::Internal.into());
    };
    let chat = me.chat_base(&key.to_string());
    Ok(reply::created(Created::Chat, Href::to(&chat), call.format()))
}

/// The document. An offer in its last second is not counted, so that whoever saw it can still accept
/// (`docs/protocol/95-what-clients-depend-on.md` §1).
pub(super) fn document<'a>(me: &'a AtDevice, view: &Published, agent: &Agent) -> IncomingRequests<'a> {
    let offers = agent.offers.iter().filter_map(|no| view.desk().chat(*no).and_then(Chat::offer));
    let counted = offers.filter(|offer| offer.expires_at.since(me.now) > limits::OFFER_MARGIN.0);
    IncomingRequests { session: &me.base, ringing_count: u64::try_from(counted.count()).unwrap_or(u64::MAX) }
}
