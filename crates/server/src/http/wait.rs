//! Who could take a chat, and how soon: the questions of both sides (`docs/protocol/30-visitor-api.md` §2 to §4,
//! `docs/protocol/20-agent-api.md` §6). Every answer is the desk's forecast.

use super::call::Call;
use super::failure::Failure;
use super::reply;
use crate::engine::Published;
use axum::response::Response;
use handover_desk::{Forecast, Whom};
use handover_wire::document::{
    AvailabilityForSkills, AvailableSlots, EstimatedWaitTime, SkillAvailability, VisitorAvailability,
};
use handover_wire::request::{Candidates, WaitParameters, WaitQuery};

/// The parameters, as text.
struct Asked {
    skills: Vec<String>,
    service_queue: Option<String>,
    max_wait_time: Option<String>,
    agent: Option<String>,
}

impl Asked {
    fn of(call: &Call) -> Self {
        Self {
            skills: call.parameters("skill").collect(),
            service_queue: call.parameter("serviceQueue"),
            max_wait_time: call.parameter("maxWaitTime"),
            agent: call.parameter("agent"),
        }
    }

    fn parameters(&self) -> WaitParameters<'_> {
        WaitParameters {
            skills: self.skills.iter().map(String::as_str).collect(),
            service_queue: self.service_queue.as_deref(),
            max_wait_time: self.max_wait_time.as_deref(),
            agent: self.agent.as_deref(),
        }
    }
}

/// Whether somebody is available, for each skill of several.
pub(super) fn availability(call: &Call, view: &Published) -> Result<Response, Failure> {
    let asked = Asked::of(call);
    let query = WaitQuery::of_availability(asked.parameters())?;
    let max_wait_s = query.max_wait_time_s.map(|seconds| u32::try_from(seconds).unwrap_or(u32::MAX));
    // The account has no queues beside its skills, so that a named one is unknown and serves nobody.
    let no_queue = query.service_queue.is_none();
    let is_available = |forecast: Option<Forecast>| {
        no_queue && forecast.is_some_and(|forecast| forecast.is_available(max_wait_s))
    };
    if let Candidates::Skills(names) = &query.candidates {
        let skills = names.iter().map(|name| SkillAvailability {
            skill: name,
            is_available: is_available(forecast(view, &Candidates::Skill(name))),
        });
        return Ok(reply::ok(&AvailabilityForSkills { skills }, call));
    }
    let answer = is_available(forecast(view, &query.candidates));
    Ok(reply::ok(&VisitorAvailability(answer), call))
}

/// How many chats could be taken at once.
pub(super) fn available_slots(call: &Call, view: &Published) -> Result<Response, Failure> {
    let asked = Asked::of(call);
    let query = WaitQuery::of_slots(asked.parameters())?;
    let slots = forecast(view, &query.candidates).map_or(0, |forecast| forecast.slots.number());
    Ok(reply::ok(&AvailableSlots(slots), call))
}

/// How long a chat would wait.
pub(super) fn estimated_wait_time(call: &Call, view: &Published) -> Result<Response, Failure> {
    let asked = Asked::of(call);
    let query = WaitQuery::of_wait_time(asked.parameters())?;
    let known = forecast(view, &query.candidates).filter(|_| query.service_queue.is_none());
    let wait = known.map_or(handover_desk::Wait::NobodyOnline, |forecast| forecast.wait);
    Ok(reply::ok(&EstimatedWaitTime(wait.number()), call))
}

/// The forecast for these candidates; nothing for unknown ones. Several skills have one each.
fn forecast(view: &Published, candidates: &Candidates<'_>) -> Option<Forecast> {
    let desk = view.desk();
    let whom = match candidates {
        Candidates::Everybody => Whom::Anyone,
        Candidates::Skill(name) => Whom::Skill(desk.skill_by_name(name)?.id),
        Candidates::Agent(login) => Whom::Agent(desk.agent_by_login(login)?.profile.id),
        Candidates::Skills(_) => return None,
    };
    Some(desk.forecast(whom))
}
