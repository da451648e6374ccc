//! `…/board/locks`: the logins of the account that are locked because of wrong passwords or codes.

use crate::app::json::Rooted;
use crate::http::call::Call;
use crate::http::failure::Failure;
use crate::http::v1::agent_session::Administering;
use crate::http::{reply, v1};
use axum::extract::Path;
use axum::response::Response;
use handover_desk::Command;
use serde::Serialize;

/// One that is locked.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Lock {
    /// The name as it was sent; it need not exist.
    login: String,
    until_at: i64,
    times: u32,
}

/// Reads them.
pub(in crate::http) async fn read(
    Path((account, session)): Path<(String, String)>,
    call: Call,
) -> Result<Response, Failure> {
    let Administering { me } = Administering::at(&call, &account, &session).await?;
    let locked = call.app.guard.locked(me.now).into_iter();
    let locks: Vec<Lock> = locked
        .filter(|lock| lock.account == me.account.id.as_str())
        .map(|lock| Lock { login: lock.login, until_at: lock.until.0, times: lock.times })
        .collect();
    Ok(v1::ok(&Rooted("locks", locks), &call))
}

/// Lets one go, whether it is locked or not. The audit log has it before it happens, and a request that is repeated does not let go
/// what was locked since.
pub(in crate::http) async fn release(
    Path((account, session)): Path<(String, String)>,
    call: Call,
) -> Result<Response, Failure> {
    let Administering { me } = Administering::at(&call, &account, &session).await?;
    let body = call.json()?;
    let login = v1::text(&body, "login")?;
    if me.keyed.first().is_none() {
        let agent = me.account.view().read().desk().agent_by_login(login).map(|agent| agent.profile.id);
        me.submit(Command::NoteUnlock { session: me.session, agent }).await?;
        call.app.guard.release(me.account.id.as_str(), login, me.now);
    }
    Ok(reply::empty())
}
