//! The devices of an agent (`docs/handover-api.md`).

use crate::engine::Published;
use handover_desk::{AgentId, SessionId, Timestamp};
use serde::Serialize;

/// The devices, oldest first.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Devices<'v> {
    devices: Vec<Device<'v>>,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Device<'v> {
    session: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'v str>,
    current: bool,
    started_at: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    heard_at: Option<i64>,
    connected: bool,
}

impl<'v> Devices<'v> {
    /// The devices of this agent, as `current` sees them; with `now`, also when each was last heard from.
    pub(crate) fn of(
        view: &'v Published,
        agent: AgentId,
        current: SessionId,
        now: Option<Timestamp>,
    ) -> Self {
        let on = view.desk().agent(agent).and_then(|agent| agent.on_duty());
        let ids = on.into_iter().flat_map(|on| &on.sessions);
        let devices = ids.filter_map(|id| {
            let session = view.desk().session(*id)?;
            let heard = view.heard(*id)?;
            Some(Device {
                session: id.to_string(),
                name: session.name.as_deref(),
                current: *id == current,
                started_at: session.started_at.0,
                heard_at: now.map(|now| heard.last(now).max(session.heard_at).0),
                connected: heard.has_stream(),
            })
        });
        Self { devices: devices.collect() }
    }
}
