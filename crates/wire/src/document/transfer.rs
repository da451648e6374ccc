//! Where a chat can be transferred, and why it could not (`docs/protocol/20-agent-api.md` §21, §22).

use super::{Named, Resource};
use crate::sink::{A1, Sink};

/// `transfer` as an answer to GET: the skills that somebody else serves.
#[derive(Clone, Copy, Debug)]
pub struct TransferTargets<I> {
    /// The skills.
    pub skills: I,
}

/// A skill a chat can be transferred to.
#[derive(Clone, Copy, Debug)]
pub struct TransferSkill<'a> {
    /// The skill.
    pub skill: Named<'a>,
    /// How many other agents with it are online.
    pub online_agents: u64,
}

impl<'a, I: IntoIterator<Item = TransferSkill<'a>> + Clone> Resource for TransferTargets<I> {
    type Dialect = A1;

    fn describe(&self, sink: &mut impl Sink) {
        sink.element("transfer", |sink| {
            sink.list("skill", self.skills.clone(), |sink, target| {
                target.skill.describe(sink);
                sink.number("onlineAgents", target.online_agents);
            });
        });
    }
}

/// `transfer` with an `errormsg`: the transfer was refused (`docs/protocol/00-conventions.md` §9.4).
#[derive(Clone, Copy, Debug)]
pub struct TransferError<'a> {
    /// Why.
    pub message: &'a str,
}

impl Resource for TransferError<'_> {
    type Dialect = A1;
    const STANDALONE: bool = true;

    fn describe(&self, sink: &mut impl Sink) {
        sink.element("transfer", |sink| sink.text("errormsg", self.message));
    }
}
