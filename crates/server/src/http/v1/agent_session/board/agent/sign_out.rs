//! `…/board/agent/{agent}/signOut`: ends every login of an agent.

use crate::http::call::Call;
use crate::http::failure::{Failure, bad};
use crate::http::reply;
use crate::http::v1::agent_session::Supervising;
use axum::extract::Path;
use axum::response::Response;
use handover_desk::{AgentId, Command};

/// Signs the agent out.
pub(in crate::http) async fn sign_out(
    Path((account, session, agent)): Path<(String, String, String)>,
    call: Call,
) -> Result<Response, Failure> {
    let Supervising { me } = Supervising::at(&call, &account, &session).await?;
    let agent = agent.parse().map(AgentId).map_err(|_| bad("agent", "must be the number of an agent"))?;
    me.submit(Command::SignOutAgent { session: me.session, agent }).await?;
    Ok(reply::empty())
}
