//! The rules that members of one request have among each other, for a body and for a query
//! (`docs/protocol/00-conventions.md` §9.5).

use super::{Problem, RequestError};

/// Whether a member is there, and what it is called.
pub(super) type Member = (bool, &'static str);

/// An agent excludes every other wish.
pub(super) fn agent_is_alone(
    agent: Member,
    others: impl IntoIterator<Item = Member>,
) -> Result<(), RequestError> {
    match others.into_iter().find(|(is_there, _)| *is_there) {
        Some((_, other)) if agent.0 => Err(RequestError::new(agent.1, Problem::NotWith(other))),
        Some(_) | None => Ok(()),
    }
}

/// A queue needs a wait time.
pub(super) fn queue_has_time(queue: Member, time: Member) -> Result<(), RequestError> {
    if queue.0 && !time.0 {
        return Err(RequestError::new(queue.1, Problem::Needs(time.1)));
    }
    Ok(())
}
