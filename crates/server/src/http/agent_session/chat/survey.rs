//! `…/agentSession/{session}/chat/{chat}/survey` (`docs/protocol/20-agent-api.md` §23, §24).

use super::ChatPath;
use crate::app;
use crate::http::call::Call;
use crate::http::failure::Failure;
use crate::http::reply;
use crate::http::survey::{self, Skill};
use axum::extract::Path;
use axum::response::Response;
use handover_desk::{Command, SkillId, SurveyKind};
use handover_wire::request::SurveyAnswers;

/// Reads the survey that the agent is asked (§23): of the skill `engSkillId`, else of the chat's.
pub(in crate::http) async fn read(Path(path): ChatPath, call: Call) -> Result<Response, Failure> {
    let at = call.at_chat(path).await?;
    let view = at.me.account.view().read();
    let of_chat = at.document(&view)?.chat.skill;
    let asked = call.parameter("engSkillId").and_then(|id| id.parse().ok()).map(SkillId);
    survey::read(&call, &view, SurveyKind::Agent, Skill::OfChat(asked.or(of_chat)))
}

/// Takes the agent's answers (§24); later ones replace earlier ones.
pub(in crate::http) async fn submit(Path(path): ChatPath, call: Call) -> Result<Response, Failure> {
    let at = call.at_chat(path).await?;
    let document = call.document()?;
    let answers = app::survey::answers(&SurveyAnswers::read(&document)?);
    let command = Command::AnswerAgentSurvey { chat: at.key, session: at.me.session, answers };
    at.me.submit(command).await?;
    Ok(reply::empty())
}
