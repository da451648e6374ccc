//! What the operator does to a desk while the server runs. Nobody is asked who they are: who can reach the server this way can
//! write to the data folder.

use crate::engine::{Engine, Rejection};
use handover_desk::{Command, Refusal};
use serde::{Deserialize, Serialize};

/// What came of taking a second factor away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Removal {
    /// It is gone, and that is durable.
    Done,
    /// The agent had none.
    HadNone,
    /// There is no such account.
    UnknownAccount,
    /// There is no agent of this login name.
    UnknownLogin,
    /// The server could not do it at the moment; nothing has changed.
    Failed,
}

/// Takes the second factor away from the agent of a login name.
pub async fn remove_second_factor(engine: &Engine, account: &str, login: &str) -> Removal {
    let Some(account) = engine.account(account) else { return Removal::UnknownAccount };
    let agent = account.view().read().desk().agent_by_login(login).map(|agent| agent.profile.id);
    let Some(agent) = agent else { return Removal::UnknownLogin };
    match account.submit(None, Command::RemoveFactor(agent)).await {
        Ok(_) => Removal::Done,
        Err(Rejection::Refused(Refusal::NoFactor)) => Removal::HadNone,
        Err(_) => Removal::Failed,
    }
}
