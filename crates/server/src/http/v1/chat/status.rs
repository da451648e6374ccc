//! `…/chat/status`: what a button needs to know before there is a chat.

use crate::app::json::Rooted;
use crate::http::call::Call;
use crate::http::failure::Failure;
use crate::http::v1;
use axum::extract::Path;
use axum::response::Response;
use handover_desk::{SurveyKind, SurveyWish, Whom};
use serde::Serialize;

/// Whether somebody is there, and what will be asked.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "each is a member of the document")]
struct Status {
    online: bool,
    available: bool,
    estimated_wait: i64,
    pre_survey: bool,
    offline_form: bool,
    exit_survey: bool,
    early_lines: bool,
}

/// Reads it. Nobody has a skill that does not exist.
pub(in crate::http) async fn read(Path(account): Path<String>, call: Call) -> Result<Response, Failure> {
    let account = call.visitor(&account)?;
    let view = account.view().read();
    let desk = view.desk();
    let name = call.parameter("skill").filter(|name| !name.is_empty());
    let skill = name.as_deref().map(|name| desk.skill_by_name(name).map(|skill| skill.id));
    let forecast = match skill {
        None => Some(desk.forecast(Whom::Anyone)),
        Some(skill) => skill.map(|skill| desk.forecast(Whom::Skill(skill))),
    };
    let wish = SurveyWish { id: None, name: None, skill: skill.flatten() };
    let has = |kind| desk.survey(kind, wish).is_some();
    let status = Status {
        online: forecast.is_some_and(|forecast| forecast.online > 0),
        available: forecast.is_some_and(|forecast| forecast.is_available(None)),
        estimated_wait: forecast.map_or(handover_desk::Wait::NobodyOnline, |forecast| forecast.wait).number(),
        pre_survey: has(SurveyKind::PreChat),
        offline_form: has(SurveyKind::Offline),
        exit_survey: has(SurveyKind::Exit),
        early_lines: desk.settings().early_lines,
    };
    Ok(v1::ok(&Rooted("status", status), &call))
}
