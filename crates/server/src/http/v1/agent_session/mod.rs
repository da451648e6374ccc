//! `/api/handover/v1/account/{account}/agentSession/{session}/…`: of an agent, and of a supervisor.

pub(in crate::http) mod audit;
pub(in crate::http) mod board;
pub(in crate::http) mod chat;
pub(in crate::http) mod devices;
pub(in crate::http) mod marks;
pub(in crate::http) mod me;

use crate::engine::Published;
use crate::http::access::AtDevice;
use crate::http::call::Call;
use crate::http::failure::Failure;
use handover_desk::Role;
use handover_wire::Condition;

/// An admin at a device. What is written is checked by the desk once more.
pub(super) struct Administering {
    pub(super) me: AtDevice,
}

impl Administering {
    pub(super) async fn at(call: &Call, account: &str, session: &str) -> Result<Self, Failure> {
        let me = call.at_device(account, session).await?;
        let role = me.account.view().read().desk().agent(me.agent).map(|agent| agent.profile.role);
        if role == Some(Role::Admin) { Ok(Self { me }) } else { Err(Condition::AdminsOnly.into()) }
    }
}

/// A supervisor at a device. What is written is checked by the desk once more.
pub(super) struct Supervising {
    pub(super) me: AtDevice,
}

impl Supervising {
    pub(super) async fn at(call: &Call, account: &str, session: &str) -> Result<Self, Failure> {
        let me = call.at_device(account, session).await?;
        check(&me, &me.account.view().read())?;
        Ok(Self { me })
    }
}

fn check(me: &AtDevice, view: &Published) -> Result<(), Failure> {
    // Of a write that was answered before, the session may be gone, and the answer comes all the same.
    let role = view.desk().agent(me.agent).map(|agent| agent.profile.role);
    if role.is_some_and(Role::supervises) { Ok(()) } else { Err(Condition::SupervisorsOnly.into()) }
}
