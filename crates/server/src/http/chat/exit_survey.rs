//! `/api/account/{account}/chat/{chat}/exitSurvey` (`docs/protocol/30-visitor-api.md` §17, §18).

use super::ChatPath;
use crate::app;
use crate::http::call::Call;
use crate::http::failure::Failure;
use crate::http::reply;
use crate::http::survey::{self, Skill};
use axum::extract::Path;
use axum::response::Response;
use handover_desk::{Command, SurveyKind};
use handover_wire::request::SurveyAnswers;

/// Reads the survey that is asked after the chat (§17), in any state of it.
pub(in crate::http) async fn read(Path(path): ChatPath, call: Call) -> Result<Response, Failure> {
    let at = call.in_chat(path)?;
    let view = at.account.view().read();
    let skill = at.document(&view)?.chat.skill;
    survey::read(&call, &view, SurveyKind::Exit, Skill::OfChat(skill))
}

/// Takes the visitor's answers (§18).
pub(in crate::http) async fn submit(Path(path): ChatPath, call: Call) -> Result<Response, Failure> {
    let at = call.in_chat(path)?;
    let document = call.document()?;
    let answers = app::survey::answers(&SurveyAnswers::read(&document)?);
    let command = Command::AnswerExitSurvey { chat: at.key, answers };
    at.submit(command).await?;
    Ok(reply::empty())
}
