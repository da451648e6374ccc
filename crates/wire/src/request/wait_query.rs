//! Who could take a chat, and how soon: the parameters of availability, available slots and estimated wait time
//! (`docs/protocol/30-visitor-api.md` §2 to §4, `docs/protocol/20-agent-api.md` §6).

use super::{Problem, RequestError, field, rules};
use crate::limits;

/// The parameters as they stand in a query. An empty one counts as absent.
#[derive(Clone, Debug, Default)]
pub struct WaitParameters<'q> {
    /// Every `skill`, in order.
    pub skills: Vec<&'q str>,
    /// `serviceQueue`.
    pub service_queue: Option<&'q str>,
    /// `maxWaitTime`.
    pub max_wait_time: Option<&'q str>,
    /// `agent`.
    pub agent: Option<&'q str>,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitQuery<'q> {
    /// Who counts.
    pub candidates: Candidates<'q>,
    /// A queue by name.
    pub service_queue: Option<&'q str>,
    /// The longest wait that is accepted, in seconds.
    pub max_wait_time_s: Option<u64>,
}

/// Who counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Candidates<'q> {
    /// Every agent of the account.
    Everybody,
    /// The agents with this skill, by name.
    Skill(&'q str),
    /// The agents with each of several skills, answered one by one; two or more
    /// (`docs/protocol/90-open-questions.md` Q37).
    Skills(Vec<&'q str>),
    /// This agent, by login name.
    Agent(&'q str),
}

impl<'q> WaitQuery<'q> {
    /// The question for an availability: an agent excludes everything else, a queue needs a wait time.
    pub fn of_availability(parameters: WaitParameters<'q>) -> Result<Self, RequestError> {
        let present = parameters.without_empty()?;
        let queue = (present.service_queue.is_some(), "serviceQueue");
        let time = (present.max_wait_time.is_some(), "maxWaitTime");
        let others = [(!present.skills.is_empty(), "skill"), queue, time];
        rules::agent_is_alone((present.agent.is_some(), "agent"), others)?;
        rules::queue_has_time(queue, time)?;
        present.read()
    }

    /// The question for available slots: one skill at most, an agent excludes everything else, no queue.
    pub fn of_slots(parameters: WaitParameters<'q>) -> Result<Self, RequestError> {
        let present = WaitParameters { service_queue: None, ..parameters }.without_empty()?;
        field::at_most(present.skills.len(), 1, "skill")?;
        Self::of_availability(present)
    }

    /// The question for an estimated wait time: one skill at most, a queue without a time, no agent.
    pub fn of_wait_time(parameters: WaitParameters<'q>) -> Result<Self, RequestError> {
        let present = WaitParameters { max_wait_time: None, ..parameters }.without_empty()?;
        field::at_most(present.skills.len(), 1, "skill")?;
        if present.agent.is_some() {
            return Err(RequestError::new("agent", Problem::NotAccepted));
        }
        present.read()
    }
}

impl<'q> WaitParameters<'q> {
    fn without_empty(mut self) -> Result<Self, RequestError> {
        self.skills.retain(|skill| field::not_blank(skill).is_some());
        field::at_most(self.skills.len(), limits::SKILLS_PER_QUERY, "skill")?;
        Ok(Self {
            skills: self.skills,
            service_queue: self.service_queue.and_then(field::not_blank),
            max_wait_time: self.max_wait_time.and_then(field::not_blank),
            agent: self.agent.and_then(field::not_blank),
        })
    }

    fn read(self) -> Result<WaitQuery<'q>, RequestError> {
        let max_wait_time_s = self
            .max_wait_time
            .map(|value| field::number_in(value, limits::MAX_WAIT_TIME_S, "maxWaitTime"))
            .transpose()?;
        let candidates = match (self.agent, self.skills.as_slice()) {
            (Some(agent), _) => Candidates::Agent(agent),
            (None, []) => Candidates::Everybody,
            (None, [skill]) => Candidates::Skill(skill),
            (None, [..]) => Candidates::Skills(self.skills),
        };
        Ok(WaitQuery {
            candidates,
            service_queue: self.service_queue,
            max_wait_time_s: max_wait_time_s.map(i64::unsigned_abs),
        })
    }
}
