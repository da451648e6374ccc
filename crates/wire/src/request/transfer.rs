//! Handing a chat to a skill or an agent (`docs/protocol/20-agent-api.md` §22).

use super::{Problem, RequestError, field};
use crate::reader::{Document, Element};

/// What is posted to `transfer`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TransferRequest<'d> {
    /// Who is to take the chat.
    pub target: TransferTarget,
    /// A message that only the agent who takes it sees.
    pub text: Option<&'d str>,
}

/// Who is to take a transferred chat.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransferTarget {
    /// This agent in person, by id.
    Agent(u64),
    /// Somebody with this skill, by id.
    Skill(u64),
}

impl<'d> TransferRequest<'d> {
    /// Reads the request. An agent wins over a skill, and the first of several skills counts. The text may
    /// stand in `transfer` or beside it (`docs/protocol/95-what-clients-depend-on.md` §1).
    pub fn read(document: &'d Document) -> Result<Self, RequestError> {
        let transfer = field::root(document, "transfer")?;
        let text = field::optional(transfer, "text").or_else(|| field::optional(document.top(), "text"));
        Ok(Self { target: target(transfer)?, text })
    }
}

fn target(transfer: &Element) -> Result<TransferTarget, RequestError> {
    if let Some(agent) = transfer.child("agent").filter(|agent| !agent.is_empty()) {
        let id = field::required(agent, "id", "transfer.agent.id")?;
        return Ok(TransferTarget::Agent(field::number(id, "transfer.agent.id")?));
    }
    let skill = transfer
        .child("skill")
        .ok_or(RequestError::new("transfer", Problem::Needs("skill.id or agent.id")))?;
    let id = field::required(skill, "id", "transfer.skill.id")?;
    Ok(TransferTarget::Skill(field::number(id, "transfer.skill.id")?))
}
