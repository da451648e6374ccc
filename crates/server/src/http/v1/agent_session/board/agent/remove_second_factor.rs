//! `…/board/agent/{agent}/removeSecondFactor`: takes the second factor away from an agent who has lost it.

use crate::http::call::Call;
use crate::http::failure::{Failure, bad};
use crate::http::reply;
use crate::http::v1::agent_session::Administering;
use axum::extract::Path;
use axum::response::Response;
use handover_desk::{AgentId, Command};

/// Takes it away.
pub(in crate::http) async fn remove(
    Path((account, session, agent)): Path<(String, String, String)>,
    call: Call,
) -> Result<Response, Failure> {
    let Administering { me } = Administering::at(&call, &account, &session).await?;
    let agent = agent.parse().map(AgentId).map_err(|_| bad("agent", "must be the number of an agent"))?;
    me.submit(Command::RemoveFactorOf { session: me.session, agent }).await?;
    Ok(reply::empty())
}
