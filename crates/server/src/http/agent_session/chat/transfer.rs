//! `…/agentSession/{session}/chat/{chat}/transfer` (`docs/protocol/20-agent-api.md` §21, §22).

use super::ChatPath;
use crate::http::call::Call;
use crate::http::failure::Failure;
use crate::http::reply;
use axum::extract::Path;
use axum::response::Response;
use handover_desk::{AgentId, Command, SkillId, TransferTarget};
use handover_wire::document::{Named, TransferSkill, TransferTargets};
use handover_wire::request::{self, TransferRequest};

/// Lists the skills that somebody else who is online has (§21).
pub(in crate::http) async fn read(Path(path): ChatPath, call: Call) -> Result<Response, Failure> {
    let at = call.at_chat(path).await?;
    let view = at.me.account.view().read();
    at.document(&view)?;
    let desk = view.desk();
    let targets = desk.state().skills.values().map(|skill| TransferSkill {
        skill: Named { id: skill.id.0, name: &skill.name },
        online_agents: u64::try_from(desk.online_agents(skill.id, at.me.agent)).unwrap_or(u64::MAX),
    });
    let skills = targets.filter(|target| target.online_agents > 0);
    Ok(reply::ok(&TransferTargets { skills }, &call))
}

/// Hands the chat on (§22). The chat leaves this agent at once; a text goes to the receiving agent only.
pub(in crate::http) async fn transfer(Path(path): ChatPath, call: Call) -> Result<Response, Failure> {
    let at = call.at_chat(path).await?;
    let document = call.document()?;
    let wanted = TransferRequest::read(&document)?;
    let target = match wanted.target {
        request::TransferTarget::Agent(id) => TransferTarget::Agent(AgentId(id)),
        request::TransferTarget::Skill(id) => TransferTarget::Skill(SkillId(id)),
    };
    let text = wanted.text.map(Into::into);
    let command = Command::Transfer { chat: at.key, session: at.me.session, target, text };
    at.me.submit(command).await?;
    Ok(reply::empty())
}
