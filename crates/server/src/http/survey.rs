//! What the survey resources of both sides share (`docs/protocol/30-visitor-api.md` §5-7).

use super::call::Call;
use super::failure::{Failure, bad};
use super::reply;
use crate::app::survey;
use crate::engine::Published;
use axum::response::Response;
use handover_desk::{SkillId, SurveyDialect, SurveyKind, SurveyWish};
use handover_wire::Condition;
use handover_wire::document::InDialect;
use handover_wire::sink::C;

/// The skill that a survey is asked for.
#[derive(Clone, Copy)]
pub(super) enum Skill {
    /// As the parameter `skill` names it.
    Asked,
    /// That of the chat.
    OfChat(Option<SkillId>),
}

/// 200 with the survey of this kind that the parameters `surveyApiId`, `surveyName` and the skill lead to.
/// `visitorProfile`, `visitorIp`, `userAgent` and `visitorId` are inputs of rules that there are none of.
pub(super) fn read(
    call: &Call,
    view: &Published,
    kind: SurveyKind,
    skill: Skill,
) -> Result<Response, Failure> {
    let id = call.parameter("surveyApiId").filter(|id| !id.is_empty());
    let id = id.map(|id| id.parse().map_err(|_| bad("surveyApiId", "must be the number of a survey")));
    let name = call.parameter("surveyName");
    let skill = match skill {
        Skill::OfChat(skill) => skill,
        Skill::Asked => {
            call.parameter("skill").and_then(|name| view.desk().skill_by_name(&name).map(|skill| skill.id))
        }
    };
    let wish = SurveyWish { id: id.transpose()?, name: name.as_deref(), skill };
    let survey = view.desk().survey(kind, wish).ok_or(Condition::SurveyNotFound)?;
    let document = survey::document(survey);
    Ok(match view.desk().settings().wire.survey_dialect {
        SurveyDialect::B => reply::ok(&document, call),
        SurveyDialect::C => reply::ok(&InDialect::<C, _>::new(&document), call),
    })
}
